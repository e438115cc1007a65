using System.Security.Cryptography;
using DealLedger.Core.Ledger;
using DealLedger.Core.Sealing;

namespace DealLedger.Postgres.Sealing;

/// <summary>The key that a ledger signs its seals with: ECDSA P-256. It never reaches the database; its public half does.</summary>
public sealed class SealKey : IDisposable
{
    private readonly ECDsa _key;

    private SealKey(ECDsa key)
    {
        _key = key;
        PublicKey = key.ExportSubjectPublicKeyInfo();
        Id = Digest.Of(PublicKey);
    }

    /// <summary>The public key as its SubjectPublicKeyInfo (RFC 5280), in DER.</summary>
    public byte[] PublicKey { get; }

    /// <summary>The public key's SHA-256, by which seals name it.</summary>
    public Digest Id { get; }

    /// <summary>Makes a new key.</summary>
    public static SealKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Takes a private key as PEM; refuses what is none of P-256. The refusal shows nothing of it.</summary>
    public static SealKey FromPem(string pem, string from)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            var parameters = key.ExportParameters(includePrivateParameters: true);
            CryptographicOperations.ZeroMemory(parameters.D);
            if (key.KeySize == 256 && parameters.Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value)
            {
                return new SealKey(key);
            }
        }
        catch (Exception problem) when (problem is ArgumentException or CryptographicException)
        {
            // Told below: the library's own words may show what the file holds.
        }

        key.Dispose();
        throw new RefusedException(
            "seal-key-unreadable",
            $"{from} holds no private key of P-256 in PEM without a password; make one with: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256");
    }

    /// <summary>The private key as PEM.</summary>
    public string ToPem() => _key.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>The seal with its signature.</summary>
    public Seal Sign(Seal seal) =>
        seal with { Signature = Convert.ToHexStringLower(_key.SignData(seal.SignedBytes(), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)) };

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
