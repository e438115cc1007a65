using DealLedger.Core.Answers;

namespace DealLedger.Server.Pages.Find;

/// <summary>All that the page of found deals shows; no answer where nothing is looked for yet.</summary>
public sealed record FindModel(FindAnswer? Answer)
{
    /// <summary>The deal whose id is the text, if one of those found is.</summary>
    public string? Exact => Answer?.Deals.FirstOrDefault(d => d.Id.Equals(Answer.Text, StringComparison.OrdinalIgnoreCase))?.Id;

    /// <summary>The address of a deal as it is known here.</summary>
    public static string Deal(PageFrame frame, string id) =>
        frame.To("/deals/" + Uri.EscapeDataString(id)).With("knownAt", frame.Address["knownAt"]).ToString();
}
