using System.Text.Json;
using System.Text.Json.Serialization;
using DealLedger.Core.Access;

namespace DealLedger.Core.Sealing;

/// <summary>
/// The first <paramref name="Size"/> events of a tenant's log under one root (RFC 6962), at an instant, signed with the ledger's key and
/// chained to the seal before it. <paramref name="Id"/> counts from 1 within the tenant; <paramref name="Signature"/> is ECDSA P-256 over
/// <see cref="SignedBytes"/>, DER in hexadecimal; <paramref name="Previous"/> is the <see cref="Hash"/> of the seal before, none for the
/// first; <paramref name="Key"/> is the SHA-256 of the public key; <paramref name="Occasion"/> is one of <see cref="SealOccasion"/>;
/// <paramref name="Access"/> is the head of the tenant's access log then, none in a seal from before there was one.
/// </summary>
public sealed record Seal(
    long Id, long Size, Digest Root, DateTimeOffset At, string Signature, Digest? Previous, string Tenant, string Occasion, Digest Key,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AccessHead? Access = null)
{
    /// <summary>The version of these rules.</summary>
    public const string Version = "seal/2";

    private const string WithoutAccess = "seal/1";

    /// <summary>The version of the rules that the seal was made by.</summary>
    public string Definition { get; init; } = Access is null ? WithoutAccess : Version;

    /// <summary>What the signature is over: the seal's canonical JSON without the signature.</summary>
    public byte[] SignedBytes()
    {
        var json = new CanonicalJson();
        json.Raw("{"u8);
        if (Access is { } access)
        {
            json.Raw("\"access\":{\"hash\":"u8).Text(access.Hash.ToString()).Raw(",\"number\":"u8).Number(access.Number).Raw("},"u8);
        }

        json.Raw("\"at\":"u8).Text(At.ToIso()).Raw(",\"definition\":"u8).Text(Definition).Raw(",\"id\":"u8).Number(Id);
        json.Raw(",\"key\":"u8).Text(Key.ToString()).Raw(",\"occasion\":"u8).Text(Occasion).Raw(",\"previous\":"u8).Text(Previous?.ToString());
        json.Raw(",\"root\":"u8).Text(Root.ToString()).Raw(",\"size\":"u8).Number(Size).Raw(",\"tenant\":"u8).Text(Tenant).Raw("}"u8);
        return json.Written.ToArray();
    }

    /// <summary>What the next seal names as the one before it: SHA-256 over the signed bytes and the signature's bytes.</summary>
    public Digest Hash() => Digest.Of([.. SignedBytes(), .. Convert.FromHexString(Signature)]);

    /// <summary>The seal as it is printed, in UTF-8.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, SealingJson.Default.Seal);

    /// <summary>Reads a seal as it was printed; a fault says why it is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, out Seal? seal, out string? fault)
    {
        (seal, fault) = (null, null);
        try
        {
            seal = JsonSerializer.Deserialize(json, SealingJson.Default.Seal);
            fault = seal is null ? "It holds null." : seal.FormFault();
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            fault = problem.Message;
        }

        return fault is null;
    }

    /// <summary>The first field in which another seal differs from this one; none when they are the same.</summary>
    public string? DifferenceTo(Seal other) => other == this ? null : this switch
    {
        _ when other.Tenant != Tenant => "tenant",
        _ when other.Id != Id => "id",
        _ when other.Size != Size => "size",
        _ when other.Root != Root => "root",
        _ when other.At != At => "at",
        _ when other.Previous != Previous => "previous",
        _ when other.Key != Key => "key",
        _ when other.Occasion != Occasion => "occasion",
        _ when other.Access != Access => "access",
        _ => "signature",
    };

    // What the types alone do not say.
    internal string? FormFault() =>
        Definition is not (Version or WithoutAccess) ? $"Its definition is not {Version}."
        : (Definition == WithoutAccess) != (Access is null) || Access?.Number < 0 ? $"What it says of the access log is not what a {Definition} says."
        : Id < 1 || Size < 1 ? "Its id or its size is below 1."
        : Signature.Length == 0 || !Hex.TryParse(Signature, SealSignature.MostBytes, out _) ? "Its signature is not in hexadecimal digits of lower case."
        : null;
}

/// <summary>What a seal was made for.</summary>
public static class SealOccasion
{
    /// <summary>Somebody asked for it.</summary>
    public const string Demand = "demand";

    /// <summary>The end of a week such as 2026-W14; one seal for each.</summary>
    public static string Week(string week) => $"week:{week}";

    /// <summary>A forecast call, by its id; one seal for each.</summary>
    public static string Call(string id) => $"call:{id}";
}

/// <summary>JSON of seals and proofs, as strict as it can be read: no field more, none less, none twice.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false,
    RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true, AllowOutOfOrderMetadataProperties = true,
    MaxDepth = CanonicalJson.DeepestNesting + 10,
    Converters = [typeof(InstantJson)])]
[JsonSerializable(typeof(Seal))]
[JsonSerializable(typeof(Proof))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class SealingJson : JsonSerializerContext;

/// <summary>Instants in the one form that a seal has them in.</summary>
internal sealed class InstantJson : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var instant) && instant.ToIso() == reader.GetString()
            ? instant
            : throw new JsonException("An instant is written as 2026-05-10T12:00:00.000001Z, without zeros at its end.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToIso());
}
