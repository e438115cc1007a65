using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace DealLedger.Core.Sealing;

/// <summary>
/// What shows, to whoever trusts a seal and has no database, that the sealed log holds something (docs/seals.md). Its file is one line of
/// canonical JSON, and no other bytes are that proof.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(EventProof), "event")]
[JsonDerivedType(typeof(ConsistencyProof), "consistency")]
public abstract record Proof
{
    /// <summary>The version of these rules.</summary>
    public const string Version = "proof/1";

    /// <summary>The largest file that is read, in bytes.</summary>
    public const int LargestFile = 64 * 1024 * 1024;

    private const int LongestPath = 128;

    /// <summary>The version of the rules that the proof was made by.</summary>
    public string Definition { get; init; } = Version;

    /// <summary>The file: one line of canonical JSON.</summary>
    public byte[] ToFile() => [.. CanonicalJson.Of(JsonSerializer.SerializeToUtf8Bytes(this, SealingJson.Default.Proof)), (byte)'\n'];

    /// <summary>Reads a proof's file; a fault says why it is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> file, out Proof? proof, out string? fault)
    {
        (proof, fault) = (null, null);
        try
        {
            // One form only: else a bit of it could change and mean the same.
            if (file.Length > LargestFile || !Utf8.IsValid(file) || !file.SequenceEqual([.. CanonicalJson.Of(file), (byte)'\n']))
            {
                fault = "it is not in the form in which proofs are written, one line of canonical JSON; take the file as it was made";
                return false;
            }

            proof = JsonSerializer.Deserialize(file, SealingJson.Default.Proof);
            fault = proof is not { Definition: Version } ? $"its definition is not {Version}"
                : !file.SequenceEqual(proof.ToFile()) ? "it holds more than a proof does; take the file as it was made"
                : null;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or NotSupportedException)
        {
            fault = $"it cannot be read: {problem.Message.Split(" Path:", 2)[0]}";
        }

        return fault is null;
    }

    /// <summary>None when the proof holds, against a seal kept elsewhere if one is given; else what does not fit, as a part of a sentence.</summary>
    public abstract string? Fault(Seal? kept);

    private protected static string? SealFault(Seal seal, string publicKey) =>
        seal.FormFault() is { } form ? $"seal {seal.Id} has no seal's form: {form}"
        : !Hex.TryParse(publicKey, SealSignature.PublicKeyBytes, out var key) ? $"the public key of seal {seal.Id} is not in hexadecimal digits of lower case"
        : SealSignature.Fault(seal, key);

    private protected static string? PathFault(IReadOnlyList<Digest> path) => path.Count > LongestPath ? $"its path has more than {LongestPath} hashes" : null;
}

/// <summary>
/// Shows that an event is in a sealed log, at its position, as it was: <paramref name="Leaf"/> is the event's canonical row
/// (<see cref="EventLeaf"/>), <paramref name="Path"/> leads from it to the seal's root (RFC 6962, 2.1.1), and
/// <paramref name="PublicKey"/> is the seal's, its SubjectPublicKeyInfo in hexadecimal.
/// </summary>
public sealed record EventProof(JsonElement Leaf, IReadOnlyList<Digest> Path, string PublicKey, Seal Seal) : Proof
{
    /// <summary>The event's position in the log; 0 when its row names none.</summary>
    [JsonIgnore]
    public long Position => Member("seq_id") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var position) ? position : 0;

    /// <summary>The event's id; none when its row names none.</summary>
    [JsonIgnore]
    public string? EventId => Member("id") is { ValueKind: JsonValueKind.String } id ? id.GetString() : null;

    /// <inheritdoc/>
    public override string? Fault(Seal? kept)
    {
        if ((PathFault(Path) ?? SealFault(Seal, PublicKey)) is { } fault)
        {
            return fault;
        }

        if (Member("tenant_id") is not { ValueKind: JsonValueKind.String } tenant || tenant.GetString() != Seal.Tenant)
        {
            return $"the event is not one of tenant {Seal.Tenant}, whose log seal {Seal.Id} covers";
        }

        var leaf = MerkleTree.LeafHash(CanonicalJson.Of(JsonSerializer.SerializeToUtf8Bytes(Leaf, SealingJson.Default.JsonElement)));
        return !MerkleTree.Includes(Position - 1, Seal.Size, leaf, Path, Seal.Root)
            ? $"the event at position {Position} does not lead to the root of seal {Seal.Id}: it is not what was sealed there"
            : kept?.DifferenceTo(Seal) switch
            {
                null => null,
                "id" => $"the proof leads to seal {Seal.Id}, the one kept elsewhere is seal {kept.Id}; make the proof for that one",
                var field => $"seal {Seal.Id} in the proof differs from the one kept elsewhere in its {field}",
            };
    }

    private JsonElement? Member(string name) => Leaf.ValueKind == JsonValueKind.Object && Leaf.TryGetProperty(name, out var member) ? member : null;
}

/// <summary>
/// Shows that the log under a later seal begins with the log under an earlier one, so that nothing in it was rewritten between the two
/// (RFC 6962, 2.1.2). The public keys are those of the two seals.
/// </summary>
public sealed record ConsistencyProof(Seal First, string FirstPublicKey, Seal Second, string SecondPublicKey, IReadOnlyList<Digest> Path) : Proof
{
    /// <inheritdoc/>
    public override string? Fault(Seal? kept)
    {
        if ((PathFault(Path) ?? SealFault(First, FirstPublicKey) ?? SealFault(Second, SecondPublicKey)) is { } fault)
        {
            return fault;
        }

        if (First.Tenant != Second.Tenant || First.Id > Second.Id)
        {
            return $"seal {First.Id} of tenant {First.Tenant} is not an earlier one than seal {Second.Id} of tenant {Second.Tenant}";
        }

        if (!MerkleTree.IsConsistent(First.Size, Second.Size, First.Root, Second.Root, Path))
        {
            return $"the log under seal {Second.Id} does not begin with the {First.Size} events under seal {First.Id}: it was rewritten between them";
        }

        if (kept is null || kept == First || kept == Second)
        {
            return null;
        }

        return kept.Id == First.Id || kept.Id == Second.Id
            ? $"seal {kept.Id} in the proof differs from the one kept elsewhere in its {kept.DifferenceTo(kept.Id == First.Id ? First : Second)}"
            : $"the proof is about seals {First.Id} and {Second.Id}, the one kept elsewhere is seal {kept.Id}";
    }
}
