using System.Globalization;

namespace DealLedger.Core.Time;

/// <summary>What a tenant's answers are read by: fiscal calendar, time zone, reporting currency (DEFINITIONS 1, Settings).</summary>
public sealed record Settings(FiscalCalendar Calendar, TimeZoneInfo Zone, string ReportingCurrency)
{
    /// <summary>Calendar quarters in UTC, in US dollars.</summary>
    public static Settings Default { get; } = new(new FiscalCalendar(), TimeZoneInfo.Utc, "USD");
}

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

        if (TryWeek(text, out var sunday))
        {
            return TryEndOf(sunday, out instant);
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
    public Period CurrentQuarter => settings.Calendar.QuarterOf(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(_now, settings.Zone).DateTime));

    /// <summary>The instant that a period's window starts from: the last microsecond before it.</summary>
    public DateTimeOffset WindowStart(Period period) => EndOf(period.Start.AddDays(-1));

    /// <summary>The last microsecond of a period.</summary>
    public DateTimeOffset WindowEnd(Period period) => EndOf(period.End);

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

    private static bool TryWeek(string text, out DateOnly lastDay)
    {
        lastDay = default;
        if (text.Length != 8 || text[4] != '-' || text[5] is not ('W' or 'w')
            || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 1900 or > 9000
            || !int.TryParse(text.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var week)
            || week < 1 || week > ISOWeek.GetWeeksInYear(year))
        {
            return false;
        }

        lastDay = DateOnly.FromDateTime(ISOWeek.ToDateTime(year, week, DayOfWeek.Sunday));
        return true;
    }
}
