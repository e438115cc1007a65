using DealLedger.Core.Currencies;
using DealLedger.Core.Opportunities;
using DealLedger.Core.People;
using DealLedger.Core.Time;

namespace DealLedger.Core.Forecasting;

/// <summary>An amount in the reporting currency, the number of deals behind it, and how many of them have no amount.</summary>
public readonly record struct Cell(decimal Amount, long Count, long WithoutAmount)
{
    /// <summary>Nothing.</summary>
    public static Cell Zero { get; } = new(0, 0, 0);

    /// <summary>The sum of two cells.</summary>
    public static Cell operator +(Cell a, Cell b) => new(a.Amount + b.Amount, a.Count + b.Count, a.WithoutAmount + b.WithoutAmount);

    /// <summary>The difference of two cells.</summary>
    public static Cell operator -(Cell a, Cell b) => new(a.Amount - b.Amount, a.Count - b.Count, a.WithoutAmount - b.WithoutAmount);

    /// <summary>The sum of two cells.</summary>
    public static Cell Add(Cell left, Cell right) => left + right;

    /// <summary>The difference of two cells.</summary>
    public static Cell Subtract(Cell left, Cell right) => left - right;
}

/// <summary>What answers are grouped by.</summary>
public enum GroupBy
{
    /// <summary>The total only.</summary>
    None,

    /// <summary>The owner at the instant asked about.</summary>
    Owner,

    /// <summary>The teams of the owner, at every level.</summary>
    Team,

    /// <summary>The deal's type.</summary>
    Type,

    /// <summary>The deal's segment.</summary>
    Segment,

    /// <summary>The deal's stage.</summary>
    Stage,

    /// <summary>The deal itself.</summary>
    Deal,
}

/// <summary>How categories add up (DEFINITIONS 3).</summary>
public enum Rollup
{
    /// <summary>Each category alone.</summary>
    Single,

    /// <summary>Each category with all that are surer.</summary>
    Cumulative,
}

/// <summary>
/// Deals of one group, outcome, category and currency, summed: what the read model returns for a forecast. Weight is the sum of amount
/// times probability in percent; where amounts come one by one to be converted, the sum of the probabilities. A part that takes deals off
/// again has its counts, sum and weight below zero.
/// </summary>
public readonly record struct ForecastPart(
    string? Key, Outcome Outcome, ForecastCategory Category, string? Currency, AmountSum Amounts, long WithoutAmount, decimal Weight = 0)
{
    /// <summary>The part in the reporting currency; what no rate converts adds 0.</summary>
    public Cell CellBy(Rates rates) => new(rates.Convert(Currency, Amounts) ?? 0, Amounts.Count + WithoutAmount, WithoutAmount);

    /// <summary>The sum of amount times probability in percent, in the reporting currency; what no rate converts adds 0.</summary>
    public decimal WeightBy(Rates rates) => Amounts.Each is { } each ? rates.Convert(Currency, each) * Weight ?? 0 : Weight;
}

/// <summary>An amount that no rate converts into the reporting currency, with the number of its deals.</summary>
public sealed record Unconverted(string Currency, decimal Amount, long Count);

/// <summary>Gathers what no rate converts, by currency.</summary>
public sealed class UnconvertedAmounts
{
    private readonly SortedDictionary<string, Unconverted> _byCurrency = new(StringComparer.Ordinal);

    /// <summary>What was gathered, in the order of the currencies.</summary>
    public IReadOnlyList<Unconverted> All => [.. _byCurrency.Values.Where(u => u.Count != 0)];

    /// <summary>Adds amounts (or takes them off, with a sign of -1) unless the rates convert them.</summary>
    public void Add(Rates rates, string? currency, AmountSum amounts, int sign = 1)
    {
        if (!amounts.IsNothing && !rates.Knows(currency))
        {
            Add(new Unconverted(currency!, sign * amounts.Sum, sign * amounts.Count));
        }
    }

    /// <summary>Adds all that another one gathered.</summary>
    public void Add(UnconvertedAmounts other)
    {
        foreach (var amounts in other._byCurrency.Values)
        {
            Add(amounts);
        }
    }

    private void Add(Unconverted amounts)
    {
        var known = _byCurrency.GetValueOrDefault(amounts.Currency) ?? new Unconverted(amounts.Currency, 0, 0);
        _byCurrency[amounts.Currency] = known with { Amount = known.Amount + amounts.Amount, Count = known.Count + amounts.Count };
    }
}

/// <summary>
/// One line of a forecast (DEFINITIONS 3): lost is a part of omitted, openPipeline are all open deals that are not omitted, weighted is the
/// sum of their amounts times probability. Parent is the team above a team. Calls and quota stand beside the total and the rows of owners and teams.
/// </summary>
public sealed record ForecastRow(
    string Key, string Name, Cell Closed, Cell Commit, Cell MostLikely, Cell BestCase, Cell Pipeline, Cell Omitted, Cell Lost, Cell OpenPipeline,
    string? Parent = null, decimal Weighted = 0)
{
    /// <summary>The calls in force about this line.</summary>
    public IReadOnlyList<StandingCall> Calls { get; init; } = [];

    /// <summary>The quota, in the reporting currency; none where none is set.</summary>
    public decimal? Quota { get; init; }

    /// <summary>Closed / quota; none without a quota above zero.</summary>
    public decimal? Attainment { get; init; }

    /// <summary>Quota − Closed.</summary>
    public decimal? Gap { get; init; }

    /// <summary>Open pipeline / gap; none where there is no gap.</summary>
    public decimal? Coverage { get; init; }

    /// <summary>A line with nothing in it.</summary>
    public static ForecastRow Empty(string key, string? parent = null) =>
        new(key, key, Cell.Zero, Cell.Zero, Cell.Zero, Cell.Zero, Cell.Zero, Cell.Zero, Cell.Zero, Cell.Zero, parent);
}

/// <summary>The total, the rows and what could not be converted.</summary>
public sealed record ForecastFigures(ForecastRow Total, IReadOnlyList<ForecastRow> Rows, IReadOnlyList<Unconverted> Unconverted);

/// <summary>The rules of a forecast (DEFINITIONS 3).</summary>
public static class Forecast
{
    /// <summary>The version name of these rules.</summary>
    public const string Definition = "forecast/1";

    /// <summary>The forecast that these parts make; see <see cref="ForecastSums"/>.</summary>
    public static ForecastFigures Of(
        IEnumerable<ForecastPart> parts, Rates rates, Rollup rollup, Hierarchy? teams = null, string? team = null)
    {
        var sums = new ForecastSums(rates);
        foreach (var part in parts)
        {
            sums.Add(part);
        }

        return sums.Figures(rollup, teams, team);
    }

    /// <summary>The category that a deal is counted under: what is won is Closed, what is lost is Omitted.</summary>
    public static ForecastCategory CountedAs(Outcome outcome, ForecastCategory category) => outcome switch
    {
        Outcome.Won => ForecastCategory.Closed,
        Outcome.Lost => ForecastCategory.Omitted,
        _ => category,
    };
}

/// <summary>Adds the parts of a forecast up as they come, in any order (DEFINITIONS 3).</summary>
public sealed class ForecastSums(Rates rates)
{
    private readonly Tally _alone = new();
    private readonly Dictionary<string, Tally> _groups = new(StringComparer.Ordinal);
    private readonly UnconvertedAmounts _unconverted = new();

    /// <summary>Adds a part to the row of its key, or to the total alone where it has none.</summary>
    public void Add(in ForecastPart part)
    {
        _unconverted.Add(rates, part.Currency, part.Amounts);
        var tally = part.Key is { } key ? Of(_groups, key) : _alone;
        tally.Add(part.Outcome, part.Category, part.CellBy(rates), part.WeightBy(rates));
    }

    /// <summary>Adds all that was added to other sums, which were made with the same rates.</summary>
    public void Add(ForecastSums other)
    {
        _alone.Add(other._alone);
        _unconverted.Add(other._unconverted);
        foreach (var (key, tally) in other._groups)
        {
            Of(_groups, key).Add(tally);
        }
    }

    /// <summary>
    /// The forecast that the parts make; rows come in the order of their keys, none that has nothing to show. With teams the keys of the
    /// parts are owners, whose deals count in the row of every team that they are in, up to the one asked about.
    /// </summary>
    public ForecastFigures Figures(Rollup rollup, Hierarchy? teams = null, string? team = null)
    {
        var total = new Tally();
        total.Add(_alone);
        foreach (var group in _groups.Values)
        {
            total.Add(group);
        }

        var rows = (teams is null ? _groups : ByTeam(_groups, teams, team)).Where(r => r.Value.HasAnything).ToList();
        rows.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return new ForecastFigures(
            total.Row("total", "Total", rollup), rows.ConvertAll(r => r.Value.Row(r.Key, r.Key, rollup, teams?.Parent(r.Key))), _unconverted.All);
    }

    private static Dictionary<string, Tally> ByTeam(Dictionary<string, Tally> owners, Hierarchy teams, string? team)
    {
        var rows = new Dictionary<string, Tally>(StringComparer.Ordinal);
        foreach (var (owner, tally) in owners)
        {
            foreach (var above in teams.TeamsOf(owner, team))
            {
                Of(rows, above).Add(tally);
            }
        }

        return rows;
    }

    private static Tally Of(Dictionary<string, Tally> tallies, string key)
    {
        if (!tallies.TryGetValue(key, out var tally))
        {
            tallies.Add(key, tally = new Tally());
        }

        return tally;
    }

    private sealed class Tally
    {
        private readonly Cell[] _byCategory = new Cell[6];
        private Cell _lost = Cell.Zero;
        private Cell _open = Cell.Zero;
        private decimal _weight;

        // The lost are a part of the omitted, and the open of the others.
        public bool HasAnything => _byCategory.AsSpan().ContainsAnyExcept(Cell.Zero);

        public void Add(Outcome outcome, ForecastCategory category, Cell cell, decimal weight)
        {
            _byCategory[(int)Forecast.CountedAs(outcome, category)] += cell;
            if (outcome == Outcome.Lost)
            {
                _lost += cell;
            }

            if (outcome == Outcome.Open && category != ForecastCategory.Omitted)
            {
                _open += cell;
                _weight += weight;
            }
        }

        public void Add(Tally other)
        {
            for (var category = 0; category < _byCategory.Length; category++)
            {
                _byCategory[category] += other._byCategory[category];
            }

            _lost += other._lost;
            _open += other._open;
            _weight += other._weight;
        }

        public ForecastRow Row(string key, string name, Rollup rollup, string? parent = null)
        {
            var closed = _byCategory[(int)ForecastCategory.Closed];
            var commit = _byCategory[(int)ForecastCategory.Commit];
            var mostLikely = _byCategory[(int)ForecastCategory.MostLikely];
            var bestCase = _byCategory[(int)ForecastCategory.BestCase];
            var pipeline = _byCategory[(int)ForecastCategory.Pipeline];
            if (rollup == Rollup.Cumulative)
            {
                commit += closed;
                mostLikely += commit;
                bestCase += mostLikely;
                pipeline += bestCase;
            }

            return new ForecastRow(key, name, closed, commit, mostLikely, bestCase, pipeline, _byCategory[(int)ForecastCategory.Omitted], _lost, _open,
                parent, _weight / 100);
        }
    }
}
