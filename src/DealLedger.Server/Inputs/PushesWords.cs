using System.ComponentModel;
using DealLedger.Core.Slippage;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Inputs;

/// <summary>The question when pushes were made and on which deals, as it is written: the window and the scope of slippage, and how many deals.</summary>
public sealed record PushesWords
{
    /// <summary>The period whose window is meant. Default: the current quarter, unless from and to are given.</summary>
    [FromQuery(Name = "period"), Description("The period whose window is meant. Default: the current quarter, unless from and to are given.")]
    public string? Period { get; init; }

    /// <summary>The instant that the window begins after, instead of a period.</summary>
    [FromQuery(Name = "from"), Description("The instant that the window begins after, instead of a period.")]
    public string? From { get; init; }

    /// <summary>The window's last instant, instead of a period.</summary>
    [FromQuery(Name = "to"), Description("The window's last instant, instead of a period.")]
    public string? To { get; init; }

    /// <summary>What the ledger knew: an instant, or a position (@1234). Default: now.</summary>
    [FromQuery(Name = "knownAt"), Description("What the ledger knew: an instant, or a position (@1234). Default: now.")]
    public string? KnownAt { get; init; }

    /// <summary>Only pushes of this owner's deals, by id.</summary>
    [FromQuery(Name = "owner"), Description("Only pushes of this owner's deals, by id.")]
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

    /// <summary>How many deals are listed, 1 to 10000. Default: 50.</summary>
    [FromQuery(Name = "limit"), Description("How many deals are listed, 1 to 10000. Default: 50.")]
    public string? Limit { get; init; }

    /// <summary>Where the list of deals goes on: the next of the answer before, asked with the same window and knownAt.</summary>
    [FromQuery(Name = "after"), Description("Where the list of deals goes on: the next of the answer before, asked with the same window and knownAt.")]
    public string? After { get; init; }

    /// <summary>The question that is meant; refused when the window ends before it begins.</summary>
    public PushesQuestion Read(InputReader read)
    {
        var slippage = new SlippageWords
        {
            Period = Period, From = From, To = To, KnownAt = KnownAt, Owner = Owner, Team = Team, Hierarchy = Hierarchy, Settings = Settings, Rates = Rates,
        }.Read(read);
        return read.Checked(new PushesQuestion(
            slippage, read.Number("limit", Limit, 1, PushesQuestion.MaxLimit, PushesQuestion.DefaultLimit), read.Rank("after", After)));
    }
}
