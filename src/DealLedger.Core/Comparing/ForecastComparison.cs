using DealLedger.Core.Answers;
using DealLedger.Core.Currencies;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.People;

namespace DealLedger.Core.Comparing;

/// <summary>
/// Compares how deals count in one forecast question in two views. A deal counts differently when a cell of the forecast, what could not be
/// converted, or the groups that it is in differ through it; so the differences of all deals add up to that of the two forecasts.
/// </summary>
public sealed class ForecastComparison(ForecastQuestion question, ComparedView before, ComparedView after)
{
    private readonly List<Pair> _pairs = [];

    /// <summary>How many deals count differently.</summary>
    public long DealsTotal => _pairs.Count;

    /// <summary>Compares one deal: its state in each view, none where it is not in the question's period and scope.</summary>
    public void Add(string id, DealView? dealBefore, DealView? dealAfter)
    {
        var (was, @is) = (Count(dealBefore, before), Count(dealAfter, after));
        if (was.Total != @is.Total || !was.Unconverted.SequenceEqual(@is.Unconverted) || !Keys(was).SequenceEqual(Keys(@is)))
        {
            _pairs.Add(new Pair(id, was, @is));
        }
    }

    /// <summary>The ids of the deals with the largest differences; ties go by id.</summary>
    public IReadOnlyList<string> Largest(int limit)
    {
        _pairs.Sort((a, b) => b.Largest.CompareTo(a.Largest) is not 0 and var bySize ? bySize : string.CompareOrdinal(a.Id, b.Id));
        return [.. _pairs.Take(limit).Select(p => p.Id)];
    }

    /// <summary>Describes deals that count differently, by their timelines, the lines and the rates as the later view knows them. Texts are looked up by id.</summary>
    public IReadOnlyList<ComparedDeal> Describe(
        IReadOnlyCollection<string> ids, IReadOnlyDictionary<string, Timeline> timelines, ReportingLines lines, RateHistory rates,
        IReadOnlyDictionary<string, string> texts)
    {
        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        return [.. _pairs.Where(p => wanted.Contains(p.Id)).Select(p => Describe(p, timelines[p.Id], lines, rates, texts))];
    }

    private ComparedDeal Describe(Pair pair, Timeline timeline, ReportingLines lines, RateHistory rates, IReadOnlyDictionary<string, string> texts)
    {
        var (was, @is) = (before.Deals.StateOf(timeline), after.Deals.StateOf(timeline));
        return new ComparedDeal(
            pair.Id, @is?.Name ?? was?.Name ?? pair.Id, State(was, pair.Was, before.Rates), State(@is, pair.Is, after.Rates), pair.Difference,
            [
                .. DealAnswer.HistoryOf(timeline, timeline.Changes, texts)
                    .Where(e => after.Deals.Counts(e.Position, e.At) && !before.Deals.Counts(e.Position, e.At)),
            ],
            Moves(lines, was?.Owner, @is?.Owner), Rates(rates, was?.Currency, @is?.Currency));
    }

    // Of the people on the line above an owner in either view, and of those who came to report to the owner or ceased to.
    private List<ComparedMove> Moves(ReportingLines lines, params IReadOnlyList<string?> owners)
    {
        var line = owners.SelectMany(o => before.Teams.LineOf(o).Concat(after.Teams.LineOf(o))).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. lines.Moves
                .Where(m => after.Lines.Counts(m.Fact.Position, m.At) && !before.Lines.Counts(m.Fact.Position, m.At))
                .Where(m => line.Contains(m.Person) || owners.Any(o => o is not null && (m.Is == o || m.Was == o)))
                .Select(m => new ComparedMove(m.Person, m.Was, m.Is, m.At, m.Fact.RecordedAt, m.Fact.Data.By, m.Fact.Position)),
        ];
    }

    private List<ComparedRate> Rates(RateHistory rates, params IReadOnlyList<string?> currencies) =>
    [
        .. rates.Pairs.Where(p => (currencies.Contains(p.Of) && IsReporting(p.In)) || (currencies.Contains(p.In) && IsReporting(p.Of)))
            .SelectMany(p => rates.Of(p).Select(f => (Pair: p, Fact: f, Rate: (RateSet)f.Data)))
            .Where(r => IsNew(r.Fact, r.Fact.Data.At) || (r.Rate.Until is { } until && IsNew(r.Fact, until)))
            .Select(r => new ComparedRate(
                r.Pair.Of, r.Pair.In, r.Rate.Rate, r.Rate.At, r.Rate.Until, r.Fact.RecordedAt, r.Rate.By, r.Fact.Position)),
    ];

    private bool IsReporting(string currency) => currency == after.Rates.Reporting;

    private bool IsNew(RecordedFact fact, DateTimeOffset at) => after.Told.Counts(fact.Position, at) && !before.Told.Counts(fact.Position, at);

    private ComparedState? State(Opportunity? state, ForecastFigures counted, Rates rates) => state is null
        ? null
        : new ComparedState(
            state.Stage, state.Category.Name(), state.Outcome.Name(), state.Amount, state.Currency,
            state.Amount is { } amount ? rates.Convert(state.Currency, amount) : null, state.CloseDate, state.Owner, Column(counted.Total),
            question.By == GroupBy.None ? null : [.. Keys(counted)]);

    private ForecastFigures Count(DealView? deal, ComparedView view)
    {
        ForecastPart[] parts = deal is null
            ? []
            : [new ForecastPart(Key(deal), deal.Outcome, deal.Category, deal.Currency, AmountSum.One(deal.Amount), deal.Amount is null ? 1 : 0)];
        return Forecast.Of(parts, view.Rates, question.Rollup, question.By == GroupBy.Team ? view.Teams : null, question.Team);
    }

    private string? Key(DealView deal) => question.By switch
    {
        GroupBy.None => null,
        GroupBy.Team => GroupBy.Owner.KeyOf(deal),
        var by => by.KeyOf(deal),
    };

    private static IEnumerable<string> Keys(ForecastFigures figures) => figures.Rows.Select(r => r.Key);

    // The first that counts it, also where the surer ones are added to the others.
    private static string? Column(ForecastRow row) => new (Cell Cell, string Name)[]
    {
        (row.Closed, "closed"), (row.Commit, "commit"), (row.MostLikely, "mostLikely"), (row.BestCase, "bestCase"), (row.Pipeline, "pipeline"),
        (row.Omitted, "omitted"),
    }.FirstOrDefault(c => c.Cell.Count > 0).Name;

    private sealed record Pair(string Id, ForecastFigures Was, ForecastFigures Is)
    {
        public ForecastCells Difference { get; } = ForecastCells.Of(Is.Total) - ForecastCells.Of(Was.Total);

        public decimal Largest => Difference.LargestAmount;
    }
}
