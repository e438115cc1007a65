using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.People;
using DealLedger.Core.Time;

namespace DealLedger.Core.Calls;

/// <summary>States a number for a period, at an instant in UTC, by a person's id (DEFINITIONS 6). Pure.</summary>
public sealed record SubmitCall(Period Period, string For, CallLayer Layer, ForecastCategory Category, decimal Amount, DateTimeOffset At, string By)
{
    /// <summary>
    /// Whose deals the call is about in the hierarchy of its instant: a rep's call is about the person's own; any other about their team where
    /// they lead one, else about their own.
    /// </summary>
    public CallScope Scope(Hierarchy teams) => Layer != CallLayer.Rep && teams.IsTeam(For) ? CallScope.Team : CallScope.Own;

    /// <summary>The slot that the call takes.</summary>
    public CallSlot Slot(CallScope scope) => new(Period, For, scope, Layer, Category);

    /// <summary>
    /// Why the call cannot be taken, or none: by the period's last instant, now, whether the person and who states the call are known, and the teams as of
    /// the call.
    /// </summary>
    public Refusal? Fault(DateTimeOffset periodEnd, DateTimeOffset now, bool isKnown, bool isAuthorKnown, Hierarchy teams) =>
        At > now ? new Refusal("at-in-future", $"{At.ToIso()} lies in the future; a call is recorded when it has been stated.", "at")
        : At > periodEnd ? new Refusal(
            "period-closed", $"{Period.Id} ended at {periodEnd.ToIso()}, and the call is of {At.ToIso()}; name a period that had not ended then.", "period")
        : !isKnown ? PeopleDecision.Unknown(For, "for")
        : !isAuthorKnown ? PeopleDecision.Unknown(By, "by")
        : Layer == CallLayer.Leader && !teams.IsTeam(For) ? new Refusal(
            "no-reports", $"Nobody reported to '{For}' at {At.ToIso()}, and a leader's call is about a team; name one who leads a team.", "for")
        : null;

    /// <summary>What to record, given the calls so far, the roll-up that the call is based on, and the reference of its note.</summary>
    public CallSubmitted Decide(CallBook known, CallScope scope, string currency, CallBasis basis, string? note, string? source)
    {
        var replaced = known.InForce(Slot(scope), At);
        return new CallSubmitted(
            Period.Id, Period.Start, Period.End, For, CallWords.Of(CallWords.Scopes, scope), CallWords.Of(CallWords.Layers, Layer),
            CallWords.Of(CallWords.Categories, Category), Amount.Trim(), currency, note, replaced?.Id, source, basis.Position, basis.Currency,
            basis.Closed.Amount.Trim(), basis.Closed.Count, basis.Closed.WithoutAmount,
            basis.Commit.Amount.Trim(), basis.Commit.Count, basis.Commit.WithoutAmount,
            basis.MostLikely.Amount.Trim(), basis.MostLikely.Count, basis.MostLikely.WithoutAmount,
            basis.BestCase.Amount.Trim(), basis.BestCase.Count, basis.BestCase.WithoutAmount,
            basis.Pipeline.Amount.Trim(), basis.Pipeline.Count, basis.Pipeline.WithoutAmount,
            basis.Omitted.Amount.Trim(), basis.Omitted.Count, basis.Omitted.WithoutAmount,
            basis.Lost.Amount.Trim(), basis.Lost.Count, basis.Lost.WithoutAmount,
            basis.OpenPipeline.Amount.Trim(), basis.OpenPipeline.Count, basis.OpenPipeline.WithoutAmount, At, By);
    }
}
