using System.Text.RegularExpressions;
using DealLedger.Server.Pages;

namespace DealLedger.Server.Operation.Logs;

/// <summary>
/// Takes out of a text for the log what looks like a secret: keys, tokens, passwords, credentials in addresses. No line is meant to hold one; this
/// is for messages that come from elsewhere and quote what they were given.
/// </summary>
public static partial class Redaction
{
    private const string Hidden = "[hidden]";
    private const int LongestText = 4_000;

    /// <summary>The text on one line, bounded, without secrets.</summary>
    public static string Of(string? text)
    {
        var line = Shown.Line(text is { Length: > LongestText } ? text[..LongestText] + "…" : text);
        line = PrivateKey().Replace(line, Hidden);
        line = Credentials().Replace(line, "$1 " + Hidden);
        line = Named().Replace(line, "$1" + Hidden);
        line = InAddress().Replace(line, "://" + Hidden + "@");
        line = Token().Replace(line, Hidden);
        return Key().Replace(line, Hidden);
    }

    [GeneratedRegex("-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----.*?(-----END [A-Z ]{0,30}PRIVATE KEY-----|$)", RegexOptions.CultureInvariant)]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"\b(Bearer|Basic)\s+\S+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Credentials();

    [GeneratedRegex(
        """((?:password|passwd|pwd|passphrase|secret|token|api[-_ ]?key|authorization|cookie)["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s;,&"']+)""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    [GeneratedRegex(@"://[^/\s@]+@", RegexOptions.CultureInvariant)]
    private static partial Regex InAddress();

    // A JSON web token: its header is JSON, which begins so in base64.
    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]*){1,4}", RegexOptions.CultureInvariant)]
    private static partial Regex Token();

    // tenant.id.secret
    [GeneratedRegex(@"\b[a-z][a-z0-9_]{0,39}\.[A-Za-z0-9_-]{1,64}\.[A-Za-z0-9_-]{20,}", RegexOptions.CultureInvariant)]
    private static partial Regex Key();
}
