using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;

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
    public static ChangedDeal? Of(Timeline timeline, DateTimeOffset from, DateTimeOffset to, PipelineScope scope, WaterfallMode mode)
    {
        var window = timeline.Changes.Where(c => c.After is not null && c.At > from && c.At <= to).ToList();
        if (window.Count == 0)
        {
            return null;
        }

        var views = window.ConvertAll(c => new ViewChange(DealView.Of(c.Before), DealView.Of(c.After)!));
        var (start, end) = (views[0].Before, views[^1].After);
        var net = Split.Between(start, end, scope);
        var path = WaterfallBuilder.Path(views, scope);

        var movements = new List<DealMovement>();
        if (mode == WaterfallMode.Net)
        {
            movements.AddRange(net.Select(m => Describe(m, LastTouching(m.Kind, window), start, end)));
        }
        else
        {
            foreach (var (change, view) in window.Zip(views))
            {
                movements.AddRange(Split.Between(view.Before, view.After, scope).Select(m => Describe(m, change, view.Before, view.After)));
            }
        }

        var last = window[^1].After!;
        return new ChangedDeal(
            timeline.OpportunityId, last.Name ?? timeline.OpportunityId, last.Owner ?? "", scope.Value(start), scope.Value(end),
            WaterfallBuilder.IsRoundTrip(net, path), movements);
    }

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
        MovementKind.Increased or MovementKind.Decreased or MovementKind.Currency => (before?.Amount?.ToText(), after.Amount?.ToText()),
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
        MovementKind.Increased or MovementKind.Decreased or MovementKind.Currency => e is AmountChanged or CurrencyChanged,
        MovementKind.TransferredIn or MovementKind.TransferredOut => e is OwnerChanged,
        MovementKind.Won => e is OpportunityWon,
        _ => false,
    };

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
