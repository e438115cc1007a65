using System.Text;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Postgres.ReadModels;
using Npgsql;
using NpgsqlTypes;

namespace DealLedger.Postgres.Ledger;

/// <summary>Appends to many streams by binary COPY, read models included, in one transaction.</summary>
internal static class BulkAppend
{
    private const string Grow = """
        UPDATE ledger.mt_streams s SET version = s.version + m.events, timestamp = clock_timestamp()
        FROM unnest($2::varchar[], $3::bigint[], $4::integer[]) AS m (stream_id, expected, events)
        WHERE s.tenant_id = $1 AND s.id = m.stream_id AND s.version = m.expected
        RETURNING s.id
        """;

    private const string Start = """
        INSERT INTO ledger.mt_streams (tenant_id, id, version)
        SELECT $1, m.stream_id, m.events FROM unnest($2::varchar[], $3::integer[]) AS m (stream_id, events)
        ON CONFLICT DO NOTHING
        RETURNING id
        """;

    // Foreign writers draw from the same sequence, so the numbers drawn need not be consecutive.
    private const string Draw = "SELECT nextval($1::regclass) FROM generate_series(1, $2)";

    private const int MostTries = 5;

    public static async Task<BulkResult> ExecuteAsync(
        NpgsqlDataSource source, TenantId tenant, IReadOnlyList<StreamAppend> deals, Func<DateTimeOffset?> clock, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(source, tenant, deals, clock, cancellation);
            }
            catch (PostgresException raced) when (attempt < MostTries && (raced.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected))
            {
                // A foreign writer took a version between the check and the insert; that shows at the next try.
            }
        }
    }

    private static async Task<BulkResult> TryAsync(
        NpgsqlDataSource source, TenantId tenant, IReadOnlyList<StreamAppend> deals, Func<DateTimeOffset?> clock, CancellationToken cancellation)
    {
        var count = deals.Sum(d => d.Events.Count);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var guard = new NpgsqlCommand(SingleStatementAppend.LockTenant, connection))
        {
            guard.Parameters.Add(TenantDirectory.Text(tenant.Value));
            await guard.ExecuteNonQueryAsync(cancellation);
        }

        await MoveStreamsAsync(connection, tenant, deals, cancellation);
        var (projected, head, stamp) = await StandAsync(connection, tenant, clock(), cancellation);
        var positions = await DrawAsync(connection, tenant, count, cancellation);
        var recorded = Record(deals, positions, stamp);
        await CopyEventsAsync(connection, tenant, recorded, cancellation);
        await CopyTextsAsync(connection, tenant, deals, cancellation);

        // Read models come along only where nothing of others lies between them and these events, and the whole streams are at hand;
        // else the projector catches up.
        var wholeStreams = deals.All(d => d.Known.Count == d.ExpectedVersion);
        if (wholeStreams && projected == head && count > 0 && positions[0] == head + 1 && positions[^1] == head + count)
        {
            await ProjectionWriter.ReplaceAsync(
                connection, tenant, recorded.Select(r => (r.Deal.OpportunityId, (IReadOnlyList<RecordedEvent>)[.. r.Deal.Known, .. r.Events.Select(e => e.Recorded)])),
                [.. deals.Where(d => d.Known.Count > 0).Select(d => d.OpportunityId)], positions[^1], cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return new BulkResult(count, count == 0 ? head : positions[^1]);
    }

    private sealed record RecordedDeal(StreamAppend Deal, List<(NewEvent New, RecordedEvent Recorded)> Events);

    private static List<RecordedDeal> Record(IReadOnlyList<StreamAppend> deals, List<long> positions, DateTimeOffset stamp)
    {
        var next = 0;
        var recorded = new List<RecordedDeal>(deals.Count);
        foreach (var deal in deals)
        {
            var events = new List<(NewEvent, RecordedEvent)>(deal.Events.Count);
            for (var i = 0; i < deal.Events.Count; i++)
            {
                var e = deal.Events[i];
                events.Add((e, new RecordedEvent(
                    positions[next], deal.ExpectedVersion + i + 1, e.Id, e.Data, stamp.AddTicks(next * TimeSpan.TicksPerMicrosecond), e.CorrelationId, e.Source, e.Order)));
                next++;
            }

            recorded.Add(new RecordedDeal(deal, events));
        }

        return recorded;
    }

    private static async Task MoveStreamsAsync(NpgsqlConnection connection, TenantId tenant, IReadOnlyList<StreamAppend> deals, CancellationToken cancellation)
    {
        var moved = new HashSet<string>(StringComparer.Ordinal);
        await using (var start = new NpgsqlCommand(Start, connection))
        {
            var fresh = deals.Where(d => d.ExpectedVersion == 0).ToList();
            start.Parameters.Add(TenantDirectory.Text(tenant.Value));
            start.Parameters.Add(TenantDirectory.Array(fresh.Select(d => LedgerDatabase.Stream(d.OpportunityId))));
            start.Parameters.Add(TenantDirectory.Array(fresh.Select(d => d.Events.Count)));
            await CollectAsync(start, moved, cancellation);
        }

        await using (var grow = new NpgsqlCommand(Grow, connection))
        {
            var known = deals.Where(d => d.ExpectedVersion > 0).ToList();
            grow.Parameters.Add(TenantDirectory.Text(tenant.Value));
            grow.Parameters.Add(TenantDirectory.Array(known.Select(d => LedgerDatabase.Stream(d.OpportunityId))));
            grow.Parameters.Add(TenantDirectory.Array(known.Select(d => d.ExpectedVersion)));
            grow.Parameters.Add(TenantDirectory.Array(known.Select(d => d.Events.Count)));
            await CollectAsync(grow, moved, cancellation);
        }

        if (moved.Count != deals.Count)
        {
            var late = deals.First(d => !moved.Contains(LedgerDatabase.Stream(d.OpportunityId)));
            throw new VersionConflictException(late.OpportunityId, late.ExpectedVersion, null);
        }
    }

    private static async Task CollectAsync(NpgsqlCommand command, HashSet<string> ids, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            ids.Add(reader.GetString(0));
        }
    }

    private static async Task<(long Projected, long Head, DateTimeOffset Stamp)> StandAsync(
        NpgsqlConnection connection, TenantId tenant, DateTimeOffset? stamp, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT p.position, (SELECT coalesce(max(seq_id), 0) FROM ledger.mt_events WHERE tenant_id = $1), {SingleStatementAppend.NextStamp}
            FROM dealledger.projection p WHERE p.tenant_id = $1 FOR UPDATE
            """,
            connection);
        command.Parameters.Add(TenantDirectory.Text(tenant.Value));
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)stamp?.ToUniversalTime() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
        {
            throw new RefusedException("tenant-unknown", $"There is no tenant '{tenant}'.", "tenant");
        }

        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(2));
    }

    private static async Task<List<long>> DrawAsync(NpgsqlConnection connection, TenantId tenant, int count, CancellationToken cancellation)
    {
        await using var draw = new NpgsqlCommand(Draw, connection);
        draw.Parameters.Add(TenantDirectory.Text(SingleStatementAppend.Sequence(tenant)));
        draw.Parameters.Add(new NpgsqlParameter<int> { TypedValue = count });
        await using var reader = await draw.ExecuteReaderAsync(cancellation);
        var positions = new List<long>(count);
        while (await reader.ReadAsync(cancellation))
        {
            positions.Add(reader.GetInt64(0));
        }

        return positions;
    }

    private static async Task CopyEventsAsync(NpgsqlConnection connection, TenantId tenant, List<RecordedDeal> deals, CancellationToken cancellation)
    {
        await using var copy = await BinaryCopy.BeginAsync(
            connection, "ledger.mt_events",
            "seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, correlation_id, headers, user_name", cancellation);
        foreach (var deal in deals)
        {
            var stream = LedgerDatabase.Stream(deal.Deal.OpportunityId);
            foreach (var (e, recorded) in deal.Events)
            {
                copy.StartRow();
                copy.Int64(recorded.Position);
                copy.Uuid(e.Id);
                copy.Text(stream);
                copy.Int64(recorded.Version);
                copy.Json(EventJson.Write(e.Data));
                copy.Text(EventJson.TypeName(e.Data));
                copy.Instant(recorded.RecordedAt);
                copy.Text(tenant.Value);
                copy.Text(EventRows.DotNetType(e.Data));
                copy.Text(e.CorrelationId);
                copy.Json(Encoding.UTF8.GetBytes(EventRows.Headers(e)));
                copy.Text(e.Data.By);
            }
        }

        await copy.CompleteAsync(cancellation);
    }

    private static async Task CopyTextsAsync(NpgsqlConnection connection, TenantId tenant, IReadOnlyList<StreamAppend> deals, CancellationToken cancellation)
    {
        var texts = deals.SelectMany(d => d.Events).Select(e => e.Text).OfType<NewText>().ToList();
        if (texts.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(
            """
            INSERT INTO dealledger.text (tenant_id, text_id, salt, content)
            SELECT $1, * FROM unnest($2::uuid[], $3::bytea[], $4::varchar[])
            ON CONFLICT DO NOTHING
            """,
            connection);
        command.Parameters.Add(TenantDirectory.Text(tenant.Value));
        command.Parameters.Add(TenantDirectory.Array(texts.Select(t => t.Id)));
        command.Parameters.Add(TenantDirectory.Array(texts.Select(t => t.Salt)));
        command.Parameters.Add(TenantDirectory.Array(texts.Select(t => t.Content)));
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
