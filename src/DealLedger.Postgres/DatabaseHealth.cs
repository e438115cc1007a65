using DealLedger.Core.Ledger;
using DealLedger.Postgres.Schema;
using DealLedger.Postgres.Telemetry;
using Npgsql;

namespace DealLedger.Postgres;

/// <summary>What a look at the database found: whether it takes nothing, the version of its schema beside the program's, and the tenants that are not suspended.</summary>
public sealed record DatabaseState(bool IsReadOnly, int Schema, int NewestSchema, IReadOnlyList<TenantStand> Tenants);

/// <summary>Looks whether the database can be worked with.</summary>
public sealed class DatabaseHealth(LedgerDatabase database, TimeProvider clock)
{
    /// <summary>The longest look: a database that stalls is told as one that does not answer.</summary>
    public static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(5);

    private const string State = """
        SELECT current_setting('transaction_read_only')::boolean, (SELECT coalesce(max(version), 0) FROM dealledger.schema_version)
        """;

    private const string Tenants = """
        SELECT p.tenant_id, p.position, (SELECT coalesce(max(e.seq_id), 0) FROM ledger.mt_events e WHERE e.tenant_id = p.tenant_id)
        FROM dealledger.projection p JOIN dealledger.tenant t ON t.tenant_id = p.tenant_id WHERE t.suspended_at IS NULL ORDER BY p.tenant_id
        """;

    /// <summary>Looks. Throws <see cref="TimeoutException"/> when the database stalls, and what Npgsql throws when it cannot be reached.</summary>
    public async Task<DatabaseState> LookAsync(CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(LongestLook, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            return await ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"The database did not answer within {LongestLook.TotalSeconds:0} seconds.");
        }
    }

    private async Task<DatabaseState> ReadAsync(CancellationToken cancellation)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand(State), new NpgsqlBatchCommand(Tenants) } };
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var (isReadOnly, schema) = (reader.GetBoolean(0), reader.GetInt32(1));
        await reader.NextResultAsync(cancellation);
        var tenants = new List<TenantId>();
        while (await reader.ReadAsync(cancellation))
        {
            if (TenantId.TryParse(reader.GetString(0), out var tenant))
            {
                database.Meters.Stands.Note(tenant, reader.GetInt64(1), reader.GetInt64(2), clock);
                tenants.Add(tenant);
            }
        }

        return new DatabaseState(isReadOnly, schema, SchemaMigrator.Newest, [.. tenants.Select(database.Meters.Stands.Of).OfType<TenantStand>()]);
    }
}
