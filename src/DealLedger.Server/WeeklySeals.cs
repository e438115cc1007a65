using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DealLedger.Server;

/// <summary>
/// Seals the log of every tenant that is not suspended when a week has ended, once, however many servers run; what was missed is made up for at the
/// next start.
/// </summary>
public sealed partial class WeeklySeals(LedgerHost ledger, ILogger<WeeklySeals> log) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(1);

    /// <summary>Makes the weekly seals that are due.</summary>
    public async Task MakeDueAsync(CancellationToken cancellation)
    {
        foreach (var tenant in await ledger.Directory.ListActiveAsync(cancellation))
        {
            await TryAsync(() => ledger.Seals.SealWeekAsync(tenant, cancellation), tenant.Value, cancellation);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await TryAsync(() => MakeDueAsync(stoppingToken), "all", stoppingToken);
            await Task.Delay(BetweenLooks, ledger.Clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A database that is away comes back, and what goes wrong in one tenant must not keep the others from their seals.
    private async Task TryAsync(Func<Task> work, string tenant, CancellationToken stopping)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (Exception fault)
        {
            NotSealed(log, tenant, fault.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The weekly seal of tenant {Tenant} could not be made and is tried again soon: {Why}")]
    private static partial void NotSealed(ILogger log, string tenant, string why);
}
