using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Answers;

/// <summary>Where instants of recording lie in the log.</summary>
internal static class LogPositions
{
    // The last position whose stamp is not later, by halving: the ledger stamps its own appends in strictly rising order.
    private const string PositionAt = """
        WITH RECURSIVE halving (low, high) AS (
            SELECT 0::bigint, $3::bigint
            UNION ALL
            SELECT CASE WHEN s.stamp <= $2 THEN m.middle ELSE h.low END, CASE WHEN s.stamp <= $2 THEN h.high ELSE m.middle - 1 END
            FROM halving h
            CROSS JOIN LATERAL (SELECT (h.low + h.high + 1) / 2 AS middle) m
            CROSS JOIN LATERAL (
                SELECT coalesce((
                    SELECT e.timestamp FROM ledger.mt_events e
                    WHERE e.tenant_id = $1 AND e.seq_id <= m.middle AND e.timestamp > '-infinity' ORDER BY e.seq_id DESC LIMIT 1), '-infinity') AS stamp
            ) s
            WHERE h.low < h.high
        )
        SELECT low FROM halving WHERE low = high
        """;

    /// <summary>The last position up to a limit that was recorded at an instant or before; 0 when nothing was.</summary>
    public static async Task<long> AtAsync(NpgsqlConnection connection, TenantId tenant, DateTimeOffset instant, long upTo, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(PositionAt, connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = instant.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Whether nothing is recorded up to a position: tombstones record nothing, and they may stand before all that does.</summary>
    public static async Task<bool> IsEmptyToAsync(NpgsqlConnection connection, TenantId tenant, long position, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "SELECT NOT EXISTS (SELECT FROM ledger.mt_events e WHERE e.tenant_id = $1 AND e.seq_id <= $2 AND e.timestamp > '-infinity')", connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position });
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
