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

/// <summary>Tenants: which there are, which of them are suspended, their settings, and the names of their people.</summary>
public sealed class TenantDirectory(LedgerDatabase database)
{
    private const string SuspendedSince = "SELECT suspended_at FROM dealledger.tenant WHERE tenant_id = $1";

    private const string NewestSettings = """
        SELECT t.suspended_at, t.created_at, (SELECT coalesce(max(f.position), 0) FROM dealledger.fact f WHERE f.tenant_id = $1 AND f.kind = $2)
        FROM dealledger.tenant t WHERE t.tenant_id = $1
        """;

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
            exists.Parameters.Add(Sql.Text(tenant.Value));
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
        command.Parameters.Add(Sql.Text(tenant.Value));
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
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.CommandTimeout = 0;
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    /// <summary>The same settings as <see cref="SettingsAsync"/> tells, of a tenant that is refused as <see cref="RequireAsync"/> refuses it.</summary>
    public async Task<SettingsHistory> RequireSettingsAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        await using var command = new NpgsqlCommand(NewestSettings, connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(Sql.Text(SettingsEvent.Kind));
        DateTime made;
        long newest;
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            if (!await reader.ReadAsync(cancellation))
            {
                throw TenantRefusals.Unknown(tenant);
            }

            TenantRefusals.Check(tenant, reader, 0);
            (made, newest) = (reader.GetDateTime(1), reader.GetInt64(2));
        }

        var facts = await database.Facts.ReadAsync(connection, tenant, made, SettingsEvent.Kind, newest, long.MaxValue, cancellation);
        return database.Facts.Told(facts, SettingsHistory.Of);
    }

    /// <summary>The settings that the tenant's answers are read by, over time.</summary>
    public async Task<SettingsHistory> SettingsAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        return SettingsHistory.Of(await FactTable.ReadAsync(connection, tenant, SettingsEvent.Kind, long.MaxValue, cancellation));
    }

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

    // False when there is no such tenant; refused when it is suspended.
    private async Task<bool> IsOpenAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var command = database.Owner.CreateCommand(SuspendedSince);
        command.Parameters.Add(Sql.Text(tenant.Value));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
        {
            return false;
        }

        TenantRefusals.Check(tenant, reader, 0);
        return true;
    }
}
