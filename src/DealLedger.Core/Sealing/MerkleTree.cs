using System.Buffers;
using System.Numerics;
using System.Security.Cryptography;

namespace DealLedger.Core.Sealing;

/// <summary>
/// The hash of the subtree over <paramref name="count"/> leaves from leaf <paramref name="first"/> (the first of all is 0) where it is at
/// hand; none where it has to be made from its halves.
/// </summary>
public delegate Digest? KnownSubtree(long first, long count);

/// <summary>
/// The Merkle tree of RFC 6962, section 2.1, over SHA-256: its hashes, its proofs (2.1.1, 2.1.2), and what checks them as RFC 9162
/// describes it (2.1.3.2, 2.1.4.2).
/// </summary>
public static class MerkleTree
{
    private const int OnStack = 1024;

    /// <summary>The root of the tree with no leaf: SHA-256 of nothing.</summary>
    public static Digest EmptyRoot { get; } = Digest.Of([]);

    /// <summary>The hash of a leaf: SHA-256 over a byte 0 and the leaf.</summary>
    public static Digest LeafHash(ReadOnlySpan<byte> leaf)
    {
        var rented = leaf.Length < OnStack ? null : ArrayPool<byte>.Shared.Rent(leaf.Length + 1);
        Span<byte> input = rented is null ? stackalloc byte[OnStack] : rented;
        input[0] = 0;
        leaf.CopyTo(input[1..]);
        var hash = Digest.Of(input[..(leaf.Length + 1)]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return hash;
    }

    /// <summary>The hash of a node: SHA-256 over a byte 1 and the hashes of its two halves.</summary>
    public static Digest NodeHash(Digest left, Digest right)
    {
        Span<byte> input = stackalloc byte[1 + (2 * Digest.Length)];
        input[0] = 1;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + Digest.Length)..]);
        Span<byte> hash = stackalloc byte[Digest.Length];
        SHA256.HashData(input, hash);
        return new Digest(hash);
    }

    /// <summary>The root of the tree over the first <paramref name="size"/> leaves.</summary>
    public static Digest Root(long size, KnownSubtree known) => size == 0 ? EmptyRoot : Subtree(0, size, known);

    /// <summary>The hash of a subtree, made from those at hand. Throws when a leaf of it is not at hand.</summary>
    public static Digest Subtree(long first, long count, KnownSubtree known)
    {
        if (known(first, count) is { } hash)
        {
            return hash;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        var left = LeftHalf(count);
        return NodeHash(Subtree(first, left, known), Subtree(first + left, count - left, known));
    }

    /// <summary>The hashes that lead from a leaf to the root of a tree of so many leaves (PATH of RFC 6962, 2.1.1), from the leaf upwards.</summary>
    public static IReadOnlyList<Digest> InclusionPath(long index, long size, KnownSubtree known)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<Digest>();
        for (var (first, count) = (0L, size); count > 1;)
        {
            var left = LeftHalf(count);
            var isLeft = index < first + left;
            path.Add(isLeft ? Subtree(first + left, count - left, known) : Subtree(first, left, known));
            (first, count) = isLeft ? (first, left) : (first + left, count - left);
        }

        path.Reverse();
        return path;
    }

    /// <summary>The hashes that show a smaller tree to be the beginning of a larger one (PROOF of RFC 6962, 2.1.2).</summary>
    public static IReadOnlyList<Digest> ConsistencyPath(long smaller, long larger, KnownSubtree known)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(smaller);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(smaller, larger);
        var path = new List<Digest>();
        var (first, count, isWholeSmallerTree) = (0L, larger, true);
        while (smaller < first + count)
        {
            var left = LeftHalf(count);
            if (smaller <= first + left)
            {
                path.Add(Subtree(first + left, count - left, known));
                count = left;
            }
            else
            {
                path.Add(Subtree(first, left, known));
                (first, count, isWholeSmallerTree) = (first + left, count - left, false);
            }
        }

        if (!isWholeSmallerTree)
        {
            path.Add(Subtree(first, count, known));
        }

        path.Reverse();
        return path;
    }

    /// <summary>Whether a path leads from a leaf's hash to the root of a tree of so many leaves.</summary>
    public static bool Includes(long index, long size, Digest leaf, IReadOnlyList<Digest> path, Digest root)
    {
        if (index < 0 || index >= size)
        {
            return false;
        }

        var (node, last, hash) = (index, size - 1, leaf);
        foreach (var sibling in path)
        {
            if (last == 0)
            {
                return false;
            }

            if (long.IsOddInteger(node) || node == last)
            {
                hash = NodeHash(sibling, hash);
                (node, last) = UpToRightChild(node, last);
            }
            else
            {
                hash = NodeHash(hash, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && hash == root;
    }

    /// <summary>Whether a path shows a smaller tree, by its root, to be the beginning of a larger one. Of the empty tree no path shows anything.</summary>
    public static bool IsConsistent(long smaller, long larger, Digest smallerRoot, Digest largerRoot, IReadOnlyList<Digest> path)
    {
        if (smaller < 1 || smaller > larger)
        {
            return false;
        }

        if (smaller == larger || path.Count == 0)
        {
            return smaller == larger && path.Count == 0 && smallerRoot == largerRoot;
        }

        // A smaller tree that is complete stands in the larger one as it is, so its root is not in the path.
        var isComplete = BitOperations.IsPow2(smaller);
        var start = isComplete ? smallerRoot : path[0];
        var (node, last, older, newer) = (smaller - 1, larger - 1, start, start);
        while (long.IsOddInteger(node))
        {
            (node, last) = (node >> 1, last >> 1);
        }

        foreach (var sibling in path.Skip(isComplete ? 0 : 1))
        {
            if (last == 0)
            {
                return false;
            }

            if (long.IsOddInteger(node) || node == last)
            {
                older = NodeHash(sibling, older);
                newer = NodeHash(sibling, newer);
                (node, last) = UpToRightChild(node, last);
            }
            else
            {
                newer = NodeHash(newer, sibling);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && older == smallerRoot && newer == largerRoot;
    }

    // The levels at which the last node has no sibling are not in the path.
    private static (long Node, long Last) UpToRightChild(long node, long last)
    {
        while (long.IsEvenInteger(node) && node != 0)
        {
            (node, last) = (node >> 1, last >> 1);
        }

        return (node, last);
    }

    // The largest power of two below the count.
    private static long LeftHalf(long count) => 1L << (63 - BitOperations.LeadingZeroCount((ulong)(count - 1)));
}
