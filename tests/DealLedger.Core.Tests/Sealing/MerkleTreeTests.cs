using DealLedger.Core.Sealing;
using DealLedger.Naive;
using FsCheck.Fluent;

namespace DealLedger.Core.Tests.Sealing;

public sealed class MerkleTreeTests
{
    private const int Largest = 33;

    [Fact]
    public void Roots_are_those_of_the_definition_however_they_are_made()
    {
        var range = new CompactRange();
        for (var size = 0; size <= Largest; size++)
        {
            var leaves = Leaves.Of(size);
            var expected = new Digest(Leaves.Root(leaves));
            MerkleTree.Root(size, Leaves.Known(leaves)).ShouldBe(expected);
            CompactRange.Of(size, Leaves.Known(leaves)).Root.ShouldBe(expected);
            range.Root.ShouldBe(expected, $"{size} leaves");
            range.Append(MerkleTree.LeafHash(Leaves.Event(size + 1).ToBytes()));
        }
    }

    [Fact]
    public void A_tree_grows_from_any_size_as_if_it_had_been_made_at_once()
    {
        var leaves = Leaves.Of(Largest);
        for (var size = 0; size <= Largest; size++)
        {
            var range = CompactRange.Of(size, Leaves.Known(leaves));
            foreach (var leaf in leaves.Skip(size))
            {
                range.Append(MerkleTree.LeafHash(leaf));
            }

            range.Size.ShouldBe(Largest);
            range.Root.ShouldBe(new Digest(Leaves.Root(leaves)), $"from {size} leaves");
        }
    }

    [Fact]
    public void A_leaf_that_completes_a_block_gives_its_root()
    {
        var leaves = Leaves.Of(Largest);
        for (var start = 0; start < 8; start++)
        {
            var range = CompactRange.Of(start, Leaves.Known(leaves));
            for (var size = start + 1; size <= Largest; size++)
            {
                var root = range.Append(MerkleTree.LeafHash(leaves[size - 1]), blockSize: 8);

                root.ShouldBe(size % 8 == 0 ? new Digest(Leaves.Root(leaves[(size - 8)..size])) : null, $"{size} leaves");
            }
        }
    }

    [Fact]
    public void Every_leaf_of_every_small_tree_has_a_path_that_holds_for_it_alone()
    {
        for (var size = 1; size <= Largest; size++)
        {
            var leaves = Leaves.Of(size);
            var root = new Digest(Leaves.Root(leaves));
            for (var index = 0; index < size; index++)
            {
                var path = MerkleTree.InclusionPath(index, size, Leaves.Known(leaves));
                for (var other = 0; other < size; other++)
                {
                    MerkleTree.Includes(other, size, MerkleTree.LeafHash(leaves[index]), path, root).ShouldBe(other == index);
                    MerkleTree.Includes(index, size, MerkleTree.LeafHash(leaves[other]), path, root).ShouldBe(other == index);
                }

                path.Count.ShouldBeLessThanOrEqualTo(6);
                MerkleTree.Includes(index, size, MerkleTree.LeafHash(leaves[index]), [.. path, root], root).ShouldBeFalse();
            }
        }
    }

    [Fact]
    public void Every_two_small_trees_are_consistent_by_their_path_and_by_no_other_sizes()
    {
        for (var larger = 1; larger <= Largest; larger++)
        {
            var leaves = Leaves.Of(larger);
            var largerRoot = new Digest(Leaves.Root(leaves));
            for (var smaller = 1; smaller <= larger; smaller++)
            {
                var path = MerkleTree.ConsistencyPath(smaller, larger, Leaves.Known(leaves));
                var smallerRoot = new Digest(Leaves.Root([.. leaves.Take(smaller)]));
                MerkleTree.IsConsistent(smaller, larger, smallerRoot, largerRoot, path).ShouldBeTrue();
                MerkleTree.IsConsistent(smaller, larger, smallerRoot, largerRoot, [.. path, largerRoot]).ShouldBeFalse();
                MerkleTree.IsConsistent(smaller, larger, largerRoot, smallerRoot, path).ShouldBe(smaller == larger);
                MerkleTree.IsConsistent(larger + 1, larger, smallerRoot, largerRoot, path).ShouldBeFalse();
            }
        }
    }

    [Fact]
    public void A_leaf_that_was_changed_dropped_or_moved_breaks_the_consistency_with_the_tree_before()
    {
        var cases = from size in Gen.Choose(2, 200) from older in Gen.Choose(1, 200) from at in Gen.Choose(0, 199) from kind in Gen.Choose(0, 2)
                    select (Size: size, Older: 1 + (older % size), At: at % (1 + (older % size)), Kind: kind);
        Histories.Hold(
            cases.ToArbitrary(),
            test =>
            {
                var before = Leaves.Of(test.Size);
                var after = new List<byte[]>(before);
                switch (test.Kind)
                {
                    case 0: after[test.At] = Leaves.Event(test.At + 1, """{"Amount": 101}""").ToBytes(); break;
                    case 1: after.RemoveAt(test.At); after.Add(Leaves.Event(test.Size + 1).ToBytes()); break;
                    default: after.Insert(test.At, Leaves.Event(1000).ToBytes()); break;
                }

                var path = MerkleTree.ConsistencyPath(test.Older, after.Count, Leaves.Known(after));
                var oldRoot = MerkleTree.Root(test.Older, Leaves.Known(before));
                MerkleTree.IsConsistent(test.Older, after.Count, oldRoot, MerkleTree.Root(after.Count, Leaves.Known(after)), path).ShouldBeFalse();
            },
            count: 100);
    }
}
