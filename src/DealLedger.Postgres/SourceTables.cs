using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using Npgsql;

namespace DealLedger.Postgres;

/// <summary>What a tenant's source told that is no history: its stages, and the names of its accounts.</summary>
public sealed class SourceTables(LedgerDatabase database)
{
    /// <summary>The stages of a tenant, and since when it is suspended: what a command asks before it decides.</summary>
    internal const string StagesOfTenant = """
        SELECT t.stages_complete, s.name, s.category, s.is_closed, s.is_won, s.sort_order, t.suspended_at
        FROM dealledger.tenant t LEFT JOIN dealledger.stage s USING (tenant_id)
        WHERE t.tenant_id = $1
        """;

    /// <summary>The stages that the tenant's source told, or none when it told none.</summary>
    public async Task<StageTable?> StagesAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        await using var command = new NpgsqlCommand(StagesOfTenant, connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await ReadStagesAsync(reader, tenant, cancellation);
    }

    /// <summary>Replaces the tenant's stages.</summary>
    public async Task SaveStagesAsync(TenantId tenant, StageTable table, CancellationToken cancellation)
    {
        var stages = table.Stages;
        await using var connection = await database.Owner.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection);
        var clear = new NpgsqlBatchCommand("DELETE FROM dealledger.stage WHERE tenant_id = $1");
        clear.Parameters.Add(Sql.Text(tenant.Value));
        batch.BatchCommands.Add(clear);
        var fill = new NpgsqlBatchCommand(
            "INSERT INTO dealledger.stage SELECT $1, * FROM unnest($2::varchar[], $3::smallint[], $4::boolean[], $5::boolean[], $6::integer[])");
        fill.Parameters.Add(Sql.Text(tenant.Value));
        fill.Parameters.Add(Sql.Array(stages.Select(s => s.Name)));
        fill.Parameters.Add(Sql.Array(stages.Select(s => (short)s.Category)));
        fill.Parameters.Add(Sql.Array(stages.Select(s => s.IsClosed)));
        fill.Parameters.Add(Sql.Array(stages.Select(s => s.IsWon)));
        fill.Parameters.Add(Sql.Array(stages.Select(s => s.SortOrder)));
        batch.BatchCommands.Add(fill);
        var mark = new NpgsqlBatchCommand("UPDATE dealledger.tenant SET stages_complete = $2 WHERE tenant_id = $1");
        mark.Parameters.Add(Sql.Text(tenant.Value));
        mark.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = table.IsComplete });
        batch.BatchCommands.Add(mark);
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Adds accounts, or brings those it has to what the source says now.</summary>
    public Task SaveAccountsAsync(TenantId tenant, IAsyncEnumerable<Account> accounts, CancellationToken cancellation) =>
        SaveAsync(
            accounts,
            """
            INSERT INTO dealledger.account (tenant_id, account_id, name)
            SELECT $1, * FROM unnest($2::varchar[], $3::varchar[])
            ON CONFLICT (tenant_id, account_id) DO UPDATE SET name = excluded.name
            """,
            chunk => [Sql.Text(tenant.Value), Sql.Array(chunk.Select(a => a.Id)), Sql.Array(chunk.Select(a => a.Name))],
            a => a.Id,
            cancellation);

    /// <summary>Reads the rows of <see cref="StagesOfTenant"/>; refuses a suspended tenant.</summary>
    internal static async Task<StageTable?> ReadStagesAsync(NpgsqlDataReader reader, TenantId tenant, CancellationToken cancellation)
    {
        var stages = new List<Stage>();
        var complete = false;
        while (await reader.ReadAsync(cancellation))
        {
            TenantRefusals.Check(tenant, reader, 6);
            if (reader.IsDBNull(1))
            {
                break;
            }

            complete = reader.GetBoolean(0);
            stages.Add(new Stage(reader.GetString(1), (ForecastCategory)reader.GetInt16(2), reader.GetBoolean(3), reader.GetBoolean(4), reader.GetInt32(5)));
        }

        return stages.Count == 0 ? null : new StageTable(stages, complete);
    }

    private async Task SaveAsync<T>(
        IAsyncEnumerable<T> items, string sql, Func<IReadOnlyCollection<T>, NpgsqlParameter[]> parameters, Func<T, string> id, CancellationToken cancellation)
    {
        const int chunkSize = 5_000;

        // One statement cannot touch a row twice: of two with the same id the last one counts.
        var chunk = new Dictionary<string, T>(StringComparer.Ordinal);
        await foreach (var item in items.WithCancellation(cancellation))
        {
            chunk[id(item)] = item;
            if (chunk.Count == chunkSize)
            {
                await FlushAsync();
            }
        }

        await FlushAsync();

        async Task FlushAsync()
        {
            if (chunk.Count == 0)
            {
                return;
            }

            await using var command = database.Owner.CreateCommand(sql);
            command.Parameters.AddRange(parameters(chunk.Values));
            await command.ExecuteNonQueryAsync(cancellation);
            chunk.Clear();
        }
    }
}
