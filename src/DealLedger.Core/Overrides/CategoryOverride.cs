using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Time;

namespace DealLedger.Core.Overrides;

/// <summary>How an override of a category ended.</summary>
public enum OverrideEnd
{
    /// <summary>It is still there.</summary>
    Standing,

    /// <summary>A person cleared it.</summary>
    Cleared,

    /// <summary>Another override took its place.</summary>
    Replaced,

    /// <summary>The deal was won or lost.</summary>
    Closed,
}

/// <summary>Whether the deal did what an override said.</summary>
public enum OverrideVerdict
{
    /// <summary>It may still do so or not, or it had no close date when it was overridden.</summary>
    Undecided,

    /// <summary>It did.</summary>
    Kept,

    /// <summary>It did not.</summary>
    Missed,
}

/// <summary>
/// One override of a deal's category: the event, the category that was in effect just before it, the amount, close date and owner as the
/// change left them, the fiscal quarter of that date, until when it held (UTC, none while it stands), and what came of it.
/// </summary>
public sealed record CategoryOverride(
    string DealId, string DealName, RecordedEvent Event, ForecastCategory Replaced, ForecastCategory Category, decimal? Amount, string? Currency,
    DateOnly? CloseDate, string? Owner, Period? Period, DateTimeOffset? Until, OverrideEnd End, OverrideVerdict Verdict)
{
    /// <summary>When it was put.</summary>
    public DateTimeOffset At => Event.Data.At;

    /// <summary>The reference of the text that says why.</summary>
    public string? Reason => ((CategoryOverridden)Event.Data).Reason;

    /// <summary>For how many whole days it held by an instant.</summary>
    public long DaysHeld(DateTimeOffset asOf) => ((Until ?? asOf) - At).Ticks / TimeSpan.TicksPerDay;

    /// <summary>
    /// The overrides of a deal as of an instant, in business order (docs/definitions.md, Overrides). An event that has no effect, or names the
    /// category that the deal is overridden to already, is none.
    /// </summary>
    public static IReadOnlyList<CategoryOverride> AllOf(Timeline timeline, DateTimeOffset asOf, Settings settings)
    {
        var overrides = new List<CategoryOverride>();
        var last = timeline.StateAt(asOf);
        foreach (var change in timeline.Changes.TakeWhile(c => c.At <= asOf))
        {
            var before = change.Before;
            foreach (var e in change.Events)
            {
                var after = Opportunity.Apply(before, timeline.OpportunityId, e.Data);
                if (after?.Override != before?.Override)
                {
                    if (before?.Override is not null)
                    {
                        overrides[^1] = overrides[^1] with { Until = change.At, End = EndOf(after!) };
                    }

                    if (after!.Override is { } to)
                    {
                        overrides.Add(Of(change, e, before!, to, last!, asOf, settings));
                    }
                }

                before = after;
            }
        }

        return overrides;
    }

    private static CategoryOverride Of(
        Change change, RecordedEvent e, Opportunity before, ForecastCategory to, Opportunity last, DateTimeOffset asOf, Settings settings)
    {
        var then = change.After!;
        var period = then.CloseDate is { } day ? settings.Calendar.QuarterOf(day) : null;
        return new CategoryOverride(
            then.Id, last.Name ?? then.Id, e, before.Category, to, then.Amount, then.Currency, then.CloseDate, then.Owner, period, null, OverrideEnd.Standing,
            Judge(to, period, last, asOf, settings));
    }

    private static OverrideEnd EndOf(Opportunity after) => after switch
    {
        { Override: not null } => OverrideEnd.Replaced,
        { Standing: not Outcome.Open } => OverrideEnd.Closed,
        _ => OverrideEnd.Cleared,
    };

    // Commit, MostLikely and BestCase say that the deal will be won in the period; Pipeline and Omitted say that it will not.
    private static OverrideVerdict Judge(ForecastCategory to, Period? period, Opportunity last, DateTimeOffset asOf, Settings settings)
    {
        if (period is null || (last.Outcome == Outcome.Open && period.Contains(last.CloseDate) && !HasEnded(period, asOf, settings)))
        {
            return OverrideVerdict.Undecided;
        }

        var saysWon = to is ForecastCategory.Commit or ForecastCategory.MostLikely or ForecastCategory.BestCase;
        var isWon = last.Outcome == Outcome.Won && period.Contains(last.CloseDate);
        return saysWon == isWon ? OverrideVerdict.Kept : OverrideVerdict.Missed;
    }

    // The last day of all has no end.
    private static bool HasEnded(Period period, DateTimeOffset asOf, Settings settings) =>
        period.End < DateOnly.MaxValue && new TimeWords(settings, asOf).WindowEnd(period) <= asOf;
}
