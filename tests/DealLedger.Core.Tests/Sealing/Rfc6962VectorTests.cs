using System.Text.Json;
using DealLedger.Core.Sealing;

namespace DealLedger.Core.Tests.Sealing;

/// <summary>
/// The vectors of transparency-dev/merkle for inclusion and consistency. Its folders subtreeinclusion and subtreeconsistency belong to a
/// draft on proofs about subtrees (Merkle tree certificates); RFC 6962 knows none, and so does the ledger.
/// </summary>
public sealed class Rfc6962VectorTests
{
    private sealed record Inclusion(decimal LeafIdx, decimal TreeSize, string? Root, string? LeafHash, IReadOnlyList<string>? Proof, string Desc, bool WantErr);

    private sealed record Consistency(decimal Size1, decimal Size2, string? Root1, string? Root2, IReadOnlyList<string>? Proof, string Desc, bool WantErr);

    [Fact]
    public void Inclusion_proofs_are_accepted_and_refused_as_the_vectors_say() => Hold<Inclusion>(
        "inclusion",
        98,
        v => v.WantErr,
        v => Hashes(v.Proof) is { } path && Hash(v.LeafHash) is { } leaf && Hash(v.Root) is { } root
            && v.LeafIdx <= long.MaxValue && v.TreeSize <= long.MaxValue && MerkleTree.Includes((long)v.LeafIdx, (long)v.TreeSize, leaf, path, root));

    [Fact]
    public void Consistency_proofs_are_accepted_and_refused_as_the_vectors_say() => Hold<Consistency>(
        "consistency",
        98,
        v => v.WantErr,
        v => Hashes(v.Proof) is { } path && v.Size1 <= long.MaxValue && v.Size2 <= long.MaxValue
            && MerkleTree.IsConsistent((long)v.Size1, (long)v.Size2, Root(v.Root1), Root(v.Root2), path));

    private static void Hold<T>(string folder, int count, Func<T, bool> wantsError, Func<T, bool> holds)
    {
        var files = Directory.GetFiles(Path.Combine(Vectors().FullName, folder), "*.json", SearchOption.AllDirectories);
        files.Length.ShouldBe(count);
        var vectors = files.Select(file => (Name: Path.GetRelativePath(folder, file), Vector: JsonSerializer.Deserialize<T>(File.ReadAllText(file), JsonSerializerOptions.Web)!)).ToList();
        vectors.Count(v => !wantsError(v.Vector)).ShouldBe(6);
        vectors.Where(v => holds(v.Vector) == wantsError(v.Vector)).Select(v => v.Name).ShouldBeEmpty();
    }

    // Some vectors have other bytes than a hash; a digest cannot be made of them.
    private static Digest? Hash(string? base64) => Convert.FromBase64String(base64 ?? "") is { Length: Digest.Length } bytes ? new Digest(bytes) : null;

    // Of roots that are only compared the vectors accept any bytes: their own hash stands for them.
    private static Digest Root(string? base64) => Hash(base64) ?? Digest.Of(Convert.FromBase64String(base64 ?? ""));

    private static List<Digest>? Hashes(IReadOnlyList<string>? path)
    {
        var hashes = (path ?? []).Select(Hash).OfType<Digest>().ToList();
        return hashes.Count == (path ?? []).Count ? hashes : null;
    }

    private static DirectoryInfo Vectors()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "DealLedger.sln")))
            {
                var folder = new DirectoryInfo(Path.Combine(at.FullName, "..", "shared", "data", "merkle-rfc6962"));
                Assert.SkipUnless(folder.Exists, "The folder of Merkle tree vectors beside the project is absent.");
                return folder;
            }
        }

        throw new DirectoryNotFoundException("The project's root was not found above the tests.");
    }
}
