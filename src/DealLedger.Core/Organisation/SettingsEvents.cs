using DealLedger.Core.Ledger;

namespace DealLedger.Core.Organisation;

/// <summary>A setting that answers are read by, from At on. The stream is <c>settings/organisation</c>.</summary>
public abstract record SettingsEvent(DateTimeOffset At, string By) : FactEvent(At, By)
{
    /// <summary>The kind of the stream of settings.</summary>
    public const string Kind = "settings";

    /// <summary>The stream of settings: one for each tenant.</summary>
    public static StreamKey Stream { get; } = new(Kind, "organisation");

    /// <summary>Since before any deal: what holds where a setting is told for the first time without saying since when.</summary>
    public static DateTimeOffset SinceEver { get; } = new(1700, 1, 1, 0, 0, 0, TimeSpan.Zero);
}

/// <summary>
/// The fiscal year begins with this month, 1 to 12; as far as a table goes, months are its. The table is a text: a month a piece, pieces
/// apart by semicolons, each with quarter, name, first and last day.
/// </summary>
public sealed record FiscalCalendarSet(int FirstMonth, string? Table, DateTimeOffset At, string By) : SettingsEvent(At, By);

/// <summary>Weeks begin on this day, by its English name in small letters.</summary>
public sealed record WeekStartSet(string To, DateTimeOffset At, string By) : SettingsEvent(At, By);

/// <summary>Days begin and end in this time zone, by its IANA name.</summary>
public sealed record TimeZoneSet(string To, DateTimeOffset At, string By) : SettingsEvent(At, By);

/// <summary>Answers are told in this currency.</summary>
public sealed record ReportingCurrencySet(string To, DateTimeOffset At, string By) : SettingsEvent(At, By);
