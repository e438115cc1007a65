using DealLedger.Core.Ledger;

namespace DealLedger.Core.People;

/// <summary>One fact about a person: their name, whom they report to, the team that they lead. The stream is <c>person/ID</c>.</summary>
public abstract record PersonEvent(DateTimeOffset At, string By) : FactEvent(At, By)
{
    /// <summary>The kind of the streams of people.</summary>
    public const string Kind = "person";
}

/// <summary>The person came to be known, reporting to this manager; none reports to nobody.</summary>
public sealed record PersonListed(string? Manager, DateTimeOffset At, string By) : PersonEvent(At, By)
{
    /// <summary>Since before any deal: what a source tells of a person without saying since when.</summary>
    public static DateTimeOffset SinceEver { get; } = new(1700, 1, 1, 0, 0, 0, TimeSpan.Zero);
}

/// <summary>The person reports to another manager; none reports to nobody.</summary>
public sealed record ManagerChanged(string? From, string? To, DateTimeOffset At, string By) : PersonEvent(At, By);

/// <summary>The person has another name. To is a reference to a text.</summary>
public sealed record PersonRenamed(string? To, DateTimeOffset At, string By) : PersonEvent(At, By);

/// <summary>The person has another e-mail address. To is a reference to a text.</summary>
public sealed record PersonEmailChanged(string? To, DateTimeOffset At, string By) : PersonEvent(At, By);

/// <summary>The team that the person leads has another name; none is named after the person.</summary>
public sealed record TeamNamed(string? From, string? To, DateTimeOffset At, string By) : PersonEvent(At, By);

/// <summary>The person no longer works here.</summary>
public sealed record PersonLeft(DateTimeOffset At, string By) : PersonEvent(At, By);

/// <summary>The person works here again.</summary>
public sealed record PersonReturned(DateTimeOffset At, string By) : PersonEvent(At, By);

/// <summary>The texts about and by the person, and their salts, were erased; their references stay.</summary>
public sealed record PersonErased(DateTimeOffset At, string By) : PersonEvent(At, By);
