using DealLedger.Core.Currencies;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Organisation;
using DealLedger.Core.People;
using FsCheck;
using FsCheck.Fluent;

namespace DealLedger.Naive;

/// <summary>
/// Made-up logs as unkind as a real one: late and tied changes, several fields at once, changes whose events lie apart, reopenings,
/// deletions, merges, and what foreign writers leave behind. Everything follows from the seed.
/// </summary>
public sealed class RandomHistory
{
    private const int DealsAtOnce = 3;

    private static readonly DateTimeOffset FirstInstant = new(2026, 3, 20, 9, 0, 0, TimeSpan.Zero);
    private static readonly string?[] Owners = ["ann", "ann", "ann", "bob", "bob", "bob", "cid", null, ""];
    private static readonly string[] People = ["ann", "bob", "cid", "mia", "max", "top"];
    private static readonly string?[] Types = ["New", "Renewal", null];
    private static readonly string?[] Segments = ["Enterprise", "Small", null];
    private static readonly string?[] Stages = ["Discovery", "Proposal", "Negotiation", "Closed Lost", "Closed Won", null];
    private static readonly string?[] Categories =
        ["Pipeline", "Pipeline", "BestCase", "Best Case", "Upside", "MostLikely", "Commit", "Commit", "Commit", "Omitted", "Omitted", "Closed", "Nonsense", null];
    private static readonly string?[] Outcomes = ["open", "open", "open", "open", "open", "open", "open", "won", "lost", null, "deleted"];
    private static readonly string[] Currencies = ["USD", "USD", "USD", "USD", "USD", "USD", "EUR", "JPY"];
    private static readonly string[] Orders = ["", "", "", "a", "b", "B", "a1", "\uFF5E", "\U0001F600"];
    private static readonly decimal?[] Amounts = [null, 0, 10, 35, 60, 75, 100, 100.00m, 150.25m, 0.01m, 1234567.89m, -20];
    private static readonly DateOnly?[] CloseDates =
    [
        null, new(2025, 12, 31), new(2026, 3, 31), new(2026, 4, 1), new(2026, 4, 10), new(2026, 4, 30), new(2026, 5, 10), new(2026, 5, 11),
        new(2026, 6, 1), new(2026, 6, 15), new(2026, 6, 15), new(2026, 6, 30), new(2026, 6, 30), new(2026, 7, 1), new(2026, 7, 5), new(2026, 8, 1), new(2027, 2, 28), new(2028, 2, 29), new(9999, 12, 31),
    ];

    private static readonly string[] Pairs = ["EUR-USD", "EUR-USD", "USD-EUR", "JPY-USD", "USD-JPY", "EUR-JPY", "no-pair"];
    private static readonly decimal[] ManyRates = [1.08m, 1.1m, 1.085m, 0.92m, 0.925m, 0.0066m, 150.5m, 1, 0];
    private static readonly string[] Periods = ["2026-Q2", "2026-Q2", "2026-Q2", "2026-Q2", "2026-Q2", "2026-Q1", "2026-Q3", "2026", "2026-06", "2026-04"];

    private readonly Random _random;
    private readonly List<DealEvent> _recorded = [];
    private readonly List<(int Wait, List<DealEvent> Events)> _heldBack = [];
    private readonly List<(string DealId, string Correlation, DateTimeOffset At)> _changes = [];
    private readonly HashSet<string> _opened = new(StringComparer.Ordinal);
    private readonly HashSet<string> _closed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _deleted = new(StringComparer.Ordinal);
    private int _now;

    private RandomHistory(int seed) => _random = new Random(seed);

    /// <summary>Logs of some deals with four questions each, that shrink by deals, changes, events and questions.</summary>
    public static Arbitrary<HistoryCase> Cases(int largestDealCount = 5, int questions = 4) => Arb.From(
        Gen.Sized(size =>
            from deals in Gen.Choose(1, 1 + (size * (largestDealCount - 1) / 100))
            from seed in Gen.Choose(0, int.MaxValue - 1)
            select Of(seed, deals, questions)),
        Smaller);

    /// <summary>The log and the questions of a seed.</summary>
    public static HistoryCase Of(int seed, int deals, int questions)
    {
        var made = new RandomHistory(seed);
        var history = made.Log(deals);
        return new HistoryCase(history, [.. Enumerable.Range(0, questions).Select(_ => made.Question(history.LastPosition))]);
    }

    private static IEnumerable<HistoryCase> Smaller(HistoryCase larger)
    {
        if (larger.Questions.Count > 1)
        {
            foreach (var question in larger.Questions)
            {
                yield return larger with { Questions = [question] };
            }
        }

        foreach (var fact in larger.History.Facts)
        {
            yield return larger with { History = larger.History with { Facts = [.. larger.History.Facts.Where(f => f != fact)] } };
        }

        foreach (var deal in larger.History.DealIds)
        {
            yield return larger with { History = larger.History.Without(deal) };
        }

        for (var count = larger.History.Events.Count / 2; count > 0; count /= 2)
        {
            for (var start = 0; start + count <= larger.History.Events.Count; start += count)
            {
                yield return larger with { History = larger.History.Without(start, count) };
            }
        }
    }

    private History Log(int deals)
    {
        var changes = deals * (2 + _random.Next(9));
        for (var i = 0; i < changes; i++)
        {
            // Time goes on so that a deal has its few weeks, however many there are beside it.
            _now += _random.Next(deals) < DealsAtOnce ? _random.Next(3) : 0;
            RecordChange($"deal-{_random.Next(deals)}");
        }

        _recorded.AddRange(_heldBack.SelectMany(h => h.Events));
        return History.Renumbered(_recorded) with { Facts = Facts() };
    }

    // Circles included: a foreign writer may tell them.
    private List<RecordedFact> Facts()
    {
        var facts = new List<RecordedFact>();
        var count = _random.Next(10);
        for (var i = 0; i < count; i++)
        {
            var person = Pick(People);
            var at = Chance(40) ? PersonListed.SinceEver : AnyInstant();
            var manager = Chance(15) ? null : Pick(People);
            facts.Add(new RecordedFact(
                new StreamKey(PersonEvent.Kind, person), _random.NextInt64(_recorded.Count + 1), i,
                Chance(50) ? new PersonListed(manager, at, "sync") : new ManagerChanged(null, manager, at, "sync"), default));
        }

        facts.AddRange(Enumerable.Range(0, _random.Next(8)).Select(i => Fact(i, new StreamKey(RateSet.Kind, Pick(Pairs)), RateFrom)));
        facts.AddRange(Enumerable.Range(0, _random.Next(3)).Select(i => Fact(i, SettingsEvent.Stream, at => Chance(50)
            ? new ReportingCurrencySet(Pick(Currencies), at, "admin")
            : new FiscalCalendarSet(1 + _random.Next(12), null, at, "admin"))));
        return [.. facts.OrderBy(f => f.Position)];
    }

    // Rates may end, turn the pair round, make no sense, or be corrected from the same instant.
    private RateSet RateFrom(DateTimeOffset at) => new(Pick(ManyRates), Chance(30) ? at.AddDays(_random.Next(8)) : null, at, "treasury");

    private RecordedFact Fact(int version, StreamKey stream, Func<DateTimeOffset, FactEvent> tell) => new(
        stream, _random.NextInt64(_recorded.Count + 1), version, tell(Chance(30) ? PersonListed.SinceEver : AnyInstant()), default);

    private void RecordChange(string dealId)
    {
        var at = NextInstant();
        var correlation = Correlation(dealId, ref at);
        var order = Pick(Orders);
        var by = Pick(["ann", "bob", "sync"]);
        var events = new List<DealEvent>();
        foreach (var data in Fields(dealId, at, by))
        {
            var told = Chance(5) ? Pick(Orders) : order;
            events.Add(new DealEvent(dealId, new RecordedEvent(0, 0, Guid.Empty, data, default, correlation, Chance(20) ? null : "user", told)));
        }

        var apart = events.Count > 1 && Chance(20) ? 1 + _random.Next(events.Count - 1) : events.Count;
        _recorded.AddRange(events[..apart]);
        if (apart < events.Count)
        {
            _heldBack.Add((1 + _random.Next(3), events[apart..]));
        }

        for (var i = _heldBack.Count - 1; i >= 0; i--)
        {
            var (wait, held) = _heldBack[i];
            _heldBack[i] = (wait - 1, held);
            if (wait == 0)
            {
                _recorded.AddRange(held);
                _heldBack.RemoveAt(i);
            }
        }
    }

    private DateTimeOffset NextInstant()
    {
        var day = Chance(25) ? _random.Next(_now + 1) : _now;
        return FirstInstant.AddDays(day).AddMicroseconds(Chance(10) ? 1 : 0);
    }

    private string? Correlation(string dealId, ref DateTimeOffset at)
    {
        if (Chance(15))
        {
            return null;
        }

        if (_changes.Count > 0 && Chance(15))
        {
            // Of this deal it goes on with a change or begins another one of that name; of another deal it only shares the name.
            var (_, correlation, then) = Pick(_changes);
            at = Chance(70) ? then : at;
            return correlation;
        }

        var name = $"c{_changes.Count}";
        _changes.Add((dealId, name, at));
        return name;
    }

    private List<IOpportunityEvent> Fields(string dealId, DateTimeOffset at, string by)
    {
        var events = new List<IOpportunityEvent>();
        var count = Chance(60) ? 1 : Chance(60) ? 2 : 3 + _random.Next(2);
        var opens = !_opened.Contains(dealId) && Chance(85);
        for (var i = 0; i < count; i++)
        {
            if (opens && (i == count - 1 || Chance(85)) && _opened.Add(dealId))
            {
                events.Add(Opening(at, by));
            }
            else
            {
                events.Add(_random.Next(100) switch
                {
                    < 48 => Field(at, by),
                    < 66 => Forecast(at, by),
                    < 86 => Life(dealId, at, by),
                    _ => Aside(at, by),
                });
            }
        }

        return events;
    }

    private OpportunityOpened Opening(DateTimeOffset at, string by) => new(
        Chance(80) ? "Deal" : null, Chance(50) ? "acme" : null, Pick(Owners), Pick(Stages), Chance(70) ? Pick(["Pipeline", "Commit", "Commit", "Omitted"]) : Pick(Categories),
        Pick(Outcomes), Pick(Amounts), Chance(10) ? null : Pick(Currencies), Pick(CloseDates), Chance(50) ? 20 : null, Pick(Types), Pick(Segments), at, by);

    private IOpportunityEvent Field(DateTimeOffset at, string by) => _random.Next(10) switch
    {
        < 3 => new AmountChanged(Pick(Amounts), Pick(Amounts), at, by),
        < 6 => new CloseDateMoved(Pick(CloseDates), Pick(CloseDates), at, by),
        < 9 => new OwnerChanged(Pick(Owners), Pick(Owners), at, by),
        _ => new CurrencyChanged(null, Chance(10) ? null : Pick(Currencies), at, by),
    };

    private IOpportunityEvent Forecast(DateTimeOffset at, string by) => _random.Next(10) switch
    {
        < 3 => new CategoryChanged(null, Pick(Categories), at, by),
        < 6 => new CategoryOverridden(null, Pick(Categories), null, at, by),
        < 8 => new CategoryOverrideCleared(null, null, null, at, by),
        _ => new StageMoved(null, Pick(Stages), at, by),
    };

    // Mostly what suits the deal as it was last recorded, so that deals come back as often as they go.
    private IOpportunityEvent Life(string dealId, DateTimeOffset at, string by)
    {
        if (Chance(75) && _deleted.Remove(dealId))
        {
            return new OpportunityRestored(at, by);
        }

        if (Chance(75) && _closed.Remove(dealId))
        {
            return new OpportunityReopened(at, by);
        }

        var kind = _random.Next(14);
        (kind < 8 ? _closed : _deleted).Add(dealId);
        return kind switch
        {
            < 4 => new OpportunityWon(at, by),
            < 8 => new OpportunityLost(at, by),
            < 11 => new OpportunityDeleted(at, by),
            11 => new OpportunityRestored(at, by),
            12 => new OpportunityReopened(at, by),
            _ => new OpportunityMerged(Chance(80) ? "deal-0" : null, at, by),
        };
    }

    private IOpportunityEvent Aside(DateTimeOffset at, string by) => _random.Next(11) switch
    {
        0 => new OpportunityRenamed(null, "Renamed", at, by),
        1 => new AccountChanged(null, "globex", at, by),
        2 or 3 => new TypeChanged(null, Pick(Types), at, by),
        4 or 5 => new SegmentChanged(null, Pick(Segments), at, by),
        6 => new ProbabilityChanged(null, 75, at, by),
        7 => Chance(50) ? new FlagSet(Chance(80) ? "At risk" : null, at, by) : new FlagCleared("At risk", at, by),
        8 => new NextStepChanged("text:1", at, by),
        9 => new UnreadableEvent("deal_scored", "not an event of this vocabulary", at, by),
        _ => Opening(at, by),
    };

    private Question Question(long last)
    {
        var (a, b) = (AnyInstant(), Chance(60) ? AnyInstant() : FirstInstant.AddDays(_now + 1));
        var period = Pick(Periods);
        var firstMonth = Chance(70) ? 1 : 1 + _random.Next(12);
        return new Question(
            a < b ? a : b, a < b ? b : a, Chance(60) ? last : _random.NextInt64(last + 1), period, firstMonth, Chance(50) ? null : Pick(Owners),
            Pick(["none", "owner", "owner", "type", "segment", "stage"]), Pick(["net", "path"]), Chance(30), Pick(["all", "commit", "forecast"]))
        {
            Team = Chance(60) ? null : Pick(People),
            Current = Chance(25),
            RatesAt = Chance(80) ? null : AnyInstant(),
        };
    }

    private DateTimeOffset AnyInstant() =>
        FirstInstant.AddDays(_random.Next(_now + 3) - 1).AddMicroseconds(_random.Next(3) - 1);

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];
}
