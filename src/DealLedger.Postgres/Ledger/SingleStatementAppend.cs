using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using Npgsql;
using NpgsqlTypes;

namespace DealLedger.Postgres.Ledger;

/// <summary>What became of one member of a group of appends: its positions, or the refusal by version, with the version found where it is known.</summary>
internal sealed record AppendOutcome(bool Accepted, IReadOnlyList<long> Positions, long? Found = null);

/// <summary>
/// Appends to several streams in one pipelined round trip and transaction. Under the tenant's advisory lock the order of numbers, stamps
/// and commits is one; a member whose stream is not at its expected version is left out, the others go in.
/// </summary>
internal static class SingleStatementAppend
{
    public const string LockTenant = "SELECT pg_advisory_xact_lock(hashtextextended('dealledger:append:' || $1, 0))";

    /// <summary>Appends of one load hold it together, and keep their own order.</summary>
    public const string ShareTenant = "SELECT pg_advisory_xact_lock_shared(hashtextextended('dealledger:append:' || $1, 0))";

    /// <summary>Stamps rise strictly even when the machine's clock steps back.</summary>
    public const string NextStamp = """
        greatest(
            coalesce($2, clock_timestamp()),
            (SELECT e.timestamp + interval '1 microsecond' FROM ledger.mt_events e
             WHERE e.tenant_id = $1 AND e.timestamp > '-infinity' ORDER BY e.seq_id DESC LIMIT 1))
        """;

    // The sequence is looked up once: written out, its name would be for every event.
    private const string Append = $"""
        WITH member AS MATERIALIZED (
            SELECT * FROM unnest($4::integer[], $5::varchar[], $6::bigint[], $7::integer[]) AS m (ord, stream_id, expected, events)
        ), grown AS (
            UPDATE ledger.mt_streams s SET version = s.version + m.events, timestamp = clock_timestamp()
            FROM member m
            WHERE s.tenant_id = $1 AND s.id = m.stream_id AND s.version = m.expected AND m.expected > 0
            RETURNING m.ord
        ), started AS (
            INSERT INTO ledger.mt_streams (tenant_id, id, version)
            SELECT $1, m.stream_id, m.events FROM member m WHERE m.expected = 0
            ON CONFLICT DO NOTHING
            RETURNING id
        ), accepted AS (
            SELECT ord FROM grown
            UNION ALL
            SELECT m.ord FROM started s JOIN member m ON m.stream_id = s.id
        ), stamp AS MATERIALIZED (
            SELECT {NextStamp} AS first
        ), event AS (
            SELECT e.*, m.stream_id, m.expected + e.idx AS version
            FROM unnest($8::integer[], $9::integer[], $10::uuid[], $11::varchar[], $12::jsonb[], $13::varchar[], $14::varchar[], $15::jsonb[], $16::varchar[])
                AS e (ord, idx, id, type, data, dotnet_type, correlation_id, headers, user_name)
            JOIN accepted a ON a.ord = e.ord
            JOIN member m ON m.ord = e.ord
            ORDER BY e.ord, e.idx
        )
        INSERT INTO ledger.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, correlation_id, headers, user_name)
        SELECT nextval((SELECT $3::regclass)), e.id, e.stream_id, e.version, e.data, e.type,
               stamp.first + (row_number() OVER (ORDER BY e.ord, e.idx) - 1) * interval '1 microsecond', $1, e.dotnet_type, e.correlation_id, e.headers, e.user_name
        FROM event e CROSS JOIN stamp
        ORDER BY e.ord, e.idx
        RETURNING stream_id, seq_id
        """;

    // A text goes in with its event or not at all.
    private const string Texts = """
        INSERT INTO dealledger.text (tenant_id, text_id, salt, content)
        SELECT $1, t.text_id, t.salt, t.content
        FROM unnest($2::varchar[], $3::uuid[], $4::uuid[], $5::bytea[], $6::varchar[]) AS t (stream_id, event_id, text_id, salt, content)
        WHERE EXISTS (SELECT FROM ledger.mt_events e WHERE e.tenant_id = $1 AND e.stream_id = t.stream_id AND e.id = t.event_id)
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Appends; members come ordered by stream, no stream twice. Stamps follow the database's clock, or the one given.</summary>
    public static async Task<IReadOnlyList<AppendOutcome>> ExecuteAsync(
        NpgsqlDataSource source, TenantId tenant, IReadOnlyList<StreamAppend> members, DateTimeOffset? stamp, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection);
        var guard = new NpgsqlBatchCommand(LockTenant);
        guard.Parameters.Add(TenantDirectory.Text(tenant.Value));
        batch.BatchCommands.Add(guard);
        batch.BatchCommands.Add(AppendCommand(tenant, members, stamp));
        if (members.Any(m => m.Events.Any(e => e.Text is not null)))
        {
            batch.BatchCommands.Add(TextsCommand(tenant, members));
        }

        // Once a connection, in a round trip of its own: left to prepare by itself, Npgsql loses step when a member fails in that moment.
        await batch.PrepareAsync(cancellation);
        var positions = new Dictionary<string, List<long>>(StringComparer.Ordinal);
        await using (var reader = await batch.ExecuteReaderAsync(cancellation))
        {
            await reader.NextResultAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                var stream = reader.GetString(0);
                if (!positions.TryGetValue(stream, out var list))
                {
                    positions.Add(stream, list = []);
                }

                list.Add(reader.GetInt64(1));
            }

            while (await reader.NextResultAsync(cancellation))
            {
            }
        }

        return [.. members.Select(m => positions.TryGetValue(m.Stream.ToString(), out var at)
            ? new AppendOutcome(true, at)
            : new AppendOutcome(false, []))];
    }

    private static NpgsqlBatchCommand AppendCommand(TenantId tenant, IReadOnlyList<StreamAppend> members, DateTimeOffset? stamp)
    {
        var events = members.SelectMany((m, ord) => m.Events.Select((e, i) => (Ord: ord, Idx: i + 1, Event: e))).ToList();
        var command = new NpgsqlBatchCommand(Append);
        var p = command.Parameters;
        p.Add(TenantDirectory.Text(tenant.Value));
        p.Add(new NpgsqlParameter { Value = (object?)stamp?.ToUniversalTime() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        p.Add(TenantDirectory.Text(Sequence(tenant)));
        p.Add(TenantDirectory.Array(members.Select((_, i) => i)));
        p.Add(TenantDirectory.Array(members.Select(m => m.Stream.ToString())));
        p.Add(TenantDirectory.Array(members.Select(m => m.ExpectedVersion)));
        p.Add(TenantDirectory.Array(members.Select(m => m.Events.Count)));
        p.Add(TenantDirectory.Array(events.Select(e => e.Ord)));
        p.Add(TenantDirectory.Array(events.Select(e => e.Idx)));
        p.Add(TenantDirectory.Array(events.Select(e => e.Event.Id)));
        p.Add(TenantDirectory.Array(events.Select(e => EventJson.TypeName(e.Event.Data))));
        p.Add(new NpgsqlParameter { Value = events.Select(e => EventJson.Write(e.Event.Data)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
        p.Add(TenantDirectory.Array(events.Select(e => EventRows.DotNetType(e.Event.Data))));
        p.Add(TenantDirectory.Array(events.Select(e => e.Event.CorrelationId)));
        p.Add(new NpgsqlParameter { Value = events.Select(e => EventRows.Headers(e.Event)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
        p.Add(TenantDirectory.Array(events.Select(e => e.Event.Data.By)));
        return command;
    }

    private static NpgsqlBatchCommand TextsCommand(TenantId tenant, IReadOnlyList<StreamAppend> members)
    {
        var texts = members.SelectMany(m => m.Events.Where(e => e.Text is not null).Select(e => (m.Stream, Event: e, Text: e.Text!))).ToList();
        var command = new NpgsqlBatchCommand(Texts);
        command.Parameters.Add(TenantDirectory.Text(tenant.Value));
        command.Parameters.Add(TenantDirectory.Array(texts.Select(t => t.Stream.ToString())));
        command.Parameters.Add(TenantDirectory.Array(texts.Select(t => t.Event.Id)));
        command.Parameters.Add(TenantDirectory.Array(texts.Select(t => t.Text.Id)));
        command.Parameters.Add(TenantDirectory.Array(texts.Select(t => t.Text.Salt)));
        command.Parameters.Add(TenantDirectory.Array(texts.Select(t => t.Text.Content)));
        return command;
    }

    public static string Sequence(TenantId tenant) => $"ledger.mt_events_sequence_{tenant.Value}";
}
