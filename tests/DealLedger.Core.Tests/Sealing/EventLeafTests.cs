using System.Text;
using DealLedger.Core.Sealing;

namespace DealLedger.Core.Tests.Sealing;

public sealed class EventLeafTests
{
    // The worked example of docs/seals.md.
    private static readonly EventLeaf Example = new(
        2, Guid.Parse("1a08dbb8-6b82-564f-91c8-ca9ae3131007"), "opportunity/006000000000001AAA", 2,
        """{"At": "2026-05-10T12:00:00Z", "By": "005000000000001AAA", "To": 1250.50, "From": 100}"""u8.ToArray(), null, "amount_changed",
        831_729_600_000_001, "default", "008000000000001AAA", null, """{"order": "008000000000001", "source": "salesforce:008000000000001AAA"}"""u8.ToArray(),
        "005000000000001AAA");

    [Fact]
    public void The_worked_example_has_the_bytes_and_the_hash_of_the_documentation()
    {
        Encoding.UTF8.GetString(Example.ToBytes()).ShouldBe(
            """{"bdata":null,"causation_id":null,"correlation_id":"008000000000001AAA","data":{"At":"2026-05-10T12:00:00Z","By":"005000000000001AAA","From":100,"To":1250.5}"""
            + ""","headers":{"order":"008000000000001","source":"salesforce:008000000000001AAA"},"id":"1a08dbb8-6b82-564f-91c8-ca9ae3131007","seq_id":2"""
            + ""","stream_id":"opportunity/006000000000001AAA","tenant_id":"default","timestamp":1778414400000001,"type":"amount_changed","user_name":"005000000000001AAA","version":2}""");
        MerkleTree.LeafHash(Example.ToBytes()).ToString().ShouldBe("d9353ce3ba43f31467552d73854b01d6358adb0a7b8e404ab4d128e113360e71");
    }

    [Fact]
    public void The_infinities_and_the_ends_of_time_have_a_form()
    {
        Text(Example with { RecordedAt = long.MinValue }).ShouldContain("\"timestamp\":\"-infinity\",");
        Text(Example with { RecordedAt = long.MaxValue }).ShouldContain("\"timestamp\":\"infinity\",");
        Text(Example with { RecordedAt = long.MaxValue - 1 }).ShouldContain("\"timestamp\":9224318721654775806,");
        Text(Example with { RecordedAt = 0 }).ShouldContain("\"timestamp\":946684800000000,");
    }

    [Fact]
    public void Every_column_counts()
    {
        EventLeaf[] leaves =
        [
            Example, Example with { Position = 3 }, Example with { Id = Guid.Empty }, Example with { Stream = null }, Example with { Stream = "null" },
            Example with { Version = 1 }, Example with { Data = "{}"u8.ToArray() }, Example with { Binary = [] }, Example with { Binary = [0] },
            Example with { Type = "x" }, Example with { RecordedAt = 1 }, Example with { Tenant = "x" }, Example with { CorrelationId = null },
            Example with { CausationId = "x" }, Example with { Headers = null }, Example with { Headers = "{}"u8.ToArray() }, Example with { UserName = null },
        ];
        leaves.Select(leaf => MerkleTree.LeafHash(leaf.ToBytes())).ShouldBeUnique();
    }

    [Fact]
    public void Neither_the_order_of_keys_nor_the_zeros_at_the_end_of_a_number_count() =>
        Text(Example with { Data = """{"From": 100.000, "To": 1250.5, "By": "005000000000001AAA", "At": "2026-05-10T12:00:00Z"}"""u8.ToArray() }).ShouldBe(Text(Example));

    [Fact]
    public void Every_bit_of_a_leaf_counts()
    {
        var leaf = Example.ToBytes();
        var hash = MerkleTree.LeafHash(leaf);
        for (var bit = 0; bit < leaf.Length * 8; bit++)
        {
            leaf[bit / 8] ^= (byte)(1 << (bit % 8));
            MerkleTree.LeafHash(leaf).ShouldNotBe(hash);
            leaf[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void A_leaf_longer_than_a_buffer_is_hashed_as_a_short_one_is()
    {
        foreach (var length in new[] { 0, 1, 1022, 1023, 1024, 1025, 100_000 })
        {
            var leaf = new byte[length];
            MerkleTree.LeafHash(leaf).ShouldBe(new Digest(System.Security.Cryptography.SHA256.HashData([0, .. leaf])));
        }
    }

    private static string Text(EventLeaf leaf) => Encoding.UTF8.GetString(leaf.ToBytes());
}
