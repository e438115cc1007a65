using DealLedger.Core.Currencies;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.People;

namespace DealLedger.Core.Waterfall;

/// <summary>One movement of one deal with the change behind it: when, by whom, at which position, and what the field was before and after.</summary>
public sealed record DealMovement(
    MovementKind Kind, decimal Amount, DateTimeOffset At, string By, string? Before, string? After, long Position);

/// <summary>One deal of a comparison: its value at both ends and its movements.</summary>
public sealed record ChangedDeal(
    string Id, string Name, string Owner, decimal Start, decimal End, bool RoundTrip, IReadOnlyList<DealMovement> Movements)
{
    /// <summary>
    /// Describes a deal by its timeline. In net mode a movement's change is the last one in the window that touched the movement's
    /// field (DEFINITIONS 4).
    /// </summary>
    public static ChangedDeal? Of(Timeline timeline, Window window, PipelineScope scope, WaterfallMode mode)
    {
        var own = timeline.Changes.Where(c => c.After is not null && c.At > window.From && c.At <= window.To).ToList();
        var steps = own.ConvertAll(c => new ViewStep(c.At, DealView.Of(c.Before), DealView.Of(c.After)!));
        var start = steps.Count > 0 ? steps[0].Before : DealView.Of(timeline.StateAt(window.From));
        var changes = window.Changes(start, steps);
        if (changes.Count == 0)
        {
            return null;
        }

        var end = changes[^1].After;
        var net = Split.Between(start, end, scope, window.AtStart, window.AtEnd);
        var path = new List<Movement>();
        MovementList.SplitPath(changes, scope, path);
        MovementList.SumByKind(path);

        var movements = new List<DealMovement>();
        if (mode == WaterfallMode.Net)
        {
            movements.AddRange(net.Select(m => m.Kind switch
            {
                MovementKind.RealignedIn or MovementKind.RealignedOut => Describe(m, end.Owner, window.LastRealignment(end.Owner)),
                MovementKind.Currency => Describe(m, window.LastRateMove(end.Currency)!),
                _ => Describe(m, LastTouching(m.Kind, own), start, end),
            }));
        }
        else
        {
            foreach (var change in changes)
            {
                movements.AddRange(Split.Between(change.Before, change.After, scope, change.Was, change.Is).Select(m => (m.Kind, change.Move) switch
                {
                    (_, null) => Describe(m, own[change.Step], change.Before, change.After),
                    (MovementKind.Currency, { } move) => Describe(m, move.Rates.First(r => r.Currency == change.After.Currency)),
                    (_, { } move) => Describe(m, change.After.Owner, move.Lines),
                }));
            }
        }

        var last = timeline.StateAt(window.To)!;
        return new ChangedDeal(
            timeline.OpportunityId, last.Name ?? timeline.OpportunityId, last.Owner ?? "", scope.Value(start, window.AtStart),
            scope.Value(end, window.AtEnd), MovementList.IsRoundTrip(net, path), movements);
    }

    // Of several moves at one instant the owner's own says most.
    private static DealMovement Describe(Movement movement, string? owner, IReadOnlyList<LineMove> moves)
    {
        var move = moves.FirstOrDefault(m => m.Person == owner) ?? moves[0];
        return new DealMovement(movement.Kind, movement.Amount, move.At, move.Fact.Data.By, move.Was, move.Is, move.Fact.Position);
    }

    private static DealMovement Describe(Movement movement, RateMove move) =>
        new(movement.Kind, movement.Amount, move.At, move.Fact.Data.By, move.Was?.ToText(), move.Is?.ToText(), move.Fact.Position);

    private static DealMovement Describe(Movement movement, Change change, DealView? before, DealView after)
    {
        var (was, became) = Field(movement.Kind, before, after);
        var e = change.Events.FindLast(e => Tells(movement.Kind, e.Data)) ?? change.Events[^1];
        return new DealMovement(movement.Kind, movement.Amount, change.At, e.Data.By, was, became, e.Position);
    }

    private static Change LastTouching(MovementKind kind, List<Change> window) =>
        window.FindLast(c => c.Before is null || Touches(kind, DealView.Of(c.Before)!, DealView.Of(c.After)!)) ?? window[^1];

    private static bool Touches(MovementKind kind, DealView before, DealView after) => kind switch
    {
        MovementKind.New => false,
        MovementKind.Restored or MovementKind.Deleted => before.IsDeleted != after.IsDeleted,
        MovementKind.Increased or MovementKind.Decreased => before.Amount != after.Amount || before.Currency != after.Currency,
        _ => Field(kind, before, after) is var (was, became) && was != became,
    };

    private static (string? Before, string? After) Field(MovementKind kind, DealView? before, DealView after) => kind switch
    {
        MovementKind.New => (null, after.Stage),
        MovementKind.Reopened or MovementKind.Lost or MovementKind.Won => (before?.Standing.Name(), after.Standing.Name()),
        MovementKind.Restored or MovementKind.Deleted => (before?.Outcome.Name(), after.Outcome.Name()),
        MovementKind.Omitted or MovementKind.Unomitted => (before?.Category.Name(), after.Category.Name()),
        MovementKind.PulledIn or MovementKind.PushedIn or MovementKind.PushedOut or MovementKind.PulledOut =>
            (Day(before?.CloseDate), Day(after.CloseDate)),
        MovementKind.Increased or MovementKind.Decreased => (before?.Amount?.ToText(), after.Amount?.ToText()),
        _ => (before?.Owner, after.Owner),
    };

    private static bool Tells(MovementKind kind, IOpportunityEvent e) => kind switch
    {
        MovementKind.New => e is OpportunityOpened,
        MovementKind.Reopened => e is OpportunityReopened,
        MovementKind.Restored => e is OpportunityRestored,
        MovementKind.Unomitted => e is CategoryOverrideCleared or CategoryOverridden or CategoryChanged,
        MovementKind.Lost => e is OpportunityLost,
        MovementKind.Deleted => e is OpportunityDeleted or OpportunityMerged,
        MovementKind.Omitted => e is CategoryOverridden or CategoryChanged,
        MovementKind.PulledIn or MovementKind.PushedIn or MovementKind.PushedOut or MovementKind.PulledOut => e is CloseDateMoved,
        MovementKind.Increased or MovementKind.Decreased => e is AmountChanged or CurrencyChanged,
        MovementKind.TransferredIn or MovementKind.TransferredOut => e is OwnerChanged,
        MovementKind.Won => e is OpportunityWon,
        _ => false,
    };

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
