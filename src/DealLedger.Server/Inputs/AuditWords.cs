using System.ComponentModel;
using System.Globalization;
using DealLedger.Server.Audit;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Inputs;

/// <summary>What an audit file is about, as it is written; what is left out has its default.</summary>
public sealed record AuditWords
{
    /// <summary>The longest that a change may lag before it is late, in days.</summary>
    private const int LongestLag = 3_660;

    /// <summary>The period that is audited. Default: the current quarter.</summary>
    [FromQuery(Name = "period"), Description("The period that is audited. Default: the current quarter.")]
    public string? Period { get; init; }

    /// <summary>The instant asked about. Default: now.</summary>
    [FromQuery(Name = "asOf"), Description("The instant asked about. Default: now.")]
    public string? AsOf { get; init; }

    /// <summary>What the ledger knew: an instant, or a position (@1234). Default: now.</summary>
    [FromQuery(Name = "knownAt"), Description("What the ledger knew: an instant, or a position (@1234). Default: now.")]
    public string? KnownAt { get; init; }

    /// <summary>How much later a change is recorded than it happened to be listed as late, such as 7d or 36h. Default: 1d.</summary>
    [FromQuery(Name = "lateAfter"), Description("How much later a change is recorded than it happened to be listed as late, such as 7d or 36h. Default: 1d.")]
    public string? LateAfter { get; init; }

    /// <summary>Calendar, week, time zone and currency as they were (asOf, default) or as they are (current).</summary>
    [FromQuery(Name = "settings"), Description("Calendar, week, time zone and currency as they were (asOf, default) or as they are (current).")]
    public string? Settings { get; init; }

    /// <summary>The question that is meant.</summary>
    public AuditQuestion Read(InputReader read)
    {
        var version = read.ReadBy(Settings, () => read.Instant("asOf", AsOf, "now"));
        var (of, at) = (read.Period("period", Period), read.Instant("asOf", AsOf, "now"));
        var to = Earlier(at, read.Time.WindowEnd(of));
        return read.Checked(new AuditQuestion(of, at, read.KnownAt("knownAt", KnownAt), Earlier(to, read.Time.WindowStart(of)), to, Lag(read, LateAfter ?? "1d"), version));
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static TimeSpan Lag(InputReader read, string text)
    {
        var unit = text.Length > 1 ? text[^1] : ' ';
        if (unit is 'd' or 'h' && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count <= LongestLag * (unit == 'h' ? 24 : 1))
        {
            return unit == 'd' ? TimeSpan.FromDays(count) : TimeSpan.FromHours(count);
        }

        read.Refuse("lateAfter", $"'{InputReader.Short(text)}' is not a span; write days or hours, such as 7d or 36h, up to {LongestLag}d.");
        return TimeSpan.Zero;
    }
}
