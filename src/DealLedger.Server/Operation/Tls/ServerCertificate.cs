using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using DealLedger.Core.Ledger;

namespace DealLedger.Server.Operation.Tls;

/// <summary>
/// The server's certificate with its key, from PEM files or a PFX file. When the files change, new connections get the new certificate
/// within a minute; as long as those cannot be read they get the old one.
/// </summary>
public sealed class ServerCertificate
{
    private const int LargestFile = 256 * 1024;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly string _file;
    private readonly string? _keyFile;
    private readonly string? _password;
    private readonly TimeProvider _clock;
    private Loaded _loaded;
    private (DateTime Certificate, DateTime Key) _written;
    private long _looked;

    private ServerCertificate(string file, string? keyFile, string? password, TimeProvider clock)
    {
        (_file, _keyFile, _password, _clock) = (file, keyFile, password, clock);
        _written = Written();
        _loaded = Read();
        _looked = clock.GetTimestamp();
    }

    /// <summary>The certificate as it is presented, with those between it and its root.</summary>
    public SslStreamCertificateContext Current => Look().Context;

    /// <summary>When it runs out.</summary>
    public DateTimeOffset Expires => Look().Expires;

    /// <summary>
    /// Reads a certificate. The key may stand in the certificate's file or in one of its own, and be encrypted with the password. Refused, with a
    /// sentence that says what is wrong (<c>certificate-unreadable</c>).
    /// </summary>
    public static ServerCertificate Load(string file, string? keyFile, string? password, TimeProvider clock)
    {
        try
        {
            return new ServerCertificate(file, keyFile, password, clock);
        }
        catch (Exception fault) when (IsOfFile(fault))
        {
            throw new RefusedException("certificate-unreadable", fault.Message);
        }
    }

    private Loaded Look()
    {
        lock (_lock)
        {
            if (_clock.GetElapsedTime(_looked) >= BetweenLooks)
            {
                _looked = _clock.GetTimestamp();
                TryReadAgain();
            }

            return _loaded;
        }
    }

    private void TryReadAgain()
    {
        try
        {
            var written = Written();
            if (written != _written)
            {
                _loaded = Read();
                _written = written;
            }
        }
        catch (Exception fault) when (IsOfFile(fault))
        {
            // A certificate that is just being replaced is whole at a later look; one that stays broken runs out, which the metrics tell.
        }
    }

    // Each by itself: a certificate may come with the time at which it was made, long before the key's file was written.
    private (DateTime Certificate, DateTime Key) Written() => (File.GetLastWriteTimeUtc(_file), _keyFile is null ? default : File.GetLastWriteTimeUtc(_keyFile));

    private Loaded Read()
    {
        var bytes = ReadFile(_file);
        var (leaf, chain) = bytes.AsSpan().IndexOf("-----BEGIN"u8) >= 0 ? OfPem(Encoding.UTF8.GetString(bytes)) : OfPfx(bytes);
        if (!leaf.HasPrivateKey)
        {
            throw new CryptographicException($"{_file} holds no private key; name the file that does as its key.");
        }

        return new Loaded(SslStreamCertificateContext.Create(leaf, chain, offline: true), new DateTimeOffset(leaf.NotAfter.ToUniversalTime()));
    }

    private (X509Certificate2 Leaf, X509Certificate2Collection Chain) OfPem(string pem)
    {
        var key = _keyFile is null ? pem : Encoding.UTF8.GetString(ReadFile(_keyFile));
        if (!key.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            throw new CryptographicException($"{_keyFile ?? _file} holds no private key; name the PEM file that does as its key.");
        }

        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(pem);
        if (!key.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal))
        {
            return (Usable(X509Certificate2.CreateFromPem(pem, key)), chain);
        }

        return _password is null
            ? throw new CryptographicException($"The key in {_keyFile ?? _file} is encrypted; give its password.")
            : (Usable(X509Certificate2.CreateFromEncryptedPem(pem, key, _password)), chain);
    }

    private (X509Certificate2 Leaf, X509Certificate2Collection Chain) OfPfx(byte[] bytes)
    {
        var chain = X509CertificateLoader.LoadPkcs12Collection(bytes, _password);
        return (
            chain.FirstOrDefault(c => c.HasPrivateKey)
            ?? throw new CryptographicException($"{_file} holds no certificate with a private key; name a PFX file that does, or PEM files."),
            chain);
    }

    // Windows presents no key that lives in memory alone.
    private static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        }
    }

    private static byte[] ReadFile(string path) => new FileInfo(path) switch
    {
        { Exists: false } => throw new FileNotFoundException($"There is no file {path}."),
        { Length: > LargestFile } => throw new CryptographicException($"{path} is larger than a certificate."),
        _ => File.ReadAllBytes(path),
    };

    private static bool IsOfFile(Exception fault) => fault is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException;

    private sealed record Loaded(SslStreamCertificateContext Context, DateTimeOffset Expires);
}
