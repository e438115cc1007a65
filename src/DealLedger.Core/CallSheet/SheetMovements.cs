using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Waterfall;

namespace DealLedger.Core.CallSheet;

/// <summary>Deals that moved alike: how many, the sum of what they moved, and the ids of those that moved most.</summary>
public sealed record SheetMoves(long Count, decimal Amount, IReadOnlyList<string> Largest);

/// <summary>
/// What moved in a part since the last call (DEFINITIONS 4, net): won, lost, and slipped out of the period to a later one, each with the sum of those
/// movements; and the deals that moved otherwise and in none of these ways, with the sum of their changes.
/// </summary>
public sealed record SheetMovementFigures(SheetMoves Won, SheetMoves Lost, SheetMoves Slipped, SheetMoves Moved);

/// <summary>Sorts the deals that changed since the last call into what a call talks about, and keeps those that moved most.</summary>
public sealed class SheetMovements(PipelineScope scope, Window window, int shown)
{
    private readonly Dictionary<SheetPartKind, Part> _parts = Enum.GetValues<SheetPartKind>().ToDictionary(k => k, _ => new Part(shown));
    private readonly List<ViewChange> _changes = [];
    private readonly List<Movement> _net = [];

    /// <summary>
    /// Adds one deal by its state at the last call and its own changes since, in business order; each deal comes once, and stands in the part that
    /// its type puts it in now.
    /// </summary>
    public void AddDeal(string id, DealView? first, IReadOnlyList<ViewStep> steps)
    {
        window.Changes(first, steps, _changes);
        if (_changes.Count > 0)
        {
            var last = _changes[^1].After;
            _net.Clear();
            Split.Between(first, last, scope, window.AtStart, window.AtEnd, _net);
            _parts[SheetRules.PartOf(last.Type)].Add(id, _net);
        }
    }

    /// <summary>Takes out what was added to a part, once.</summary>
    public SheetMovementFigures Take(SheetPartKind kind) => _parts[kind].Figures();

    private sealed class Part(int shown)
    {
        private readonly Moves _won = new(shown);
        private readonly Moves _lost = new(shown);
        private readonly Moves _slipped = new(shown);
        private readonly Moves _moved = new(shown);

        public void Add(string id, List<Movement> movements)
        {
            var isTold = false;
            foreach (var movement in movements)
            {
                if (Of(movement.Kind) is { } moves)
                {
                    moves.Add(id, movement.Amount, Math.Abs(movement.Amount));
                    isTold = true;
                }
            }

            if (!isTold && movements.Count > 0)
            {
                _moved.Add(id, movements.Sum(m => m.Amount), movements.Max(m => Math.Abs(m.Amount)));
            }
        }

        public SheetMovementFigures Figures() => new(_won.Take(), _lost.Take(), _slipped.Take(), _moved.Take());

        private Moves? Of(MovementKind kind) => kind switch
        {
            MovementKind.Won => _won,
            MovementKind.Lost => _lost,
            MovementKind.PushedOut => _slipped,
            _ => null,
        };
    }

    private sealed class Moves(int shown)
    {
        private readonly FirstDeals<string> _largest = new(shown, null);
        private long _count;
        private decimal _amount;

        public void Add(string id, decimal amount, decimal size)
        {
            (_count, _amount) = (_count + 1, _amount + amount);
            _largest.Add(new DealRank(size, id), id);
        }

        public SheetMoves Take() => new(_count, _amount, _largest.Take().Deals.ConvertAll(d => d.Deal));
    }
}
