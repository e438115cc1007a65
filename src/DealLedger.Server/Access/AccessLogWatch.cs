using DealLedger.Core.Ledger;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DealLedger.Server.Access;

/// <summary>Tells the operator when the access log cannot be written.</summary>
public sealed partial class AccessLogWatch(LedgerHost ledger, ILogger<AccessLogWatch> log) : IHostedService
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        ledger.AccessLog.Failed += OnFailed;
        ledger.AccessLog.Lost += OnLost;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Whoever asked last stands in the log when the server has stopped; a database that is away does not keep it from stopping.
        using var limit = new CancellationTokenSource(LongestStop, ledger.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await ledger.AccessLog.FlushAsync(both.Token);
        }
        catch (OperationCanceledException)
        {
            NotEmptied(log);
        }

        ledger.AccessLog.Failed -= OnFailed;
        ledger.AccessLog.Lost -= OnLost;
    }

    private void OnFailed(TenantId tenant, Exception fault) => NotWritten(log, tenant.Value, fault.Message);

    private void OnLost(TenantId tenant, long count) => EntriesLost(log, tenant.Value, count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The access log of tenant {Tenant} could not be written and is tried again soon: {Why}")]
    private static partial void NotWritten(ILogger log, string tenant, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "The server stopped before all of the access log was written.")]
    private static partial void NotEmptied(ILogger log);

    [LoggerMessage(
        Level = LogLevel.Error, Message = "{Count} entries of the access log of tenant {Tenant} are lost: they could not be kept until they were written.")]
    private static partial void EntriesLost(ILogger log, string tenant, long count);
}
