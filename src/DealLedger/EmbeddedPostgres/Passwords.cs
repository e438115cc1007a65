using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DealLedger.Core.Ledger;

namespace DealLedger.EmbeddedPostgres;

// The password of a home's owner, and what those of its readers follow from; hexadecimal, so they need no escaping anywhere.
internal sealed record Passwords(string Owner, string Reader)
{
    public const string FileName = "passwords.json";

    /// <summary>The password of the login that reads one tenant.</summary>
    public string OfReader(TenantId tenant) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Reader), Encoding.UTF8.GetBytes(tenant.Value)))[..40];

    public static Passwords? Read(HomeFolder home)
    {
        var path = home.File(FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<Passwords>(File.ReadAllText(path)) is { Owner: not null, Reader: not null } read
                ? read
                : throw new JsonException("a password is missing");
        }
        catch (Exception e) when (e is JsonException or UnauthorizedAccessException)
        {
            throw new EmbeddedPostgresException(
                "passwords-unreadable", $"{path} cannot be read ({e.Message}); restore it from a backup, or run as the user that owns it.", e);
        }
    }

    public static Passwords Create(HomeFolder home)
    {
        var made = new Passwords(RandomNumberGenerator.GetHexString(40, lowercase: true), RandomNumberGenerator.GetHexString(40, lowercase: true));
        PrivateFiles.Write(home.File(FileName), JsonSerializer.Serialize(made));
        return made;
    }
}
