namespace DealLedger.Server.Pages;

/// <summary>Rows of teams as the tree that they are: each below the one above it, with its level.</summary>
public static class TeamTree
{
    /// <summary>The rows from the top down; rows that are no teams stand as they come, at level 0.</summary>
    public static IEnumerable<(T Row, int Level)> Order<T>(IReadOnlyList<T> rows, Func<T, string> key, Func<T, string?> parent)
    {
        var keys = rows.Select(key).ToHashSet(StringComparer.Ordinal);
        var below = rows.Where(r => parent(r) is { } above && keys.Contains(above)).ToLookup(r => parent(r)!, StringComparer.Ordinal);
        var told = new HashSet<string>(StringComparer.Ordinal);
        return rows.Where(r => parent(r) is not { } above || !keys.Contains(above)).Concat(rows).SelectMany(r => Tell(r, 0));

        // Teams above each other in a circle have no top: the first one comes first.
        IEnumerable<(T Row, int Level)> Tell(T row, int level)
        {
            if (!told.Add(key(row)))
            {
                yield break;
            }

            yield return (row, level);
            foreach (var inner in below[key(row)].SelectMany(r => Tell(r, level + 1)))
            {
                yield return inner;
            }
        }
    }

    /// <summary>A name moved in by its level.</summary>
    public static string Indented(string name, int level) => new string(' ', 2 * level) + name;
}
