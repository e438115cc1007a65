namespace DealLedger.Core.Time;

/// <summary>A span of days that deals close in: a fiscal quarter, month or year, both days inclusive (DEFINITIONS 2).</summary>
public sealed record Period(string Id, DateOnly Start, DateOnly End)
{
    /// <summary>Whether a close date is in the period; no date is in none.</summary>
    public bool Contains(DateOnly? closeDate) => closeDate is { } day && day >= Start && day <= End;
}
