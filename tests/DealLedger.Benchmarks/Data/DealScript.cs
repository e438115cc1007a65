using DealLedger.Core;
using DealLedger.Core.Opportunities;

namespace DealLedger.Benchmarks.Data;

/// <summary>Tells one deal of the made-up history: twenty changes of one event each, in rising time.</summary>
internal sealed class DealScript
{
    private static readonly string[] Stages = ["Prospecting", "Discovery", "Evaluation", "Proposal", "Negotiation", "Verbal"];
    private static readonly string[] Categories = ["Pipeline", "BestCase", "MostLikely", "Commit"];
    private static readonly string[] Types = ["New", "Expansion", "Renewal"];
    private static readonly string[] Segments = ["Enterprise", "Midmarket", "Small"];

    private readonly Dice _dice;
    private string _stage = Stages[0];
    private string _category = Categories[0];
    private decimal? _amount;
    private DateOnly _closeDate;
    private string _owner;
    private decimal _probability = 10;

    private DealScript(Dice dice)
    {
        _dice = dice;
        _owner = Staff.Rep(dice.Between(0, Staff.Reps - 1));
    }

    /// <summary>The events of the deal of that number.</summary>
    public static IOpportunityEvent[] Of(int number) => new DealScript(new Dice((ulong)number)).Tell(number);

    private IOpportunityEvent[] Tell(int number)
    {
        var span = MadeUpHistory.End - MadeUpHistory.Start - TimeSpan.FromDays(20);
        var created = MadeUpHistory.Start + (span * (_dice.Between(0, 999_999) / 1_000_000.0));
        var life = TimeSpan.FromDays(_dice.Between(60, 300));
        var closes = created + life < MadeUpHistory.End;
        life = closes ? life : MadeUpHistory.End - created;
        _closeDate = Within(DateOnly.FromDateTime((created + life).UtcDateTime).AddDays(_dice.Between(-30, 30)));
        _amount = _dice.Chance(5) ? null : _dice.Between(4, 1_000) * 250.50m;

        var events = new IOpportunityEvent[BenchmarkOptions.ChangesOfADeal];
        events[0] = new OpportunityOpened(
            $"Deal {number}", MadeUpHistory.Account(number / 4), _owner, _stage, _category, "open", _amount, "USD", _closeDate, _probability,
            Types[_dice.Between(0, 2)], Segments[_dice.Between(0, 2)], created.ToMicroseconds(), _owner);
        for (var i = 1; i < events.Length; i++)
        {
            var share = (i + (_dice.Between(0, 899) / 1_000.0)) / events.Length;
            events[i] = Next((created + (life * share)).ToMicroseconds(), closes && i == events.Length - 1);
        }

        return events;
    }

    private IOpportunityEvent Next(DateTimeOffset at, bool isLast)
    {
        if (isLast)
        {
            return _dice.Chance(45) ? new OpportunityWon(at, _owner) : new OpportunityLost(at, _owner);
        }

        return _dice.Between(1, 100) switch
        {
            <= 25 => CloseDate(at),
            <= 50 => Amount(at),
            <= 70 => Stage(at),
            <= 85 => Category(at),
            <= 95 => Probability(at),
            _ => Owner(at),
        };
    }

    private CloseDateMoved CloseDate(DateTimeOffset at)
    {
        var from = _closeDate;
        _closeDate = Within(from.AddDays(_dice.Chance(70) ? _dice.Between(7, 60) : -_dice.Between(5, 30)));
        if (_closeDate == from)
        {
            _closeDate = from.AddDays(-7);
        }

        return new CloseDateMoved(from, _closeDate, at, _owner);
    }

    private AmountChanged Amount(DateTimeOffset at)
    {
        var from = _amount;
        _amount = from is { } some ? Math.Round(some * _dice.Between(80, 130) / 100, 2) : 10_000m;
        if (_amount == from)
        {
            _amount += 100.25m;
        }

        return new AmountChanged(from, _amount, at, _owner);
    }

    private StageMoved Stage(DateTimeOffset at)
    {
        var from = _stage;
        var index = Array.IndexOf(Stages, from);
        _stage = Stages[index == Stages.Length - 1 ? index - 1 : index + 1];
        return new StageMoved(from, _stage, at, _owner);
    }

    private CategoryChanged Category(DateTimeOffset at)
    {
        var from = _category;
        var index = Array.IndexOf(Categories, from);
        _category = from != "Omitted" && _dice.Chance(6) ? "Omitted" : Categories[(index + _dice.Between(1, 3)) % Categories.Length];
        return new CategoryChanged(from, _category, at, _owner);
    }

    private ProbabilityChanged Probability(DateTimeOffset at)
    {
        var from = _probability;
        _probability = from >= 90 ? 40 : from + 10;
        return new ProbabilityChanged(from, _probability, at, _owner);
    }

    private OwnerChanged Owner(DateTimeOffset at)
    {
        var from = _owner;
        do
        {
            _owner = Staff.Rep(_dice.Between(0, Staff.Reps - 1));
        }
        while (_owner == from);

        return new OwnerChanged(from, _owner, at, from);
    }

    // 24 quarters.
    private static DateOnly Within(DateOnly day) =>
        day < MadeUpHistory.FirstCloseDate ? MadeUpHistory.FirstCloseDate : day > MadeUpHistory.LastCloseDate ? MadeUpHistory.LastCloseDate : day;
}
