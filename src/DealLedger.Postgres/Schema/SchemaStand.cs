namespace DealLedger.Postgres.Schema;

/// <summary>A step of the schema: the version that it leads to, and its name.</summary>
public sealed record SchemaScript(int Version, string Name);

/// <summary>
/// How the schema of a database stands: its version (0 where there is none), the newest that this program knows, and the steps between, in their order.
/// </summary>
public sealed record SchemaStand(int Version, int Newest, IReadOnlyList<SchemaScript> Missing)
{
    /// <summary>Whether nothing is missing.</summary>
    public bool IsNewest => Missing.Count == 0;
}

/// <summary>Whether a database of an older schema is brought to the newest one when it is opened, or refused.</summary>
public enum SchemaUpgrade
{
    /// <summary>It is brought there.</summary>
    Auto,

    /// <summary>It is refused; <c>dealledger migrate</c> brings it there.</summary>
    Manual,
}
