using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Ledger;

/// <summary>
/// Makes the log dense. A number that is missing may still be filled by a transaction that has drawn it, and no snapshot can prove that
/// none will. So the transactions that were open are waited for, briefly, and then the number is taken by a tombstone as Marten writes
/// them: either the writer's row is there, or the late writer fails on the primary key and tries again. The ledger's own writers draw
/// under the tenant's lock, so whoever gets that lock after seeing the gap knows that they are done with it: none of them loses a number.
/// </summary>
internal sealed class GapClaims(LedgerDatabase database, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private const string Open = """
        SELECT l.virtualtransaction FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
        WHERE l.locktype IN ('virtualxid', 'transactionid') AND l.granted AND l.pid <> pg_backend_pid() AND a.datname = current_database()
        """;

    private const string Missing = """
        SELECT g.seq_id FROM generate_series($2::bigint, $3::bigint) AS g (seq_id)
        WHERE NOT EXISTS (SELECT FROM ledger.mt_events e WHERE e.tenant_id = $1 AND e.seq_id = g.seq_id)
        """;

    private const string FirstHole = """
        SELECT s.expected FROM (
            SELECT e.seq_id, row_number() OVER (ORDER BY e.seq_id) AS expected FROM ledger.mt_events e WHERE e.tenant_id = $1 AND e.seq_id <= $2
        ) s WHERE s.seq_id <> s.expected
        UNION ALL
        SELECT count(*) + 1 FROM ledger.mt_events e WHERE e.tenant_id = $1 AND e.seq_id <= $2 HAVING count(*) < $2
        ORDER BY 1 LIMIT 1
        """;

    private const string Claim = """
        WITH stream AS (
            INSERT INTO ledger.mt_streams (tenant_id, id, version) VALUES ($1, 'mt_tombstone', 0) ON CONFLICT DO NOTHING
        )
        INSERT INTO ledger.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type)
        SELECT n.seq_id, gen_random_uuid(), 'mt_tombstone', n.seq_id, '{}', 'tombstone', '-infinity', $1, 'JasperFx.Events.Tombstone, JasperFx.Events'
        FROM unnest($2::bigint[]) AS n (seq_id)
        ORDER BY n.seq_id
        ON CONFLICT (seq_id, tenant_id) DO NOTHING
        """;

    /// <summary>Returns when every number from first to last, both inclusive, has a row that is visible.</summary>
    public async Task FillAsync(TenantId tenant, long first, long last, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        var open = await OpenTransactionsAsync(connection, cancellation);
        var started = clock.GetTimestamp();
        while (true)
        {
            var missing = await MissingAsync(connection, tenant, first, last, cancellation);
            if (missing.Length == 0)
            {
                return;
            }

            if (open.Count > 0 && clock.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(Pause, clock, cancellation);
                open.IntersectWith(await OpenTransactionsAsync(connection, cancellation));
                continue;
            }

            if (await OwnWritersAreDoneAsync(connection, tenant, cancellation))
            {
                await ClaimAllAsync(connection, tenant, missing, cancellation);
            }
        }
    }

    /// <summary>The first number up to a position that has no row; none when all have one.</summary>
    public static async Task<long?> FirstMissingAsync(NpgsqlConnection connection, TenantId tenant, long upTo, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(FirstHole, connection) { CommandTimeout = 0 };
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        return await command.ExecuteScalarAsync(cancellation) as long?;
    }

    /// <summary>Claims every number after one position and up to another that has no row, where there are no writers who could have drawn it.</summary>
    public static async Task ClaimAllMissingAsync(NpgsqlConnection connection, TenantId tenant, long after, long upTo, CancellationToken cancellation)
    {
        if (await MissingAsync(connection, tenant, after + 1, upTo, cancellation) is { Length: > 0 } missing)
        {
            await ClaimAsync(connection, tenant, missing, cancellation);
        }
    }

    // The lock goes with the statement. Who takes it later draws numbers beyond the gap.
    private static async Task<bool> OwnWritersAreDoneAsync(NpgsqlConnection connection, TenantId tenant, CancellationToken cancellation)
    {
        await using var pass = new NpgsqlCommand(SingleStatementAppend.LockTenant, connection);
        pass.Parameters.Add(Sql.Text(tenant.Value));
        try
        {
            await pass.ExecuteNonQueryAsync(cancellation);
            return true;
        }
        catch (PostgresException held) when (held.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }

    // Gap by gap, so that a writer who holds one number does not hold up the claims before it.
    private static async Task ClaimAllAsync(NpgsqlConnection connection, TenantId tenant, long[] missing, CancellationToken cancellation)
    {
        try
        {
            for (int start = 0, end = 1; start < missing.Length; end++)
            {
                if (end == missing.Length || missing[end] != missing[end - 1] + 1)
                {
                    await ClaimAsync(connection, tenant, missing[start..end], cancellation);
                    start = end;
                }
            }
        }
        catch (PostgresException held) when (held.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation)
        {
            // A writer has put its row there and has not committed it yet: the number is its own, and the log waits for it. Or another
            // reader claimed at the same instant.
        }
    }

    private static async Task ClaimAsync(NpgsqlConnection connection, TenantId tenant, long[] numbers, CancellationToken cancellation)
    {
        await using var claim = new NpgsqlCommand(Claim, connection);
        claim.Parameters.Add(Sql.Text(tenant.Value));
        claim.Parameters.Add(Sql.Array(numbers));
        await claim.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<long[]> MissingAsync(NpgsqlConnection connection, TenantId tenant, long first, long last, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Missing, connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = first });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = last });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var missing = new List<long>();
        while (await reader.ReadAsync(cancellation))
        {
            missing.Add(reader.GetInt64(0));
        }

        return [.. missing];
    }

    private static async Task<HashSet<string>> OpenTransactionsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Open, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var open = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            open.Add(reader.GetString(0));
        }

        return open;
    }
}
