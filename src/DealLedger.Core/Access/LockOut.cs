namespace DealLedger.Core.Access;

/// <summary>How long a user's name is locked after passwords that were wrong: not at all for the first ones, then for longer and longer.</summary>
public static class LockOut
{
    /// <summary>How many failures in a row lock a name.</summary>
    public const int Failures = 5;

    /// <summary>How long the failure that locks a name locks it, and those after it; the last time holds for all that follow.</summary>
    public static IReadOnlyList<TimeSpan> Times { get; } = [.. new[] { 1, 2, 4, 8, 15, 30, 60 }.Select(minutes => TimeSpan.FromMinutes(minutes))];

    /// <summary>How long so many failures in a row lock a name; none when they do not.</summary>
    public static TimeSpan? After(int failures) => failures < Failures ? null : Times[Math.Min(failures - Failures, Times.Count - 1)];
}
