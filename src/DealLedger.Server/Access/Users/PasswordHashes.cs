using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace DealLedger.Server.Access.Users;

/// <summary>Hashes of passwords by the framework's own hasher (PBKDF2 with HMAC-SHA512), some tenths of a second of a processor each.</summary>
public static class PasswordHashes
{
    private const int Rounds = 210_000;

    private static readonly object Anybody = new();
    private static readonly PasswordHasher<object> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Rounds }));

    /// <summary>The hash of a password that nobody has: what a try for an unknown name is held against, so that it takes as long.</summary>
    public static string OfNobody { get; } = Of(Guid.NewGuid().ToString("N"));

    /// <summary>The hash of a password, with a salt of its own.</summary>
    public static string Of(string password) => Hasher.HashPassword(Anybody, password);

    /// <summary>Whether a password is the one of a hash.</summary>
    public static bool Fits(string hash, string password) => Hasher.VerifyHashedPassword(Anybody, hash, password) != PasswordVerificationResult.Failed;
}
