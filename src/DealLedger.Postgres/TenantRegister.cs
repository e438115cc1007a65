using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Postgres.Access;
using Npgsql;

namespace DealLedger.Postgres;

/// <summary>
/// A tenant as its operator sees it: since when it is there and, if it is, suspended and why; how many events it holds, when the last one was recorded
/// (UTC), and how many bytes its log and its deals take on disk with their indexes.
/// </summary>
public sealed record TenantListing(
    TenantId Id, DateTimeOffset Created, DateTimeOffset? SuspendedSince, string? SuspendedFor, long Events, DateTimeOffset? LastRecorded, long Bytes);

/// <summary>Adds tenants, lists them, suspends and resumes them: what an operator does, with the owner's rights, and noted in the tenant's access log.</summary>
public sealed class TenantRegister(LedgerDatabase database, TenantDirectory directory, TimeProvider clock)
{
    /// <summary>The longest reason of a suspension, in characters.</summary>
    public const int LongestReason = 400;

    // A log is dense, so its end says how many numbers it has; those of tombstones are no events. Partitions are found by what they are for: a
    // rebuild gives those of the deals other names for a while.
    private const string Listing = """
        SELECT t.tenant_id, t.created_at, t.suspended_at, t.suspended_for,
               coalesce((SELECT max(e.seq_id) FROM ledger.mt_events e WHERE e.tenant_id = t.tenant_id), 0)
                   - (SELECT count(*) FROM ledger.mt_events e WHERE e.tenant_id = t.tenant_id AND e.stream_id = 'mt_tombstone'),
               (SELECT e.timestamp FROM ledger.mt_events e
                WHERE e.tenant_id = t.tenant_id AND e.timestamp > '-infinity' ORDER BY e.seq_id DESC LIMIT 1),
               coalesce((
                   SELECT sum(pg_total_relation_size(c.oid)) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                   WHERE i.inhparent IN ('ledger.mt_events'::regclass, 'ledger.mt_streams'::regclass, 'dealledger.deal_change'::regclass)
                     AND pg_get_expr(c.relpartbound, c.oid) = format('FOR VALUES IN (%L)', t.tenant_id)), 0)::bigint
        FROM dealledger.tenant t
        WHERE $1 IS NULL OR t.tenant_id = $1
        ORDER BY t.tenant_id
        """;

    // The tables' own clock, as of everything that is recorded. The one that comes second changes the reason alone.
    private const string Suspension = """
        UPDATE dealledger.tenant SET suspended_at = coalesce(suspended_at, clock_timestamp()), suspended_for = coalesce($2, suspended_for)
        WHERE tenant_id = $1
        """;

    private const string Resumption = "UPDATE dealledger.tenant SET suspended_at = NULL, suspended_for = NULL WHERE tenant_id = $1";

    /// <summary>Adds a tenant. Refused when there is one of that id (<c>tenant-exists</c>).</summary>
    public async Task AddAsync(TenantId tenant, CancellationToken cancellation)
    {
        if (!await directory.MakeAsync(tenant, Note(tenant, "add"), cancellation))
        {
            throw new RefusedException("tenant-exists", $"There is a tenant '{tenant}' already; choose another id.", "tenant");
        }
    }

    /// <summary>All tenants in the order of their ids.</summary>
    public Task<IReadOnlyList<TenantListing>> ListAsync(CancellationToken cancellation) => ReadAsync(null, cancellation);

    /// <summary>A tenant. Refused when there is none of that id (<c>tenant-unknown</c>).</summary>
    public async Task<TenantListing> FindAsync(TenantId tenant, CancellationToken cancellation) =>
        await ReadAsync(tenant, cancellation) is [var listing] ? listing : throw TenantRefusals.Unknown(tenant);

    /// <summary>
    /// Suspends a tenant from now on, on every host, and waits for nothing: what is under way ends, and whatever comes after is refused
    /// (<c>tenant-suspended</c>). One that is suspended stays so since it was. Refused when there is no such tenant (<c>tenant-unknown</c>).
    /// </summary>
    public Task<TenantListing> SuspendAsync(TenantId tenant, string? reason, CancellationToken cancellation)
    {
        var why = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        return why?.Length > LongestReason || why?.Any(char.IsControl) == true
            ? throw new RefusedException("invalid-value", $"The reason is one line of {LongestReason} characters at the most.", "reason")
            : SetAsync(tenant, "suspend", Suspension, [Sql.Text(why)], cancellation);
    }

    /// <summary>
    /// Lets a suspended tenant answer and take in again, and one that is not suspended go on. Refused when there is no such tenant
    /// (<c>tenant-unknown</c>).
    /// </summary>
    public Task<TenantListing> ResumeAsync(TenantId tenant, CancellationToken cancellation) => SetAsync(tenant, "resume", Resumption, [], cancellation);

    private async Task<TenantListing> SetAsync(
        TenantId tenant, string what, string statement, NpgsqlParameter[] parameters, CancellationToken cancellation)
    {
        await using (var connection = await database.Owner.OpenConnectionAsync(cancellation))
        await using (var set = new NpgsqlCommand(statement, connection))
        {
            set.Parameters.Add(Sql.Text(tenant.Value));
            set.Parameters.AddRange(parameters);
            await NotedChange.RunAsync(connection, tenant, () => set.ExecuteNonQueryAsync(cancellation), _ => Note(tenant, what), cancellation);
        }

        return await FindAsync(tenant, cancellation);
    }

    private AccessNote Note(TenantId tenant, string what) =>
        AccessNote.OfRights(Caller.Local, clock.GetUtcNow(), $"tenant {what}", AccessNote.About("tenant", tenant.Value));

    private async Task<IReadOnlyList<TenantListing>> ReadAsync(TenantId? one, CancellationToken cancellation)
    {
        await using var command = database.Owner.CreateCommand(Listing);
        command.CommandTimeout = 0;
        command.Parameters.Add(Sql.Text(one?.Value));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var tenants = new List<TenantListing>();
        while (await reader.ReadAsync(cancellation))
        {
            if (TenantId.TryParse(reader.GetString(0), out var tenant))
            {
                tenants.Add(new TenantListing(
                    tenant, reader.GetFieldValue<DateTimeOffset>(1), TenantRefusals.Since(reader, 2), Sql.Nullable(reader, 3),
                    reader.GetInt64(4), Sql.NullableInstant(reader, 5), reader.GetInt64(6)));
            }
        }

        return tenants;
    }
}
