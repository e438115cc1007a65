using DealLedger.Core.Ledger;
using DealLedger.Core.Organisation;
using DealLedger.Postgres.Checkpoints;
using DealLedger.Postgres.Schema;
using Npgsql;

namespace DealLedger.Postgres.ReadModels;

/// <summary>
/// The change rows of a tenant in the making, beside those in use: copied deal by deal, put in the order of time, indexed, and swapped in.
/// The rows are one transaction: what is not swapped in was never there, and its sums are nobody's. One at a time a tenant.
/// </summary>
internal sealed class NextGeneration : IAsyncDisposable
{
    /// <summary>The lock of whoever makes a tenant's next generation; the tenant is $1.</summary>
    public const string Lock = "hashtextextended('dealledger:rebuild:' || $1, 0)";

    private const string Swapped = """
        WITH old AS (
            DELETE FROM dealledger.checkpoint WHERE tenant_id = $1 AND generation <> $4
        ), old_groups AS (
            DELETE FROM dealledger.checkpoint_group WHERE tenant_id = $1 AND generation <> $4
        ), old_sums AS (
            DELETE FROM dealledger.checkpoint_sums WHERE tenant_id = $1 AND generation <> $4
        )
        UPDATE dealledger.projection SET position = $2, widest_run = $3, generation = $4, unsummed = $5 WHERE tenant_id = $1
        """;

    private readonly LedgerDatabase _database;
    private readonly NpgsqlConnection _connection;
    private readonly TenantId _tenant;
    private NpgsqlTransaction? _transaction;
    private BinaryCopy? _copy;
    private long _widest;

    private NextGeneration(LedgerDatabase database, NpgsqlConnection connection, TenantId tenant) =>
        (_database, _connection, _tenant) = (database, connection, tenant);

    // What happened in a week lies together, so that a question about it reads few pages.
    private const string SortMemory = "SET LOCAL work_mem = '256MB'; SET LOCAL maintenance_work_mem = '256MB';";

    private string Table => $"dealledger.deal_change_{_tenant.Value}";

    /// <summary>An empty generation; none while another one is being made or verified.</summary>
    public static async Task<NextGeneration?> TryBeginAsync(LedgerDatabase database, TenantId tenant, CancellationToken cancellation)
    {
        var connection = await database.Owner.OpenConnectionAsync(cancellation);
        try
        {
            await using (var alone = Command(connection, $"SELECT pg_try_advisory_lock({Lock})", tenant))
            {
                if (await alone.ExecuteScalarAsync(cancellation) is not true)
                {
                    await connection.DisposeAsync();
                    return null;
                }
            }

            return new NextGeneration(database, connection, tenant);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Keeps new generations away from a session until <see cref="EndShareAsync"/>; false when one is being made.</summary>
    public static async Task<bool> TryShareAsync(NpgsqlConnection connection, TenantId tenant, CancellationToken cancellation)
    {
        await using var share = Command(connection, $"SELECT pg_try_advisory_lock_shared({Lock})", tenant);
        return await share.ExecuteScalarAsync(cancellation) is true;
    }

    /// <summary>Lets new generations be made again; a connection that was lost keeps nobody from it any more.</summary>
    public static async Task EndShareAsync(NpgsqlConnection connection, TenantId tenant)
    {
        if (connection.State != System.Data.ConnectionState.Open)
        {
            return;
        }

        await using var end = Command(connection, $"SELECT pg_advisory_unlock_shared({Lock})", tenant);
        await end.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>Makes the table, and begins to take rows in.</summary>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        _transaction = await _connection.BeginTransactionAsync(cancellation);

        // Like the tenant's own table: one held on to that of all tenants would keep the others from swapping theirs in.
        await ExecuteAsync(
            $"""
            CREATE UNLOGGED TABLE {Table}_staged (LIKE {Table}) WITH (autovacuum_enabled = false);
            CREATE TABLE {Table}_next (LIKE {Table}, CHECK (tenant_id = '{_tenant.Value}')) WITH (autovacuum_enabled = false);
            """,
            cancellation);
        _copy = await BinaryCopy.BeginIntoNewAsync(_connection, $"{Table}_staged", ChangeRowTable.Columns, cancellation);
    }

    /// <summary>Adds the rows that all events of a deal give.</summary>
    public void Write(string deal, IReadOnlyList<RecordedEvent> events)
    {
        foreach (var row in ChangeRows.Of(deal, events))
        {
            _widest = Math.Max(_widest, row.KnownFrom - row.RunFrom);
            ChangeRowTable.Write(_copy!, _tenant, row);
        }
    }

    /// <summary>
    /// Indexes the rows and puts them in the place of those in use, which reflect the log up to a position. What was projected into the old
    /// rows meanwhile is projected again into the new ones, from the position that they reach. With facts, that read model is filled anew too.
    /// </summary>
    public async Task SwapAsync(long reached, bool withFacts, DateTimeOffset now, CancellationToken cancellation)
    {
        await _copy!.CompleteAsync(cancellation);
        var (generation, unsummed) = await SortAsync(now, cancellation);
        await ExecuteAsync($"DROP TABLE {Table}_staged", cancellation);
        foreach (var index in await IndexesOfParentAsync(cancellation))
        {
            await ExecuteAsync(index, cancellation);
        }

        await ExecuteAsync($"ANALYZE {Table}_next", cancellation);
        if (withFacts)
        {
            await FactTable.RebuildAsync(_connection, _tenant, reached, cancellation);
        }

        await using (var hold = Command(_connection, "SELECT position FROM dealledger.projection WHERE tenant_id = $1 FOR UPDATE", _tenant))
        {
            await hold.ExecuteNonQueryAsync(cancellation);
        }

        await ExecuteAsync(
            $"""
            LOCK TABLE ONLY dealledger.deal_change IN ACCESS EXCLUSIVE MODE;
            DROP TABLE {Table};
            ALTER TABLE {Table}_next RENAME TO deal_change_{_tenant.Value};
            ALTER TABLE {Table} RESET (autovacuum_enabled);
            ALTER TABLE {Table} SET ({PartitionStorage.OfChanges});
            ALTER TABLE dealledger.deal_change ATTACH PARTITION {Table} FOR VALUES IN ('{_tenant.Value}');
            """,
            cancellation);
        await using (var set = Command(_connection, Swapped, _tenant))
        {
            set.Parameters.Add(new NpgsqlParameter<long> { TypedValue = reached });
            set.Parameters.Add(new NpgsqlParameter<long> { TypedValue = _widest });
            set.Parameters.Add(new NpgsqlParameter<int> { TypedValue = generation });
            set.Parameters.Add(new NpgsqlParameter<long> { TypedValue = unsummed });
            await set.ExecuteNonQueryAsync(cancellation);
        }

        await _transaction!.CommitAsync(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_copy is not null)
        {
            await _copy.DisposeAsync();
        }

        await using (_connection)
        {
            if (_transaction is not null)
            {
                await _transaction.DisposeAsync();
            }

            if (_connection.State == System.Data.ConnectionState.Open)
            {
                await using var release = Command(_connection, $"SELECT pg_advisory_unlock({Lock})", _tenant);
                await release.ExecuteNonQueryAsync(CancellationToken.None);
            }
        }
    }

    // Puts the rows in the order of time, and sums them as they go by: rounds of checkpoints in a generation of their own, which nobody looks at before the
    // swap. They are written by a second session, while this one sorts.
    private async Task<(int Generation, long Unsummed)> SortAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var currency = SettingsHistory.Of(
            await FactTable.ReadLogAsync(_connection, _tenant, SettingsEvent.Kind, SettingsEvent.Stream.Id, long.MaxValue, cancellation)).At(now).ReportingCurrency;
        var (generation, between) = (0, 0L);
        await using (var command = Command(
            _connection,
            "SELECT generation + 1, changes_a_round FROM dealledger.projection WHERE tenant_id = $1", _tenant))
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            await reader.ReadAsync(cancellation);
            (generation, between) = (reader.GetInt32(0), reader.GetInt64(1));
        }

        await ExecuteAsync(SortMemory, cancellation);
        await using var beside = await _database.Owner.OpenConnectionAsync(cancellation);
        await using var transaction = await beside.BeginTransactionAsync(cancellation);
        await using var sort = new NpgsqlCommand(
            $"INSERT INTO {Table}_next AS c SELECT * FROM {Table}_staged ORDER BY at RETURNING {Rounds.Columns}, c.known_to IS NOT NULL", _connection)
        {
            CommandTimeout = 0,
        };
        await using var sorted = await sort.ExecuteReaderAsync(cancellation);
        var unsummed = await new Rounds(beside, _tenant, $"{Table}_next", generation, currency).MakeAllAsync(sorted, between, cancellation);
        await transaction.CommitAsync(cancellation);
        return (generation, unsummed);
    }

    // Made of all rows at once, and before the swap, so that attaching takes them over instead of building them under the lock.
    private async Task<List<string>> IndexesOfParentAsync(CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT replace(pg_get_indexdef(i.indexrelid), format('INDEX %s ON ONLY dealledger.deal_change ', c.relname), format('INDEX ON %s ', $1))
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = 'dealledger.deal_change'::regclass
            """,
            _connection);
        command.Parameters.Add(Sql.Text($"{Table}_next"));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var indexes = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            indexes.Add(reader.GetString(0));
        }

        return indexes;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, TenantId tenant)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        return command;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, _connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
