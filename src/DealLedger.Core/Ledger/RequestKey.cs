using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DealLedger.Core.Ledger;

/// <summary>
/// What a repeat of a request is known by: the key that its sender gave it, and what it says. Both are the first 128 bits of a SHA-256.
/// </summary>
public sealed record RequestKey(Guid Key, Guid Says)
{
    /// <summary>
    /// The key of a request that says these words, in this order: the first ones say which use case it is. None when it has no key.
    /// </summary>
    public static RequestKey? Of(string? key, params ReadOnlySpan<string?> says)
    {
        if (key is null)
        {
            return null;
        }

        // Each word with its length before it, so that no two lists of words look the same.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var word in says)
        {
            var text = word is null ? [] : Encoding.UTF8.GetBytes(word);
            BinaryPrimitives.WriteInt32BigEndian(length, word is null ? -1 : text.Length);
            hash.AppendData(length);
            hash.AppendData(text);
        }

        return new RequestKey(First128(SHA256.HashData(Encoding.UTF8.GetBytes(key))), First128(hash.GetHashAndReset()));
    }

    private static Guid First128(byte[] hash) => new(hash.AsSpan(..16), bigEndian: true);
}
