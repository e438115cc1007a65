using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using DealLedger.Core.Ledger;

namespace DealLedger.Core.Access;

/// <summary>
/// The text of a key, <c>tenant.id.secret</c>: the id has 16 hexadecimal digits, the secret is 32 random bytes as base64url. It is shown once, when the key
/// is made, and kept nowhere.
/// </summary>
public sealed class ApiKeyText
{
    /// <summary>How many random bytes an id has.</summary>
    public const int IdLength = 8;

    /// <summary>How many random bytes a secret has.</summary>
    public const int SecretLength = 32;

    // Of the longest tenant: 40 characters, 16 and 43, with what stands between them.
    private const int Longest = 101;
    private const int SecretCharacters = 43;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly byte[] _secret;

    /// <summary>The key with an id and a secret.</summary>
    public ApiKeyText(TenantId tenant, string id, byte[] secret) => (Tenant, Id, _secret) = (tenant, id, secret);

    /// <summary>The tenant that the key opens.</summary>
    public TenantId Tenant { get; }

    /// <summary>The id, by which the key is listed and revoked.</summary>
    public string Id { get; }

    /// <summary>Reads a key; false when it does not have the form.</summary>
    public static bool TryParse(string text, out ApiKeyText? key)
    {
        key = null;
        if (text.Length > Longest || text.Split('.') is not [var name, { Length: IdLength * 2 } id, { Length: SecretCharacters } encoded]
            || !TenantId.TryParse(name, out var tenant) || id.AsSpan().ContainsAnyExcept(HexDigits))
        {
            return false;
        }

        var secret = new byte[SecretLength];
        if (Base64Url.DecodeFromChars(encoded, secret, out _, out var written) != OperationStatus.Done || written != SecretLength)
        {
            return false;
        }

        key = new ApiKeyText(tenant, id, secret);
        return true;
    }

    /// <summary>What is kept of the secret: its SHA-256.</summary>
    public byte[] Hash() => SHA256.HashData(_secret);

    /// <summary>The whole key, for whoever made it.</summary>
    public string Reveal() => $"{Tenant}.{Id}.{Base64Url.EncodeToString(_secret)}";

    /// <summary>The key without its secret.</summary>
    public override string ToString() => $"{Tenant}.{Id}.…";
}
