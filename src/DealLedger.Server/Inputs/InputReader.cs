using System.Globalization;
using System.Text.RegularExpressions;
using DealLedger.Core;
using DealLedger.Core.Access;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Core.Organisation;
using DealLedger.Core.Time;
using DealLedger.Core.Waterfall;

namespace DealLedger.Server.Inputs;

/// <summary>
/// Reads the values of one request as people and programs write them, and collects what cannot be read. States of knowledge are read by
/// today's settings, whatever was known of settings then.
/// </summary>
public sealed partial class InputReader(SettingsHistory history, DateTimeOffset now, Settings? today = null)
{
    /// <summary>The code of a value that cannot be read.</summary>
    public const string InvalidValue = "invalid-value";

    private const string AcceptedId = "1 to 64 letters, digits and . _ : -";
    private readonly List<Refusal> _faults = [];

    /// <summary>Whose words are read.</summary>
    public Caller Caller { get; init; } = Caller.Local;

    /// <summary>The settings that words are read by: today's, unless <see cref="ReadBy"/> chose others.</summary>
    public Settings Settings { get; private set; } = history.At(now);

    /// <summary>Instants by the settings.</summary>
    public TimeWords Time => new(Settings, now);

    /// <summary>What was read, when all of it could be; else <see cref="InputRefusedException"/> with every fault.</summary>
    public T Checked<T>(T read) => _faults.Count == 0 ? read : throw new InputRefusedException([.. _faults]);

    /// <summary>Notes a value that cannot be read.</summary>
    public void Refuse(string field, string message) => _faults.Add(new Refusal(InvalidValue, message, field));

    /// <summary>
    /// Chooses the settings that all words are read by from here on, and returns them: those in force at the instant asked about (asOf,
    /// which today's settings find first), or today's (current).
    /// </summary>
    public Settings ReadBy(string? choice, Func<DateTimeOffset> asked)
    {
        if (Choice("settings", choice, ("asOf", SettingsChoice.AsOf), ("current", SettingsChoice.Current)) == SettingsChoice.AsOf)
        {
            // What cannot be read is refused when it is read by the settings chosen.
            var faults = _faults.Count;
            Settings = history.At(asked());
            _faults.RemoveRange(faults, _faults.Count - faults);
        }

        return Settings;
    }

    /// <summary>The instant whose rates convert all amounts, if one is given; asOf means that each is converted as of its own instant.</summary>
    public DateTimeOffset? RatesAt(string field, string? text) => text is null || text.Equals("asOf", StringComparison.OrdinalIgnoreCase) ? null : Instant(field, text);

    /// <summary>Who makes a change, of which it is told who does; refused as <see cref="Caller.Author"/> refuses.</summary>
    public string? Author(string? told) => Caller.Author(told);

    /// <summary>A period; the current quarter when none is given.</summary>
    public Period Period(string field, string? text)
    {
        if (text is null)
        {
            return Time.CurrentQuarter;
        }

        if (Settings.Calendar.TryParse(text, out var period))
        {
            return period;
        }

        Refuse(field, $"'{Short(text)}' is not a period; write {FiscalCalendar.Accepted}.");
        return Time.CurrentQuarter;
    }

    /// <summary>The quarter that ended last at an instant.</summary>
    public Period QuarterBefore(DateTimeOffset asOf) =>
        Settings.Calendar.QuarterOf(new TimeWords(Settings, asOf).CurrentQuarter.Start.AddDays(-1));

    /// <summary>An instant; what the word says when none is given.</summary>
    public DateTimeOffset Instant(string field, string? text, string otherwise) =>
        Instant(field, text) ?? (Time.TryInstant(otherwise, out var instant) ? instant : throw new ArgumentException("No instant.", nameof(otherwise)));

    /// <summary>An instant, if one is given.</summary>
    public DateTimeOffset? Instant(string field, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (Time.TryInstant(text, out var instant))
        {
            return instant;
        }

        Refuse(field, $"'{Short(text)}' is not an instant; write {TimeWords.Accepted}.");
        return null;
    }

    /// <summary>The instant from which something holds, if one is given: of a date, week or period the first.</summary>
    public DateTimeOffset? Beginning(string field, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (Time.TryBeginning(text, out var instant))
        {
            return instant;
        }

        Refuse(field, $"'{Short(text)}' is not an instant; write {TimeWords.Accepted}.");
        return null;
    }

    /// <summary>The instant (exclusive) until which something holds, if one is given: of a date, week or period the end of its last day.</summary>
    public DateTimeOffset? Ending(string field, string? text) => Instant(field, text) is { } last ? last + Instants.Microsecond : null;

    /// <summary>A point of knowledge; now when none is given.</summary>
    public KnownAt KnownAt(string field, string? text)
    {
        if (text is null)
        {
            return new KnownAt.Now();
        }

        if (new TimeWords(today ?? history.At(now), now).TryKnownAt(text, out var knownAt))
        {
            return knownAt;
        }

        Refuse(field, $"'{Short(text)}' is not an instant or a position; write {TimeWords.Accepted}, or a position (@1234).");
        return new KnownAt.Now();
    }

    /// <summary>One of some words, ignoring case; the first when none is given.</summary>
    public T Choice<T>(string field, string? text, params IReadOnlyList<(string Word, T Meaning)> choices)
    {
        foreach (var (word, meaning) in choices)
        {
            if (text is null || word.Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return meaning;
            }
        }

        Refuse(field, $"'{Short(text ?? "")}' is not one of {string.Join(", ", choices.Select(c => c.Word))}.");
        return choices[0].Meaning;
    }

    /// <summary>What to group by, among these; nothing when none is given.</summary>
    public GroupBy Grouping(string field, string? text, params IReadOnlyList<GroupBy> accepted) =>
        text is null ? GroupBy.None : Choice(field, text, [.. accepted.Select(by => (Word: by.ToString().ToLowerInvariant(), Meaning: by))]);

    /// <summary>Whose hierarchy teams are read from; as of then when nothing is given.</summary>
    public HierarchyChoice Hierarchy(string field, string? text) => Choice(field, text, ("asOf", HierarchyChoice.AsOf), ("current", HierarchyChoice.Current));

    /// <summary>A whole number within bounds; another when none is given.</summary>
    public int Number(string field, string? text, int from, int to, int otherwise)
    {
        if (text is null)
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to)
        {
            return number;
        }

        Refuse(field, string.Create(CultureInfo.InvariantCulture, $"'{Short(text)}' is not a whole number from {from} to {to}."));
        return otherwise;
    }

    /// <summary>The rank of a deal, if one is given.</summary>
    public DealRank? Rank(string field, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (DealRank.TryParse(text, out var rank))
        {
            return rank;
        }

        Refuse(field, $"'{Short(text)}' is not a place in the list; write what the answer before told as 'next', such as 195000.5:006lTg0000000LaQAI.");
        return null;
    }

    /// <summary>A version of a deal, if one is given.</summary>
    public long? Version(string field, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return version;
        }

        Refuse(field, $"'{Short(text)}' is not a version; write the version that the deal shows, such as 3.");
        return null;
    }

    /// <summary>An exact decimal between bounds, if one is given.</summary>
    public decimal? Amount(string field, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (CommandWords.TryAmount(text, out var amount, out var refusal))
        {
            return amount;
        }

        Refuse(field, refusal!.Message);
        return null;
    }

    /// <summary>A day, if one is given.</summary>
    public DateOnly? Date(string field, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (CommandWords.TryDate(text, out var date, out var refusal))
        {
            return date;
        }

        Refuse(field, refusal!.Message);
        return null;
    }

    /// <summary>The id of a deal or a person, those of Salesforce in their form of 18 characters. Refused when it has no id's form.</summary>
    public static string Id(string field, string text) => SalesforceId.To18(text) ?? (IdForm().IsMatch(text)
        ? text
        : throw new RefusedException("invalid-id", $"'{Short(text)}' is not an id; an id has {AcceptedId}.", field));

    /// <summary>The same; false when it has no id's form.</summary>
    public static bool TryId(string text, out string id)
    {
        id = SalesforceId.To18(text) ?? text;
        return IdForm().IsMatch(id);
    }

    /// <summary>An id, if one is given.</summary>
    public static string? IdIfGiven(string field, string? text) => text is null ? null : Id(field, text);

    /// <summary>A tenant; the default one when none is given.</summary>
    public static TenantId Tenant(string field, string? text) => text is null
        ? TenantId.Default
        : TenantId.TryParse(text, out var tenant)
            ? tenant
            : throw new InputRefusedException(field, $"'{Short(text)}' is not a tenant; a tenant has 1 to 40 of a-z, 0-9 and _, and begins with a letter.");

    /// <summary>A text cut short enough to stand in a message, on one line.</summary>
    public static string Short(string text)
    {
        var cut = text.Length <= 60 ? text : text[..60] + "…";
        return string.Create(cut.Length, cut, (line, from) =>
        {
            for (var i = 0; i < from.Length; i++)
            {
                line[i] = char.IsControl(from[i]) ? ' ' : from[i];
            }
        });
    }

    [GeneratedRegex("^[A-Za-z0-9_.:-]{1,64}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdForm();
}
