using Npgsql;

namespace DealLedger.Postgres;

/// <summary>
/// A setting of PostgreSQL that holds for one statement, put before it and taken back behind it in the same batch. It is an ordinary SET: what fails in a
/// batch ends the transaction, declared or not, and that takes it back.
/// </summary>
internal readonly record struct PlannerSetting(string Name, string Value)
{
    /// <summary>
    /// For rows that are found by many keys and lie on a page each, as those of whole streams: the planner believes them side by side, since all rows have
    /// the same tenant, and would fetch page after page by the index; those of a bitmap are asked for together. Of a table that has grown and not been
    /// analysed yet it would rather read the whole.
    /// </summary>
    public static readonly IReadOnlyList<PlannerSetting> PagesAtOnce = [new("enable_indexscan", "off"), new("enable_seqscan", "off")];

    /// <summary>
    /// For the rows of a period, of which a page has several that lie far apart in the index: by a bitmap, which must have room for single rows, each page
    /// is read once.
    /// </summary>
    public static readonly IReadOnlyList<PlannerSetting> PagesOnce = [new("enable_indexscan", "off"), new("work_mem", "64MB")];

    /// <summary>
    /// For the changes of a window. Deals that are too many for a hash table are looked through from the first to the last for every change: a year of a
    /// million deals then never ends. Changes are sorted in memory, and by one process: several would each look the deals up for themselves.
    /// </summary>
    public static readonly IReadOnlyList<PlannerSetting> RoomForDeals =
        [new("hash_mem_multiplier", "8"), new("work_mem", "64MB"), new("max_parallel_workers_per_gather", "0")];

    /// <summary>What takes a setting back.</summary>
    public string Undo => $"SET {Name} TO DEFAULT";

    /// <summary>A command between settings.</summary>
    public static IEnumerable<NpgsqlCommand> Around(IReadOnlyList<PlannerSetting> settings, NpgsqlCommand command) =>
        [.. settings.Select(s => new NpgsqlCommand(s.ToString())), command, .. settings.Select(s => new NpgsqlCommand(s.Undo))];

    /// <summary>A statement of a batch between settings.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Around(IReadOnlyList<PlannerSetting> settings, NpgsqlBatchCommand statement) =>
        [.. settings.Select(s => new NpgsqlBatchCommand(s.ToString())), statement, .. settings.Select(s => new NpgsqlBatchCommand(s.Undo))];

    /// <summary>What makes the setting.</summary>
    public override string ToString() => $"SET {Name} = '{Value}'";
}
