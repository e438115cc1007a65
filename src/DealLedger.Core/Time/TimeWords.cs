using System.Globalization;
using DealLedger.Core.Organisation;

namespace DealLedger.Core.Time;

/// <summary>What the ledger is asked to have known: everything, what it knew at an instant, or what stood in the log up to a position.</summary>
public abstract record KnownAt
{
    private KnownAt()
    {
    }

    /// <summary>All that is recorded.</summary>
    public sealed record Now : KnownAt;

    /// <summary>What was recorded by an instant, in UTC.</summary>
    public sealed record Instant(DateTimeOffset At) : KnownAt;

    /// <summary>What was recorded up to a position, that one included.</summary>
    public sealed record Position(long Value) : KnownAt;
}

/// <summary>Reads instants as people write them: an ISO 8601 instant, a date, a week, a period, or a word (DEFINITIONS 2).</summary>
public sealed class TimeWords(Settings settings, DateTimeOffset now)
{
    /// <summary>What an instant looks like, for refusals.</summary>
    public const string Accepted =
        "an instant (2026-05-10T12:00:00Z), a date (2026-05-10), a week (2026-W14), a period (2026-Q2), now, last-week, start-of-quarter, -10d";

    private readonly DateTimeOffset _now = now.ToMicroseconds();

    /// <summary>The instant that is meant, in UTC; a date, week or period means its last microsecond. False when it is none.</summary>
    public bool TryInstant(string text, out DateTimeOffset instant)
    {
        instant = default;
        text = text.Trim();
        switch (text)
        {
            case "now":
                instant = _now;
                return true;
            case "last-week":
                instant = _now.AddDays(-7);
                return true;
            case "start-of-quarter":
                instant = WindowStart(CurrentQuarter);
                return true;
        }

        if (text.Length is >= 3 and <= 7 && text[0] == '-' && int.TryParse(text[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 40_000)
        {
            var back = text[^1] switch { 'h' => TimeSpan.FromHours(count), 'd' => TimeSpan.FromDays(count), 'w' => TimeSpan.FromDays(7L * count), _ => (TimeSpan?)null };
            instant = _now - (back ?? TimeSpan.Zero);
            return back is not null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return TryEndOf(day, out instant);
        }

        if (settings.Weeks.TryLastDay(text, out var lastDay))
        {
            return TryEndOf(lastDay, out instant);
        }

        if (settings.Calendar.TryParse(text, out var period))
        {
            return TryEndOf(period.End, out instant);
        }

        // A zone must be given: an instant without one is a guess.
        if (text.Length >= 17 && text[4] == '-' && (text[10] is 'T' or ' ') && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var told) && told.Year is >= 1900 and <= 9000)
        {
            instant = told.ToMicroseconds();
            return true;
        }

        return false;
    }

    /// <summary>What is meant by "known at": an instant, or a position written as @1234.</summary>
    public bool TryKnownAt(string text, out KnownAt knownAt)
    {
        knownAt = new KnownAt.Now();
        if (text.StartsWith('@'))
        {
            var ok = long.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var position);
            knownAt = new KnownAt.Position(position);
            return ok;
        }

        if (text.Trim() == "now")
        {
            return true;
        }

        if (!TryInstant(text, out var at))
        {
            return false;
        }

        knownAt = new KnownAt.Instant(at);
        return true;
    }

    /// <summary>The quarter that now is in, in the settings' time zone.</summary>
    public Period CurrentQuarter => settings.Calendar.QuarterOf(Today);

    /// <summary>The day that now is, in the settings' time zone.</summary>
    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(_now, settings.Zone).DateTime);

    /// <summary>The first instant of a day.</summary>
    public DateTimeOffset StartOf(DateOnly day) => EndOf(day.AddDays(-1)) + Instants.Microsecond;

    /// <summary>
    /// The instant from which something holds that is said to hold from a date, week or period on: its first instant. Else as
    /// <see cref="TryInstant"/>.
    /// </summary>
    public bool TryBeginning(string text, out DateTimeOffset instant)
    {
        text = text.Trim();
        var day = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var told) ? told
            : settings.Weeks.TryLastDay(text, out var lastDay) ? lastDay.AddDays(-6)
            : settings.Calendar.TryParse(text, out var period) ? period.Start
            : (DateOnly?)null;
        if (day is not { } first)
        {
            return TryInstant(text, out instant);
        }

        var ok = first.Year is >= 1900 and <= 9000;
        instant = ok ? StartOf(first) : default;
        return ok;
    }

    /// <summary>The last week that has ended by now, such as 2026-W14, and the instant at which it had: the first of its successor.</summary>
    public (string Week, DateTimeOffset End) LastEndedWeek
    {
        get
        {
            var next = settings.Weeks.Start(Today);
            return (settings.Weeks.Name(next.AddDays(-1)), StartOf(next));
        }
    }

    /// <summary>The instant that a period's window starts from: the last microsecond before it.</summary>
    public DateTimeOffset WindowStart(Period period) => EndOf(period.Start.AddDays(-1));

    /// <summary>The last microsecond of a period.</summary>
    public DateTimeOffset WindowEnd(Period period) => EndOf(period.End);

    /// <summary>The weeks of a period, by name, with the last microsecond of each; the first and the last week are cut where the period begins and ends.</summary>
    public IReadOnlyList<(string Week, DateTimeOffset End)> WeeksOf(Period period)
    {
        var ends = new List<(string, DateTimeOffset)>();
        for (var day = period.Start; day <= period.End; day = settings.Weeks.Start(day).AddDays(7))
        {
            var last = settings.Weeks.Start(day).AddDays(6);
            ends.Add((settings.Weeks.Name(day), EndOf(last < period.End ? last : period.End)));
        }

        return ends;
    }

    private bool TryEndOf(DateOnly day, out DateTimeOffset instant)
    {
        var ok = day.Year is >= 1900 and <= 9000;
        instant = ok ? EndOf(day) : default;
        return ok;
    }

    private DateTimeOffset EndOf(DateOnly day)
    {
        var midnight = day.AddDays(1).ToDateTime(TimeOnly.MinValue);

        // Where clocks skip midnight, the day ends when they do.
        while (settings.Zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddMinutes(30);
        }

        // Where clocks go back over midnight it comes twice; the next day begins with the first.
        var offset = settings.Zone.IsAmbiguousTime(midnight) ? settings.Zone.GetAmbiguousTimeOffsets(midnight).Max() : settings.Zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime() - Instants.Microsecond;
    }
}
