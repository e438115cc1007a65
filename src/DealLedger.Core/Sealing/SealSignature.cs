using System.Security.Cryptography;

namespace DealLedger.Core.Sealing;

/// <summary>The signatures of seals: ECDSA over P-256 and SHA-256 (FIPS 186-5), in DER.</summary>
public static class SealSignature
{
    /// <summary>The most bytes that such a signature has.</summary>
    public const int MostBytes = 72;

    /// <summary>The bytes of a public key: its SubjectPublicKeyInfo with the point uncompressed, which has one form only.</summary>
    public const int PublicKeyBytes = 91;

    private static readonly byte[] PublicKeyStart = Convert.FromHexString("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

    /// <summary>None when a public key is the one that a seal names and its signature fits, else what does not fit.</summary>
    public static string? Fault(Seal seal, ReadOnlySpan<byte> publicKey)
    {
        if (Digest.Of(publicKey) != seal.Key)
        {
            return $"the public key is not the one that seal {seal.Id} names";
        }

        if (publicKey.Length != PublicKeyBytes || !publicKey.StartsWith(PublicKeyStart))
        {
            return $"the public key of seal {seal.Id} is not one of P-256";
        }

        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(publicKey, out _);
            return Hex.TryParse(seal.Signature, MostBytes, out var signature)
                && key.VerifyData(seal.SignedBytes(), signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
                ? null
                : $"the signature of seal {seal.Id} does not fit its content";
        }
        catch (CryptographicException)
        {
            return $"the public key of seal {seal.Id} is not a point of P-256";
        }
    }
}
