using System.Globalization;
using DealLedger.Core.People;

namespace DealLedger.Benchmarks.Data;

/// <summary>The made-up sales organisation, the same at all times: 2,000 reps, ten to a manager, ten managers to a director, and so on up to the head.</summary>
internal static class Staff
{
    public const int Reps = 2_000;

    // Reps, managers, directors, vice presidents, the head.
    private static readonly int[] Sizes = [Reps, 200, 20, 2, 1];

    /// <summary>The levels that lead teams, from the managers up.</summary>
    public static IEnumerable<int> Levels => Enumerable.Range(1, Sizes.Length - 1);

    /// <summary>Everyone with their manager, as a source tells of people.</summary>
    public static List<PersonTold> Everyone =>
        [.. Enumerable.Range(0, Sizes.Length).SelectMany(level => Enumerable.Range(0, Sizes[level]).Select(place => Person(level, place)))];

    public static string Rep(int number) => Id(0, number);

    /// <summary>Who leads the team of a rep at a level.</summary>
    public static string LeadOf(string rep, int level) =>
        Id(level, (int)((long)int.Parse(rep.AsSpan(6), CultureInfo.InvariantCulture) * Sizes[level] / Reps));

    private static PersonTold Person(int level, int place) => new(
        Id(level, place), Name: null, Email: null, Manager: level == Sizes.Length - 1 ? null : Id(level + 1, place * Sizes[level + 1] / Sizes[level]));

    private static string Id(int level, int place) => string.Create(CultureInfo.InvariantCulture, $"005B{level}M{place:D12}");
}
