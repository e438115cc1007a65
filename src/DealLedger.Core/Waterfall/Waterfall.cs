using DealLedger.Core.Currencies;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;

namespace DealLedger.Core.Waterfall;

/// <summary>The sum of one kind of movement and the number of deals behind it.</summary>
public sealed record MovementSum(MovementKind Kind, decimal Amount, long Deals);

/// <summary>One waterfall: start plus all movements is end, to the cent. Parent is the team above a team at the end of the window.</summary>
public sealed record WaterfallRow(string Key, string Name, Cell Start, Cell End, IReadOnlyList<MovementSum> Movements, string? Parent = null);

/// <summary>
/// The whole, its groups, the ids of the deals that moved most, and what no rate converts of the pipeline at the start and of that at the
/// end.
/// </summary>
public sealed record WaterfallFigures(
    WaterfallRow Total, IReadOnlyList<WaterfallRow> Rows, IReadOnlyList<string> LargestDeals, long DealsTotal,
    IReadOnlyList<Unconverted> UnconvertedAtStart, IReadOnlyList<Unconverted> Unconverted);

/// <summary>
/// Adds a comparison of two instants up (DEFINITIONS 4) from the pipeline at its start and, deal by deal, the changes inside the window:
/// its cost follows what changed, not what exists.
/// </summary>
public sealed class WaterfallBuilder
{
    /// <summary>The version name of these rules.</summary>
    public const string Definition = "changes/1";

    private readonly PipelineScope _scope;
    private readonly Window _window;
    private readonly WaterfallMode _mode;
    private readonly GroupBy _by;
    private readonly int _limit;
    private readonly Tally _total = new();
    private readonly UnconvertedAmounts _unconvertedAtStart = new();
    private readonly UnconvertedAmounts _unconverted = new();
    private readonly SortedDictionary<string, Tally> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PipelineScope> _rowScopes = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, (decimal Size, string Id)> _largest = new(Comparer<(decimal Size, string Id)>.Create(
        (a, b) => a.Size != b.Size ? a.Size.CompareTo(b.Size) : string.CompareOrdinal(b.Id, a.Id)));

    private long _dealsTotal;

    /// <summary>A waterfall of this scope, window, mode and grouping that keeps the ids of the largest deals up to a limit.</summary>
    public WaterfallBuilder(PipelineScope scope, Window window, WaterfallMode mode, GroupBy by, int limit)
    {
        (_scope, _window, _mode, _by, _limit) = (scope, window, mode, by, limit);
    }

    /// <summary>Adds deals that are in the pipeline at the start, by the group that they are in then; by teams the key is their owner.</summary>
    public void AddStart(ForecastPart part)
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

    /// <summary>Adds one deal by its own changes inside the window, in business order. What the hierarchy and the rates did to it is added.</summary>
    public void AddDeal(string id, DealView? first, IReadOnlyList<ViewStep> steps)
    {
        var changes = _window.Changes(first, steps);
        if (changes.Count == 0)
        {
            return;
        }

        var last = changes[^1].After;
        var net = Net(first, last, _scope);
        var path = Path(changes, _scope);
        var shown = _mode == WaterfallMode.Net ? net : path;

        _total.Add(shown, Grown(first, last, _scope));
        AddUnconverted(first, _window.AtStart, -1);
        AddUnconverted(last, _window.AtEnd, 1);
        AddToGroups(changes, first, last, shown);
        if (shown.Count > 0 || IsRoundTrip(net, path))
        {
            _dealsTotal++;
            Rank(id, shown.Count == 0 ? 0 : shown.Max(m => Math.Abs(m.Amount)));
        }
    }

    /// <summary>Whether a deal's path movements, summed by kind, differ from its net ones.</summary>
    public static bool IsRoundTrip(IReadOnlyList<Movement> net, IReadOnlyList<Movement> path) =>
        !ByKind(net).SequenceEqual(ByKind(path));

    /// <summary>The movements of every change on its own.</summary>
    public static List<Movement> Path(IReadOnlyList<ViewChange> changes, PipelineScope scope)
    {
        var movements = new List<Movement>(changes.Count);
        foreach (var change in changes)
        {
            movements.AddRange(Split.Between(change.Before, change.After, scope, change.Was, change.Is));
        }

        return movements;
    }

    /// <summary>What was added, summed up.</summary>
    public WaterfallFigures Figures()
    {
        var largest = new List<string>(_largest.Count);
        while (_largest.TryDequeue(out var id, out _))
        {
            largest.Add(id);
        }

        largest.Reverse();
        return new WaterfallFigures(
            _total.Row("total", "Total"),
            [.. _groups.Where(g => g.Value.HasAnything).Select(g => g.Value.Row(g.Key, g.Key) with
            {
                Parent = _by == GroupBy.Team ? _window.AtEnd.Teams.Parent(g.Key) : null,
            })],
            largest,
            _dealsTotal,
            _unconvertedAtStart.All,
            _unconverted.All);
    }

    private void AddUnconverted(DealView? deal, Lens lens, int sign)
    {
        if (_scope.Counts(deal, lens.Teams))
        {
            _unconverted.Add(_window.AtEnd.Rates, deal!.Currency, AmountSum.One(deal.Amount), sign);
        }
    }

    private void AddToGroups(IReadOnlyList<ViewChange> changes, DealView? first, DealView last, List<Movement> shown)
    {
        if (_by is GroupBy.Owner or GroupBy.Team)
        {
            foreach (var key in _by == GroupBy.Owner ? Owners(changes) : Teams(changes))
            {
                var scope = RowScope(key);
                var movements = _mode == WaterfallMode.Net ? Net(first, last, scope) : Path(changes, scope);
                Group(key).Add(movements, Grown(first, last, scope));
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
            group.Add(shown, CellOf(last, _scope, _window.AtEnd) - start);
        }
    }

    private HashSet<string> Owners(IReadOnlyList<ViewChange> changes)
    {
        var owners = new HashSet<string>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            if (change.Before is { } before)
            {
                owners.Add(before.Owner ?? "");
            }

            owners.Add(change.After.Owner ?? "");
        }

        if (_scope.Owner is { } only)
        {
            owners.RemoveWhere(o => o != only);
        }

        return owners;
    }

    private HashSet<string> Teams(IReadOnlyList<ViewChange> changes)
    {
        var teams = new HashSet<string>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            if (change.Before is { } before)
            {
                teams.UnionWith(change.Was.Teams.TeamsOf(before.Owner, _scope.Team));
            }

            teams.UnionWith(change.Was.Teams.TeamsOf(change.After.Owner, _scope.Team));
            teams.UnionWith(change.Is.Teams.TeamsOf(change.After.Owner, _scope.Team));
        }

        // The split of the two ends looks at the owner of the one in the hierarchy of the other.
        teams.UnionWith(_window.AtStart.Teams.TeamsOf(changes[^1].After.Owner, _scope.Team));
        return teams;
    }

    private PipelineScope RowScope(string key)
    {
        if (!_rowScopes.TryGetValue(key, out var scope))
        {
            _rowScopes.Add(key, scope = _by == GroupBy.Owner ? _scope with { Owner = key } : _scope with { RowTeam = key });
        }

        return scope;
    }

    private List<Movement> Net(DealView? first, DealView last, PipelineScope scope) =>
        Split.Between(first, last, scope, _window.AtStart, _window.AtEnd);

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

    private void Rank(string id, decimal size)
    {
        _largest.Enqueue(id, (size, id));
        if (_largest.Count > _limit)
        {
            _largest.Dequeue();
        }
    }

    private static Cell CellOf(DealView? deal, PipelineScope scope, Lens lens) =>
        scope.Counts(deal, lens.Teams) ? new Cell(scope.Value(deal, lens), 1, deal!.Amount is null ? 1 : 0) : Cell.Zero;

    private static IEnumerable<Movement> ByKind(IReadOnlyList<Movement> movements) =>
        movements.GroupBy(m => m.Kind).Select(g => new Movement(g.Key, g.Sum(m => m.Amount))).OrderBy(m => m.Kind);

    private sealed class Tally
    {
        private readonly SortedDictionary<MovementKind, (decimal Amount, long Deals)> _movements = [];
        private Cell _change = Cell.Zero;

        public Cell Start { get; set; } = Cell.Zero;

        public bool HasAnything => Start != Cell.Zero || _change != Cell.Zero || _movements.Count > 0;

        public void Add(List<Movement> movements, Cell change)
        {
            _change += change;
            foreach (var kind in movements.GroupBy(m => m.Kind))
            {
                var (amount, deals) = _movements.GetValueOrDefault(kind.Key);
                _movements[kind.Key] = (amount + kind.Sum(m => m.Amount), deals + 1);
            }
        }

        public WaterfallRow Row(string key, string name) =>
            new(key, name, Start, Start + _change, [.. _movements.Select(m => new MovementSum(m.Key, m.Value.Amount, m.Value.Deals))]);
    }
}
