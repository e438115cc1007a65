using System.ComponentModel;
using DealLedger.Core.Replay;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Inputs;

/// <summary>The question how the forecast of a period went from week to week, as it is written; what is left out has its default.</summary>
public sealed record ReplayWords
{
    /// <summary>The period that is played, and that deals close in. Default: the quarter that ended last.</summary>
    [FromQuery(Name = "period"), Description("The period that is played, and that deals close in. Default: the quarter that ended last.")]
    public string? Period { get; init; }

    /// <summary>The instant up to which it is played. Default: now.</summary>
    [FromQuery(Name = "asOf"), Description("The instant up to which it is played. Default: now.")]
    public string? AsOf { get; init; }

    /// <summary>What the ledger knew: an instant, or a position (@1234). Default: now.</summary>
    [FromQuery(Name = "knownAt"), Description("What the ledger knew: an instant, or a position (@1234). Default: now.")]
    public string? KnownAt { get; init; }

    /// <summary>Only deals of this owner, by id.</summary>
    [FromQuery(Name = "owner"), Description("Only deals of this owner, by id.")]
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

    /// <summary>The question that is meant.</summary>
    public ReplayQuestion Read(InputReader read)
    {
        var settings = read.ReadBy(Settings, () => read.Instant("asOf", AsOf, "now"));
        var asOf = read.Instant("asOf", AsOf, "now");
        return read.Checked(new ReplayQuestion(
            Period is null ? read.QuarterBefore(asOf) : read.Period("period", Period), asOf, read.KnownAt("knownAt", KnownAt), InputReader.IdIfGiven("owner", Owner),
            InputReader.IdIfGiven("team", Team), read.Hierarchy("hierarchy", Hierarchy))
        {
            Settings = settings,
            RatesAt = read.RatesAt("rates", Rates),
        });
    }
}
