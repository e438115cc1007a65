using DealLedger.Core.Ledger;
using DealLedger.Postgres.ReadModels;
using Npgsql;
using NpgsqlTypes;

namespace DealLedger.Postgres.Ledger;

/// <summary>Appends to many streams by binary COPY, read models included where wanted, in one transaction.</summary>
internal static class BulkAppend
{
    private const string Stand = $"""
        SELECT p.position, (SELECT coalesce(max(seq_id), 0) FROM ledger.mt_events WHERE tenant_id = $1), {SingleStatementAppend.NextStamp}, t.suspended_at
        FROM dealledger.projection p JOIN dealledger.tenant t ON t.tenant_id = p.tenant_id WHERE p.tenant_id = $1
        """;

    private const string Grow = """
        WITH member AS (
            SELECT * FROM unnest($2::varchar[], $3::bigint[], $4::integer[]) AS m (stream_id, expected, events)
        ), grown AS (
            UPDATE ledger.mt_streams s SET version = s.version + m.events, timestamp = clock_timestamp()
            FROM member m
            WHERE s.tenant_id = $1 AND s.id = m.stream_id AND s.version = m.expected
            RETURNING s.id
        )
        (SELECT stream_id FROM member EXCEPT SELECT id FROM grown) LIMIT 1
        """;

    private const string Start = """
        WITH member AS (
            SELECT * FROM unnest($2::varchar[], $3::integer[]) AS m (stream_id, events)
        ), started AS (
            INSERT INTO ledger.mt_streams (tenant_id, id, version)
            SELECT $1, m.stream_id, m.events FROM member m
            ON CONFLICT DO NOTHING
            RETURNING id
        )
        (SELECT stream_id FROM member EXCEPT SELECT id FROM started) LIMIT 1
        """;

    // Foreign writers draw from the same sequence, so the numbers drawn need not be consecutive. Its name is looked up once, not for every number.
    private const string Draw = "SELECT array_agg(nextval((SELECT $1::regclass))) FROM generate_series(1, $2)";

    private const int MostTries = 5;

    /// <summary>Appends, and brings the read models along where they had reached the log's end.</summary>
    public static Task<RecordedAppend> ExecuteAsync(
        NpgsqlDataSource source, PreparedAppend append, Func<DateTimeOffset?> clock, CancellationToken cancellation) =>
        RetryAsync(append, () => TryAsync(source, append, clock(), cancellation));

    /// <summary>Appends as one of several of the same load; what was recorded is handed on in the order of positions. Read models are left to the load.</summary>
    public static Task<RecordedAppend> ExecuteAsync(
        NpgsqlDataSource source, PreparedAppend append, Func<DateTimeOffset?> clock, LoadOrder order, Func<RecordedAppend, Task> handOn,
        CancellationToken cancellation) =>
        RetryAsync(append, () => TryAsync(source, append, clock(), order, handOn, cancellation));

    private static async Task<RecordedAppend> RetryAsync(PreparedAppend append, Func<Task<RecordedAppend>> tryOnce)
    {
        if (append.Events == 0)
        {
            return RecordedAppend.Nothing;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await tryOnce();
            }
            catch (PostgresException raced) when (attempt < MostTries && (raced.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected))
            {
                // A foreign writer took a version between the check and the insert; that shows at the next try.
            }
        }
    }

    private static async Task<RecordedAppend> TryAsync(
        NpgsqlDataSource source, PreparedAppend append, DateTimeOffset? stamp, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var place = await TakePlaceAsync(source, connection, append, isAlone: true, stamp, cancellation);
        var recorded = append.Place(await DrawAsync(connection, append, cancellation), place.Stamp);
        await CopyAsync(connection, append, cancellation);

        // Read models come along only where nothing of others lies between them and these events, and the whole streams are at hand;
        // else the projector catches up.
        var positions = recorded.Positions;
        if (append.Deals.All(d => d.Stream.Kind == StreamKey.OpportunityKind) && place.Projected == place.Head && positions[0] == place.Head + 1 && positions[^1] == place.Head + append.Events
            && append.Deals.All(d => d.Known.Count == d.ExpectedVersion))
        {
            await ProjectionWriter.ReplaceAsync(
                connection, append.Tenant, recorded.Deals().Select(r => (r.Deal.Stream.Id, (IReadOnlyList<RecordedEvent>)[.. r.Deal.Known, .. r.Events])),
                [.. append.Deals.Where(d => d.Known.Count > 0).Select(d => d.Stream.Id)], place.Head, positions[^1], cancellation);
        }

        await OutcomeUnknownException.CommitAsync(transaction, cancellation);
        return recorded;
    }

    private static async Task<RecordedAppend> TryAsync(
        NpgsqlDataSource source, PreparedAppend append, DateTimeOffset? stamp, LoadOrder order, Func<RecordedAppend, Task> handOn,
        CancellationToken cancellation)
    {
        using var drawing = await order.EnterAsync(cancellation);
        await order.AreFreeAsync(append.Deals, cancellation);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var place = await TakePlaceAsync(source, connection, append, isAlone: false, stamp, cancellation);
        var recorded = append.Place(await DrawAsync(connection, append, cancellation), order.After(place.Stamp));
        using var turn = order.Take(recorded);
        drawing.Dispose();
        await CopyAsync(connection, append, cancellation);
        await turn.ComesAsync(cancellation);
        await OutcomeUnknownException.CommitAsync(transaction, cancellation);
        await handOn(recorded);
        return recorded;
    }

    private static async Task CopyAsync(NpgsqlConnection connection, PreparedAppend append, CancellationToken cancellation)
    {
        await CopyAsync(connection, "ledger.mt_events", PreparedAppend.Columns, append.Rows, cancellation);
        if (append.TextCount > 0)
        {
            await CopyAsync(connection, "dealledger.text", PreparedAppend.TextColumns, append.Texts, cancellation);
        }
    }

    private static async Task CopyAsync(NpgsqlConnection connection, string table, string columns, CopyRows rows, CancellationToken cancellation)
    {
        await using var copy = await BinaryCopy.BeginAsync(connection, table, columns, cancellation);
        copy.Add(rows, cancellation);
        await copy.CompleteAsync(cancellation);
    }

    /// <summary>Where the log stands under the tenant's lock: how far the read models reach, its head, and the stamp to go on with.</summary>
    private sealed record Place(long Projected, long Head, DateTimeOffset Stamp);

    // One round trip: the lock, what the append depends on, and the streams moved to their new versions.
    private static async Task<Place> TakePlaceAsync(
        NpgsqlDataSource source, NpgsqlConnection connection, PreparedAppend append, bool isAlone, DateTimeOffset? stamp, CancellationToken cancellation)
    {
        await using var batch = Batch(connection, append, isAlone, stamp);
        await using var reader = await StalledHolders.WaitAsync(source, connection, batch.ExecuteReaderAsync(cancellation));
        await reader.NextResultAsync(cancellation);
        if (append.Turn is { } turn)
        {
            if (!await reader.ReadAsync(cancellation))
            {
                throw turn.Lost();
            }

            await reader.NextResultAsync(cancellation);
        }

        if (append.Request is not null)
        {
            if (!await reader.ReadAsync(cancellation))
            {
                throw new RequestRepeatedException();
            }

            await reader.NextResultAsync(cancellation);
        }

        if (!await reader.ReadAsync(cancellation))
        {
            throw TenantRefusals.Unknown(append.Tenant);
        }

        TenantRefusals.Check(append.Tenant, reader, 3);
        var (projected, head, first) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(2));

        // Each of the two statements names a stream that is not where it should be, if there is one.
        while (await reader.NextResultAsync(cancellation))
        {
            if (await reader.ReadAsync(cancellation))
            {
                var late = reader.GetString(0);
                var deal = append.Deals.First(d => d.Stream.ToString() == late);
                throw new VersionConflictException(deal.Stream, deal.ExpectedVersion, null);
            }
        }

        return new Place(projected, head, first);
    }

    // Not before the streams are found where they should be: a number drawn in vain is a gap that has to be claimed.
    private static async Task<long[]> DrawAsync(NpgsqlConnection connection, PreparedAppend append, CancellationToken cancellation)
    {
        await using var draw = new NpgsqlCommand(Draw, connection);
        draw.Parameters.Add(Sql.Text(SingleStatementAppend.Sequence(append.Tenant)));
        draw.Parameters.Add(new NpgsqlParameter<int> { TypedValue = append.Events });
        return (long[])(await draw.ExecuteScalarAsync(cancellation))!;
    }

    private static NpgsqlBatch Batch(NpgsqlConnection connection, PreparedAppend append, bool isAlone, DateTimeOffset? stamp)
    {
        var fresh = append.Deals.Where(d => d.ExpectedVersion == 0).ToList();
        var known = append.Deals.Where(d => d.ExpectedVersion > 0).ToList();
        var batch = new NpgsqlBatch(connection);
        if (isAlone)
        {
            Add(LedgerDatabase.HoldBriefly);
        }

        Add(isAlone ? SingleStatementAppend.LockTenant : SingleStatementAppend.ShareTenant, Tenant());
        if (append.Turn is { } turn)
        {
            Add(DecisionTurn.Had, turn.HadParameters());
        }

        if (append.Request is { } request)
        {
            var first = append.Deals[0];
            Add(RequestKeys.Keep, RequestKeys.KeepParameters(append.Tenant, request, first.Stream, first.ExpectedVersion + first.Events.Count));
        }

        Add(isAlone ? Stand + " FOR UPDATE OF p" : Stand, Tenant(), new NpgsqlParameter { Value = (object?)stamp?.ToUniversalTime() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        Add(Start, Tenant(), Streams(fresh), Sql.Array(fresh.Select(d => d.Events.Count)));
        Add(Grow, Tenant(), Streams(known), Sql.Array(known.Select(d => d.ExpectedVersion)), Sql.Array(known.Select(d => d.Events.Count)));
        return batch;

        void Add(string sql, params NpgsqlParameter[] parameters)
        {
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.AddRange(parameters);
            batch.BatchCommands.Add(command);
        }

        NpgsqlParameter Tenant() => Sql.Text(append.Tenant.Value);

        NpgsqlParameter Streams(List<StreamAppend> deals) => Sql.Array(deals.Select(d => d.Stream.ToString()));
    }
}
