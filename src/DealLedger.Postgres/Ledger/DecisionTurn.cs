using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Ledger;

/// <summary>
/// The turn to decide on what is known of a kind in a tenant, across all hosts: a rule over several streams, such as that nobody reports to
/// themselves, holds only where nobody records between reading and appending. Ends when it is disposed, when its host dies, or when its host has stood
/// still for <see cref="LedgerDatabase.LongestStandstill"/>: then its append finds the turn lost, and nothing is recorded.
/// </summary>
internal sealed class DecisionTurn : IAsyncDisposable
{
    private const string Key = "hashtextextended('dealledger:decide:' || $1 || ':' || $2, 0)";

    private const string Lock = $"SELECT pg_advisory_lock({Key})";

    /// <summary>A row while a session, $3, has the turn.</summary>
    public const string Had = $"""
        SELECT true FROM pg_locks l
        WHERE l.pid = $3 AND l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted
          AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
          AND ((l.classid::bigint << 32) | l.objid::bigint) = {Key}
        """;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _here;
    private readonly NpgsqlConnection _connection;
    private readonly int _session;
    private readonly TenantId _tenant;
    private readonly string _kind;

    private DecisionTurn(SemaphoreSlim here, NpgsqlConnection connection, TenantId tenant, string kind) =>
        (_here, _connection, _session, _tenant, _kind) = (here, connection, connection.ProcessID, tenant, kind);

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
            take.Parameters.Add(Sql.Text(tenant.Value));
            take.Parameters.Add(Sql.Text(kind));
            await take.ExecuteNonQueryAsync(cancellation);
            return new DecisionTurn(here, connection, tenant, kind);
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

    /// <summary>The parameters of <see cref="Had"/>.</summary>
    public NpgsqlParameter[] HadParameters() =>
        [Sql.Text(_tenant.Value), Sql.Text(_kind), new NpgsqlParameter<int> { TypedValue = _session }];

    /// <summary>The refusal of what was decided in this turn after it was lost.</summary>
    public RefusedException Lost() => new(
        DatabaseFault.Busy,
        $"This host stood still for so long that others went on with events of the kind '{_kind}' in tenant '{_tenant}'; nothing was recorded, try again.");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _here.Release();
    }

    private static RefusedException Busy(TenantId tenant, string kind) => new(
        DatabaseFault.Busy,
        $"Somebody else has been recording events of the kind '{kind}' in tenant '{tenant}' for a long time; nothing was recorded, try again when that has ended.");
}
