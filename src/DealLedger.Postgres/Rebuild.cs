using DealLedger.Core.Ledger;
using DealLedger.Postgres.Ledger;
using DealLedger.Postgres.ReadModels;
using Npgsql;

namespace DealLedger.Postgres;

/// <summary>How far a long piece of work is: events done out of all, in the tenant's log.</summary>
public readonly record struct Progress(string What, long Done, long Total);

/// <summary>
/// Fills the read models anew from the log beside the old ones and swaps them in one transaction: readers see the old or the new ones,
/// never half, and wait for the swap alone.
/// </summary>
public sealed class Rebuild(LedgerDatabase database, Projector projector)
{
    private const string Lock = "hashtextextended('dealledger:rebuild:' || $1, 0)";

    /// <summary>Rebuilds a tenant's read models; returns the number of events folded.</summary>
    public async Task<long> RunAsync(TenantId tenant, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var table = $"dealledger.deal_change_{tenant.Value}";
        await using var connection = await database.Owner.OpenConnectionAsync(cancellation);
        await using (var alone = Command(connection, $"SELECT pg_try_advisory_lock({Lock})", tenant))
        {
            if (await alone.ExecuteScalarAsync(cancellation) is not true)
            {
                throw new RefusedException("rebuild-running", $"The read models of tenant '{tenant}' are being rebuilt or verified already; wait for that to end.");
            }
        }

        try
        {
            var reached = await projector.CatchUpAsync(tenant, await HeadAsync(connection, tenant, cancellation), cancellation);
            await ExecuteAsync(connection, $"DROP TABLE IF EXISTS {table}_next; CREATE TABLE {table}_next (LIKE dealledger.deal_change INCLUDING DEFAULTS)", cancellation);
            var widest = await FillAsync(connection, $"{table}_next", tenant, reached, progress, cancellation);
            await ExecuteAsync(connection, IndexesLikeParent(table), cancellation);
            await SwapAsync(connection, table, tenant, reached, widest, cancellation);
            return reached;
        }
        finally
        {
            await using var release = Command(connection, $"SELECT pg_advisory_unlock({Lock})", tenant);
            await release.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    /// <summary>Keeps rebuilds away from a session until <see cref="EndShareAsync"/>; false when one is running.</summary>
    internal static async Task<bool> TryShareAsync(NpgsqlConnection connection, TenantId tenant, CancellationToken cancellation)
    {
        await using var share = Command(connection, $"SELECT pg_try_advisory_lock_shared({Lock})", tenant);
        return await share.ExecuteScalarAsync(cancellation) is true;
    }

    /// <summary>Lets rebuilds run again.</summary>
    internal static async Task EndShareAsync(NpgsqlConnection connection, TenantId tenant)
    {
        await using var end = Command(connection, $"SELECT pg_advisory_unlock_shared({Lock})", tenant);
        await end.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task<long> FillAsync(
        NpgsqlConnection connection, string table, TenantId tenant, long upTo, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        await using var log = await database.Owner.OpenConnectionAsync(cancellation);
        await using var copy = await BinaryCopy.BeginAsync(connection, table, ChangeRowTable.Columns, cancellation);
        long widest = 0;
        long done = 0;
        long told = 0;
        await foreach (var (deal, events) in DealsInLog.ReadAsync(log, tenant, upTo, cancellation))
        {
            foreach (var row in ChangeRows.Of(deal, events))
            {
                widest = Math.Max(widest, row.KnownFrom - row.RunFrom);
                ChangeRowTable.Write(copy, tenant, row);
            }

            done += events.Count;
            if (done - told >= 20_000)
            {
                told = done;
                progress?.Report(new Progress("events folded", done, upTo));
            }
        }

        await copy.CompleteAsync(cancellation);
        progress?.Report(new Progress("events folded", done, upTo));
        return widest;
    }

    // What was projected into the old rows meanwhile is projected again into the new ones, from the position that they reach.
    private static async Task SwapAsync(NpgsqlConnection connection, string table, TenantId tenant, long reached, long widest, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var hold = Command(connection, "SELECT position FROM dealledger.projection WHERE tenant_id = $1 FOR UPDATE", tenant))
        {
            await hold.ExecuteNonQueryAsync(cancellation);
        }

        await ExecuteAsync(
            connection,
            $"""
            LOCK TABLE dealledger.deal_change IN ACCESS EXCLUSIVE MODE;
            DROP TABLE {table};
            ALTER TABLE {table}_next RENAME TO deal_change_{tenant.Value};
            ALTER TABLE dealledger.deal_change ATTACH PARTITION {table} FOR VALUES IN ('{tenant.Value}');
            """,
            cancellation);
        await using (var set = Command(connection, "UPDATE dealledger.projection SET position = $2, widest_run = $3 WHERE tenant_id = $1", tenant))
        {
            set.Parameters.Add(new NpgsqlParameter<long> { TypedValue = reached });
            set.Parameters.Add(new NpgsqlParameter<long> { TypedValue = widest });
            await set.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    // Made before the swap, so that attaching takes them over instead of building them under the lock. The names are PostgreSQL's own choice.
    private static string IndexesLikeParent(string table) => $"""
        ALTER TABLE {table}_next ADD PRIMARY KEY (tenant_id, deal_id, first_position, known_from);
        CREATE INDEX ON {table}_next (close_date, valid_to) WHERE known_to = {ChangeRow.Still} AND NOT deleted;
        CREATE INDEX ON {table}_next (at) WHERE known_to = {ChangeRow.Still};
        CREATE INDEX ON {table}_next (at) WHERE push_days IS NOT NULL;
        ALTER TABLE {table}_next ADD CHECK (tenant_id = '{table[(table.IndexOf("deal_change_", StringComparison.Ordinal) + 12)..]}');
        ANALYZE {table}_next;
        """;

    private static async Task<long> HeadAsync(NpgsqlConnection connection, TenantId tenant, CancellationToken cancellation)
    {
        await using var head = Command(connection, "SELECT coalesce(max(seq_id), 0) FROM ledger.mt_events WHERE tenant_id = $1", tenant);
        return (long)(await head.ExecuteScalarAsync(cancellation))!;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, TenantId tenant)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(TenantDirectory.Text(tenant.Value));
        return command;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
