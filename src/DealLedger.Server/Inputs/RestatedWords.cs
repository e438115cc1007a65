using System.ComponentModel;
using DealLedger.Core.Comparing;
using DealLedger.Core.Time;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Inputs;

/// <summary>The question what later knowledge changed in a forecast, as it is written; what is left out has its default.</summary>
public sealed record RestatedWords
{
    /// <summary>The period that deals close in: a quarter (2026-Q2), a month (2026-05) or a year (2026). Default: the current quarter.</summary>
    [FromQuery(Name = "period"), Description("The period that deals close in: a quarter (2026-Q2), a month (2026-05) or a year (2026). Default: the current quarter.")]
    public string? Period { get; init; }

    /// <summary>The instant asked about: an instant, a date, a week (2026-W14), a period or a word (now, last-week, -10d). Default: now.</summary>
    [FromQuery(Name = "asOf"), Description("The instant asked about: an instant, a date, a week (2026-W14), a period or a word (now, last-week, -10d). Default: now.")]
    public string? AsOf { get; init; }

    /// <summary>What the ledger knew first: an instant, or a position (@1234). It has to be given.</summary>
    [FromQuery(Name = "knownAt"), Description("What the ledger knew first: an instant, or a position (@1234). It has to be given.")]
    public string? KnownAt { get; init; }

    /// <summary>What it knew then, not before the first: an instant, or a position. Default: now.</summary>
    [FromQuery(Name = "and"), Description("What it knew then, not before the first: an instant, or a position. Default: now.")]
    public string? And { get; init; }

    /// <summary>Groups by owner, team, type, segment or stage.</summary>
    [FromQuery(Name = "by"), Description("Groups by owner, team, type, segment or stage.")]
    public string? By { get; init; }

    /// <summary>Only deals of this owner, by id.</summary>
    [FromQuery(Name = "owner"), Description("Only deals of this owner, by id.")]
    public string? Owner { get; init; }

    /// <summary>single (default) or cumulative.</summary>
    [FromQuery(Name = "rollup"), Description("single (default) or cumulative.")]
    public string? Rollup { get; init; }

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

    /// <summary>The question that is meant; refused when it does not say what was known first.</summary>
    public RestatedQuestion Read(InputReader read)
    {
        if (KnownAt is null)
        {
            read.Refuse("knownAt", $"It is not said what was known first; write {TimeWords.Accepted}, or a position (@1234).");
        }

        var forecast = new ForecastWords
        {
            Period = Period, AsOf = AsOf, KnownAt = KnownAt, By = By, Owner = Owner, Rollup = Rollup, Team = Team, Hierarchy = Hierarchy, Settings = Settings,
            Rates = Rates,
        };
        var (and, limit) = (read.KnownAt("and", And), read.Number("limit", Limit, 1, DealDifferences.MaxLimit, DealDifferences.DefaultLimit));
        return new RestatedQuestion(forecast.Read(read), and, limit);
    }
}
