using DealLedger.Core.Currencies;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Time;

namespace DealLedger.Core.Slippage;

/// <summary>
/// One change that moved the close date of a deal open before and after it (DEFINITIONS 5): a push when days are positive, a pull-in when
/// negative. Owner and amount are those just before the change; times pushed counts over the deal's life up to the change or any later one in the window.
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

    private static readonly Comparer<Deal> LeastPushedFirst = Comparer<Deal>.Create((a, b) =>
        a.TimesPushed != b.TimesPushed ? a.TimesPushed.CompareTo(b.TimesPushed) : string.CompareOrdinal(b.Id, a.Id));

    private readonly UnconvertedAmounts _unconverted = new();
    private readonly Tally _total = new();
    private readonly Dictionary<string, Tally> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Deal> _deals = new(StringComparer.Ordinal);
    private readonly Dictionary<DateOnly, (DateOnly Quarter, DateOnly Month)> _ends = [];

    /// <summary>Adds a move to the total and to the groups of these keys.</summary>
    public void Add(IReadOnlyList<string> keys, DateMove move)
    {
        var (then, native) = (rates.At(move.At), AmountSum.One(move.Amount));
        var amount = then.Convert(move.Currency, native) ?? 0;
        _unconverted.Add(then, move.Currency, native);
        if (move.Days < 0)
        {
            _total.AddPullIn(amount);
            foreach (var key in keys)
            {
                Group(key).AddPullIn(amount);
            }

            return;
        }

        var (quarter, month) = EndsOf(move.From);
        var push = new Push(DealOf(move), move.Days, move.To > quarter, move.To > month);
        _total.AddPush(push, amount);
        foreach (var key in keys)
        {
            Group(key).AddPush(push, amount);
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
    public IReadOnlyList<SlipRow> Rows(bool hasPeriod) =>
        [.. _groups.OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Value.Row(g.Key, g.Key, hasPeriod))];

    private Tally Group(string key)
    {
        if (!_groups.TryGetValue(key, out var tally))
        {
            _groups.Add(key, tally = new Tally());
        }

        return tally;
    }

    private Deal DealOf(DateMove move)
    {
        if (!_deals.TryGetValue(move.OpportunityId, out var deal))
        {
            _deals.Add(move.OpportunityId, deal = new Deal(move.OpportunityId));
        }

        deal.TimesPushed = Math.Max(deal.TimesPushed, move.TimesPushed);
        return deal;
    }

    // Many moves start from the same days.
    private (DateOnly Quarter, DateOnly Month) EndsOf(DateOnly day)
    {
        if (!_ends.TryGetValue(day, out var ends))
        {
            _ends.Add(day, ends = (calendar.QuarterOf(day).End, calendar.MonthOf(day).End));
        }

        return ends;
    }

    private readonly record struct Push(Deal Deal, int Days, bool LeftQuarter, bool LeftMonth);

    // The marks are those of the counts that met the deal last, so that each counts it once.
    private sealed class Deal(string id)
    {
        public string Id => id;

        public int TimesPushed { get; set; }

        public object? Pushed { get; set; }

        public object? Slipped { get; set; }
    }

    private sealed class Tally
    {
        private readonly List<Push> _pushes = [];
        private decimal _amountPushed;
        private decimal _amountSlipped;
        private decimal _amountPulledIn;
        private decimal _basis;
        private decimal _stillOpen;
        private long _slips;
        private long _monthSlips;
        private long _pullIns;

        public void AddPullIn(decimal amount)
        {
            _pullIns++;
            _amountPulledIn += amount;
        }

        public void AddPush(Push push, decimal amount)
        {
            _pushes.Add(push);
            _amountPushed += amount;
            _monthSlips += push.LeftMonth ? 1 : 0;
            if (push.LeftQuarter)
            {
                _slips++;
                _amountSlipped += amount;
            }
        }

        public void AddBasis(decimal basis, decimal stillOpen)
        {
            _basis += basis;
            _stillOpen += stillOpen;
        }

        public SlipRow Row(string key, string name, bool hasPeriod)
        {
            var (sum, average, median) = Days();
            var (pushed, slipped, mostPushed) = Deals();
            return new SlipRow(
                key, name, _pushes.Count, pushed, _amountPushed, sum, average, median, _slips, slipped, _amountSlipped, _monthSlips,
                _pullIns, _amountPulledIn, _basis, _stillOpen, hasPeriod && _basis != 0 ? (_stillOpen / _basis).RoundTo(4) : null,
                mostPushed);
        }

        private (long Sum, decimal Average, decimal Median) Days()
        {
            if (_pushes.Count == 0)
            {
                return (0, 0, 0);
            }

            var days = new int[_pushes.Count];
            long sum = 0;
            for (var i = 0; i < days.Length; i++)
            {
                days[i] = _pushes[i].Days;
                sum += days[i];
            }

            Array.Sort(days);
            var (low, high) = (days[(days.Length - 1) / 2], days[days.Length / 2]);
            return (sum, ((decimal)sum / days.Length).RoundTo(1), (low + (decimal)high) / 2);
        }

        private (long Pushed, long Slipped, IReadOnlyList<PushedDeal> MostPushed) Deals()
        {
            var mark = new object();
            var most = new PriorityQueue<Deal, Deal>(MostPushedShown + 1, LeastPushedFirst);
            var (pushed, slipped) = (0L, 0L);
            foreach (var push in _pushes)
            {
                var deal = push.Deal;
                if (deal.Pushed != mark)
                {
                    deal.Pushed = mark;
                    pushed++;
                    if (most.Count < MostPushedShown)
                    {
                        most.Enqueue(deal, deal);
                    }
                    else
                    {
                        most.EnqueueDequeue(deal, deal);
                    }
                }

                if (push.LeftQuarter && deal.Slipped != mark)
                {
                    deal.Slipped = mark;
                    slipped++;
                }
            }

            var mostPushed = new PushedDeal[most.Count];
            for (var place = mostPushed.Length - 1; place >= 0; place--)
            {
                var deal = most.Dequeue();
                mostPushed[place] = new PushedDeal(deal.Id, deal.Id, deal.TimesPushed);
            }

            return (pushed, slipped, mostPushed);
        }
    }
}
