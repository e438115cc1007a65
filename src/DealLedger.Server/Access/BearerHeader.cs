using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Access;

/// <summary>Reads <c>Authorization: Bearer …</c>.</summary>
internal static class BearerHeader
{
    /// <summary>The longest key or token that is looked at, in characters.</summary>
    public const int Longest = 8 * 1024;

    private const string Word = "Bearer ";

    /// <summary>The key or token; none when there is no such header, more than one, or one that is too long or holds what neither has.</summary>
    public static string? Of(HttpRequest request) =>
        request.Headers.Authorization is [{ } header] && header.Length <= Longest + Word.Length && header.StartsWith(Word, StringComparison.OrdinalIgnoreCase)
        && header[Word.Length..].Trim(' ') is { Length: > 0 } text && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            ? text
            : null;
}
