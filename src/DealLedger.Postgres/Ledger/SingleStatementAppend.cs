using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using Npgsql;
using NpgsqlTypes;

namespace DealLedger.Postgres.Ledger;

/// <summary>What became of one member of a group of appends: its positions, or the refusal by version, with the version found where it is known.</summary>
internal sealed record AppendOutcome(bool Accepted, IReadOnlyList<long> Positions, long? Found = null);

/// <summary>
/// Appends to several streams in one pipelined round trip and transaction. Under the tenant's advisory lock the order of numbers, stamps
/// and commits is one; a member whose stream is not at its expected version is left out, and so is one whose request was carried out before; the
/// others go in. A suspended tenant's are all left out.
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

    // Those of whose requests none was carried out before, and the keys of those that are recorded.
    private const string NewRequests = $"""
        member AS (
            SELECT * FROM unnest($4::varchar[], $5::bigint[], $6::integer[], $15::uuid[], $16::uuid[]) AS m (stream_id, expected, events, key, says)
            WHERE m.key IS NULL
               OR NOT EXISTS (SELECT FROM dealledger.request_key k WHERE k.tenant_id = $1 AND k.key = m.key AND {RequestKeys.IsKept})
        ),
        """;

    private const string KeepRequests = $"""
        , kept AS (
            INSERT INTO dealledger.request_key (tenant_id, key, says, stream_id, version)
            SELECT $1, m.key, m.says, m.stream_id, m.expected + m.events FROM member m JOIN accepted a ON a.id = m.stream_id WHERE m.key IS NOT NULL
            {RequestKeys.Renew}
        )
        """;

    private const string Members = "unnest($4::varchar[], $5::bigint[], $6::integer[]) AS m (stream_id, expected, events)";

    private static readonly string Append = AppendOf("", Members, "");
    private static readonly string AppendOnce = AppendOf(NewRequests, "member m", KeepRequests);

    // The sequence is looked up once, and so are the first stamp and whether the tenant is open: written out, they would be for every event. A suspended
    // tenant takes nothing in, whoever told this host of it last: its row is read under the tenant's lock.
    private static string AppendOf(string newRequests, string members, string keepRequests) => $"""
        WITH {newRequests}grown AS (
            UPDATE ledger.mt_streams s SET version = s.version + m.events, timestamp = clock_timestamp()
            FROM {members}
            WHERE s.tenant_id = $1 AND s.id = m.stream_id AND s.version = m.expected AND m.expected > 0 AND ({IsOpen})
            RETURNING s.id
        ), started AS (
            INSERT INTO ledger.mt_streams (tenant_id, id, version)
            SELECT $1, m.stream_id, m.events
            FROM {members}
            WHERE m.expected = 0 AND ({IsOpen})
            ON CONFLICT DO NOTHING
            RETURNING id
        ), accepted AS (
            SELECT id FROM grown
            UNION ALL
            SELECT id FROM started
        ){keepRequests}
        INSERT INTO ledger.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, correlation_id, headers)
        SELECT nextval((SELECT $3::regclass)), e.id, e.stream_id, e.version, e.data, e.type,
               (SELECT {NextStamp}) + (e.place - 1) * interval '1 microsecond', $1, e.dotnet_type, e.correlation_id, e.headers
        FROM unnest($7::varchar[], $8::bigint[], $9::uuid[], $10::varchar[], $11::jsonb[], $12::varchar[], $13::varchar[], $14::jsonb[])
            WITH ORDINALITY AS e (stream_id, version, id, type, data, dotnet_type, correlation_id, headers, place)
        JOIN accepted a ON a.id = e.stream_id
        ORDER BY e.place
        RETURNING stream_id, seq_id
        """;

    private const string IsOpen = "SELECT t.suspended_at IS NULL FROM dealledger.tenant t WHERE t.tenant_id = $1";

    // A text goes in with its event or not at all.
    private const string Texts = """
        INSERT INTO dealledger.text (tenant_id, text_id, salt, content)
        SELECT $1, t.text_id, t.salt, t.content
        FROM unnest($2::varchar[], $3::uuid[], $4::uuid[], $5::bytea[], $6::varchar[]) AS t (stream_id, event_id, text_id, salt, content)
        WHERE EXISTS (SELECT FROM ledger.mt_events e WHERE e.tenant_id = $1 AND e.stream_id = t.stream_id AND e.id = t.event_id)
        ON CONFLICT DO NOTHING
        """;

    /// <summary>
    /// Appends; members come ordered by stream, no stream and no key twice. Stamps follow the database's clock, or the one given. Throws
    /// <see cref="OutcomeUnknownException"/> when the connection fails after the statements were sent.
    /// </summary>
    public static async Task<IReadOnlyList<AppendOutcome>> ExecuteAsync(
        LedgerDatabase database, TenantId tenant, IReadOnlyList<StreamAppend> members, DateTimeOffset? stamp, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        await using var batch = new NpgsqlBatch(connection);
        var guard = new NpgsqlBatchCommand(LockTenant);
        guard.Parameters.Add(Sql.Text(tenant.Value));
        batch.BatchCommands.Add(guard);
        batch.BatchCommands.Add(AppendCommand(tenant, members, stamp));
        if (members.Any(m => m.Events.Any(e => e.Text is not null)))
        {
            batch.BatchCommands.Add(TextsCommand(tenant, members));
        }

        // Once a connection, in a round trip of its own: left to prepare by itself, Npgsql loses step when a member fails in that moment.
        await batch.PrepareAsync(cancellation);
        var positions = await OutcomeUnknownException.OfAsync(() => ExecuteAsync(database, connection, batch, cancellation));
        return [.. members.Select(m => positions.TryGetValue(m.Stream.ToString(), out var at)
            ? new AppendOutcome(true, at)
            : new AppendOutcome(false, []))];
    }

    private static async Task<Dictionary<string, List<long>>> ExecuteAsync(
        LedgerDatabase database, NpgsqlConnection connection, NpgsqlBatch batch, CancellationToken cancellation)
    {
        var positions = new Dictionary<string, List<long>>(StringComparer.Ordinal);
        await using var reader = await StalledHolders.WaitAsync(database.Owner, connection, batch.ExecuteReaderAsync(cancellation));
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

        return positions;
    }

    private static NpgsqlBatchCommand AppendCommand(TenantId tenant, IReadOnlyList<StreamAppend> members, DateTimeOffset? stamp)
    {
        var streams = members.Select(m => m.Stream.ToString()).ToList();
        var events = members.SelectMany((m, member) => m.Events.Select((e, i) => (Stream: streams[member], Version: m.ExpectedVersion + i + 1, Event: e))).ToList();
        var isOnce = members.Any(m => m.Request is not null);
        var command = new NpgsqlBatchCommand(isOnce ? AppendOnce : Append);
        var p = command.Parameters;
        p.Add(Sql.Text(tenant.Value));
        p.Add(new NpgsqlParameter { Value = (object?)stamp?.ToUniversalTime() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        p.Add(Sql.Text(Sequence(tenant)));
        p.Add(Sql.Array(streams));
        p.Add(Sql.Array(members.Select(m => m.ExpectedVersion)));
        p.Add(Sql.Array(members.Select(m => m.Events.Count)));
        p.Add(Sql.Array(events.Select(e => e.Stream)));
        p.Add(Sql.Array(events.Select(e => e.Version)));
        p.Add(Sql.Array(events.Select(e => e.Event.Id)));
        p.Add(Sql.Array(events.Select(e => EventJson.TypeName(e.Event.Data))));
        p.Add(new NpgsqlParameter { Value = events.Select(e => EventJson.Write(e.Event.Data)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
        p.Add(Sql.Array(events.Select(e => EventRows.DotNetType(e.Event.Data))));
        p.Add(Sql.Array(events.Select(e => e.Event.CorrelationId)));
        p.Add(new NpgsqlParameter { Value = events.Select(e => EventRows.Headers(e.Event)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
        if (isOnce)
        {
            p.Add(Sql.Array(members.Select(m => m.Request?.Key)));
            p.Add(Sql.Array(members.Select(m => m.Request?.Says)));
        }

        return command;
    }

    private static NpgsqlBatchCommand TextsCommand(TenantId tenant, IReadOnlyList<StreamAppend> members)
    {
        var texts = members.SelectMany(m => m.Events.Where(e => e.Text is not null).Select(e => (m.Stream, Event: e, Text: e.Text!))).ToList();
        var command = new NpgsqlBatchCommand(Texts);
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(Sql.Array(texts.Select(t => t.Stream.ToString())));
        command.Parameters.Add(Sql.Array(texts.Select(t => t.Event.Id)));
        command.Parameters.Add(Sql.Array(texts.Select(t => t.Text.Id)));
        command.Parameters.Add(Sql.Array(texts.Select(t => t.Text.Salt)));
        command.Parameters.Add(Sql.Array(texts.Select(t => t.Text.Content)));
        return command;
    }

    public static string Sequence(TenantId tenant) => $"ledger.mt_events_sequence_{tenant.Value}";
}
