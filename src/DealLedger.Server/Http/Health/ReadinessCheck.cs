using System.Net.Sockets;
using DealLedger.Core.Ledger;
using DealLedger.Postgres;
using DealLedger.Postgres.Telemetry;
using DealLedger.Server.Access;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DealLedger.Server.Http.Health;

/// <summary>
/// Looks whether requests can be answered. One look at a time, and where callers come from elsewhere one a second, however many ask. When the
/// reasons change the log says so.
/// </summary>
public sealed partial class ReadinessCheck(LedgerHost ledger, AccessOptions access, IHostApplicationLifetime lifetime, ILogger<ReadinessCheck> log) : IDisposable
{
    /// <summary>Read models that have been behind their log for longer are a reason.</summary>
    public static readonly TimeSpan LongestBehind = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly DatabaseHealth _database = new(ledger.Database, ledger.Clock);
    private Readiness? _last;
    private long _looked;
    private string _told = "";

    /// <summary>Looks, or tells what was just found.</summary>
    public async Task<Readiness> LookAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_last is null || !access.SignInNeeded || ledger.Clock.GetElapsedTime(_looked) >= BetweenLooks)
            {
                _last = await FindAsync(cancellation);
                _looked = ledger.Clock.GetTimestamp();
                TellChange(_last);
            }

            return _last;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<Readiness> FindAsync(CancellationToken cancellation)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return new Readiness([new("stopping", "The server stops, and finishes what it has taken.")], IsReachable: true, []);
        }

        try
        {
            var state = await _database.LookAsync(cancellation);
            return new Readiness([.. OfDatabase(state), .. OfTenants(state.Tenants), .. OfSealKey()], IsReachable: true, state.Tenants);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or IOException or SocketException)
        {
            DatabaseAway(log, (fault as PostgresException)?.SqlState, fault.Message);
            return new Readiness([new("database-unreachable", "The database cannot be reached or does not answer.")], IsReachable: false, []);
        }
    }

    private static IEnumerable<ReadinessReason> OfDatabase(DatabaseState state)
    {
        if (state.IsReadOnly)
        {
            yield return new("database-read-only", "The database takes no changes: it is a standby, or was set to read-only.");
        }

        if (state.Schema < state.NewestSchema)
        {
            yield return new("schema-older", $"The database has schema version {state.Schema}, and this program works with {state.NewestSchema}; migrate it.");
        }

        if (state.Schema > state.NewestSchema)
        {
            yield return new(
                "schema-newer", $"The database has schema version {state.Schema}, and this program works with {state.NewestSchema}; use the newer program.");
        }
    }

    private static IEnumerable<ReadinessReason> OfTenants(IReadOnlyList<TenantStand> tenants)
    {
        var behind = tenants.Where(t => t.Behind > LongestBehind).ToList();
        if (behind.Count > 0)
        {
            var (events, seconds) = (behind.Max(t => t.Lag), behind.Max(t => t.Behind).TotalSeconds);
            yield return new(
                "projection-behind",
                $"The read models of {behind.Count} of {tenants.Count} tenants are behind their logs, by up to {events} events for up to {seconds:0} seconds.");
        }
    }

    private IEnumerable<ReadinessReason> OfSealKey()
    {
        try
        {
            using var key = ledger.SealKey();
            return [];
        }
        catch (RefusedException refused)
        {
            SealKeyAway(log, refused.Message);
            return [new(refused.Refusal.Code, "The key that seals are signed with cannot be read; the server's log says why.")];
        }
    }

    private void TellChange(Readiness found)
    {
        var reasons = string.Join(", ", found.Reasons.Select(r => r.Code));
        if (reasons == _told)
        {
            return;
        }

        _told = reasons;
        if (found.IsReady)
        {
            ReadyAgain(log);
        }
        else
        {
            NotReady(log, reasons, string.Join(" ", found.Reasons.Select(r => r.Detail)));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The database does not answer a look at its health: {State} {Why}")]
    private static partial void DatabaseAway(ILogger log, string? state, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "The key of the seals cannot be read: {Why}")]
    private static partial void SealKeyAway(ILogger log, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not ready: {Reasons}. {Details}")]
    private static partial void NotReady(ILogger log, string reasons, string details);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Ready again")]
    private static partial void ReadyAgain(ILogger log);
}
