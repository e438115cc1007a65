using System.ComponentModel;
using DealLedger.Core.Forecasting;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Inputs;

/// <summary>A forecast question as it is written; what is left out has its default.</summary>
public sealed record ForecastWords
{
    /// <summary>The period that deals close in: a quarter (2026-Q2), a month (2026-05) or a year (2026). Default: the current quarter.</summary>
    [FromQuery(Name = "period"), Description("The period that deals close in: a quarter (2026-Q2), a month (2026-05) or a year (2026). Default: the current quarter.")]
    public string? Period { get; init; }

    /// <summary>The instant asked about: an instant, a date, a week (2026-W14), a period or a word (now, last-week, -10d). Default: now.</summary>
    [FromQuery(Name = "asOf"), Description("The instant asked about: an instant, a date, a week (2026-W14), a period or a word (now, last-week, -10d). Default: now.")]
    public string? AsOf { get; init; }

    /// <summary>What the ledger knew: an instant, or a position (@1234). Default: now.</summary>
    [FromQuery(Name = "knownAt"), Description("What the ledger knew: an instant, or a position (@1234). Default: now.")]
    public string? KnownAt { get; init; }

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

    /// <summary>The question that is meant.</summary>
    public ForecastQuestion Read(InputReader read)
    {
        var settings = read.ReadBy(Settings, () => read.Instant("asOf", AsOf, "now"));
        return read.Checked(new ForecastQuestion(
            read.Period("period", Period), read.Instant("asOf", AsOf, "now"), read.KnownAt("knownAt", KnownAt),
            read.Grouping("by", By, GroupBy.Owner, GroupBy.Team, GroupBy.Type, GroupBy.Segment, GroupBy.Stage), InputReader.IdIfGiven("owner", Owner),
            read.Choice("rollup", Rollup, ("single", Core.Forecasting.Rollup.Single), ("cumulative", Core.Forecasting.Rollup.Cumulative)),
            InputReader.IdIfGiven("team", Team), read.Hierarchy("hierarchy", Hierarchy))
        {
            Settings = settings,
            RatesAt = read.RatesAt("rates", Rates),
        });
    }
}
