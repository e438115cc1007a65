using System.ComponentModel;
using DealLedger.Core.Overrides;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Inputs;

/// <summary>The question which categories were overridden, as it is written; what is left out has its default.</summary>
public sealed record OverridesWords
{
    /// <summary>Only overrides of deals that were to close in this period then: a quarter, a month or a year. Default: all.</summary>
    [FromQuery(Name = "period"), Description("Only overrides of deals that were to close in this period then: a quarter, a month or a year. Default: all.")]
    public string? Period { get; init; }

    /// <summary>true counts the overrides by author and fiscal quarter; false (default) in all.</summary>
    [FromQuery(Name = "byPerson"), Description("true counts the overrides by author and fiscal quarter; false (default) in all.")]
    public string? ByPerson { get; init; }

    /// <summary>Only overrides by this person, by id.</summary>
    [FromQuery(Name = "author"), Description("Only overrides by this person, by id.")]
    public string? Author { get; init; }

    /// <summary>Only overrides of deals that this person owned then, by id.</summary>
    [FromQuery(Name = "owner"), Description("Only overrides of deals that this person owned then, by id.")]
    public string? Owner { get; init; }

    /// <summary>Only overrides of deals whose owner was in this team then, by the id of the person who leads it.</summary>
    [FromQuery(Name = "team"), Description("Only overrides of deals whose owner was in this team then, by the id of the person who leads it.")]
    public string? Team { get; init; }

    /// <summary>Teams as they were (asOf, default) or as they are (current).</summary>
    [FromQuery(Name = "hierarchy"), Description("Teams as they were (asOf, default) or as they are (current).")]
    public string? Hierarchy { get; init; }

    /// <summary>The instant asked about: an instant, a date, a week (2026-W14), a period or a word (now, last-week, -10d). Default: now.</summary>
    [FromQuery(Name = "asOf"), Description("The instant asked about: an instant, a date, a week (2026-W14), a period or a word (now, last-week, -10d). Default: now.")]
    public string? AsOf { get; init; }

    /// <summary>What the ledger knew: an instant, or a position (@1234). Default: now.</summary>
    [FromQuery(Name = "knownAt"), Description("What the ledger knew: an instant, or a position (@1234). Default: now.")]
    public string? KnownAt { get; init; }

    /// <summary>How many overrides are listed, the newest first, 1 to 100000. Default: 1000.</summary>
    [FromQuery(Name = "limit"), Description("How many overrides are listed, the newest first, 1 to 100000. Default: 1000.")]
    public string? Limit { get; init; }

    /// <summary>The question that is meant.</summary>
    public OverridesQuestion Read(InputReader read) => read.Checked(new OverridesQuestion(
        read.Instant("asOf", AsOf, "now"), read.KnownAt("knownAt", KnownAt), Period is null ? null : read.Period("period", Period),
        read.Choice("byPerson", ByPerson, ("false", false), ("true", true)), InputReader.IdIfGiven("author", Author), InputReader.IdIfGiven("owner", Owner),
        InputReader.IdIfGiven("team", Team), read.Hierarchy("hierarchy", Hierarchy),
        read.Number("limit", Limit, 1, OverridesQuestion.MaxLimit, OverridesQuestion.DefaultLimit)));
}
