using System.ComponentModel;
using DealLedger.Core;
using DealLedger.Core.CallSheet;
using DealLedger.Core.Ledger;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Inputs;

/// <summary>The parts of a call sheet as they are written.</summary>
public static class SheetPartWords
{
    private static readonly (string Word, SheetPartKind? Meaning)[] Words =
        [("newAndExpansion", SheetPartKind.NewAndExpansion), ("renewals", SheetPartKind.Renewals)];

    /// <summary>A part as answers and addresses write it.</summary>
    public static string Of(SheetPartKind part) => Words.First(w => w.Meaning == part).Word;

    /// <summary>A part, if one is given.</summary>
    public static SheetPartKind? Read(InputReader read, string field, string? text) => text is null ? null : read.Choice(field, text, Words);
}

/// <summary>The question what a team's forecast call looks at, as it is written; what is left out has its default.</summary>
public sealed record CallSheetWords
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>The period that deals close in. Default: the current quarter.</summary>
    [FromQuery(Name = "period"), Description("The period that deals close in. Default: the current quarter.")]
    public string? Period { get; init; }

    /// <summary>The team, by the id of the person who leads it. Default: the top team.</summary>
    [FromQuery(Name = "team"), Description("The team, by the id of the person who leads it. Default: the top team.")]
    public string? Team { get; init; }

    /// <summary>The instant asked about. Default: now.</summary>
    [FromQuery(Name = "asOf"), Description("The instant asked about. Default: now.")]
    public string? AsOf { get; init; }

    /// <summary>The instant of the last call. Default: seven days before asOf.</summary>
    [FromQuery(Name = "since"), Description("The instant of the last call. Default: seven days before asOf.")]
    public string? Since { get; init; }

    /// <summary>What the ledger knew: an instant, or a position (@1234). Default: now.</summary>
    [FromQuery(Name = "knownAt"), Description("What the ledger knew: an instant, or a position (@1234). Default: now.")]
    public string? KnownAt { get; init; }

    /// <summary>Teams as they were (asOf, default) or as they are (current).</summary>
    [FromQuery(Name = "hierarchy"), Description("Teams as they were (asOf, default) or as they are (current).")]
    public string? Hierarchy { get; init; }

    /// <summary>Calendar, week, time zone and currency as they were (asOf, default) or as they are (current).</summary>
    [FromQuery(Name = "settings"), Description("Calendar, week, time zone and currency as they were (asOf, default) or as they are (current).")]
    public string? Settings { get; init; }

    /// <summary>The rates of currencies: of each instant (asOf, default), or those of one instant throughout.</summary>
    [FromQuery(Name = "rates"), Description("The rates of currencies: of each instant (asOf, default), or those of one instant throughout.")]
    public string? Rates { get; init; }

    /// <summary>The question that is meant; refused when the last call lies after the instant asked about.</summary>
    public CallSheetQuestion Read(InputReader read)
    {
        var settings = read.ReadBy(Settings, () => read.Instant("asOf", AsOf, "now"));
        var asOf = read.Instant("asOf", AsOf, "now");
        var question = read.Checked(new CallSheetQuestion(
            read.Period("period", Period), read.Instant("since", Since) ?? asOf - Week, asOf, read.KnownAt("knownAt", KnownAt), InputReader.IdIfGiven("team", Team),
            read.Hierarchy("hierarchy", Hierarchy))
        {
            Settings = settings,
            RatesAt = read.RatesAt("rates", Rates),
        });
        return question.Since <= question.AsOf
            ? question
            : throw new RefusedException(
                "since-after-as-of", $"The last call at {question.Since.ToIso()} lies after {question.AsOf.ToIso()}; put the earlier instant into 'since'.", "since");
    }
}
