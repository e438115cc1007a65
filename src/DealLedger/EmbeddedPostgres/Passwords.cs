using System.Security.Cryptography;
using System.Text.Json;

namespace DealLedger.EmbeddedPostgres;

// The passwords of a home's two roles; hexadecimal, so they need no escaping anywhere.
internal sealed record Passwords(string Owner, string Reader)
{
    public const string FileName = "passwords.json";

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
