using System.Globalization;
using DealLedger.Core;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Naive;
using DealLedger.Postgres.Tests.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace DealLedger.Postgres.Tests.Naive;

/// <summary>
/// Records a made-up log in a tenant of its own, in batches of several kinds: one append a run of events, a bulk append, and rows written
/// by a foreign writer, who leaves out what it may and sometimes draws a number in vain. Keeps what it recorded where.
/// </summary>
internal sealed class RecordedHistory
{
    private static readonly DateTimeOffset FirstStamp = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TestLedger _ledger;
    private readonly LedgerStore _store;
    private readonly Random _random;
    private readonly Dictionary<string, List<RecordedEvent>> _streams = [];
    private readonly List<DealEvent> _recorded = [];
    private readonly List<RecordedFact> _facts = [];
    private DateTimeOffset _stamp = FirstStamp;
    private long _last;

    private RecordedHistory(TestLedger ledger, TenantId tenant, int seed)
    {
        (_ledger, Tenant, _random) = (ledger, tenant, new Random(seed));
        _store = new LedgerStore(ledger.Database, () => _stamp);
    }

    public TenantId Tenant { get; }

    /// <summary>What the tenant's log holds.</summary>
    public IReadOnlyList<DealEvent> Events => _recorded;

    /// <summary>What the tenant's log holds of people, settings and rates.</summary>
    public IReadOnlyList<RecordedFact> Facts => _facts;

    /// <summary>The position of the last number drawn, dead ones included.</summary>
    public long Last => _last;

    /// <summary>When the newest of it was recorded.</summary>
    public DateTimeOffset LastStamp => _recorded.Select(e => e.Event.RecordedAt).Concat(_facts.Select(f => f.RecordedAt)).Max();

    public static async Task<RecordedHistory> RecordAsync(TestLedger ledger, string tenant, History history, Func<RecordedHistory, Task>? afterEachBatch = null)
    {
        TenantId.TryParse(tenant, out var id).ShouldBeTrue();
        await ledger.Directory.EnsureAsync(id, TestLedger.Cancellation);
        var recorded = new RecordedHistory(ledger, id, history.Events.Count);

        // Rounds of checkpoints after every few changes.
        await ledger.Database.Owner.ExecuteAsync("UPDATE dealledger.projection SET changes_a_round = $2 WHERE tenant_id = $1", tenant, 2L + recorded._random.Next(30));
        var left = history.Events.ToList();
        while (left.Count > 0)
        {
            var batch = left[..Math.Min(left.Count, 1 + recorded._random.Next(Math.Max(12, history.Events.Count / 4)))];
            left.RemoveRange(0, batch.Count);
            await recorded.RecordAsync(batch);
            await recorded.RecordAsync(history.Facts.Skip(recorded._facts.Count).TakeWhile(f => f.Position <= history.Events.Count - left.Count));
            if (afterEachBatch is not null)
            {
                await afterEachBatch(recorded);
            }
        }

        return recorded;
    }

    /// <summary>The last position whose stamp is not after an instant; 0 before the first.</summary>
    public long PositionAt(DateTimeOffset instant) => Math.Max(
        _recorded.LastOrDefault(e => e.Event.RecordedAt <= instant)?.Event.Position ?? 0, _facts.LastOrDefault(f => f.RecordedAt <= instant)?.Position ?? 0);

    private async Task RecordAsync(List<DealEvent> batch)
    {
        _stamp = _stamp.AddMinutes(10);
        switch (_random.Next(3))
        {
            case 0:
                await AppendRunsAsync(batch);
                break;
            case 1:
                await AppendBulkAsync(batch);
                break;
            default:
                await WriteForeignAsync(batch);
                break;
        }

        if (_random.Next(2) == 0)
        {
            await _ledger.Projector.CatchUpAsync(Tenant, _last, TestLedger.Cancellation);
            await _ledger.Projector.MakeCheckpointsAsync(Tenant, TestLedger.Cancellation);
        }
    }

    private async Task RecordAsync(IEnumerable<RecordedFact> facts)
    {
        foreach (var fact in facts.ToList())
        {
            _stamp = _stamp.AddMinutes(1);
            var version = _facts.Count(f => f.Stream == fact.Stream);
            var e = new NewEvent(Guid.NewGuid(), fact.Data, $"fact-{_facts.Count}", "user", "");
            var positions = await _store.AppendAsync(Tenant, new StreamAppend(fact.Stream, version, [], [e]), TestLedger.Cancellation);
            _facts.Add(fact with { Position = positions[0], Version = version + 1, RecordedAt = _stamp });
            _last = positions[0];
        }
    }

    private async Task AppendRunsAsync(List<DealEvent> batch)
    {
        var next = 0;
        while (next < batch.Count)
        {
            var (dealId, first) = batch[next];
            var run = batch.Skip(next).TakeWhile(e => e.DealId == dealId && e.Event.Change == first.Change).Select(e => e.Event).ToList();
            next += run.Count;
            var told = run.ConvertAll(AsOurs);
            var stream = Stream(dealId);
            var positions = await _store.AppendAsync(Tenant, new StreamAppend(dealId, stream.Count, [.. stream], told.ConvertAll(New)), TestLedger.Cancellation);
            for (var i = 0; i < told.Count; i++)
            {
                Keep(dealId, told[i], positions[i], _stamp.AddMicroseconds(i));
            }

            _stamp = _stamp.AddSeconds(1);
        }
    }

    private async Task AppendBulkAsync(List<DealEvent> batch)
    {
        var deals = batch.GroupBy(e => e.DealId, e => AsOurs(e.Event))
            .Select(g => (Id: g.Key, Known: Stream(g.Key).ToList(), Events: g.ToList())).ToList();
        var result = await _store.AppendBulkAsync(
            Tenant, [.. deals.Select(d => new StreamAppend(d.Id, d.Known.Count, d.Known, d.Events.ConvertAll(New)))], TestLedger.Cancellation);
        var position = result.LastPosition - batch.Count;
        foreach (var (deal, e) in deals.SelectMany(d => d.Events.Select(e => (d.Id, e))))
        {
            position++;
            Keep(deal, e, position, _stamp.AddMicroseconds(batch.Count - (result.LastPosition - position) - 1));
        }
    }

    private async Task WriteForeignAsync(List<DealEvent> batch)
    {
        await using var connection = await _ledger.Database.Owner.OpenConnectionAsync(TestLedger.Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(TestLedger.Cancellation);
        await using var command = new NpgsqlBatch(connection, transaction);
        var number = _last + (_random.Next(6) == 0 ? 1 : 0);
        var drawn = new NpgsqlBatchCommand("SELECT setval($1::regclass, $2)");
        drawn.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"ledger.mt_events_sequence_{Tenant}" });
        drawn.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number + batch.Count });
        command.BatchCommands.Add(drawn);
        foreach (var (dealId, e) in batch)
        {
            number++;
            var kept = Keep(dealId, e, number, _stamp.AddMicroseconds(number));
            command.BatchCommands.Add(Insert(dealId, kept));
        }

        foreach (var dealId in batch.Select(e => e.DealId).Distinct())
        {
            var stream = new NpgsqlBatchCommand(
                "INSERT INTO ledger.mt_streams (tenant_id, id, version) VALUES ($1, $2, $3) ON CONFLICT (tenant_id, id) DO UPDATE SET version = excluded.version");
            Add(stream, Tenant.Value, "opportunity/" + dealId);
            stream.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Stream(dealId).Count });
            command.BatchCommands.Add(stream);
        }

        await command.ExecuteNonQueryAsync(TestLedger.Cancellation);
        await transaction.CommitAsync(TestLedger.Cancellation);
    }

    private NpgsqlBatchCommand Insert(string dealId, RecordedEvent e)
    {
        var insert = new NpgsqlBatchCommand(
            """
            INSERT INTO ledger.mt_events (tenant_id, stream_id, type, correlation_id, data, headers, seq_id, version, id, timestamp)
            VALUES ($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7, $8, gen_random_uuid(), $9)
            """);
        Add(
            insert, Tenant.Value, "opportunity/" + dealId, EventJson.TypeName(e.Data), e.CorrelationId,
            e.Data is UnreadableEvent foreign
                ? string.Create(CultureInfo.InvariantCulture, $$"""{"At":"{{foreign.At:O}}","By":"{{foreign.By}}","Score":7}""")
                : System.Text.Encoding.UTF8.GetString(EventJson.Write(e.Data)),
            e.Order.Length == 0 ? null : System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string> { ["order"] = e.Order }));
        insert.Parameters.Add(new NpgsqlParameter<long> { TypedValue = e.Position });
        insert.Parameters.Add(new NpgsqlParameter<long> { TypedValue = e.Version });
        insert.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = e.RecordedAt.UtcDateTime });
        return insert;
    }

    private static void Add(NpgsqlBatchCommand command, params string?[] texts)
    {
        foreach (var text in texts)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Varchar });
        }
    }

    // Our own writers always name a change, and write nothing that they could not read.
    private RecordedEvent AsOurs(RecordedEvent e) => e with
    {
        CorrelationId = e.CorrelationId ?? string.Create(CultureInfo.InvariantCulture, $"alone-{e.Position}"),
        Data = e.Data is UnreadableEvent x ? new FlagSet("Early warning", x.At, x.By) : e.Data,
    };

    private static NewEvent New(RecordedEvent e) => new(e.Id, e.Data, e.CorrelationId!, e.Source ?? "user", e.Order);

    private List<RecordedEvent> Stream(string dealId)
    {
        if (!_streams.TryGetValue(dealId, out var stream))
        {
            _streams.Add(dealId, stream = []);
        }

        return stream;
    }

    private RecordedEvent Keep(string dealId, RecordedEvent e, long position, DateTimeOffset stamp)
    {
        var stream = Stream(dealId);
        var kept = e with { Position = position, Version = stream.Count + 1, RecordedAt = stamp };
        stream.Add(kept);
        _recorded.Add(new DealEvent(dealId, kept));
        _last = position;
        return kept;
    }
}
