using DealLedger.Core.Ledger;
using DealLedger.Postgres.Checkpoints;
using DealLedger.Postgres.Ledger;
using DealLedger.Postgres.ReadModels;
using Npgsql;

namespace DealLedger.Postgres;

/// <summary>
/// Brings the read models of a tenant up to the log, rows and position in one transaction. Whoever holds the tenant's row in
/// <c>dealledger.projection</c> projects; a holder that dies or stalls loses its transaction, and with it the row, to the next. Rows are copied
/// with the owner's rights: PostgreSQL copies nothing into tables whose rows it guards.
/// </summary>
public sealed class Projector
{
    private const int BatchSize = 5_000;

    // A step that is under way when the host stops is finished, unless the database stalls: then it is the next host's.
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(10);

    private const string Hold = "SELECT position FROM dealledger.projection WHERE tenant_id = $1 FOR UPDATE";

    private const string Next = """
        SELECT e.seq_id, e.stream_id FROM ledger.mt_events e
        WHERE e.tenant_id = $1 AND e.seq_id > (SELECT p.position FROM dealledger.projection p WHERE p.tenant_id = $1) ORDER BY e.seq_id LIMIT $2
        """;

    private readonly LedgerDatabase _database;
    private readonly GapClaims _gaps;
    private readonly SharedCatchUps _waiting;

    /// <summary>Projects what is appended to a database.</summary>
    public Projector(LedgerDatabase database, TimeProvider clock)
    {
        (_database, Clock) = (database, clock);
        (_gaps, _waiting) = (new GapClaims(database, clock), new SharedCatchUps(RunAsync));
    }

    internal TimeProvider Clock { get; }

    /// <summary>
    /// Projects until a position is reached or passed, in one run for all who wait for it; returns the position reached. Refused where the tenant is unknown
    /// or suspended.
    /// </summary>
    public async Task<long> CatchUpAsync(TenantId tenant, long target, CancellationToken cancellation)
    {
        for (var mayFail = true; ;)
        {
            try
            {
                if (await _waiting.JoinAsync(tenant, target, cancellation) is var reached && reached >= target)
                {
                    return reached;
                }
            }
            catch (NpgsqlException) when (mayFail)
            {
                // A connection that was cut while it lay in the pool fails all who share the run, and the next one has another.
                mayFail = false;
            }
        }
    }

    // Ends between two steps after a while, and at the latest when a session must have stalled: others wait behind it.
    private async Task<long> RunAsync(TenantId tenant, long target)
    {
        using var stopping = new CancellationTokenSource(LongestRun, Clock);
        using var stalled = new CancellationTokenSource(LongestRun + LongestFarewell, Clock);
        try
        {
            var (position, _, suspended) = await StandAsync(tenant, stalled.Token);
            TenantRefusals.Check(tenant, suspended);
            return await CatchUpAsync(tenant, position, target, stalled.Token, stopping.Token);
        }
        catch (OperationCanceledException) when (stalled.IsCancellationRequested)
        {
            throw new TimeoutException($"The read models came no further within {(LongestRun + LongestFarewell).TotalSeconds:0} seconds.");
        }
    }

    /// <summary>The same of a tenant that may be suspended: what keeps and checks a ledger does so all the same.</summary>
    internal async Task<long> CatchUpKeptAsync(TenantId tenant, long target, CancellationToken cancellation) =>
        await CatchUpAsync(tenant, await PositionAsync(tenant, cancellation), target, cancellation, cancellation);

    /// <summary>Fills the gaps of the log up to a position that it has, and returns that position: what a rebuild may read.</summary>
    internal async Task<long> MakeDenseAsync(TenantId tenant, long head, CancellationToken cancellation)
    {
        var projected = Math.Min(await PositionAsync(tenant, cancellation), head);
        await using var connection = await _database.OpenAsync(tenant, cancellation);
        await using var count = new NpgsqlCommand(
            "SELECT count(*) FROM ledger.mt_events WHERE tenant_id = $1 AND seq_id > $2 AND seq_id <= $3", connection);
        count.CommandTimeout = 0;
        count.Parameters.Add(Sql.Text(tenant.Value));
        count.Parameters.Add(new NpgsqlParameter<long> { TypedValue = projected });
        count.Parameters.Add(new NpgsqlParameter<long> { TypedValue = head });
        if ((long)(await count.ExecuteScalarAsync(cancellation))! < head - projected)
        {
            for (var from = projected + 1; from <= head; from += BatchSize)
            {
                await _gaps.FillAsync(tenant, from, Math.Min(head, from + BatchSize - 1), cancellation);
            }
        }

        return head;
    }

    /// <summary>
    /// Follows the log until cancelled or the tenant is suspended, and makes the checkpoints that are due beside that. An append of this process is
    /// projected at once, one of another when the wait ends.
    /// </summary>
    public async Task FollowAsync(TenantId tenant, Func<CancellationToken, Task> wait, CancellationToken cancellation)
    {
        var (summing, summedUpTo) = (Task.CompletedTask, -1L);
        using var farewell = new CancellationTokenSource();
        await using var stopping = cancellation.Register(() => farewell.CancelAfter(LongestFarewell));
        try
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();

                // Asked for before the look at the log: no append falls between the two.
                var appended = _database.Appends.NextAsync(tenant);
                var (position, head, suspended) = await StandAsync(tenant, cancellation);
                if (suspended is not null)
                {
                    return;
                }

                // With whoever waits for an answer: two runs at once would take the projection from each other.
                var reached = position < head ? await _waiting.JoinAsync(tenant, head, farewell.Token) : position;

                // Only what is projected makes a checkpoint due.
                if (reached != summedUpTo && summing.IsCompleted)
                {
                    await summing;
                    (summing, summedUpTo) = (MakeCheckpointsAsync(tenant, cancellation), reached);
                }

                using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                await await Task.WhenAny(appended, wait(waiting.Token));
                await waiting.CancelAsync();
            }
        }
        finally
        {
            await summing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Makes the checkpoints that are due, so that questions about any instant are quick.</summary>
    public async Task MakeCheckpointsAsync(TenantId tenant, CancellationToken cancellation)
    {
        while (await CheckpointKeeper.MakeDueAsync(_database.Owner, tenant, Clock.GetUtcNow(), cancellation))
        {
            // The projection goes on in between.
        }
    }

    /// <summary>How far the read models reach.</summary>
    public async Task<long> PositionAsync(TenantId tenant, CancellationToken cancellation) => (await StandAsync(tenant, cancellation)).Position;

    // How far the read models reach, how far the log, and since when the tenant is suspended.
    private async Task<(long Position, long Head, DateTimeOffset? Suspended)> StandAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var connection = await _database.OpenAsync(tenant, cancellation);
        await using var command = new NpgsqlCommand(
            """
            SELECT p.position, (SELECT coalesce(max(e.seq_id), 0) FROM ledger.mt_events e WHERE e.tenant_id = $1), t.suspended_at
            FROM dealledger.projection p JOIN dealledger.tenant t ON t.tenant_id = p.tenant_id WHERE p.tenant_id = $1
            """,
            connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
        {
            throw TenantRefusals.Unknown(tenant);
        }

        var (position, head) = (reader.GetInt64(0), reader.GetInt64(1));
        _database.Meters.Stands.Note(tenant, position, head, Clock);
        return (position, head, TenantRefusals.Since(reader, 2));
    }

    // Stops between two steps when that is asked for; cancelled, it leaves the step that is under way undone.
    private async Task<long> CatchUpAsync(TenantId tenant, long reached, long target, CancellationToken cancellation, CancellationToken stopping)
    {
        while (reached < target && !stopping.IsCancellationRequested)
        {
            var (next, gapEnd) = await StepAsync(tenant, cancellation);
            if (gapEnd > 0)
            {
                // The gaps behind this one are waited for in the same time.
                await _gaps.FillAsync(tenant, next + 1, Math.Max(gapEnd, Math.Min(target, gapEnd + BatchSize)), cancellation);
            }

            reached = next;
        }

        if (reached < target)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        return reached;
    }

    // Returns the position reached, and the last number missing right behind it when that is why it stopped.
    private async Task<(long Reached, long GapEnd)> StepAsync(TenantId tenant, CancellationToken cancellation)
    {
        using var timing = _database.Meters.Step(tenant);
        await using var connection = await _database.Owner.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (from, to, gapEnd, touched, hasFacts) = await ReadBatchAsync(connection, tenant, cancellation);
        if (to > from)
        {
            if (hasFacts)
            {
                await FactTable.ProjectAsync(connection, tenant, from, to, cancellation);
            }

            var streams = await OpportunityStreams.ReadDecidingAsync(connection, tenant, touched, to, cancellation);
            await ProjectionWriter.AdvanceAsync(connection, tenant, streams.Select(s => (s.Key, s.Value)), from, to, cancellation);
        }

        await transaction.CommitAsync(cancellation);
        timing.Outcome = gapEnd > 0 ? "gap" : "done";
        timing.Tell("dealledger.events", to - from);
        _database.Meters.Projected(to - from);
        return (to, gapEnd);
    }

    private async Task<(long From, long To, long GapEnd, HashSet<string> Touched, bool HasFacts)> ReadBatchAsync(
        NpgsqlConnection connection, TenantId tenant, CancellationToken cancellation)
    {
        // Nobody waits for the disk: what a crash takes away is projected again.
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("SET LOCAL synchronous_commit = off"), new NpgsqlBatchCommand(OnePlan.InTransaction),
                new NpgsqlBatchCommand(LedgerDatabase.HoldBriefly),
            },
        };
        var (hold, next) = (new NpgsqlBatchCommand(Hold), new NpgsqlBatchCommand(Next));
        hold.Parameters.Add(Sql.Text(tenant.Value));
        next.Parameters.Add(Sql.Text(tenant.Value));
        next.Parameters.Add(new NpgsqlParameter<int> { TypedValue = BatchSize });
        batch.BatchCommands.Add(hold);
        batch.BatchCommands.Add(next);
        await using var reader = await StalledHolders.WaitAsync(_database.Owner, connection, batch.ExecuteReaderAsync(cancellation));
        await reader.ReadAsync(cancellation);
        var from = reader.GetInt64(0);
        await reader.NextResultAsync(cancellation);
        var to = from;
        var touched = new HashSet<string>(StringComparer.Ordinal);
        var hasFacts = false;
        while (await reader.ReadAsync(cancellation))
        {
            var position = reader.GetInt64(0);
            if (position != to + 1)
            {
                return (from, to, position - 1, touched, hasFacts);
            }

            to = position;
            var stream = reader.IsDBNull(1) ? null : reader.GetString(1);
            if (EventRows.OpportunityId(stream) is { } id)
            {
                touched.Add(id);
            }

            hasFacts |= FactTable.Holds(stream);
        }

        return (from, to, 0, touched, hasFacts);
    }
}
