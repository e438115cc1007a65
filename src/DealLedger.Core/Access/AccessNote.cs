using System.Globalization;
using System.Text;
using DealLedger.Core.Sealing;

namespace DealLedger.Core.Access;

/// <summary>
/// What somebody asked for or did, as it goes into the access log (docs/seals.md). <paramref name="At"/> is in UTC, to the microsecond;
/// <paramref name="Kind"/> is one of <see cref="AccessKind"/>; <paramref name="Caller"/> says how the caller signed in, <paramref name="Person"/>
/// who that is, by id; <paramref name="Action"/> is the route, or what a command did; <paramref name="Asked"/> is scope and instants as they were
/// asked, a JSON object of texts in canonical form; <paramref name="Position"/> is that of the log that was answered from; <paramref name="Form"/> is
/// one of <see cref="AccessForm"/>; <paramref name="Outcome"/> is the HTTP status, or the code of the refusal.
/// </summary>
public sealed record AccessNote(
    DateTimeOffset At, string Kind, string Caller, string? Role, string? Person, string Action, string Asked, long? Position, string? Form, string Outcome)
{
    /// <summary>The longest text of a note, in characters; a longer one is cut.</summary>
    public const int LongestText = 200;

    /// <summary>The most that a note tells of what was asked.</summary>
    public const int MostAsked = 24;

    /// <summary>The outcome of what a command did.</summary>
    public const string Done = "done";

    /// <summary>A note of what a caller asked for or did; texts are made to fit.</summary>
    public static AccessNote Of(
        Caller caller, DateTimeOffset at, string kind, string action, IEnumerable<KeyValuePair<string, string>> asked, string outcome, long? position = null,
        string? form = null) => new(
        at.ToMicroseconds(), kind, Fit(caller.Name), caller.Role?.ToString().ToLowerInvariant(), caller.Person is { } person ? Fit(person) : null, Fit(action),
        AskedJson(asked), position, form, Fit(outcome));

    /// <summary>A note of a change of rights, such as <c>key add</c>, and of whom or what it was about, by ids and words, never by a secret.</summary>
    public static AccessNote OfRights(Caller caller, DateTimeOffset at, string action, params IEnumerable<KeyValuePair<string, string>> about) =>
        Of(caller, at, AccessKind.Rights, action, about, Done);

    /// <summary>What a change of rights is about: a key, a user or a tenant by its id, and what it may and who it is from now on.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> About(string what, string id, Role? role = null, string? person = null)
    {
        List<KeyValuePair<string, string>> about = [new(what, id)];
        if (role is { } may)
        {
            about.Add(new("role", may.ToString().ToLowerInvariant()));
        }

        if (person is not null)
        {
            about.Add(new("person", person));
        }

        return about;
    }

    /// <summary>A note of how many notes were lost between two instants.</summary>
    public static AccessNote OfLost(long count, DateTimeOffset from, DateTimeOffset to, DateTimeOffset at)
    {
        var (number, first, last) = (count.ToString(CultureInfo.InvariantCulture), from.ToMicroseconds().ToIso(), to.ToMicroseconds().ToIso());
        return new AccessNote(
            at.ToMicroseconds(), AccessKind.Lost, "dealledger", null, null, $"{number} entries were lost between {first} and {last}",
            AskedJson([new("count", number), new("from", first), new("to", last)]), null, null, AccessKind.Lost);
    }

    /// <summary>The head of a tenant's log with this note after another one. What stands in <paramref name="json"/> is forgotten.</summary>
    public AccessHead After(AccessHead before, string tenant, CanonicalJson json)
    {
        json.Clear();
        json.Raw("{\"action\":"u8).Text(Action).Raw(",\"asked\":"u8).Raw(Encoding.UTF8.GetBytes(Asked)).Raw(",\"at\":"u8).Text(At.ToIso());
        json.Raw(",\"caller\":"u8).Text(Caller).Raw(",\"form\":"u8).Text(Form).Raw(",\"kind\":"u8).Text(Kind).Raw(",\"number\":"u8).Number(before.Number + 1);
        json.Raw(",\"outcome\":"u8).Text(Outcome).Raw(",\"person\":"u8).Text(Person).Raw(",\"position\":"u8);
        _ = Position is { } position ? json.Number(position) : json.Raw("null"u8);
        json.Raw(",\"previous\":"u8).Text(before.Hash.ToString()).Raw(",\"role\":"u8).Text(Role).Raw(",\"tenant\":"u8).Text(tenant).Raw("}"u8);
        return new AccessHead(before.Number + 1, Digest.Of(json.Written));
    }

    // PostgreSQL takes no zero character, and UTF-8 no half of a pair; a note is never refused for what somebody wrote into an address.
    private static string Fit(string text)
    {
        if (text.Length <= LongestText && !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var fit = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (fit.Length + rune.Utf16SequenceLength > LongestText)
            {
                break;
            }

            fit.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return fit.ToString();
    }

    private static string AskedJson(IEnumerable<KeyValuePair<string, string>> asked)
    {
        var json = new CanonicalJson().Raw("{"u8);
        var isFirst = true;
        foreach (var (name, value) in asked.OrderBy(a => a.Key, StringComparer.Ordinal).Take(MostAsked))
        {
            json.Raw(isFirst ? [] : ","u8).Text(Fit(name)).Raw(":"u8).Text(Fit(value));
            isFirst = false;
        }

        return Encoding.UTF8.GetString(json.Raw("}"u8).Written);
    }
}
