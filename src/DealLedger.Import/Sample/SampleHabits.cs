namespace DealLedger.Import.Sample;

/// <summary>Ids of the reps whose habits show in the numbers of a sample company, and the days on which one left and one joined.</summary>
public sealed record SampleHabits(
    string SerialPusher, string Sandbagger, string Optimist, string Leaver, string Newcomer, DateOnly LeaverLeft, DateOnly NewcomerJoined);
