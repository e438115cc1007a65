using DealLedger.Postgres.Keys;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DealLedger.Server.Access.Keys;

/// <summary>Writes down when keys were used, behind the requests that used them, and once more at the end.</summary>
internal sealed partial class KeyUses(ApiKeys keys, TimeProvider clock, ILogger<KeyUses> log) : BackgroundService
{
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestLastWrite = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(BetweenWrites, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            using var last = new CancellationTokenSource(LongestLastWrite, clock);
            await WriteAsync(stoppingToken.IsCancellationRequested ? last.Token : stoppingToken);
        }
    }

    // What could not be written is written the next time; nobody is kept out for it.
    private async Task WriteAsync(CancellationToken cancellation)
    {
        try
        {
            await keys.WriteUsesAsync(cancellation);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            NotWritten(log, fault.Message);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "When keys were used last could not be written down and will be soon: {Why}")]
    private static partial void NotWritten(ILogger log, string why);
}
