using System.Globalization;
using DealLedger.Core.Opportunities;

namespace DealLedger.Naive;

/// <summary>The pushes of DEFINITIONS 5 by rep and week of ISO 8601 in UTC, and the paths of the deals that moved; told as lines of text.</summary>
public static class NaivePushes
{
    private const int Reps = 50;

    /// <summary>The pushes, those of every week that has any and of every rep, and the deals, the most often pushed first.</summary>
    public static List<string> Lines(IReadOnlyCollection<NaiveDeal> deals, DateTimeOffset from, DateTimeOffset to, NaiveScope scope, int firstMonth)
    {
        var moves = deals.SelectMany(d => d.Within(from, to).Where(c => Counts(c, from, scope)).Select(c => (Deal: d, Change: c))).ToList();
        var pushes = moves.Where(m => m.Change.PushDays > 0).Select(m => (Rep: m.Change.Before!.Owner ?? "", Week: WeekOf(m.Change.At))).ToList();
        return
        [
            $"{pushes.Count} pushes",
            .. pushes.GroupBy(p => p.Week).OrderBy(w => w.Key, StringComparer.Ordinal).Select(w => $"week {w.Key}: {w.Count()}"),
            .. pushes.GroupBy(p => p.Rep).OrderByDescending(r => r.Count()).ThenBy(r => r.Key, StringComparer.Ordinal).Take(Reps)
                .Select(r => Row(r.Key, r.Count(), r.GroupBy(p => p.Week).Select(w => (w.Key, (long)w.Count())))),
            .. moves.Select(m => m.Deal).Distinct().OrderByDescending(d => d.At(to)!.TimesPushed).ThenBy(d => d.Id, StringComparer.Ordinal)
                .Select(d => Deal(d, from, to, scope, firstMonth)),
        ];
    }

    /// <summary>One rep as text.</summary>
    public static string Row(string key, long pushes, IEnumerable<(string Week, long Pushes)> weeks) =>
        $"rep {key}: {pushes} in{string.Concat(weeks.OrderBy(w => w.Week, StringComparer.Ordinal).Select(w => $" {w.Week}:{w.Pushes}"))}";

    /// <summary>One deal as text.</summary>
    public static string Deal(string id, string name, string? owner, string outcome, int times, DateOnly? first, DateOnly? closes, IEnumerable<string> steps) =>
        $"deal {id} {name} of {owner} {outcome}, {times} times, {Day(first)} to {Day(closes)}:{string.Concat(steps)}";

    /// <summary>One step of a path as text.</summary>
    public static string Step(
        DateTimeOffset at, long position, string by, DateOnly? from, DateOnly? to, int? days, bool slip, bool counted, decimal? amount) => string.Create(
        CultureInfo.InvariantCulture,
        $" [{at:O} @{position} by {by} {Day(from)} to {Day(to)} {days} {(slip ? "slip" : "")} {(counted ? "counted" : "")} {(amount is { } a ? NaiveText.Number(a) : "")}]");

    private static bool Counts(NaiveChange change, DateTimeOffset from, NaiveScope scope) =>
        change.PushDays is not null && change.At > from && scope.HasOwner(change.Before!.Owner, change.At);

    private static string Deal(NaiveDeal deal, DateTimeOffset from, DateTimeOffset to, NaiveScope scope, int firstMonth)
    {
        var changes = deal.Changes.Where(c => c.At <= to && c.After is not null).ToList();
        var last = changes[^1].After!;
        return Deal(
            deal.Id, last.Name ?? deal.Id, last.Owner, last.Outcome, last.TimesPushed, changes[0].After!.CloseDate, last.CloseDate,
            changes.Where(c => c.Before is not null && c.Before.CloseDate != c.After!.CloseDate).Select(c => Step(c, from, scope, firstMonth)));
    }

    private static string Step(NaiveChange change, DateTimeOffset from, NaiveScope scope, int firstMonth)
    {
        var (was, became) = (change.Before!.CloseDate, change.After!.CloseDate);
        var moved = change.Events.LastOrDefault(e => e.Data is CloseDateMoved) ?? change.Events[^1];
        var slip = change.PushDays is > 0 && became > NaivePeriod.LastDayOfQuarter(was!.Value, firstMonth);
        return Step(
            change.At, moved.Position, moved.Data.By, was, became, change.PushDays, slip, Counts(change, from, scope),
            scope.Converted(change.Before.Amount, change.Before.Currency, change.At));
    }

    private static string WeekOf(DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(at.UtcDateTime):D4}-W{ISOWeek.GetWeekOfYear(at.UtcDateTime):D2}");

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "none";
}
