using System.ComponentModel;
using DealLedger.Core.Forecasting;
using DealLedger.Server.Pages;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Inputs;

/// <summary>The question which deals a cell of a forecast counts, as it is written: that of the forecast, and the cell.</summary>
public sealed record DealsWords
{
    private static readonly (string Word, ForecastColumn Meaning)[] Columns =
        [.. Enum.GetValues<ForecastColumn>().Select(column => (column.Word(), column))];

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

    /// <summary>The column: openPipeline (default), closed, commit, mostLikely, bestCase, pipeline, omitted or lost.</summary>
    [FromQuery(Name = "column"), Description("The column: openPipeline (default), closed, commit, mostLikely, bestCase, pipeline, omitted or lost.")]
    public string? Column { get; init; }

    /// <summary>The row's key in the forecast by owner, team, type, segment or stage. Default: all rows.</summary>
    [FromQuery(Name = "key"), Description("The row's key in the forecast by owner, team, type, segment or stage. Default: all rows.")]
    public string? Key { get; init; }

    /// <summary>Only deals of this part of a call sheet: newAndExpansion or renewals. Default: both.</summary>
    [FromQuery(Name = "part"), Description("Only deals of this part of a call sheet: newAndExpansion or renewals. Default: both.")]
    public string? Part { get; init; }

    /// <summary>How many deals are listed, 1 to 100000. Default: 50.</summary>
    [FromQuery(Name = "limit"), Description("How many deals are listed, 1 to 100000. Default: 50.")]
    public string? Limit { get; init; }

    /// <summary>Where the list goes on: the next of the answer before, asked with the same asOf and knownAt.</summary>
    [FromQuery(Name = "after"), Description("Where the list goes on: the next of the answer before, asked with the same asOf and knownAt.")]
    public string? After { get; init; }

    /// <summary>The question that is meant; a key without a grouping is refused.</summary>
    public DealsQuestion Read(InputReader read)
    {
        var forecast = new ForecastWords
        {
            Period = Period, AsOf = AsOf, KnownAt = KnownAt, By = By, Owner = Owner, Rollup = Rollup, Team = Team, Hierarchy = Hierarchy, Settings = Settings, Rates = Rates,
        }.Read(read);
        if (Key is not null && forecast.By == GroupBy.None)
        {
            read.Refuse("key", $"'{InputReader.Short(Key)}' is the key of no row, for the forecast is not grouped; say by what with 'by'.");
        }

        return read.Checked(new DealsQuestion(
            forecast,
            read.Choice("column", Column, Columns),
            Key, read.Number("limit", Limit, 1, DealsQuestion.MaxLimit, DealsQuestion.DefaultLimit), read.Rank("after", After))
        {
            Part = SheetPartWords.Read(read, "part", Part),
        });
    }
}
