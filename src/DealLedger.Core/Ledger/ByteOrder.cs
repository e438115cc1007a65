namespace DealLedger.Core.Ledger;

/// <summary>
/// Compares texts by their bytes in UTF-8, as PostgreSQL does in collation "C". Ordinal comparison differs from it for characters that
/// take two units in UTF-16: they come last in UTF-8.
/// </summary>
public static class ByteOrder
{
    /// <summary>Below zero when a comes first, above when b does.</summary>
    public static int Compare(string a, string b)
    {
        var common = a.AsSpan().CommonPrefixLength(b);
        return common < a.Length && common < b.Length ? Weight(a[common]) - Weight(b[common]) : a.Length - b.Length;
    }

    private static int Weight(char unit) => char.IsSurrogate(unit) ? unit + char.MaxValue : unit;
}
