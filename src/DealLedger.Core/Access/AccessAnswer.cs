using DealLedger.Core.Sealing;

namespace DealLedger.Core.Access;

/// <summary>
/// Which entries of the access log to list, the newest first: those of an instant or later, up to another one, of whoever signed in as
/// <paramref name="Who"/> or is the person with that id, and with a number below <paramref name="Before"/>.
/// </summary>
public sealed record AccessQuestion(DateTimeOffset? From, DateTimeOffset? To, string? Who, long? Before, int Limit)
{
    /// <summary>How many entries are told at the most.</summary>
    public const int MaxLimit = 10_000;

    /// <summary>How many entries are told unless another number is asked for.</summary>
    public const int DefaultLimit = 100;
}

/// <summary>
/// An entry of a tenant's access log (<see cref="AccessNote"/>) at its place: <paramref name="Hash"/> is SHA-256 over the canonical JSON of all
/// else, <paramref name="Previous"/> the hash of the entry before, zeros for the first.
/// </summary>
public sealed record AccessEntry(
    long Number, string Tenant, DateTimeOffset At, string Kind, string Caller, string? Role, string? Person, string Action,
    IReadOnlyDictionary<string, string> Asked, long? Position, string? Form, string Outcome, Digest Previous, Digest Hash);

/// <summary>Entries of the access log, the newest first; <paramref name="Next"/> is where the ones before them go on, none when these are the last.</summary>
public sealed record AccessAnswer(string Definition, string Tenant, IReadOnlyList<AccessEntry> Entries, long? Next)
{
    /// <summary>The version of these rules.</summary>
    public const string Version = "access/1";
}
