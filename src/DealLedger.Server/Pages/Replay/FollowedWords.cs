using System.ComponentModel;
using DealLedger.Core.Replay;
using DealLedger.Core.Transitions;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Pages.Replay;

/// <summary>Which week of a replay is shown, and which deals are followed from where to where, as it is written.</summary>
public sealed record FollowedWords
{
    /// <summary>The week of the period that is shown, 1 for the first; 0 is the instant before it. Default: 1.</summary>
    [FromQuery(Name = "week"), Description("The week of the period that is shown, 1 for the first; 0 is the instant before it. Default: 1.")]
    public string? Week { get; init; }

    /// <summary>The instant whose deals are followed. Default: the end of the week that is shown.</summary>
    [FromQuery(Name = "from"), Description("The instant whose deals are followed. Default: the end of the week that is shown.")]
    public string? From { get; init; }

    /// <summary>The instant to which they are followed. Default: that of the result.</summary>
    [FromQuery(Name = "to"), Description("The instant to which they are followed. Default: that of the result.")]
    public string? To { get; init; }

    /// <summary>Only deals that were there are listed, such as commit.</summary>
    [FromQuery(Name = "was"), Description("Only deals that were there are listed, such as commit.")]
    public string? Was { get; init; }

    /// <summary>Only deals that are there are listed, such as closed.</summary>
    [FromQuery(Name = "is"), Description("Only deals that are there are listed, such as closed.")]
    public string? Is { get; init; }

    /// <summary>How many deals are listed, 1 to 100000.</summary>
    [FromQuery(Name = "limit"), Description("How many deals are listed, 1 to 100000.")]
    public string? Limit { get; init; }

    /// <summary>Where the list of deals goes on.</summary>
    [FromQuery(Name = "after"), Description("Where the list of deals goes on.")]
    public string? After { get; init; }

    /// <summary>The week that is shown, 0 for the instant before the first.</summary>
    public int ReadWeek(InputReader read, ReplayAnswer replay) => read.Checked(read.Number("week", Week, 0, replay.Weeks.Count, Math.Min(1, replay.Weeks.Count)));

    /// <summary>The question where the deals of that week are, in the scope of a replay; refused when the first instant is after the last.</summary>
    public TransitionsQuestion Read(InputReader read, ReplayQuestion asked, DateTimeOffset weekEnd, DateTimeOffset result)
    {
        var question = read.Checked(new TransitionsQuestion(
            asked.Period, read.Instant("from", From) ?? weekEnd, read.Instant("to", To) ?? result, asked.KnownAt, asked.Owner, asked.Team, asked.Hierarchy,
            read.Number("limit", Limit, 1, TransitionsQuestion.MaxLimit, TransitionsQuestion.DefaultLimit))
        {
            Settings = asked.Settings,
            RatesAt = asked.RatesAt,
            Was = TransitionsWords.Place(read, "was", Was),
            Is = TransitionsWords.Place(read, "is", Is),
            After = read.Rank("after", After),
        });
        ChangesWords.RefuseBackwards(question.From, question.To);
        return question;
    }
}
