using DealLedger.Core.Ledger;
using DealLedger.Postgres.Ledger;
using Npgsql;

namespace DealLedger.Postgres;

/// <summary>What a bulk append recorded: the number of events and the position of the last one.</summary>
public sealed record BulkResult(long Events, long LastPosition);

/// <summary>The ledger: streams of events, appended with an expected version and never changed.</summary>
public sealed class LedgerStore
{
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
        _queue = new AppendQueue(database.Server, stamp);
    }

    /// <summary>The position of the newest event of a tenant that is visible; 0 when there is none.</summary>
    public async Task<long> HeadAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var command = _database.Server.CreateCommand("SELECT coalesce(max(seq_id), 0) FROM ledger.mt_events WHERE tenant_id = $1");
        command.Parameters.Add(TenantDirectory.Text(tenant.Value));
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>The events of one opportunity in the order of recording, none when it is unknown.</summary>
    public async Task<IReadOnlyList<RecordedEvent>> ReadStreamAsync(TenantId tenant, string opportunityId, CancellationToken cancellation) =>
        (await ReadStreamsAsync(tenant, [opportunityId], cancellation)).GetValueOrDefault(opportunityId) ?? [];

    /// <summary>The events of these opportunities, each in the order of recording; unknown ones are left out.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<RecordedEvent>>> ReadStreamsAsync(
        TenantId tenant, IReadOnlyCollection<string> opportunityIds, CancellationToken cancellation)
    {
        await using var connection = await _database.Server.OpenConnectionAsync(cancellation);
        return await OpportunityStreams.ReadAsync(connection, tenant, opportunityIds, long.MaxValue, cancellation);
    }

    /// <summary>Appends to one stream and returns the positions of its events; throws <see cref="VersionConflictException"/> when the stream moved.</summary>
    public async Task<IReadOnlyList<long>> AppendAsync(TenantId tenant, StreamAppend append, CancellationToken cancellation)
    {
        if (append.Events.Count == 0)
        {
            return [];
        }

        var outcome = await _queue.AppendAsync(tenant, append, cancellation);
        if (outcome.Accepted)
        {
            return outcome.Positions;
        }

        if (outcome.Found is { } found)
        {
            throw new VersionConflictException(append.Stream, append.ExpectedVersion, found);
        }

        await using var command = _database.Server.CreateCommand("SELECT version FROM ledger.mt_streams WHERE tenant_id = $1 AND id = $2");
        command.Parameters.Add(TenantDirectory.Text(tenant.Value));
        command.Parameters.Add(TenantDirectory.Text(append.Stream.ToString()));
        throw new VersionConflictException(append.Stream, append.ExpectedVersion, await command.ExecuteScalarAsync(cancellation) as long? ?? 0);
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

    internal Task<RecordedAppend> AppendBulkAsync(PreparedAppend append, CancellationToken cancellation) =>
        BulkAppend.ExecuteAsync(_database.Owner, append, _stamp, cancellation);

    internal Task<RecordedAppend> AppendBulkAsync(
        PreparedAppend append, LoadOrder order, Func<RecordedAppend, Task> handOn, CancellationToken cancellation) =>
        BulkAppend.ExecuteAsync(_database.Owner, append, _stamp, order, handOn, cancellation);
}
