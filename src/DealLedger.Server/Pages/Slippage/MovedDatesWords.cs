using System.ComponentModel;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Pages.Slippage;

/// <summary>How much of the list of dates that moved the page of slippage shows, as it is written.</summary>
public sealed record MovedDatesWords
{
    /// <summary>How many deals are listed, 1 to 10000. Default: 50.</summary>
    [FromQuery(Name = "limit"), Description("How many deals are listed, 1 to 10000. Default: 50.")]
    public string? Limit { get; init; }

    /// <summary>Where the list of deals goes on.</summary>
    [FromQuery(Name = "after"), Description("Where the list of deals goes on.")]
    public string? After { get; init; }

    /// <summary>The question about pushes that goes with one about slippage.</summary>
    public PushesWords Beside(SlippageWords words) => new()
    {
        Period = words.Period, From = words.From, To = words.To, KnownAt = words.KnownAt, Owner = words.Owner, Team = words.Team, Hierarchy = words.Hierarchy,
        Settings = words.Settings, Rates = words.Rates, Limit = Limit, After = After,
    };
}
