using System.Globalization;
using DealLedger.Core;
using DealLedger.Core.Ledger;
using DealLedger.Core.Sealing;
using DealLedger.Postgres.Access;
using DealLedger.Postgres.Checkpoints;
using DealLedger.Postgres.Ledger;
using DealLedger.Postgres.ReadModels;
using DealLedger.Postgres.Sealing;
using Npgsql;

namespace DealLedger.Postgres;

/// <summary>
/// Holds the log against its seals and itself (dense, every stream without holes), the access log against its chain and its seals, and every
/// read model against a fresh fold of the log.
/// </summary>
public sealed class Verifier(LedgerDatabase database, Projector projector)
{
    private const int DealsAtOnce = 500;

    private const string FirstHole = """
        SELECT s.expected FROM (
            SELECT e.seq_id, row_number() OVER (ORDER BY e.seq_id) AS expected FROM ledger.mt_events e WHERE e.tenant_id = $1
        ) s WHERE s.seq_id <> s.expected ORDER BY s.expected LIMIT 1
        """;

    private const string FirstBrokenStream = """
        SELECT coalesce(e.stream_id, s.id), e.events, e.last, s.version
        FROM (SELECT stream_id, count(*) AS events, max(version) AS last FROM ledger.mt_events
              WHERE tenant_id = $1 AND stream_id <> 'mt_tombstone' GROUP BY stream_id) e
        FULL JOIN (SELECT id, version FROM ledger.mt_streams WHERE tenant_id = $1 AND id <> 'mt_tombstone') s ON s.id = e.stream_id
        WHERE coalesce(e.events, 0) <> coalesce(e.last, 0) OR coalesce(e.last, 0) <> coalesce(s.version, 0)
        ORDER BY 1 LIMIT 1
        """;

    // Ids of our own events are derived from what they came from, so the same id twice is the same fact twice. Those of others are their own.
    private const string FirstTwin = """
        SELECT min(seq_id), max(seq_id) FROM ledger.mt_events WHERE tenant_id = $1 AND headers ? 'source' GROUP BY id HAVING count(*) > 1 ORDER BY 1 LIMIT 1
        """;

    /// <summary>None when everything agrees, else the first difference in one sentence.</summary>
    public Task<string?> RunAsync(TenantId tenant, IProgress<Progress>? progress, CancellationToken cancellation) =>
        RunAsync(tenant, kept: null, progress, cancellation);

    /// <summary>None when everything agrees, with a seal kept elsewhere too, else the first difference in one sentence.</summary>
    public async Task<string?> RunAsync(TenantId tenant, Seal? kept, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        if (kept is not null && kept.Tenant != tenant.Value)
        {
            throw new RefusedException(
                "other-tenant", $"The seal kept elsewhere is one of tenant '{kept.Tenant}', not of '{tenant}'; name that tenant.", "seal");
        }

        await using var connection = await database.Owner.OpenConnectionAsync(cancellation);
        var projected = await projector.PositionAsync(tenant, cancellation);

        // A number missing where the read models have passed is damage; one missing behind them may still be claimed.
        if (await HoleAsync(connection, tenant, cancellation) is { } hole && hole <= projected)
        {
            return $"The log misses position {hole}.";
        }

        // Before anything reads what events mean: who damaged them need not have left them readable.
        if (await new SealCheck(database, tenant).RunAsync(kept, progress, cancellation) is { } unsealed)
        {
            return unsealed;
        }

        if (await new AccessCheck(database, tenant).RunAsync(progress, cancellation) is { } altered)
        {
            return altered;
        }

        await using (var head = Command(connection, "SELECT coalesce(max(seq_id), 0) FROM ledger.mt_events WHERE tenant_id = $1", tenant))
        {
            var newest = (long)(await head.ExecuteScalarAsync(cancellation))!;
            if (newest < projected)
            {
                return $"The log ends at position {newest}, but the read models reflect position {projected}.";
            }

            await projector.CatchUpKeptAsync(tenant, newest, cancellation);
        }

        if (await LogAsync(connection, tenant, cancellation) is { } damage)
        {
            return damage;
        }

        // The rows that a rebuild swaps in are not in a snapshot that is older, so the two keep out of each other's way.
        if (!await NextGeneration.TryShareAsync(connection, tenant, cancellation))
        {
            throw new RefusedException("rebuild-running", $"The read models of tenant '{tenant}' are being rebuilt; verify them when that has ended.");
        }

        try
        {
            return await ReadModelsAsync(connection, tenant, progress, cancellation);
        }
        finally
        {
            await NextGeneration.EndShareAsync(connection, tenant);
        }
    }

    /// <summary>None when the log is dense and its streams are whole, else the first difference in one sentence.</summary>
    internal static async Task<string?> LogAsync(NpgsqlConnection connection, TenantId tenant, CancellationToken cancellation)
    {
        if (await HoleAsync(connection, tenant, cancellation) is { } hole)
        {
            return $"The log misses position {hole}.";
        }

        await using (var streams = Command(connection, FirstBrokenStream, tenant))
        {
            await using var reader = await streams.ExecuteReaderAsync(cancellation);
            if (await reader.ReadAsync(cancellation))
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"Stream {reader.GetString(0)} has {Number(reader, 1)} events, its newest has version {Number(reader, 2)}, and its row says {Number(reader, 3)}.");
            }
        }

        await using var twins = Command(connection, FirstTwin, tenant);
        await using var twin = await twins.ExecuteReaderAsync(cancellation);
        return await twin.ReadAsync(cancellation) ? $"Positions {twin.GetInt64(0)} and {twin.GetInt64(1)} hold the same event." : null;
    }

    // Of a long history more time passes between two of its looks than a host that answers requests may stall for. It holds up nobody but rebuilds.
    private const string WithoutHurry = "SET LOCAL idle_in_transaction_session_timeout = 0";

    // One snapshot for log and rows; what is appended meanwhile is not looked at.
    private async Task<string?> ReadModelsAsync(NpgsqlConnection connection, TenantId tenant, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        await ExecuteAsync(connection, WithoutHurry, cancellation);
        long reached;
        await using (var position = Command(connection, "SELECT position FROM dealledger.projection WHERE tenant_id = $1", tenant))
        {
            reached = (long)(await position.ExecuteScalarAsync(cancellation))!;
        }

        string snapshot;
        await using (var export = new NpgsqlCommand("SELECT pg_export_snapshot()", connection))
        {
            snapshot = (string)(await export.ExecuteScalarAsync(cancellation))!;
        }

        await using var log = await database.Owner.OpenConnectionAsync(cancellation);
        await using var same = await log.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        await ExecuteAsync(log, $"SET TRANSACTION SNAPSHOT '{snapshot}'", cancellation);
        await ExecuteAsync(log, WithoutHurry, cancellation);

        var chunk = new Dictionary<string, List<ChangeRow>>(StringComparer.Ordinal);
        long done = 0;
        await foreach (var (deal, events) in DealsInLog.ReadAsync(log, tenant, reached, cancellation))
        {
            chunk.Add(deal, ChangeRows.Of(deal, events));
            done += events.Count;
            if (chunk.Count == DealsAtOnce)
            {
                if (await CompareAsync(connection, tenant, chunk, cancellation) is { } difference)
                {
                    return difference;
                }

                chunk.Clear();
                progress?.Report(new Progress("events verified", done, reached));
            }
        }

        return await CompareAsync(connection, tenant, chunk, cancellation) ?? await ExtraAsync(connection, tenant, cancellation)
            ?? (await FactTable.FirstDifferenceAsync(connection, tenant, reached, cancellation) is { } place
                ? $"The read model of facts differs from the log at position {place}."
                : null)
            ?? (await CheckpointKeeper.FirstDifferenceAsync(connection, tenant, cancellation) is { } round
                ? $"The checkpoint of {new DateTimeOffset(round).ToIso()} differs from the changes up to it."
                : null);
    }

    private static async Task<string?> CompareAsync(
        NpgsqlConnection connection, TenantId tenant, Dictionary<string, List<ChangeRow>> expected, CancellationToken cancellation)
    {
        await using var command = Command(
            connection, $"SELECT {ChangeRowTable.RowColumns} FROM dealledger.deal_change WHERE tenant_id = $1 AND deal_id = ANY ($2)", tenant);
        command.Parameters.Add(Sql.Array(expected.Keys));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var stored = new Dictionary<(string, long, long), ChangeRow>();
        while (await reader.ReadAsync(cancellation))
        {
            var row = ChangeRowTable.Read(reader);
            stored.Add((row.OpportunityId, row.FirstPosition, row.KnownFrom), row);
        }

        foreach (var row in expected.SelectMany(e => e.Value).OrderBy(r => r.KnownFrom))
        {
            if (!stored.Remove((row.OpportunityId, row.FirstPosition, row.KnownFrom), out var found))
            {
                return $"The read model misses the change at position {row.FirstPosition} of opportunity {row.OpportunityId}.";
            }

            if (found != row)
            {
                return $"The read model differs from the log at position {row.FirstPosition} of opportunity {row.OpportunityId}: it holds {found}, the log gives {row}.";
            }
        }

        return stored.Values.FirstOrDefault() is { } extra
            ? $"The read model holds a change at position {extra.FirstPosition} of opportunity {extra.OpportunityId} that the log does not give."
            : null;
    }

    private static async Task<string?> ExtraAsync(NpgsqlConnection connection, TenantId tenant, CancellationToken cancellation)
    {
        await using var command = Command(
            connection,
            """
            SELECT coalesce(c.first_position, c.known_from), c.deal_id FROM dealledger.deal_change c
            WHERE c.tenant_id = $1 AND 'opportunity/' || c.deal_id IN (
                SELECT 'opportunity/' || d.deal_id COLLATE "C" FROM dealledger.deal_change d WHERE d.tenant_id = $1
                EXCEPT
                SELECT s.id COLLATE "C" FROM ledger.mt_streams s WHERE s.tenant_id = $1 AND s.version > 0)
            ORDER BY 1 LIMIT 1
            """,
            tenant);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? $"The read model holds a change at position {reader.GetInt64(0)} of opportunity {reader.GetString(1)}, which is not in the log."
            : null;
    }

    private static async Task<long?> HoleAsync(NpgsqlConnection connection, TenantId tenant, CancellationToken cancellation)
    {
        await using var command = Command(connection, FirstHole, tenant);
        return await command.ExecuteScalarAsync(cancellation) as long?;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string Number(NpgsqlDataReader reader, int at) => reader.IsDBNull(at) ? "none" : reader.GetInt64(at).ToString(CultureInfo.InvariantCulture);

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, TenantId tenant)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.Add(Sql.Text(tenant.Value));
        return command;
    }
}
