using System.ComponentModel;
using DealLedger.Core;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Waterfall;
using DealLedger.Server.Pages;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Inputs;

/// <summary>The question what changed, as it is written; what is left out has its default.</summary>
public sealed record ChangesWords
{
    private static readonly (string Word, MovementKind Meaning)[] Kinds =
        [.. Enum.GetValues<MovementKind>().Select(kind => (kind.Word(), kind))];

    /// <summary>The period that deals close in. Default: the current quarter.</summary>
    [FromQuery(Name = "period"), Description("The period that deals close in. Default: the current quarter.")]
    public string? Period { get; init; }

    /// <summary>The instant that the window begins after. Default: last-week.</summary>
    [FromQuery(Name = "from"), Description("The instant that the window begins after. Default: last-week.")]
    public string? From { get; init; }

    /// <summary>The window's last instant. Default: now.</summary>
    [FromQuery(Name = "to"), Description("The window's last instant. Default: now.")]
    public string? To { get; init; }

    /// <summary>What the ledger knew: an instant, or a position (@1234). Default: now.</summary>
    [FromQuery(Name = "knownAt"), Description("What the ledger knew: an instant, or a position (@1234). Default: now.")]
    public string? KnownAt { get; init; }

    /// <summary>net (default) compares the two ends; path splits every change between them.</summary>
    [FromQuery(Name = "mode"), Description("net (default) compares the two ends; path splits every change between them.")]
    public string? Mode { get; init; }

    /// <summary>Groups by owner, team, type, segment or stage.</summary>
    [FromQuery(Name = "by"), Description("Groups by owner, team, type, segment or stage.")]
    public string? By { get; init; }

    /// <summary>Only the pipeline of this owner, by id.</summary>
    [FromQuery(Name = "owner"), Description("Only the pipeline of this owner, by id.")]
    public string? Owner { get; init; }

    /// <summary>Only deals whose owner is in this team, by the id of the person who leads it.</summary>
    [FromQuery(Name = "team"), Description("Only deals whose owner is in this team, by the id of the person who leads it.")]
    public string? Team { get; init; }

    /// <summary>Teams as they were (asOf, default) or as they are (current).</summary>
    [FromQuery(Name = "hierarchy"), Description("Teams as they were (asOf, default) or as they are (current).")]
    public string? Hierarchy { get; init; }

    /// <summary>Calendar, week, time zone and currency as they were (asOf, default) or as they are (current).</summary>
    [FromQuery(Name = "settings"), Description("Calendar, week, time zone and currency as they were (asOf, default) or as they are (current).")]
    public string? Settings { get; init; }

    /// <summary>The rates of currencies: of each instant (asOf, default), or those of one instant throughout.</summary>
    [FromQuery(Name = "rates"), Description("The rates of currencies: of each instant (asOf, default), or those of one instant throughout.")]
    public string? Rates { get; init; }

    /// <summary>How many deals are listed, 1 to 100000. Default: 50.</summary>
    [FromQuery(Name = "limit"), Description("How many deals are listed, 1 to 100000. Default: 50.")]
    public string? Limit { get; init; }

    /// <summary>Only deals with a movement of this kind are listed, such as pushedOut; the waterfall is that of all.</summary>
    [FromQuery(Name = "kind"), Description("Only deals with a movement of this kind are listed, such as pushedOut; the waterfall is that of all.")]
    public string? Kind { get; init; }

    /// <summary>Only deals of this part of a call sheet are listed: newAndExpansion or renewals; the waterfall is that of all.</summary>
    [FromQuery(Name = "part"), Description("Only deals of this part of a call sheet are listed: newAndExpansion or renewals; the waterfall is that of all.")]
    public string? Part { get; init; }

    /// <summary>Where the list of deals goes on: the next of the answer before, asked with the same from, to and knownAt.</summary>
    [FromQuery(Name = "after"), Description("Where the list of deals goes on: the next of the answer before, asked with the same from, to and knownAt.")]
    public string? After { get; init; }

    /// <summary>The question that is meant; refused when the window ends before it begins.</summary>
    public ChangesQuestion Read(InputReader read)
    {
        var settings = read.ReadBy(Settings, () => read.Instant("to", To, "now"));
        var question = read.Checked(new ChangesQuestion(
            read.Period("period", Period), read.Instant("from", From, "last-week"), read.Instant("to", To, "now"), read.KnownAt("knownAt", KnownAt),
            read.Choice("mode", Mode, ("net", WaterfallMode.Net), ("path", WaterfallMode.Path)),
            read.Grouping("by", By, GroupBy.Owner, GroupBy.Team, GroupBy.Type, GroupBy.Segment, GroupBy.Stage), InputReader.IdIfGiven("owner", Owner),
            read.Number("limit", Limit, 1, ChangesQuestion.MaxLimit, ChangesQuestion.DefaultLimit),
            InputReader.IdIfGiven("team", Team), read.Hierarchy("hierarchy", Hierarchy))
        {
            Settings = settings,
            RatesAt = read.RatesAt("rates", Rates),
            Kind = Kind is null ? null : read.Choice("kind", Kind, Kinds),
            Part = SheetPartWords.Read(read, "part", Part),
            After = read.Rank("after", After),
        });
        RefuseBackwards(question.From, question.To);
        return question;
    }

    internal static void RefuseBackwards(DateTimeOffset from, DateTimeOffset to)
    {
        if (from > to)
        {
            throw new RefusedException("from-after-to", $"The window begins at {from.ToIso()}, after its end at {to.ToIso()}; put the earlier instant into 'from'.", "from");
        }
    }
}
