using Npgsql;

namespace DealLedger.Postgres;

/// <summary>
/// One plan for every list of keys. PostgreSQL thinks a plan for a list whose length it does not know dearer than one for the list at hand, and makes one each
/// time, which takes as long as to carry it out. What looks rows up by their keys has no other good plan than the indexes.
/// </summary>
internal static class OnePlan
{
    /// <summary>For all statements of a transaction, at its beginning.</summary>
    public const string InTransaction = "SET LOCAL plan_cache_mode = force_generic_plan";

    /// <summary>
    /// For the statements of a transaction that follow. A plan is kept while its table grows, and one that was made for a small table would go on reading
    /// the whole of it.
    /// </summary>
    public const string ByIndex = "SET LOCAL enable_seqscan = off";

    /// <summary>Before such statements of a batch; a batch that fails takes the setting back with all else.</summary>
    public static NpgsqlBatchCommand Begin => new("SET plan_cache_mode = force_generic_plan");

    /// <summary>Behind them.</summary>
    public static NpgsqlBatchCommand End => new("SET plan_cache_mode TO DEFAULT");
}
