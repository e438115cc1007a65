using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Ledger;

/// <summary>
/// The turn to decide on what is known of a kind in a tenant, across all hosts: a rule over several streams, such as that nobody reports to
/// themselves, holds only where nobody records between reading and appending. Ends when it is disposed, or when its host dies.
/// </summary>
internal sealed class DecisionTurn : IAsyncDisposable
{
    private const string Lock = "SELECT pg_advisory_lock(hashtextextended('dealledger:decide:' || $1 || ':' || $2, 0))";

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _here;
    private readonly NpgsqlConnection _connection;

    private DecisionTurn(SemaphoreSlim here, NpgsqlConnection connection) => (_here, _connection) = (here, connection);

    /// <summary>Waits for the turn. Refused (<c>ledger-busy</c>) when others do not end theirs in time.</summary>
    public static async Task<DecisionTurn> TakeAsync(LedgerDatabase database, TenantId tenant, string kind, CancellationToken cancellation)
    {
        // Who waits in this host holds no connection meanwhile.
        var here = database.TurnsHere.GetOrAdd($"{tenant}:{kind}", _ => new SemaphoreSlim(1));
        if (!await here.WaitAsync(LongestWait, cancellation))
        {
            throw Busy(tenant, kind);
        }

        NpgsqlConnection? connection = null;
        try
        {
            connection = await database.Unpooled.OpenConnectionAsync(cancellation);
            await using var take = new NpgsqlCommand(Lock, connection);
            take.Parameters.Add(TenantDirectory.Text(tenant.Value));
            take.Parameters.Add(TenantDirectory.Text(kind));
            await take.ExecuteNonQueryAsync(cancellation);
            return new DecisionTurn(here, connection);
        }
        catch (Exception fault)
        {
            await (connection?.DisposeAsync() ?? ValueTask.CompletedTask);
            here.Release();
            if (fault is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable })
            {
                throw Busy(tenant, kind);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _here.Release();
    }

    private static RefusedException Busy(TenantId tenant, string kind) => new(
        "ledger-busy",
        $"Somebody else has been recording events of the kind '{kind}' in tenant '{tenant}' for a long time; nothing was recorded, try again when that has ended.");
}
