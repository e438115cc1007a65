using DealLedger.Core.Opportunities;
using DealLedger.Core.People;
using DealLedger.Core.Time;

namespace DealLedger.Core.Waterfall;

/// <summary>Why the open pipeline of a period and scope grew or shrank, in the order of the table in DEFINITIONS 4.</summary>
public enum MovementKind
{
    /// <summary>Created inside the window.</summary>
    New,

    /// <summary>Closed before, open again.</summary>
    Reopened,

    /// <summary>Deleted before, back again.</summary>
    Restored,

    /// <summary>Its category is no longer Omitted.</summary>
    Unomitted,

    /// <summary>Lost.</summary>
    Lost,

    /// <summary>Deleted.</summary>
    Deleted,

    /// <summary>Its category became Omitted.</summary>
    Omitted,

    /// <summary>The close date came into the period from a later one.</summary>
    PulledIn,

    /// <summary>The close date came into the period from an earlier one.</summary>
    PushedIn,

    /// <summary>The close date left the period to a later one.</summary>
    PushedOut,

    /// <summary>The close date left the period to an earlier one.</summary>
    PulledOut,

    /// <summary>The amount grew.</summary>
    Increased,

    /// <summary>The amount shrank.</summary>
    Decreased,

    /// <summary>The rate changed, the native amount did not.</summary>
    Currency,

    /// <summary>The deal came from an owner outside the scope.</summary>
    TransferredIn,

    /// <summary>The deal went to an owner outside the scope.</summary>
    TransferredOut,

    /// <summary>The owner came into the scope with the hierarchy.</summary>
    RealignedIn,

    /// <summary>The owner left the scope with the hierarchy.</summary>
    RealignedOut,

    /// <summary>Won.</summary>
    Won,
}

/// <summary>One step's movement of the open pipeline, in the reporting currency.</summary>
public readonly record struct Movement(MovementKind Kind, decimal Amount);

/// <summary>Whose pipeline is looked at: a period, and the owners in scope.</summary>
public sealed record PipelineScope(Period Period, string? Owner)
{
    /// <summary>The team in whose scope owners are, if any.</summary>
    public string? Team { get; init; }

    /// <summary>The team of a row in whose scope they are, if any: the one asked about, or one below it.</summary>
    public string? RowTeam { get; init; }

    /// <summary>Whether the deal counts: in the open pipeline, with its close date in the period and its owner in scope.</summary>
    public bool Counts(DealView? deal, Hierarchy teams) =>
        deal is { IsInPipeline: true } && Period.Contains(deal.CloseDate) && HasOwner(deal.Owner, teams);

    /// <summary>Whether deals of that owner are in scope.</summary>
    public bool HasOwner(string? owner, Hierarchy teams) => (Owner is null || (owner ?? "") == Owner)
        && (Team is null || teams.IsIn(Team, owner)) && (RowTeam is null || teams.TeamsOf(owner, Team).Contains(RowTeam));

    /// <summary>v(state) of DEFINITIONS 4: the amount if the deal counts, else 0. An amount that no rate converts adds 0.</summary>
    public decimal Value(DealView? deal, Lens lens) => Counts(deal, lens.Teams) ? lens.Worth(deal!) : 0;
}

/// <summary>
/// Splits the difference between two states of a deal into movements without a remainder (DEFINITIONS 4): every step's movement is
/// the value after it less the value before it, so the movements of any split add up to the difference.
/// </summary>
public static class Split
{
    /// <summary>The movements between two states, at most one a step, in the order of the steps; each state is seen through the lens of its instant.</summary>
    public static List<Movement> Between(DealView? before, DealView? after, PipelineScope scope, Lens was, Lens @is)
    {
        var movements = new List<Movement>();
        Between(before, after, scope, was, @is, movements);
        return movements;
    }

    /// <summary>Adds the movements between two states to others.</summary>
    public static void Between(DealView? before, DealView? after, PipelineScope scope, Lens was, Lens @is, List<Movement> movements)
    {
        // No step gives a deal a date that neither state has.
        if (after is null || (!scope.Period.Contains(before?.CloseDate) && !scope.Period.Contains(after.CloseDate)))
        {
            return;
        }

        // What did not exist before was in no hierarchy and had no rate before: it comes in with those of the later state, as with its owner.
        var (state, lens) = before is null ? (after, @is) : (before, was);
        var value = new Value(
            movements, before is { IsInPipeline: true }, scope.Period.Contains(state.CloseDate), scope.HasOwner(state.Owner, lens.Teams), lens.Worth(state));

        if (before is null)
        {
            if (after.IsDeleted)
            {
                return;
            }

            // The category of a closed deal is not one that it was ever forecast in, so it cannot hide that the deal was new.
            state = after.Standing == Outcome.Open ? after : after with { Standing = Outcome.Open, Category = ForecastCategory.Pipeline };
            value.Step(MovementKind.New, state);
        }

        ComeIn(after, ref state, ref value);
        GoOut(after, ref state, ref value);

        if (state.CloseDate != after.CloseDate)
        {
            value.IsInPeriod = scope.Period.Contains(after.CloseDate);
            value.Step(DateKind(state.CloseDate, after.CloseDate, scope.Period));
        }

        if (state.Amount != after.Amount || state.Currency != after.Currency)
        {
            var worth = lens.Worth(after);
            var kind = worth >= value.Worth ? MovementKind.Increased : MovementKind.Decreased;
            value.Worth = worth;
            value.Step(kind);
        }

        if (lens.Rates != @is.Rates)
        {
            value.Worth = @is.Worth(after);
            value.Step(MovementKind.Currency);
        }

        if (state.Owner != after.Owner)
        {
            value.HasOwner = scope.HasOwner(after.Owner, lens.Teams);
            value.Step(value.HasOwner ? MovementKind.TransferredIn : MovementKind.TransferredOut);
        }

        if (lens.Teams != @is.Teams)
        {
            value.HasOwner = scope.HasOwner(after.Owner, @is.Teams);
            value.Step(value.HasOwner ? MovementKind.RealignedIn : MovementKind.RealignedOut);
        }

        value.Step(MovementKind.Won, after);
    }

    private static void ComeIn(DealView after, ref DealView state, ref Value value)
    {
        if (state.IsDeleted && !after.IsDeleted)
        {
            state = state with { IsDeleted = false };
            value.Step(MovementKind.Restored, state);
        }

        if (state.Standing != Outcome.Open && after.Outcome == Outcome.Open)
        {
            state = state with { Standing = Outcome.Open, Category = after.Category };
            value.Step(MovementKind.Reopened, state);
        }

        var leavesOmitted = after.Outcome == Outcome.Won || (after.Outcome == Outcome.Open && after.Category != ForecastCategory.Omitted);
        if (state is { Outcome: Outcome.Open, Category: ForecastCategory.Omitted } && leavesOmitted)
        {
            state = state with { Category = after.Outcome == Outcome.Won ? ForecastCategory.Pipeline : after.Category };
            value.Step(MovementKind.Unomitted, state);
        }
    }

    private static void GoOut(DealView after, ref DealView state, ref Value value)
    {
        if (after.IsDeleted && !state.IsDeleted)
        {
            state = state with { IsDeleted = true };
            value.Step(MovementKind.Deleted, state);
        }
        else if (after.Outcome == Outcome.Lost && state.Outcome == Outcome.Open)
        {
            state = state with { Standing = Outcome.Lost };
            value.Step(MovementKind.Lost, state);
        }
        else if (after is { Outcome: Outcome.Open, Category: ForecastCategory.Omitted } && state is { Outcome: Outcome.Open, Category: not ForecastCategory.Omitted })
        {
            state = state with { Category = ForecastCategory.Omitted };
            value.Step(MovementKind.Omitted, state);
        }
    }

    // No date is later than any date.
    private static MovementKind DateKind(DateOnly? from, DateOnly? to, Period period)
    {
        var later = (to ?? DateOnly.MaxValue) > (from ?? DateOnly.MaxValue);
        return (period.Contains(to), later) switch
        {
            (true, false) => MovementKind.PulledIn,
            (true, true) => MovementKind.PushedIn,
            (false, true) => MovementKind.PushedOut,
            (false, false) => MovementKind.PulledOut,
        };
    }

    // v(state) along a split, by the four things that it hangs on: each step changes one of them, and moves the value by what that does to it.
    private struct Value(List<Movement> movements, bool isInPipeline, bool isInPeriod, bool hasOwner, decimal worth)
    {
        public bool IsInPeriod = isInPeriod;
        public bool HasOwner = hasOwner;
        public decimal Worth = worth;
        private bool _isInPipeline = isInPipeline;
        private decimal _last = isInPipeline && isInPeriod && hasOwner ? worth : 0;

        public void Step(MovementKind kind, DealView state)
        {
            _isInPipeline = state.IsInPipeline;
            Step(kind);
        }

        public void Step(MovementKind kind)
        {
            var value = _isInPipeline && IsInPeriod && HasOwner ? Worth : 0;
            if (value != _last)
            {
                movements.Add(new Movement(kind, value - _last));
                _last = value;
            }
        }
    }
}
