using DealLedger.Core.Calls;
using DealLedger.Core.Ledger;
using DealLedger.Core.People;
using DealLedger.Core.Time;

namespace DealLedger.Core.Quotas;

/// <summary>
/// Sets the quota of a person, or of the team that they lead, for a period from an instant on (UTC; it may lie in the future); no amount takes
/// it away. Pure.
/// </summary>
public sealed record SetQuota(
    string For, CallScope Scope, Period Period, decimal? Amount, string Currency, DateTimeOffset At, string By, string? Source = null)
{
    /// <summary>What the quota is for.</summary>
    public QuotaSlot Slot => new(For, Scope, Period);

    /// <summary>Why the quota cannot be taken, or none: by whether the person and who sets it are known, and the reporting lines.</summary>
    public Refusal? Fault(bool isKnown, bool isAuthorKnown, ReportingLines lines) =>
        !isKnown ? PeopleDecision.Unknown(For, "who")
        : !isAuthorKnown ? PeopleDecision.Unknown(By, "by")
        : Scope == CallScope.Team && !lines.IsTeam(For) ? new Refusal(
            "no-reports", $"Nobody ever reported to '{For}', so there is no team to have a quota; set the person's own.", "who")
        : Amount < 0 ? new Refusal("amount-negative", $"A quota of {Amount.Value.ToText()} is below zero; write what is to be reached.", "amount")
        : null;

    /// <summary>What to record, given the quotas so far: nothing where it holds already.</summary>
    public QuotaSet? Decide(QuotaBook known)
    {
        var holds = known.Find(Slot, At);
        return holds?.Amount == Amount && (holds is null || holds.Currency == Currency)
            ? null
            : new QuotaSet(Period.Id, Period.Start, Period.End, CallWords.Of(CallWords.Scopes, Scope), Amount?.Trim(), Currency, Source, At, By);
    }
}
