using Npgsql;

namespace DealLedger.Postgres;

/// <summary>
/// One plan for every list of keys. PostgreSQL thinks a plan for a list whose length it does not know dearer than one for the list at hand, and makes one each
/// time, which takes as long as to carry it out. What looks rows up by their keys has no other good plan than the indexes; and since this one is kept
/// while a table grows, it must not be made to read a small table whole.
/// </summary>
internal static class OnePlan
{
    private const string Mode = "plan_cache_mode = force_generic_plan";
    private const string ByIndex = "enable_seqscan = off";

    /// <summary>Before such statements of a batch; a batch that fails takes the settings back with all else.</summary>
    public static List<NpgsqlBatchCommand> Begin => [new($"SET {Mode}"), new($"SET {ByIndex}")];

    /// <summary>Behind them.</summary>
    public static List<NpgsqlBatchCommand> End => [new("SET plan_cache_mode TO DEFAULT"), new("SET enable_seqscan TO DEFAULT")];

    /// <summary>For all statements of a transaction, at its beginning.</summary>
    public static List<NpgsqlBatchCommand> InTransaction => [new($"SET LOCAL {Mode}"), new($"SET LOCAL {ByIndex}")];
}
