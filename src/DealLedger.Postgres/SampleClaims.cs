using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres;

/// <summary>Claims of tenants for a sample company, so that none is mixed with a tenant's own deals.</summary>
public sealed class SampleClaims(LedgerDatabase database)
{
    /// <summary>
    /// Claims an empty tenant for a sample company made up to a day, or goes on with a claim that was not completed: the day of the claim.
    /// None when the sample is complete, or the tenant holds something else.
    /// </summary>
    public async Task<DateOnly?> ClaimAsync(TenantId tenant, DateOnly until, CancellationToken cancellation)
    {
        await using var command = database.Owner.CreateCommand(
            """
            UPDATE dealledger.tenant t SET sample_until = coalesce(t.sample_until, $2)
            WHERE t.tenant_id = $1 AND NOT t.sample_complete
              AND (t.sample_until IS NOT NULL OR NOT EXISTS (SELECT FROM ledger.mt_events e WHERE e.tenant_id = $1))
            RETURNING t.sample_until
            """);
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = until });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? reader.GetFieldValue<DateOnly>(0) : null;
    }

    /// <summary>Notes that all of the sample company is in.</summary>
    public async Task CompleteAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var command = database.Owner.CreateCommand("UPDATE dealledger.tenant SET sample_complete = true WHERE tenant_id = $1");
        command.Parameters.Add(Sql.Text(tenant.Value));
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
