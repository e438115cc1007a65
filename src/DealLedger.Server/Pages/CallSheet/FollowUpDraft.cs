using DealLedger.Core.Ledger;

namespace DealLedger.Server.Pages.CallSheet;

/// <summary>
/// What was typed into a form about a follow-up, and why it was refused, by field: of a new one, or with Id of the closing of that one. Key makes
/// a form that is sent twice one follow-up.
/// </summary>
public sealed record FollowUpDraft(
    string? Id, string? Text, string? Owner, string? Due, string? By, string? Deal, string? Result, string Key, IReadOnlyList<Refusal> Faults)
{
    /// <summary>Nothing typed yet.</summary>
    public static FollowUpDraft Empty(string key) => new(null, null, null, null, null, null, null, key, []);

    /// <summary>Whether a new follow-up was refused.</summary>
    public bool IsRefused => Id is null && Faults.Count > 0;

    /// <summary>Why a field of a new follow-up was refused, if it was.</summary>
    public string? FaultOf(string field) => Id is null ? Faults.FirstOrDefault(f => f.Field == field)?.Message : null;

    /// <summary>Why the closing of a follow-up was refused, if it was.</summary>
    public string? FaultOfClosing(string id) => Id == id ? string.Join(" ", Faults.Select(f => f.Message)) : null;
}
