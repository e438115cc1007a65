namespace DealLedger.Postgres.Schema;

/// <summary>How the partitions of a table are stored, where that differs from what PostgreSQL does by itself.</summary>
internal static class PartitionStorage
{
    /// <summary>Of a partition of <c>dealledger.deal_change</c>: each change ends the row before it, and with what PostgreSQL waits for by itself a fifth of the table would be dead.</summary>
    public const string OfChanges = "autovacuum_vacuum_scale_factor = 0.05";

    // A stream's row is updated with each of its events: room is left for that.
    private const string OfStreams = "fillfactor = 50";

    /// <summary>The clause for a new partition of a table, by its name without the schema.</summary>
    public static string Clause(string table) => table switch
    {
        "mt_streams" => $"WITH ({OfStreams})",
        "deal_change" => $"WITH ({OfChanges})",
        _ => "",
    };
}
