using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres.ReadModels;

/// <summary>
/// The change rows of a tenant in the making, beside those in use: copied deal by deal into a table that has its primary key alone,
/// indexed, and swapped in. All of it is one transaction: what is not swapped in was never there. One at a time a tenant.
/// </summary>
internal sealed class NextGeneration : IAsyncDisposable
{
    private const string Lock = "hashtextextended('dealledger:rebuild:' || $1, 0)";

    private readonly NpgsqlConnection _connection;
    private readonly TenantId _tenant;
    private NpgsqlTransaction? _transaction;
    private BinaryCopy? _copy;
    private long _widest;

    private NextGeneration(NpgsqlConnection connection, TenantId tenant) => (_connection, _tenant) = (connection, tenant);

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

            return new NextGeneration(connection, tenant);
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

    /// <summary>Lets new generations be made again.</summary>
    public static async Task EndShareAsync(NpgsqlConnection connection, TenantId tenant)
    {
        await using var end = Command(connection, $"SELECT pg_advisory_unlock_shared({Lock})", tenant);
        await end.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>Makes the table, and begins to take rows in.</summary>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        _transaction = await _connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(
            $"""
            CREATE TABLE {Table}_next (LIKE dealledger.deal_change INCLUDING DEFAULTS) WITH (autovacuum_enabled = false);
            ALTER TABLE {Table}_next ADD PRIMARY KEY (tenant_id, deal_id, first_position, known_from), ADD CHECK (tenant_id = '{_tenant.Value}');
            """,
            cancellation);
        _copy = await BinaryCopy.BeginIntoNewAsync(_connection, $"{Table}_next", ChangeRowTable.Columns, cancellation);
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
    /// rows meanwhile is projected again into the new ones, from the position that they reach.
    /// </summary>
    public async Task SwapAsync(long reached, CancellationToken cancellation)
    {
        await _copy!.CompleteAsync(cancellation);
        await ExecuteAsync(IndexesLikeParent(), cancellation);
        await using (var hold = Command(_connection, "SELECT position FROM dealledger.projection WHERE tenant_id = $1 FOR UPDATE", _tenant))
        {
            await hold.ExecuteNonQueryAsync(cancellation);
        }

        await ExecuteAsync(
            $"""
            LOCK TABLE dealledger.deal_change IN ACCESS EXCLUSIVE MODE;
            DROP TABLE {Table};
            ALTER TABLE {Table}_next RENAME TO deal_change_{_tenant.Value};
            ALTER TABLE {Table} RESET (autovacuum_enabled);
            ALTER TABLE dealledger.deal_change ATTACH PARTITION {Table} FOR VALUES IN ('{_tenant.Value}');
            """,
            cancellation);
        await using (var set = Command(_connection, "UPDATE dealledger.projection SET position = $2, widest_run = $3 WHERE tenant_id = $1", _tenant))
        {
            set.Parameters.Add(new NpgsqlParameter<long> { TypedValue = reached });
            set.Parameters.Add(new NpgsqlParameter<long> { TypedValue = _widest });
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

    // Deals come in the order of their ids, so that the key grows at its end. The others are made of all rows at once, and before the
    // swap, so that attaching takes them over instead of building them under the lock.
    private string IndexesLikeParent() => $"""
        CREATE INDEX ON {Table}_next (close_date, valid_to) WHERE known_to = {ChangeRow.Still} AND NOT deleted;
        CREATE INDEX ON {Table}_next (at) WHERE known_to = {ChangeRow.Still};
        CREATE INDEX ON {Table}_next (at) WHERE push_days IS NOT NULL;
        ANALYZE {Table}_next;
        """;

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, TenantId tenant)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(TenantDirectory.Text(tenant.Value));
        return command;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, _connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
