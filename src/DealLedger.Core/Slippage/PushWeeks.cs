using DealLedger.Core.Organisation;
using DealLedger.Core.Time;

namespace DealLedger.Core.Slippage;

/// <summary>A week of a window, or what is of it inside: after its first instant, up to its last (UTC), and how many pushes were made in it.</summary>
public sealed record PushWeek(string Week, DateTimeOffset From, DateTimeOffset To, long Pushes);

/// <summary>The weeks of a window, by the settings' first day of the week and time zone (DEFINITIONS 2).</summary>
public static class PushWeeks
{
    /// <summary>How many weeks there are at the most, about a year.</summary>
    public const int Most = 53;

    /// <summary>The last weeks of a window in their order, with no push in them yet; none where the window ends before it begins.</summary>
    public static IReadOnlyList<PushWeek> Of(Settings settings, DateTimeOffset from, DateTimeOffset to)
    {
        var time = new TimeWords(settings, to);
        var weeks = new List<PushWeek>();
        var day = settings.Weeks.Start(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(to, settings.Zone).DateTime));
        for (var end = to; end > from && weeks.Count < Most; day = day.AddDays(-7))
        {
            var begin = time.StartOf(day) - Instants.Microsecond;
            weeks.Add(new PushWeek(settings.Weeks.Name(day), begin > from ? begin : from, end, 0));
            end = begin;
        }

        weeks.Reverse();
        return weeks;
    }
}
