using System.Security.Cryptography;
using System.Text;
using DealLedger.Core.Access;
using DealLedger.Core.Sealing;

namespace DealLedger.Core.Tests.Sealing;

/// <summary>Leaves, trees and seals for tests; the tree is the definition of RFC 6962, 2.1, word for word, as slow as that is.</summary>
internal static class Leaves
{
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static string PublicKey { get; } = Convert.ToHexStringLower(Key.ExportSubjectPublicKeyInfo());

    public static DateTimeOffset Noon { get; } = new(2026, 5, 10, 12, 0, 0, TimeSpan.Zero);

    public static List<byte[]> Of(long count) => [.. Enumerable.Range(1, (int)count).Select(i => Event(i).ToBytes())];

    public static EventLeaf Event(long position, string data = """{"By": "ann", "Amount": 100}""") => new(
        position, new Guid((int)position, 7, 7, 1, 2, 3, 4, 5, 6, 7, 8), $"opportunity/deal-{position % 5}", 1, Encoding.UTF8.GetBytes(data), null, "amount_changed",
        831_729_600_000_000 + position, "default", "change-1", null, """{"order": "1"}"""u8.ToArray(), "ann");

    /// <summary>MTH of RFC 6962, 2.1.</summary>
    public static byte[] Root(IReadOnlyList<byte[]> leaves)
    {
        if (leaves.Count < 2)
        {
            return SHA256.HashData(leaves.Count == 0 ? [] : [0, .. leaves[0]]);
        }

        var k = 1;
        while (2 * k < leaves.Count)
        {
            k *= 2;
        }

        return SHA256.HashData([1, .. Root([.. leaves.Take(k)]), .. Root([.. leaves.Skip(k)])]);
    }

    /// <summary>The hashes of leaves alone; every other has to be made from them.</summary>
    public static KnownSubtree Known(IReadOnlyList<byte[]> leaves)
    {
        var hashes = leaves.Select(leaf => MerkleTree.LeafHash(leaf)).ToList();
        return (first, count) => count == 1 ? hashes[(int)first] : null;
    }

    /// <summary>A seal over the first leaves, signed; one of before there was an access log knows nothing of it.</summary>
    public static Seal Seal(long id, long size, IReadOnlyList<byte[]> leaves, Digest? previous = null, bool isOfBefore = false)
    {
        var key = Digest.Of(Key.ExportSubjectPublicKeyInfo());
        var seal = new Seal(id, size, MerkleTree.Root(size, Known(leaves)), Noon.AddMicroseconds(id), "", previous, "default", SealOccasion.Demand, key,
            isOfBefore ? null : new AccessHead(3 * id, Digest.Of([(byte)id])));
        return seal with { Signature = Convert.ToHexStringLower(Key.SignData(seal.SignedBytes(), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)) };
    }

    public static EventProof Proof(long position, Seal seal, IReadOnlyList<byte[]> leaves) => new(
        System.Text.Json.JsonDocument.Parse(leaves[(int)position - 1]).RootElement, MerkleTree.InclusionPath(position - 1, seal.Size, Known(leaves)), PublicKey, seal);
}
