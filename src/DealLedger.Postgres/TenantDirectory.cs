using System.Globalization;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Organisation;
using DealLedger.Postgres.Access;
using DealLedger.Postgres.Answers;
using DealLedger.Postgres.Ledger;
using DealLedger.Postgres.ReadModels;
using DealLedger.Postgres.Schema;
using Npgsql;
using NpgsqlTypes;

namespace DealLedger.Postgres;

/// <summary>Tenants with their settings and stages, and the names of people and accounts.</summary>
public sealed class TenantDirectory(LedgerDatabase database)
{
    /// <summary>The stages of a tenant, and since when it is suspended: what a command asks before it decides.</summary>
    internal const string StagesOfTenant = """
        SELECT t.stages_complete, s.name, s.category, s.is_closed, s.is_won, s.sort_order, t.suspended_at
        FROM dealledger.tenant t LEFT JOIN dealledger.stage s USING (tenant_id)
        WHERE t.tenant_id = $1
        """;

    private const string SuspendedSince = "SELECT suspended_at FROM dealledger.tenant WHERE tenant_id = $1";

    private const string Exists = "SELECT EXISTS (SELECT FROM dealledger.tenant WHERE tenant_id = $1)";

    /// <summary>The queue in which commands load what they decide on.</summary>
    internal LoadQueue Loads { get; } = new(database);

    /// <summary>Makes a tenant, unless it exists. Refuses a suspended one (<c>tenant-suspended</c>).</summary>
    public async Task EnsureAsync(TenantId tenant, CancellationToken cancellation)
    {
        if (!await IsOpenAsync(tenant, cancellation))
        {
            await MakeAsync(tenant, note: null, cancellation);
        }
    }

    /// <summary>Refuses a tenant that does not exist (<c>tenant-unknown</c>) or is suspended (<c>tenant-suspended</c>).</summary>
    public async Task RequireAsync(TenantId tenant, CancellationToken cancellation)
    {
        if (!await IsOpenAsync(tenant, cancellation))
        {
            throw TenantRefusals.Unknown(tenant);
        }
    }

    /// <summary>Refuses a tenant that does not exist (<c>tenant-unknown</c>); a suspended one is kept and checked like any other.</summary>
    public async Task RequireKeptAsync(TenantId tenant, CancellationToken cancellation)
    {
        if (!await ExistsAsync(tenant, cancellation))
        {
            throw TenantRefusals.Unknown(tenant);
        }
    }

    /// <summary>Makes a tenant with its partitions and its sequence, and notes it in the access log if told how; false when it exists.</summary>
    internal async Task<bool> MakeAsync(TenantId tenant, AccessNote? note, CancellationToken cancellation)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var alone = new NpgsqlCommand(SchemaScripts.Lock, connection))
        {
            await alone.ExecuteNonQueryAsync(cancellation);
        }

        await using (var exists = new NpgsqlCommand(Exists, connection))
        {
            exists.Parameters.Add(Text(tenant.Value));
            if (await exists.ExecuteScalarAsync(cancellation) is true)
            {
                return false;
            }
        }

        // The id has the form of a plain identifier (TenantId), so it can stand in the names.
        var t = tenant.Value;
        var sql = string.Create(CultureInfo.InvariantCulture, $"""
            {Partition("ledger", "mt_events", t)}
            {Partition("ledger", "mt_streams", t)}
            {Partition("dealledger", "deal_change", t)}
            CREATE SEQUENCE IF NOT EXISTS ledger.mt_events_sequence_{t};
            INSERT INTO ledger.mt_tenant_partitions (partition_value, partition_suffix) VALUES ('{t}', '{t}') ON CONFLICT DO NOTHING;
            INSERT INTO dealledger.tenant (tenant_id) VALUES ('{t}') ON CONFLICT DO NOTHING;
            INSERT INTO dealledger.projection (tenant_id) VALUES ('{t}') ON CONFLICT DO NOTHING;
            DO $$
            BEGIN
                IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'dealledger_server') THEN
                    GRANT USAGE, SELECT ON SEQUENCE ledger.mt_events_sequence_{t} TO dealledger_server;
                END IF;
            END
            $$;
            """);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
        if (note is not null)
        {
            await new AccessAppend(tenant, [note], mustLast: true).AddAsync(connection, cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return true;
    }

    // Made by itself and then attached, which lets questions and appends of other tenants go on; CREATE TABLE ... PARTITION OF waits for all of them,
    // and they for it.
    private static string Partition(string schema, string table, string suffix) => $"""
        DO $$
        BEGIN
            IF to_regclass('{schema}.{table}_{suffix}') IS NULL THEN
                CREATE TABLE {schema}.{table}_{suffix} (LIKE {schema}.{table} INCLUDING ALL) {PartitionStorage.Clause(table)};
                ALTER TABLE {schema}.{table} ATTACH PARTITION {schema}.{table}_{suffix} FOR VALUES IN ('{suffix}');
            END IF;
        END
        $$;
        """;

    /// <summary>Whether there is such a tenant.</summary>
    public async Task<bool> ExistsAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var command = database.Owner.CreateCommand(Exists);
        command.Parameters.Add(Text(tenant.Value));
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    /// <summary>All tenants, in the order of their ids.</summary>
    public async Task<IReadOnlyList<TenantId>> ListAsync(CancellationToken cancellation)
    {
        await using var command = database.Owner.CreateCommand("SELECT tenant_id FROM dealledger.tenant ORDER BY tenant_id");
        return await ReadTenantsAsync(command, cancellation);
    }

    /// <summary>All tenants that are not suspended, in the order of their ids: those that are worked for without being asked.</summary>
    public async Task<IReadOnlyList<TenantId>> ListActiveAsync(CancellationToken cancellation)
    {
        await using var command = database.Owner.CreateCommand("SELECT tenant_id FROM dealledger.tenant WHERE suspended_at IS NULL ORDER BY tenant_id");
        return await ReadTenantsAsync(command, cancellation);
    }

    /// <summary>Whether anything of the tenant came from a CRM.</summary>
    public async Task<bool> HasImportsAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        await using var command = new NpgsqlCommand(
            "SELECT EXISTS (SELECT FROM ledger.mt_events e WHERE e.tenant_id = $1 AND e.headers ->> 'source' LIKE 'salesforce:%')", connection);
        command.Parameters.Add(Text(tenant.Value));
        command.CommandTimeout = 0;
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    /// <summary>The same settings as <see cref="SettingsAsync"/> tells, of a tenant that is refused as <see cref="RequireAsync"/> refuses it.</summary>
    public async Task<SettingsHistory> RequireSettingsAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand(SuspendedSince), FactTable.Ask(tenant, SettingsEvent.Kind) } };
        batch.BatchCommands[0].Parameters.Add(Text(tenant.Value));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
        {
            throw TenantRefusals.Unknown(tenant);
        }

        TenantRefusals.Check(tenant, reader, 0);
        await reader.NextResultAsync(cancellation);
        return SettingsHistory.Of(await FactTable.ReadAsync(reader, SettingsEvent.Kind, cancellation));
    }

    /// <summary>The settings that the tenant's answers are read by, over time.</summary>
    public async Task<SettingsHistory> SettingsAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        return SettingsHistory.Of(await FactTable.ReadAsync(connection, tenant, SettingsEvent.Kind, long.MaxValue, cancellation));
    }

    /// <summary>
    /// Claims an empty tenant for a sample company made up to a day, or goes on with a claim that was not completed: the day of the claim.
    /// None when the sample is complete, or the tenant holds something else.
    /// </summary>
    public async Task<DateOnly?> ClaimForSampleAsync(TenantId tenant, DateOnly until, CancellationToken cancellation)
    {
        await using var command = database.Owner.CreateCommand(
            """
            UPDATE dealledger.tenant t SET sample_until = coalesce(t.sample_until, $2)
            WHERE t.tenant_id = $1 AND NOT t.sample_complete
              AND (t.sample_until IS NOT NULL OR NOT EXISTS (SELECT FROM ledger.mt_events e WHERE e.tenant_id = $1))
            RETURNING t.sample_until
            """);
        command.Parameters.Add(Text(tenant.Value));
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = until });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? reader.GetFieldValue<DateOnly>(0) : null;
    }

    /// <summary>Notes that all of the sample company is in.</summary>
    public async Task CompleteSampleAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var command = database.Owner.CreateCommand("UPDATE dealledger.tenant SET sample_complete = true WHERE tenant_id = $1");
        command.Parameters.Add(Text(tenant.Value));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The stages that the tenant's source told, or none when it told none.</summary>
    public async Task<StageTable?> StagesAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        await using var command = new NpgsqlCommand(StagesOfTenant, connection);
        command.Parameters.Add(Text(tenant.Value));
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
        clear.Parameters.Add(Text(tenant.Value));
        batch.BatchCommands.Add(clear);
        var fill = new NpgsqlBatchCommand(
            "INSERT INTO dealledger.stage SELECT $1, * FROM unnest($2::varchar[], $3::smallint[], $4::boolean[], $5::boolean[], $6::integer[])");
        fill.Parameters.Add(Text(tenant.Value));
        fill.Parameters.Add(Array(stages.Select(s => s.Name)));
        fill.Parameters.Add(Array(stages.Select(s => (short)s.Category)));
        fill.Parameters.Add(Array(stages.Select(s => s.IsClosed)));
        fill.Parameters.Add(Array(stages.Select(s => s.IsWon)));
        fill.Parameters.Add(Array(stages.Select(s => s.SortOrder)));
        batch.BatchCommands.Add(fill);
        var mark = new NpgsqlBatchCommand("UPDATE dealledger.tenant SET stages_complete = $2 WHERE tenant_id = $1");
        mark.Parameters.Add(Text(tenant.Value));
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
            chunk => [Text(tenant.Value), Array(chunk.Select(a => a.Id)), Array(chunk.Select(a => a.Name))],
            a => a.Id,
            cancellation);

    /// <summary>The names of these people as they are now; those without one, and erased ones, are left out.</summary>
    public async Task<IReadOnlyDictionary<string, string>> PeopleNamesAsync(TenantId tenant, IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        return await Names.OfPeopleAsync(connection, tenant, ids, cancellation);
    }

    /// <summary>The contents of these texts, by the text's id in 32 digits; erased ones are left out.</summary>
    public async Task<IReadOnlyDictionary<string, string>> TextsAsync(TenantId tenant, IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        return await Names.OfTextsAsync(connection, tenant, ids, cancellation);
    }

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

    /// <summary>Reads the tenants that a statement names.</summary>
    internal static async Task<IReadOnlyList<TenantId>> ReadTenantsAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var tenants = new List<TenantId>();
        while (await reader.ReadAsync(cancellation))
        {
            if (TenantId.TryParse(reader.GetString(0), out var tenant))
            {
                tenants.Add(tenant);
            }
        }

        return tenants;
    }

    internal static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Varchar };

    internal static NpgsqlParameter Array<T>(IEnumerable<T> values) => new NpgsqlParameter<T[]> { TypedValue = [.. values] };

    // False when there is no such tenant; refused when it is suspended.
    private async Task<bool> IsOpenAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var command = database.Owner.CreateCommand(SuspendedSince);
        command.Parameters.Add(Text(tenant.Value));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
        {
            return false;
        }

        TenantRefusals.Check(tenant, reader, 0);
        return true;
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
