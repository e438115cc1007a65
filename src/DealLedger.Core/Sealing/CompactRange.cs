using System.Numerics;

namespace DealLedger.Core.Sealing;

/// <summary>A tree that leaves are added to, by the roots of its complete subtrees alone: one hash for every bit that is set in its size.</summary>
public sealed class CompactRange
{
    private readonly List<Digest> _peaks = [];

    /// <summary>The number of leaves.</summary>
    public long Size { get; private set; }

    /// <summary>The root of the tree over the leaves so far (RFC 6962, 2.1).</summary>
    public Digest Root
    {
        get
        {
            if (_peaks.Count == 0)
            {
                return MerkleTree.EmptyRoot;
            }

            var root = _peaks[^1];
            for (var i = _peaks.Count - 2; i >= 0; i--)
            {
                root = MerkleTree.NodeHash(_peaks[i], root);
            }

            return root;
        }
    }

    /// <summary>The tree over the first leaves, from hashes at hand.</summary>
    public static CompactRange Of(long size, KnownSubtree known)
    {
        var range = new CompactRange { Size = size };
        for (long first = 0, rest = size; rest > 0;)
        {
            var count = 1L << BitOperations.Log2((ulong)rest);
            range._peaks.Add(MerkleTree.Subtree(first, count, known));
            (first, rest) = (first + count, rest - count);
        }

        return range;
    }

    /// <summary>
    /// Adds a leaf by its hash. Returns the root of the block of so many leaves, a power of two, that it completes; none when it completes none.
    /// </summary>
    public Digest? Append(Digest leaf, long blockSize = 1)
    {
        var (node, block) = (leaf, blockSize == 1 ? leaf : (Digest?)null);
        for (var (complete, size) = (Size, 2L); long.IsOddInteger(complete); (complete, size) = (complete >> 1, size << 1))
        {
            node = MerkleTree.NodeHash(_peaks[^1], node);
            _peaks.RemoveAt(_peaks.Count - 1);
            block = size == blockSize ? node : block;
        }

        _peaks.Add(node);
        Size++;
        return block;
    }
}
