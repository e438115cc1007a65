namespace DealLedger.Core.Transitions;

/// <summary>
/// Where a deal stands at one of two instants: in a column of the forecast of a period and scope (DEFINITIONS 3), or outside of it. Omitted are here
/// the deals that are open and omitted; those that are lost stand under Lost alone. What is outside at the first instant came in by the last, what is
/// outside at the last one is gone by then; the words for it are those of DEFINITIONS 4.
/// </summary>
public enum DealPlace
{
    /// <summary>Outside at the first instant: it did not exist yet.</summary>
    New,

    /// <summary>Outside at the first instant: it was deleted.</summary>
    Restored,

    /// <summary>Outside at the first instant: it was to close after the period, or had no close date.</summary>
    PulledIn,

    /// <summary>Outside at the first instant: it was to close before the period.</summary>
    PushedIn,

    /// <summary>Outside at the first instant: its owner was not in the scope.</summary>
    TransferredIn,

    /// <summary>Won, in the period.</summary>
    Closed,

    /// <summary>Open, in Commit.</summary>
    Commit,

    /// <summary>Open, in MostLikely.</summary>
    MostLikely,

    /// <summary>Open, in BestCase.</summary>
    BestCase,

    /// <summary>Open, in Pipeline.</summary>
    Pipeline,

    /// <summary>Open, and omitted.</summary>
    Omitted,

    /// <summary>Lost, in the period.</summary>
    Lost,

    /// <summary>Outside at the last instant: won with a close date outside of the period.</summary>
    WonElsewhere,

    /// <summary>Outside at the last instant: lost with a close date outside of the period.</summary>
    LostElsewhere,

    /// <summary>Outside at the last instant: open, to close after the period, or without a close date.</summary>
    PushedOut,

    /// <summary>Outside at the last instant: open, to close before the period.</summary>
    PulledOut,

    /// <summary>Outside at the last instant: its owner is no longer in the scope.</summary>
    TransferredOut,

    /// <summary>Outside at the last instant: it is deleted.</summary>
    Deleted,
}
