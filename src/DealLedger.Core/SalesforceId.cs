using System.Buffers;

namespace DealLedger.Core;

/// <summary>Salesforce record ids: 15 characters that tell case apart, or 18 that end in a checksum of the case.</summary>
public static class SalesforceId
{
    private const int CaseSensitiveLength = 15;
    private const int CaseSafeLength = 18;
    private const int CharactersPerCheck = 5;
    private static readonly SearchValues<char> LettersAndDigits = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    private const string CheckAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    /// <summary>Gives the 18-character form of an id of 15 characters, an id of 18 as it is, and null for anything else.</summary>
    public static string? To18(string? id)
    {
        if (id is null || id.AsSpan().ContainsAnyExcept(LettersAndDigits))
        {
            return null;
        }

        return id.Length switch
        {
            CaseSensitiveLength => string.Create(CaseSafeLength, id, Complete),
            // Some tools fill the last three characters with anything, so they are not held against an id.
            CaseSafeLength => id,
            _ => null,
        };
    }

    private static void Complete(Span<char> target, string id)
    {
        id.CopyTo(target);
        for (int start = 0; start < CaseSensitiveLength; start += CharactersPerCheck)
        {
            int upper = 0;
            for (int offset = 0; offset < CharactersPerCheck; offset++)
            {
                if (char.IsAsciiLetterUpper(id[start + offset]))
                {
                    upper |= 1 << offset;
                }
            }

            target[CaseSensitiveLength + (start / CharactersPerCheck)] = CheckAlphabet[upper];
        }
    }
}
