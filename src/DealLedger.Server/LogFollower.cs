using DealLedger.Core.Ledger;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DealLedger.Server;

/// <summary>Keeps the read models of every tenant that is not suspended close behind its log while the server runs, whoever appends.</summary>
public sealed partial class LogFollower(LedgerHost ledger, ILogger<LogFollower> log) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenTenantLists = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var following = new Dictionary<TenantId, Task>();
        while (!stoppingToken.IsCancellationRequested)
        {
            await TryAsync(
                async () =>
                {
                    var tenants = await ledger.Directory.ListActiveAsync(stoppingToken);
                    ledger.Database.Meters.Stands.Keep(tenants);
                    foreach (var tenant in tenants)
                    {
                        if (!following.TryGetValue(tenant, out var task) || task.IsCompleted)
                        {
                            following[tenant] = TryAsync(() => FollowAsync(tenant, stoppingToken), stoppingToken);
                        }
                    }
                },
                stoppingToken);
            await WaitAsync(BetweenTenantLists, stoppingToken);
        }

        await Task.WhenAll(following.Values);
    }

    private Task FollowAsync(TenantId tenant, CancellationToken stopping) =>
        ledger.Projector.FollowAsync(tenant, cancellation => Task.Delay(BetweenLooks, ledger.Clock, cancellation), stopping);

    // A database that is away comes back, and what goes wrong in one tenant must not end the others: the next look starts it again.
    private async Task TryAsync(Func<Task> work, CancellationToken stopping)
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
            Interrupted(log, fault.Message);
        }
    }

    private async Task WaitAsync(TimeSpan time, CancellationToken stopping) =>
        await Task.Delay(time, ledger.Clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Following the log was interrupted and goes on soon: {Why}")]
    private static partial void Interrupted(ILogger log, string why);
}
