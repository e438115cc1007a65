using System.ComponentModel;
using DealLedger.Core.Transitions;
using DealLedger.Server.Pages;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Inputs;

/// <summary>The question where the deals of a forecast at one instant are at another, as it is written; what is left out has its default.</summary>
public sealed record TransitionsWords
{
    private static readonly (string Word, DealPlace Meaning)[] Places = [.. Enum.GetValues<DealPlace>().Select(place => (place.Word(), place))];

    /// <summary>The period that deals close in. Default: the quarter that ended last.</summary>
    [FromQuery(Name = "period"), Description("The period that deals close in. Default: the quarter that ended last.")]
    public string? Period { get; init; }

    /// <summary>The instant at which the forecast counts the deals. Default: the last microsecond before the period.</summary>
    [FromQuery(Name = "from"), Description("The instant at which the forecast counts the deals. Default: the last microsecond before the period.")]
    public string? From { get; init; }

    /// <summary>The instant at which it is told where they are. Default: the end of the period, or now where that is earlier.</summary>
    [FromQuery(Name = "to"), Description("The instant at which it is told where they are. Default: the end of the period, or now where that is earlier.")]
    public string? To { get; init; }

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

    /// <summary>Only deals that were there at the first instant are listed, such as commit; the sums are those of all.</summary>
    [FromQuery(Name = "was"), Description("Only deals that were there at the first instant are listed, such as commit; the sums are those of all.")]
    public string? Was { get; init; }

    /// <summary>Only deals that are there at the last instant are listed, such as closed or pushedOut; the sums are those of all.</summary>
    [FromQuery(Name = "is"), Description("Only deals that are there at the last instant are listed, such as closed or pushedOut; the sums are those of all.")]
    public string? Is { get; init; }

    /// <summary>How many deals are listed, 1 to 100000. Default: 50.</summary>
    [FromQuery(Name = "limit"), Description("How many deals are listed, 1 to 100000. Default: 50.")]
    public string? Limit { get; init; }

    /// <summary>Where the list of deals goes on: the next of the answer before, asked with the same from, to and knownAt.</summary>
    [FromQuery(Name = "after"), Description("Where the list of deals goes on: the next of the answer before, asked with the same from, to and knownAt.")]
    public string? After { get; init; }

    /// <summary>A place by its word, if one is given.</summary>
    public static DealPlace? Place(InputReader read, string field, string? text) => text is null ? null : read.Choice(field, text, Places);

    /// <summary>The question that is meant; refused when the first instant is after the last.</summary>
    public TransitionsQuestion Read(InputReader read)
    {
        var settings = read.ReadBy(Settings, () => read.Instant("to", To, "now"));
        var now = read.Instant("to", null, "now");
        var period = Period is null ? read.QuarterBefore(now) : read.Period("period", Period);
        var to = read.Instant("to", To) ?? Earlier(read.Time.WindowEnd(period), now);
        var question = read.Checked(new TransitionsQuestion(
            period, read.Instant("from", From) ?? Earlier(read.Time.WindowStart(period), to), to, read.KnownAt("knownAt", KnownAt),
            InputReader.IdIfGiven("owner", Owner), InputReader.IdIfGiven("team", Team), read.Hierarchy("hierarchy", Hierarchy),
            read.Number("limit", Limit, 1, TransitionsQuestion.MaxLimit, TransitionsQuestion.DefaultLimit))
        {
            Settings = settings,
            RatesAt = read.RatesAt("rates", Rates),
            Was = Place(read, "was", Was),
            Is = Place(read, "is", Is),
            After = read.Rank("after", After),
        });
        ChangesWords.RefuseBackwards(question.From, question.To);
        return question;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
