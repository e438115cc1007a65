using DealLedger.Core.Currencies;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Time;

namespace DealLedger.Core.Slippage;

/// <summary>
/// One change that moved the close date of a deal open before and after it (DEFINITIONS 5): a push when days are positive, a pull-in when
/// negative. Owner and amount are those just before the change; times pushed counts over the deal's life up to the window's end.
/// </summary>
public sealed record DateMove(
    string OpportunityId, DateTimeOffset At, string? Owner, decimal? Amount, string? Currency, DateOnly From, DateOnly To, int Days, int TimesPushed);

/// <summary>The open pipeline that a slip rate is measured against, and the part of it that was still open at the window's end.</summary>
public sealed record SlipBasisPart(string Key, string? Currency, AmountSum Basis, AmountSum Slipped);

/// <summary>A deal and how often it was pushed over its life.</summary>
public sealed record PushedDeal(string Id, string Name, int Times);

/// <summary>One line of a slippage answer. Rates and days are rounded half to even: days to a tenth, rates to four places.</summary>
public sealed record SlipRow(
    string Key, string Name, long Pushes, long DealsPushed, decimal AmountPushed, long DaysPushed, decimal AverageDays, decimal MedianDays,
    long Slips, long DealsSlipped, decimal AmountSlipped, long MonthSlips, long PullIns, decimal AmountPulledIn,
    decimal BasisAmount, decimal SlippedAmount, decimal? SlipRate, IReadOnlyList<PushedDeal> MostPushed, string? Parent = null);

/// <summary>
/// Adds pushes and slips up, in total and by group (DEFINITIONS 5). An amount is converted at the rate as of the instant that it is of:
/// that of the change for a push, that of the window's beginning for the basis.
/// </summary>
public sealed class SlippageBuilder(FiscalCalendar calendar, RatesOverTime rates, DateTimeOffset from)
{
    /// <summary>The version name of these rules.</summary>
    public const string Definition = "slippage/1";

    private const int MostPushedShown = 5;
    private readonly UnconvertedAmounts _unconverted = new();
    private readonly Tally _total = new();
    private readonly SortedDictionary<string, Tally> _groups = new(StringComparer.Ordinal);

    /// <summary>Adds a move to the total and to the groups of these keys.</summary>
    public void Add(IReadOnlyList<string> keys, DateMove move)
    {
        var (then, native) = (rates.At(move.At), AmountSum.One(move.Amount));
        var amount = then.Convert(move.Currency, native) ?? 0;
        _unconverted.Add(then, move.Currency, native);
        var leftQuarter = calendar.QuarterOf(move.From).End < move.To;
        var leftMonth = calendar.MonthOf(move.From).End < move.To;
        _total.Add(move, amount, leftQuarter, leftMonth);
        foreach (var key in keys)
        {
            Group(key).Add(move, amount, leftQuarter, leftMonth);
        }
    }

    /// <summary>Adds a part of the basis to the total and to the groups of these keys.</summary>
    public void Add(IReadOnlyList<string> keys, SlipBasisPart part)
    {
        var then = rates.At(from);
        var (basis, slipped) = (then.Convert(part.Currency, part.Basis) ?? 0, then.Convert(part.Currency, part.Slipped) ?? 0);
        _unconverted.Add(then, part.Currency, part.Basis);
        _total.AddBasis(basis, slipped);
        foreach (var key in keys)
        {
            Group(key).AddBasis(basis, slipped);
        }
    }

    /// <summary>The amounts of pushes, of pull-ins and of the basis that no rate converts.</summary>
    public IReadOnlyList<Unconverted> Unconverted => _unconverted.All;

    /// <summary>The total line.</summary>
    public SlipRow Total(bool hasPeriod) => _total.Row("total", "Total", hasPeriod);

    /// <summary>The groups' lines in the order of their keys.</summary>
    public IReadOnlyList<SlipRow> Rows(bool hasPeriod) => [.. _groups.Select(g => g.Value.Row(g.Key, g.Key, hasPeriod))];

    private Tally Group(string key)
    {
        if (!_groups.TryGetValue(key, out var tally))
        {
            _groups.Add(key, tally = new Tally());
        }

        return tally;
    }

    private sealed class Tally
    {
        private readonly List<int> _days = [];
        private readonly Dictionary<string, int> _pushed = new(StringComparer.Ordinal);
        private readonly HashSet<string> _slipped = new(StringComparer.Ordinal);
        private decimal _amountPushed;
        private decimal _amountSlipped;
        private decimal _amountPulledIn;
        private decimal _basis;
        private decimal _stillOpen;
        private long _slips;
        private long _monthSlips;
        private long _pullIns;

        public void Add(DateMove move, decimal amount, bool leftQuarter, bool leftMonth)
        {
            if (move.Days < 0)
            {
                _pullIns++;
                _amountPulledIn += amount;
                return;
            }

            _days.Add(move.Days);
            _amountPushed += amount;
            _pushed[move.OpportunityId] = move.TimesPushed;
            _monthSlips += leftMonth ? 1 : 0;
            if (leftQuarter)
            {
                _slips++;
                _amountSlipped += amount;
                _slipped.Add(move.OpportunityId);
            }
        }

        public void AddBasis(decimal basis, decimal stillOpen)
        {
            _basis += basis;
            _stillOpen += stillOpen;
        }

        public SlipRow Row(string key, string name, bool hasPeriod)
        {
            _days.Sort();
            long sum = 0;
            foreach (var days in _days)
            {
                sum += days;
            }

            var average = _days.Count == 0 ? 0 : ((decimal)sum / _days.Count).RoundTo(1);
            var middle = _days.Count / 2;
            var median = _days.Count switch
            {
                0 => 0m,
                var n when n % 2 == 1 => _days[middle],
                _ => (_days[middle - 1] + (decimal)_days[middle]) / 2,
            };
            return new SlipRow(
                key, name, _days.Count, _pushed.Count, _amountPushed, sum, average, median, _slips, _slipped.Count, _amountSlipped, _monthSlips,
                _pullIns, _amountPulledIn, _basis, _stillOpen, hasPeriod && _basis != 0 ? (_stillOpen / _basis).RoundTo(4) : null,
                [.. _pushed.OrderByDescending(p => p.Value).ThenBy(p => p.Key, StringComparer.Ordinal).Take(MostPushedShown)
                    .Select(p => new PushedDeal(p.Key, p.Key, p.Value))]);
        }
    }
}
