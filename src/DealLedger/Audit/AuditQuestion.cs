using System.Globalization;
using DealLedger.Core.Organisation;
using DealLedger.Core.Time;
using DealLedger.Server.Inputs;

namespace DealLedger.Audit;

/// <summary>
/// What an audit file is about: a period, as of an instant, as known at a point of the log. From and To span the period's window up to the
/// instant; a change is late when it was recorded more than LateAfter later than it happened. All of it is read by one version of the settings.
/// </summary>
internal sealed record AuditQuestion(Period Period, DateTimeOffset AsOf, KnownAt KnownAt, DateTimeOffset From, DateTimeOffset To, TimeSpan LateAfter, Settings Settings)
{
    /// <summary>The longest that a change may lag before it is late, in days.</summary>
    private const int LongestLag = 3_660;

    /// <summary>The question that these words mean.</summary>
    public static AuditQuestion Read(InputReader read, string? period, string? asOf, string? knownAt, string? lateAfter, string? settings)
    {
        var version = read.ReadBy(settings, () => read.Instant("asOf", asOf, "now"));
        var (of, at) = (read.Period("period", period), read.Instant("asOf", asOf, "now"));
        var to = Earlier(at, read.Time.WindowEnd(of));
        return read.Checked(new AuditQuestion(of, at, read.KnownAt("knownAt", knownAt), Earlier(to, read.Time.WindowStart(of)), to, Lag(read, lateAfter ?? "1d"), version));
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
