using DealLedger.Core.Ledger;
using DealLedger.Postgres.Ledger;
using Npgsql;

namespace DealLedger.Postgres;

/// <summary>What a bulk append recorded: the number of events and the position of the last one.</summary>
public sealed record BulkResult(long Events, long LastPosition);

/// <summary>The ledger: streams of events, appended with an expected version and never changed.</summary>
public sealed class LedgerStore
{
    private const int BatchesUnderWay = 2;

    // Looked up only when an append was left out.
    private const string WhyNot = """
        SELECT t.suspended_at, s.version
        FROM dealledger.tenant t LEFT JOIN ledger.mt_streams s ON s.tenant_id = t.tenant_id AND s.id = $2
        WHERE t.tenant_id = $1
        """;

    private readonly LedgerDatabase _database;
    private readonly AppendQueue _queue;
    private readonly Func<DateTimeOffset?> _stamp;

    /// <summary>A ledger whose events are stamped by the database's clock.</summary>
    public LedgerStore(LedgerDatabase database)
        : this(database, () => null)
    {
    }

    /// <summary>A ledger whose events are stamped by a clock of one's own: for made-up companies only.</summary>
    public LedgerStore(LedgerDatabase database, Func<DateTimeOffset?> stamp)
    {
        _database = database;
        _stamp = stamp;
        _queue = new AppendQueue(database, stamp);
        Requests = new RequestKeys(database);
    }

    /// <summary>The keys of requests that were carried out.</summary>
    public RequestKeys Requests { get; }

    /// <summary>The position of the newest event of a tenant that is visible; 0 when there is none.</summary>
    public async Task<long> HeadAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var connection = await _database.OpenAsync(tenant, cancellation);
        await using var command = new NpgsqlCommand("SELECT coalesce(max(seq_id), 0) FROM ledger.mt_events WHERE tenant_id = $1", connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>The events of one opportunity in the order of recording, none when it is unknown.</summary>
    public async Task<IReadOnlyList<RecordedEvent>> ReadStreamAsync(TenantId tenant, string opportunityId, CancellationToken cancellation) =>
        (await ReadStreamsAsync(tenant, [opportunityId], cancellation)).GetValueOrDefault(opportunityId) ?? [];

    /// <summary>The events of these opportunities, each in the order of recording; unknown ones are left out.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<RecordedEvent>>> ReadStreamsAsync(
        TenantId tenant, IReadOnlyCollection<string> opportunityIds, CancellationToken cancellation)
    {
        await using var connection = await _database.OpenAsync(tenant, cancellation);
        return await OpportunityStreams.ReadAsync(connection, tenant, opportunityIds, long.MaxValue, cancellation);
    }

    /// <summary>
    /// Appends to one stream and returns the positions of its events; throws <see cref="VersionConflictException"/> when the stream moved. Refused where
    /// the tenant is unknown or suspended.
    /// </summary>
    public async Task<IReadOnlyList<long>> AppendAsync(TenantId tenant, StreamAppend append, CancellationToken cancellation)
    {
        if (append.Events.Count == 0)
        {
            return [];
        }

        AppendOutcome outcome;
        using (var timing = _database.Meters.Append("single", tenant))
        {
            outcome = await _queue.AppendAsync(tenant, append, cancellation);
            timing.Outcome = outcome.Accepted ? "accepted" : "conflict";
        }

        if (outcome.Accepted)
        {
            _database.Meters.Appended(outcome.Positions.Count);
            return outcome.Positions;
        }

        if (outcome.Found is { } found)
        {
            throw new VersionConflictException(append.Stream, append.ExpectedVersion, found);
        }

        await using var connection = await _database.OpenAsync(tenant, cancellation);
        await using var command = new NpgsqlCommand(WhyNot, connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(Sql.Text(append.Stream.ToString()));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
        {
            throw TenantRefusals.Unknown(tenant);
        }

        TenantRefusals.Check(tenant, reader, 0);
        throw new VersionConflictException(append.Stream, append.ExpectedVersion, reader.IsDBNull(1) ? 0 : reader.GetInt64(1));
    }

    /// <summary>
    /// Appends to many streams by COPY in one transaction, and brings the read models along where they had reached the log's end.
    /// Throws <see cref="VersionConflictException"/>, with nothing recorded, when any stream moved.
    /// </summary>
    public async Task<BulkResult> AppendBulkAsync(TenantId tenant, IReadOnlyList<StreamAppend> deals, CancellationToken cancellation)
    {
        using var append = PreparedAppend.Of(tenant, deals);
        var recorded = await AppendBulkAsync(append, cancellation);
        return new BulkResult(recorded.Positions.Count, recorded.Positions.Count == 0 ? await HeadAsync(tenant, cancellation) : recorded.Positions[^1]);
    }

    /// <summary>
    /// The same for a decision: nothing is recorded when a request under the same key was carried out before (<see cref="RequestRepeatedException"/>),
    /// or when the turn to decide was lost meanwhile (<c>ledger-busy</c>).
    /// </summary>
    internal async Task<BulkResult> AppendDecidedAsync(
        TenantId tenant, IReadOnlyList<StreamAppend> streams, RequestKey? request, DecisionTurn turn, CancellationToken cancellation)
    {
        using var append = PreparedAppend.Of(tenant, streams);
        (append.Request, append.Turn) = (request, turn);
        var recorded = await AppendBulkAsync(append, cancellation);
        return new BulkResult(recorded.Positions.Count, recorded.Positions.Count == 0 ? await HeadAsync(tenant, cancellation) : recorded.Positions[^1]);
    }

    /// <summary>
    /// Appends batches in their order, each as one transaction: the rows of the next are written while those before are copied, and two that
    /// have no stream in common are copied side by side. Numbers, stamps and commits keep one order. Read models are left to the projector. A batch
    /// that lost a race with a foreign writer is tried again, after the one that was under way with it.
    /// Throws <see cref="VersionConflictException"/> when a stream moved: nothing of its batch is recorded, those before it are, and so may the
    /// next one be; the rest is not begun.
    /// </summary>
    public async Task<BulkResult> AppendBulkAsync(
        TenantId tenant, IAsyncEnumerable<IReadOnlyList<StreamAppend>> batches, CancellationToken cancellation)
    {
        using var order = new LoadOrder();
        var underWay = new Queue<Task<RecordedAppend>>();
        var (events, last) = (0L, 0L);
        try
        {
            await foreach (var batch in batches.WithCancellation(cancellation))
            {
                var append = PreparedAppend.Of(tenant, batch);
                if (underWay.Count == BatchesUnderWay)
                {
                    Count(await underWay.Dequeue());
                }

                // Begun here and not on another thread, so that they draw their numbers in this order.
                underWay.Enqueue(AppendAsync(append));
            }

            while (underWay.TryDequeue(out var append))
            {
                Count(await append);
            }
        }
        finally
        {
            await ((Task)Task.WhenAll(underWay)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return new BulkResult(events, events == 0 ? await HeadAsync(tenant, cancellation) : last);

        async Task<RecordedAppend> AppendAsync(PreparedAppend append)
        {
            using (append)
            {
                return await AppendBulkAsync(append, order, _ => Task.CompletedTask, cancellation);
            }
        }

        void Count(RecordedAppend recorded)
        {
            events += recorded.Positions.Count;
            last = recorded.Positions.Count == 0 ? last : recorded.Positions[^1];
        }
    }

    /// <summary>Waits until no append is under way any more, at most so long.</summary>
    public Task FinishAsync(TimeSpan atMost) => _queue.IdleAsync().WaitAsync(atMost);

    internal Task<RecordedAppend> AppendBulkAsync(PreparedAppend append, CancellationToken cancellation) =>
        ToldAsync(append, () => BulkAppend.ExecuteAsync(_database.Owner, append, _stamp, cancellation));

    internal Task<RecordedAppend> AppendBulkAsync(
        PreparedAppend append, LoadOrder order, Func<RecordedAppend, Task> handOn, CancellationToken cancellation) =>
        ToldAsync(append, () => BulkAppend.ExecuteAsync(_database.Owner, append, _stamp, order, handOn, cancellation));

    private async Task<RecordedAppend> ToldAsync(PreparedAppend append, Func<Task<RecordedAppend>> appending)
    {
        using var timing = _database.Meters.Append("bulk", append.Tenant);
        try
        {
            var recorded = await appending();
            timing.Outcome = "accepted";
            _database.Meters.Appended(recorded.Positions.Count);
            _database.Appends.Tell(append.Tenant);
            return recorded;
        }
        catch (VersionConflictException)
        {
            timing.Outcome = "conflict";
            throw;
        }
    }
}
