using DealLedger.Core.Currencies;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;
using DealLedger.Core.People;

namespace DealLedger.Core.Waterfall;

/// <summary>The sum of one kind of movement and the number of deals behind it.</summary>
public sealed record MovementSum(MovementKind Kind, decimal Amount, long Deals);

/// <summary>One waterfall: start plus all movements is end, to the cent. Parent is the team above a team at the end of the window.</summary>
public sealed record WaterfallRow(string Key, string Name, Cell Start, Cell End, IReadOnlyList<MovementSum> Movements, string? Parent = null);

/// <summary>
/// The whole, its groups, the ids of the deals that moved most, where the list of them goes on if it does, and what no rate converts of the
/// pipeline at the start and of that at the end.
/// </summary>
public sealed record WaterfallFigures(
    WaterfallRow Total, IReadOnlyList<WaterfallRow> Rows, IReadOnlyList<string> LargestDeals, long DealsTotal, DealRank? Next,
    IReadOnlyList<Unconverted> UnconvertedAtStart, IReadOnlyList<Unconverted> Unconverted);

/// <summary>
/// Adds a comparison of two instants up (DEFINITIONS 4) from the pipeline at its start and, deal by deal, the changes inside the window:
/// its cost follows what changed, not what exists.
/// </summary>
public sealed class WaterfallBuilder
{
    /// <summary>The version name of these rules.</summary>
    public const string Definition = "changes/1";

    private static readonly MovementKind[] Kinds = Enum.GetValues<MovementKind>();
    private readonly PipelineScope _scope;
    private readonly Window _window;
    private readonly WaterfallMode _mode;
    private readonly GroupBy _by;
    private readonly ListedDeals? _listed;
    private readonly Tally _total = new();
    private readonly UnconvertedAmounts _unconvertedAtStart = new();
    private readonly UnconvertedAmounts _unconverted = new();
    private readonly Dictionary<string, Tally> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PipelineScope> _rowScopes = new(StringComparer.Ordinal);
    private readonly FirstDeals<string> _largest;

    // Filled anew for each deal.
    private readonly List<ViewChange> _changes = [];
    private readonly List<Movement> _net = [];
    private readonly List<Movement> _path = [];
    private readonly List<Movement> _ofRow = [];
    private readonly HashSet<string> _rows = new(StringComparer.Ordinal);

    private long _dealsTotal;

    /// <summary>A waterfall of this scope, window, mode and grouping that keeps the ids of the deals that are to be listed, if any are.</summary>
    public WaterfallBuilder(PipelineScope scope, Window window, WaterfallMode mode, GroupBy by, ListedDeals? listed)
    {
        (_scope, _window, _mode, _by, _listed) = (scope, window, mode, by, listed);
        _largest = new FirstDeals<string>(listed?.Limit ?? 1, listed?.After);
    }

    /// <summary>Adds deals that are in the pipeline at the start, by the group that they are in then; by teams the key is their owner.</summary>
    public void AddStart(in ForecastPart part)
    {
        var (key, cell) = (part.Key ?? "", part.CellBy(_window.AtStart.Rates));
        _unconvertedAtStart.Add(_window.AtStart.Rates, part.Currency, part.Amounts);
        _unconverted.Add(_window.AtEnd.Rates, part.Currency, part.Amounts);
        _total.Start += cell;
        if (_by == GroupBy.Team)
        {
            foreach (var team in _window.AtStart.Teams.TeamsOf(key, _scope.Team))
            {
                Group(team).Start += cell;
            }
        }
        else if (_by != GroupBy.None)
        {
            Group(key).Start += cell;
        }
    }

    /// <summary>
    /// Adds one deal by its state at the start of the window and its own changes inside it, in business order. What the hierarchy and the
    /// rates did to it is added. Deals come in any order, each of them once.
    /// </summary>
    public void AddDeal(string id, DealView? first, IReadOnlyList<ViewStep> steps)
    {
        _window.Changes(first, steps, _changes);
        if (_changes.Count == 0)
        {
            return;
        }

        var last = _changes[^1].After;
        var shown = _mode == WaterfallMode.Net ? _net : _path;
        if (_mode == WaterfallMode.Net || _listed is not null)
        {
            SplitNet(first, last, _scope, _net);
        }

        if (_mode == WaterfallMode.Path || _listed is not null)
        {
            MovementList.SplitPath(_changes, _scope, _path);
        }

        var largest = MovementList.Largest(shown, _listed?.Kind);
        MovementList.SumByKind(_path);

        var grown = Grown(first, last, _scope);
        _total.Add(shown, grown);
        AddUnconverted(first, _window.AtStart, -1);
        AddUnconverted(last, _window.AtEnd, 1);
        AddToGroups(first, last, shown, grown);
        if (_listed is not null && _listed.IsOfPart(last) && (largest is not null || (_listed.Kind is null && MovementList.IsRoundTrip(_net, _path))))
        {
            _dealsTotal++;
            _largest.Add(new DealRank(largest ?? 0, id), id);
        }
    }

    /// <summary>What was added, summed up.</summary>
    public WaterfallFigures Figures()
    {
        var (largest, next) = _largest.Take();
        return new WaterfallFigures(
            _total.Row("total", "Total"),
            [.. _groups.Where(g => g.Value.HasAnything).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => g.Value.Row(g.Key, g.Key, _by == GroupBy.Team ? _window.AtEnd.Teams.Parent(g.Key) : null))],
            largest.ConvertAll(deal => deal.Deal),
            _dealsTotal,
            next,
            _unconvertedAtStart.All,
            _unconverted.All);
    }

    private void AddUnconverted(DealView? deal, Lens lens, int sign)
    {
        if (deal is not null && !_window.AtEnd.Rates.Knows(deal.Currency) && _scope.Counts(deal, lens.Teams))
        {
            _unconverted.Add(_window.AtEnd.Rates, deal.Currency, AmountSum.One(deal.Amount), sign);
        }
    }

    private void AddToGroups(DealView? first, DealView last, List<Movement> shown, Cell grown)
    {
        if (_by is GroupBy.Owner or GroupBy.Team)
        {
            if (StaysInItsRows(last))
            {
                AddToItsRows(last, shown, grown);
            }
            else
            {
                AddToAllRows(first, last);
            }
        }
        else if (_by != GroupBy.None)
        {
            // A deal stands where it stands at the end of the window, with its start too.
            var start = CellOf(first, _scope, _window.AtStart);
            if (first is not null)
            {
                Group(_by.KeyOf(first)).Start -= start;
            }

            var group = Group(_by.KeyOf(last));
            group.Start += start;
            group.Add(shown, grown);
        }
    }

    private bool StaysInItsRows(DealView last)
    {
        foreach (var change in _changes)
        {
            if (change.After.Owner != last.Owner || (change.Before is { } before && before.Owner != last.Owner))
            {
                return false;
            }
        }

        return !_window.HasMoved(last.Owner);
    }

    // What a deal with one owner, and the same teams above, is to the whole it is to each of its rows.
    private void AddToItsRows(DealView last, List<Movement> shown, Cell grown)
    {
        if (shown.Count > 0 || grown != Cell.Zero)
        {
            foreach (var row in RowsOf(last.Owner, _window.AtEnd.Teams))
            {
                Group(row).Add(shown, grown);
            }
        }
    }

    // A row that the deal came into or left sees movements of its own.
    private void AddToAllRows(DealView? first, DealView last)
    {
        _rows.Clear();
        foreach (var change in _changes)
        {
            if (change.Before is { } before)
            {
                _rows.UnionWith(RowsOf(before.Owner, change.Was.Teams));
            }

            _rows.UnionWith(RowsOf(change.After.Owner, change.Was.Teams));
            _rows.UnionWith(RowsOf(change.After.Owner, change.Is.Teams));
        }

        // The split of the two ends looks at the owner of the one in the hierarchy of the other.
        _rows.UnionWith(RowsOf(last.Owner, _window.AtStart.Teams));
        foreach (var row in _rows)
        {
            var scope = RowScope(row);
            if (_mode == WaterfallMode.Net)
            {
                SplitNet(first, last, scope, _ofRow);
            }
            else
            {
                MovementList.SplitPath(_changes, scope, _ofRow);
                MovementList.SumByKind(_ofRow);
            }

            Group(row).Add(_ofRow, Grown(first, last, scope));
        }
    }

    private IReadOnlyList<string> RowsOf(string? owner, Hierarchy teams) =>
        _by == GroupBy.Team ? teams.TeamsOf(owner, _scope.Team)
        : _scope.Owner is null || _scope.Owner == (owner ?? "") ? [owner ?? ""] : [];

    private PipelineScope RowScope(string key)
    {
        if (!_rowScopes.TryGetValue(key, out var scope))
        {
            _rowScopes.Add(key, scope = _by == GroupBy.Owner ? _scope with { Owner = key } : _scope with { RowTeam = key });
        }

        return scope;
    }

    private void SplitNet(DealView? first, DealView last, PipelineScope scope, List<Movement> movements)
    {
        movements.Clear();
        Split.Between(first, last, scope, _window.AtStart, _window.AtEnd, movements);
    }

    private Cell Grown(DealView? first, DealView last, PipelineScope scope) =>
        CellOf(last, scope, _window.AtEnd) - CellOf(first, scope, _window.AtStart);

    private Tally Group(string key)
    {
        if (!_groups.TryGetValue(key, out var tally))
        {
            _groups.Add(key, tally = new Tally());
        }

        return tally;
    }

    private static Cell CellOf(DealView? deal, PipelineScope scope, Lens lens) =>
        scope.Counts(deal, lens.Teams) ? new Cell(lens.Worth(deal!), 1, deal!.Amount is null ? 1 : 0) : Cell.Zero;

    private sealed class Tally
    {
        private readonly decimal[] _amounts = new decimal[Kinds.Length];
        private readonly long[] _deals = new long[Kinds.Length];
        private Cell _change = Cell.Zero;

        public Cell Start { get; set; } = Cell.Zero;

        public bool HasAnything => Start != Cell.Zero || _change != Cell.Zero || _deals.AsSpan().ContainsAnyExcept(0);

        public void Add(List<Movement> sums, Cell change)
        {
            _change += change;
            foreach (var sum in sums)
            {
                _amounts[(int)sum.Kind] += sum.Amount;
                _deals[(int)sum.Kind]++;
            }
        }

        public WaterfallRow Row(string key, string name, string? parent = null) => new(
            key, name, Start, Start + _change,
            [.. Kinds.Where(k => _deals[(int)k] > 0).Select(k => new MovementSum(k, _amounts[(int)k], _deals[(int)k]))], parent);
    }
}
