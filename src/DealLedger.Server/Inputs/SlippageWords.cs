using System.ComponentModel;
using DealLedger.Core.Forecasting;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Inputs;

/// <summary>A slippage question as it is written: a period, or a window with both its ends; with neither, the current quarter.</summary>
public sealed record SlippageWords
{
    /// <summary>The period whose window and open pipeline are meant. Default: the current quarter, unless from and to are given.</summary>
    [FromQuery(Name = "period"), Description("The period whose window and open pipeline are meant. Default: the current quarter, unless from and to are given.")]
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

    /// <summary>Groups by owner, team or deal.</summary>
    [FromQuery(Name = "by"), Description("Groups by owner, team or deal.")]
    public string? By { get; init; }

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

    /// <summary>What the slip rate is measured against: all (default), commit or forecast.</summary>
    [FromQuery(Name = "basis"), Description("What the slip rate is measured against: all (default), commit or forecast.")]
    public string? Basis { get; init; }

    /// <summary>The question that is meant; refused when the window ends before it begins.</summary>
    public SlippageQuestion Read(InputReader read)
    {
        var settings = read.ReadBy(Settings, () => From is null && To is null ? read.Time.WindowEnd(read.Period("period", Period)) : read.Instant("to", To, "now"));
        var isWindow = From is not null || To is not null;
        if (isWindow && Period is not null)
        {
            read.Refuse("period", $"'{InputReader.Short(Period)}' was given beside a window; give either a period, or both from and to.");
        }
        else if (isWindow && (From is null || To is null))
        {
            read.Refuse(From is null ? "from" : "to", "A window has two ends; give either a period, or both from and to.");
        }

        var period = isWindow ? null : read.Period("period", Period);
        var from = period is null ? read.Instant("from", From, "now") : read.Time.WindowStart(period);
        var to = period is null ? read.Instant("to", To, "now") : read.Time.WindowEnd(period);
        var question = read.Checked(new SlippageQuestion(
            from, to, period, read.KnownAt("knownAt", KnownAt), read.Grouping("by", By, GroupBy.Owner, GroupBy.Team, GroupBy.Deal),
            read.Choice("basis", Basis, ("all", SlipBasis.All), ("commit", SlipBasis.Commit), ("forecast", SlipBasis.Forecast)),
            InputReader.IdIfGiven("owner", Owner), InputReader.IdIfGiven("team", Team), read.Hierarchy("hierarchy", Hierarchy))
        {
            Settings = settings,
            RatesAt = read.RatesAt("rates", Rates),
        });
        ChangesWords.RefuseBackwards(question.From, question.To);
        return question;
    }
}
