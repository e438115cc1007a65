using System.ComponentModel;
using DealLedger.Core.FollowUps;
using DealLedger.Core.Ledger;
using DealLedger.Postgres;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Inputs;

/// <summary>Which follow-ups to list, as it is written.</summary>
public sealed record FollowUpListWords
{
    /// <summary>Only follow-ups of this team, by the id of the person who leads it.</summary>
    [FromQuery(Name = "team"), Description("Only follow-ups of this team, by the id of the person who leads it.")]
    public string? Team { get; init; }

    /// <summary>Only what this person is to do, by id.</summary>
    [FromQuery(Name = "owner"), Description("Only what this person is to do, by id.")]
    public string? Owner { get; init; }

    /// <summary>Only follow-ups about this deal, by id.</summary>
    [FromQuery(Name = "deal"), Description("Only follow-ups about this deal, by id.")]
    public string? Deal { get; init; }

    /// <summary>open (default), closed or all.</summary>
    [FromQuery(Name = "standing"), Description("open (default), closed or all.")]
    public string? Standing { get; init; }

    /// <summary>Of those closed only what was closed after this instant.</summary>
    [FromQuery(Name = "closedSince"), Description("Of those closed only what was closed after this instant.")]
    public string? ClosedSince { get; init; }

    /// <summary>The instant asked about. Default: now.</summary>
    [FromQuery(Name = "asOf"), Description("The instant asked about. Default: now.")]
    public string? AsOf { get; init; }

    /// <summary>What the ledger knew: an instant, or a position (@1234). Default: now.</summary>
    [FromQuery(Name = "knownAt"), Description("What the ledger knew: an instant, or a position (@1234). Default: now.")]
    public string? KnownAt { get; init; }

    /// <summary>How many follow-ups are listed, 1 to 100000. Default: 1000.</summary>
    [FromQuery(Name = "limit"), Description("How many follow-ups are listed, 1 to 100000. Default: 1000.")]
    public string? Limit { get; init; }

    /// <summary>The question that is meant; what the ledger knew must be readable too.</summary>
    public FollowUpsQuestion Read(InputReader read)
    {
        read.KnownAt("knownAt", KnownAt);
        return read.Checked(new FollowUpsQuestion(
            read.Instant("asOf", AsOf, "now"), InputReader.IdIfGiven("team", Team), InputReader.IdIfGiven("owner", Owner), InputReader.IdIfGiven("deal", Deal),
            read.Choice("standing", Standing, ("open", FollowUpStanding.Open), ("closed", FollowUpStanding.Closed), ("all", FollowUpStanding.All)),
            read.Instant("closedSince", ClosedSince), read.Number("limit", Limit, 1, FollowUpsQuestion.MaxLimit, FollowUpsQuestion.DefaultLimit)));
    }
}

/// <summary>A follow-up to be opened, as it is written: text, owner, due day and author have to be there.</summary>
public sealed record OpenFollowUpWords(
    string? Text, string? Owner, string? Due, string? By, string? Team = null, string? Deal = null, string? At = null, string? Key = null)
{
    /// <summary>The follow-up that is meant.</summary>
    public NewFollowUp Read(InputReader read)
    {
        var request = OriginWords.Request(read, Key, "open-follow-up", Text, Owner, Due, By, Team, Deal, At);
        var by = read.Author(By);
        FollowUpFields.Require(
            read, ("text", Text, "what is to be done"), ("owner", Owner, "who is to do it, by id"), ("due", Due, "by which day"), ("by", by, "who says so, by id"));
        var due = read.Date("due", FollowUpFields.Given(Due)) ?? default;
        var command = new OpenFollowUp(
            FollowUpFields.Id("team", Team), FollowUpFields.Id("owner", Owner) ?? "", due, FollowUpFields.Id("deal", Deal), read.Instant("at", At, "now"),
            FollowUpFields.Id("by", by) ?? "");
        return read.Checked(new NewFollowUp(command, Text ?? "", request));
    }
}

/// <summary>What is to be another thing of a follow-up, as it is written: owner, day, or both, and the author.</summary>
public sealed record ChangeFollowUpWords(string? Owner, string? Due, string? By, string? At = null, string? Key = null)
{
    /// <summary>The change of a follow-up that is meant, and what a repeat of the request is known by.</summary>
    public (ChangeFollowUp Change, RequestKey? Request) Read(InputReader read, string id)
    {
        var request = OriginWords.Request(read, Key, "change-follow-up", id, Owner, Due, By, At);
        var by = read.Author(By);
        FollowUpFields.Require(read, ("by", by, "who says so, by id"));
        if (FollowUpFields.Given(Owner) is null && FollowUpFields.Given(Due) is null)
        {
            read.Refuse("owner", "Nothing is to change; name another owner, another due day, or both.");
        }

        var due = read.Date("due", FollowUpFields.Given(Due));
        return read.Checked((new ChangeFollowUp(FollowUpFields.Id("owner", Owner), due, read.Instant("at", At, "now"), FollowUpFields.Id("by", by) ?? ""), request));
    }
}

/// <summary>The closing of a follow-up, as it is written: the author has to be there.</summary>
public sealed record CloseFollowUpWords(string? By, string? Result = null, string? At = null, string? Key = null)
{
    /// <summary>The closing of a follow-up that is meant, and what a repeat of the request is known by.</summary>
    public (CloseFollowUp Closing, RequestKey? Request) Read(InputReader read, string id)
    {
        var request = OriginWords.Request(read, Key, "close-follow-up", id, By, Result, At);
        var by = read.Author(By);
        FollowUpFields.Require(read, ("by", by, "who says so, by id"));
        return read.Checked((new CloseFollowUp(read.Instant("at", At, "now"), FollowUpFields.Id("by", by) ?? ""), request));
    }
}

/// <summary>The fields of follow-ups, of which forms send the empty ones too.</summary>
internal static class FollowUpFields
{
    public static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    public static string? Id(string field, string? text) => InputReader.IdIfGiven(field, Given(text));

    public static void Require(InputReader read, params IReadOnlyList<(string Field, string? Text, string What)> fields)
    {
        foreach (var (field, text, what) in fields)
        {
            if (Given(text) is null)
            {
                read.Refuse(field, $"The field is empty; say {what}.");
            }
        }
    }
}
