namespace DealLedger.Core.Finding;

/// <summary>Which deals have an id, a name or an account that begins so, word by word, now or at any time before; at most so many are told.</summary>
public sealed record FindQuestion(string Text, int Limit = FindQuestion.MaxLimit)
{
    /// <summary>How many deals are told at the most.</summary>
    public const int MaxLimit = 50;

    /// <summary>The shortest text that is looked for, in characters.</summary>
    public const int Shortest = 2;

    /// <summary>The longest text that is looked for, in characters.</summary>
    public const int Longest = 200;
}

/// <summary>A deal that was found, as it is now. Owner and account are ids, with their names where a source told them.</summary>
public sealed record FoundDeal(
    string Id, string Name, string? Account, string? AccountName, string? Owner, string? OwnerName, string? Stage, string Outcome, decimal? Amount, string? Currency,
    DateOnly? CloseDate);

/// <summary>Where a deal that was found stands in the list: the one of that id first, then by name; what begins with the text stands before what holds it.</summary>
public static class FindOrder
{
    /// <summary>The deals of these ids and names in their order.</summary>
    public static IEnumerable<T> Of<T>(IEnumerable<T> deals, string text, Func<T, string> id, Func<T, string> name) => deals
        .OrderBy(deal => Step(id(deal), name(deal), text)).ThenBy(name, StringComparer.OrdinalIgnoreCase).ThenBy(id, StringComparer.Ordinal);

    private static int Step(string id, string name, string text) =>
        id.Equals(text, StringComparison.OrdinalIgnoreCase) ? 0
        : name.Equals(text, StringComparison.OrdinalIgnoreCase) ? 1
        : name.StartsWith(text, StringComparison.OrdinalIgnoreCase) ? 2
        : 3;
}
