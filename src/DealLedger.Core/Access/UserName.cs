using System.Text.RegularExpressions;

namespace DealLedger.Core.Access;

/// <summary>The name that a user signs in with: in lower case, <c>[a-z0-9][a-z0-9._-]{0,47}</c>, which is an id with <c>user:</c> before it too.</summary>
public readonly partial record struct UserName
{
    /// <summary>What is accepted, in words.</summary>
    public const string Accepted = "1 to 48 of a-z, 0-9 and . _ -, and begins with a letter or a digit";

    private UserName(string value) => Value = value;

    /// <summary>The name's text.</summary>
    public string Value { get; }

    /// <summary>Reads a name, in whichever case it was typed; false when it does not have the form.</summary>
    public static bool TryParse(string? text, out UserName name)
    {
        var lower = text?.Trim().ToLowerInvariant();
        var ok = lower is not null && Form().IsMatch(lower);
        name = ok ? new UserName(lower!) : default;
        return ok;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{0,47}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
