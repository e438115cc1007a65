using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DealLedger.Server;

/// <summary>Forgets the keys of requests that have expired, every hour; any number of servers may do so.</summary>
public sealed partial class KeyExpiry(LedgerHost ledger, ILogger<KeyExpiry> log) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ledger.Ledger.Requests.ForgetExpiredAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // The server stops.
            }
            catch (Exception fault)
            {
                NotForgotten(log, fault.Message);
            }

            await Task.Delay(BetweenLooks, ledger.Clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Expired keys of requests could not be forgotten and are tried again in an hour: {Why}")]
    private static partial void NotForgotten(ILogger log, string why);
}
