using DealLedger.Core.Ledger;

namespace DealLedger.Core.Quotas;

/// <summary>
/// From At on, this is the quota for a period: of a person for their own deals (scope own), or of the team that they lead (team). The stream
/// is <c>quota/ID</c> of that person. Amount is in Currency; none takes the quota away. Source names the record of the source that told it,
/// none for one that was set here.
/// </summary>
public sealed record QuotaSet(
    string? Period, DateOnly Start, DateOnly End, string? Scope, decimal? Amount, string? Currency, string? Source, DateTimeOffset At,
    string By) : FactEvent(At, By)
{
    /// <summary>The kind of the streams of quotas.</summary>
    public const string Kind = "quota";
}
