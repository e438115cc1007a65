using System.ComponentModel;
using DealLedger.Core;
using DealLedger.Core.Finding;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Inputs;

/// <summary>What to find, as it is written.</summary>
public sealed record FindWords
{
    /// <summary>The beginning of an id, or of words of a name or an account's name; 2 to 200 characters.</summary>
    [FromQuery(Name = "q"), Description("The beginning of an id, or of words of a name or an account's name; 2 to 200 characters.")]
    public string? Q { get; init; }

    /// <summary>What the ledger knew: an instant, or a position (@1234). Default: now.</summary>
    [FromQuery(Name = "knownAt"), Description("What the ledger knew: an instant, or a position (@1234). Default: now.")]
    public string? KnownAt { get; init; }

    /// <summary>How many deals are told, 1 to 50. Default: 50.</summary>
    [FromQuery(Name = "limit"), Description("How many deals are told, 1 to 50. Default: 50.")]
    public string? Limit { get; init; }

    /// <summary>The question that is meant; refused when the text is too short or too long.</summary>
    public FindQuestion Read(InputReader read)
    {
        read.KnownAt("knownAt", KnownAt);
        var text = new string([.. (Q ?? "").Where(c => !char.IsControl(c))]).Trim();
        if (text.Length is < FindQuestion.Shortest or > FindQuestion.Longest)
        {
            read.Refuse("q", $"'{InputReader.Short(text)}' cannot be looked for; write {FindQuestion.Shortest} to {FindQuestion.Longest} characters of an id, a name or an account.");
        }

        return read.Checked(new FindQuestion(
            SalesforceId.To18(text) ?? text, read.Number("limit", Limit, 1, FindQuestion.MaxLimit, FindQuestion.MaxLimit)));
    }
}
