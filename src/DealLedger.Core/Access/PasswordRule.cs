using System.Collections.Frozen;
using DealLedger.Core.Ledger;

namespace DealLedger.Core.Access;

/// <summary>Which passwords are too easily guessed to be taken. Length counts; no kind of character is asked for.</summary>
public static class PasswordRule
{
    /// <summary>The fewest characters that a password has.</summary>
    public const int Shortest = 12;

    /// <summary>The most characters that a password has.</summary>
    public const int Longest = 128;

    private const int FewestDifferent = 5;

    // The commonest of this length in lists of passwords that became known, in lower case; those that merely repeat or count are found by rule.
    private static readonly FrozenSet<string> Commonest = new[]
    {
        "1q2w3e4r5t6y", "1q2w3e4r5t6y7u8i", "1qaz2wsx3edc", "1qaz2wsx3edc4rfv", "1qazxsw23edc", "zaq12wsxcde3", "qwertyuiop12", "qwertyuiop123", "qwertyuiop[]",
        "qwerty123456", "qwerty1234567", "qwerty12345678", "123456qwerty", "1234567qwerty", "qwertyasdfgh", "qwertyuiopasdfgh", "qwertyuiopasdfghjkl", "asdfghjkl123",
        "asdfghjkl;'\\", "password1234", "password12345", "password123456", "password2024", "password2025", "password2026", "mypassword12", "mypassword123",
        "passw0rd1234", "p@ssword1234", "p@ssw0rd1234", "p@ssw0rd12345", "p@ssw0rd2024", "p@ssw0rd2025", "p@ssw0rd2026", "administrator", "administrator1",
        "admin1234567", "admin12345678", "admin123456789", "administrador", "letmein12345", "letmeinplease", "welcome12345", "welcome123456", "welcome2024!",
        "welcome2025!", "welcome2026!", "changeme1234", "changeme12345", "changemeplease", "iloveyou1234", "iloveyou12345", "iloveyou123456", "iloveyousomuch",
        "ilovemyfamily", "abc123456789", "abcd12345678", "abc123abc123", "a1b2c3d4e5f6", "a123456789012", "123456abcdef", "1234567890abc", "12345678abcd",
        "123456789abc", "1234567890qw", "123qweasdzxc", "qweasdzxc123", "q1w2e3r4t5y6", "qazwsxedcrfv", "qazwsxedc123", "zxcvbnm12345", "zxcvbnmasdfghjkl",
        "!qaz2wsx#edc", "1qaz!qaz2wsx", "unbelievable", "footballfootball", "monkey123456", "dragon123456", "football1234", "baseball1234", "sunshine1234",
        "princess1234", "superman1234", "starwars1234", "trustno1trustno1", "manchesterunited", "liverpool123", "summer2024!!", "winter2025!!",
        "correcthorsebatterystaple", "secret123456", "test12345678", "testtest1234", "dealledger123", "dealledger1234", "salesforce123", "salesforce1234",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Refuses a password of a user that is too short, too long, too common or the name itself (<c>password-weak</c>).</summary>
    public static void Check(UserName name, string password)
    {
        if (Fault(name, password) is { } fault)
        {
            throw new RefusedException("password-weak", fault, "password");
        }
    }

    private static string? Fault(UserName name, string password)
    {
        if (password.Length < Shortest)
        {
            return $"The password has {password.Length} characters; take at least {Shortest}, for example four words that nobody would put together.";
        }

        if (password.Length > Longest)
        {
            return $"The password has {password.Length} characters; take at most {Longest}.";
        }

        if (password.Any(char.IsControl))
        {
            return "The password has a character that a sign-in page cannot send; take letters, digits, signs and spaces.";
        }

        var lower = password.ToLowerInvariant();
        if (lower == name.Value)
        {
            return "The password is the user's name; take another one.";
        }

        return Commonest.Contains(lower) || lower.Distinct().Count() < FewestDifferent || Repeats(lower) || Counts(lower)
            ? "The password is one of the first that are guessed; take one that nobody else has."
            : null;
    }

    // The same again and again, as in "passwordpassword".
    private static bool Repeats(string text) =>
        Enumerable.Range(1, text.Length / 2).Any(unit => text.Length % unit == 0 && Enumerable.Range(unit, text.Length - unit).All(at => text[at] == text[at - unit]));

    // Up or down without a gap, as in "abcdefghijkl" or "901234567890".
    private static bool Counts(string text) => new[] { 1, -1 }.Any(step => Enumerable.Range(1, text.Length - 1).All(at => Follows(text[at - 1], text[at], step)));

    private static bool Follows(char before, char after, int step) => after - before == step || (before, after) == (step > 0 ? ('9', '0') : ('0', '9'));
}
