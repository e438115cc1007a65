using System.Security.Claims;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Postgres.Access;

namespace DealLedger.Server.Access.Users;

/// <summary>Holds names and passwords against the users of a tenant, and notes each try. Whatever is wrong, the answer is the same and takes as long.</summary>
public sealed class SignIns(LocalUsers users, AccessLog accessLog, HashingGate gate, TimeProvider clock)
{
    private const string Failed = "sign-in-failed";

    /// <summary>
    /// The principal of the user whose name and password these are. Refused when they are nobody's, or when the name is locked or disabled
    /// (<c>sign-in-failed</c>), and when too many sign in at the same time (<c>sign-in-busy</c>).
    /// </summary>
    public async Task<ClaimsPrincipal> TryAsync(string? tenant, string? name, string? password, CancellationToken cancellation)
    {
        using var place = await gate.EnterAsync(cancellation);
        var isTenant = TenantId.TryParse(tenant?.Trim(), out var of);
        var isName = UserName.TryParse(name, out var user);
        var begun = isTenant && isName ? await users.BeginAsync(of, user, clock.GetUtcNow(), cancellation) : null;

        // A password that is too long for anybody's costs no more than any other.
        var typed = password is { Length: <= PasswordRule.Longest } ? password : "";
        var fits = await Task.Run(() => PasswordHashes.Fits(begun?.PasswordHash ?? PasswordHashes.OfNobody, typed), cancellation);
        if (begun is null || !fits || !await users.CompleteAsync(of, user, begun.Standing.Stamp, clock.GetUtcNow(), cancellation))
        {
            // What is nobody's name may be a password in the wrong field.
            Note(isTenant, of, begun is null ? Caller.Nobody : Sessions.Caller(of, user), Failed);
            throw new RefusedException(
                Failed,
                $"The name, the password or the tenant is wrong, or there were {LockOut.Failures} failures in a row: then wait some minutes, or ask an administrator to unlock the name.");
        }

        Note(isTenant, of, Sessions.Caller(of, user, begun.Standing), AccessNote.Done);
        return Sessions.Principal(of, user, begun.Standing);
    }

    private void Note(bool isTenant, TenantId tenant, Caller who, string outcome)
    {
        if (isTenant)
        {
            accessLog.Note(tenant, AccessNote.Of(who, clock.GetUtcNow(), AccessKind.SignIn, $"POST {SignInPath.Page}", [], outcome));
        }
    }
}
