using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DealLedger.Server.Tests.Operation;

/// <summary>A certificate for localhost, signed by itself, in files that are deleted with it.</summary>
internal sealed class TestCertificate : IDisposable
{
    public const string Password = "correct horse battery staple";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dealledger-tls-");
    private readonly X509Certificate2 _certificate;

    public TestCertificate(string name = "localhost")
        : this(name, ECDsa.Create(ECCurve.NamedCurves.nistP256))
    {
    }

    private TestCertificate(string name, ECDsa made)
    {
        using var key = made;
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        _certificate = request.CreateSelfSigned(TestServerFixture.Noon.AddYears(-1), TestServerFixture.Noon.AddDays(10));
        Write("certificate.pem", _certificate.ExportCertificatePem());
        Write("key.pem", key.ExportPkcs8PrivateKeyPem());
        Write("both.pem", _certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        Write("encrypted.pem", key.ExportEncryptedPkcs8PrivateKeyPem(Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10_000)));
        File.WriteAllBytes(In("both.pfx"), _certificate.Export(X509ContentType.Pkcs12, Password));
    }

    public string Thumbprint => _certificate.Thumbprint;

    /// <summary>The path of a file: certificate.pem, key.pem, both.pem, encrypted.pem, both.pfx.</summary>
    public string In(string file) => Path.Combine(_folder.FullName, file);

    /// <summary>Another certificate of the same key.</summary>
    public TestCertificate Renewed()
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(In("key.pem")));
        return new TestCertificate("localhost", key);
    }

    /// <summary>Puts this one's files in the place of another one's, written later.</summary>
    public void Replace(TestCertificate other)
    {
        foreach (var file in _folder.GetFiles())
        {
            var place = other.In(file.Name);
            File.Copy(file.FullName, place, overwrite: true);
            File.SetLastWriteTimeUtc(place, File.GetLastWriteTimeUtc(place).AddMinutes(1));
        }
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Write(string file, string text) => File.WriteAllText(In(file), text);
}
