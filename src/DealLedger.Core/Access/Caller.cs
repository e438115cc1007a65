using DealLedger.Core.Ledger;

namespace DealLedger.Core.Access;

/// <summary>
/// Whoever asks or tells something. <c>Name</c> says how the caller signed in (<c>key:…</c>, <c>user:…</c>, <c>token:…</c>, <c>persona:…</c>)
/// and is what the access log shows. <c>Tenant</c> is the one tenant that the caller belongs to, <c>Person</c> who in it the caller is, by id.
/// </summary>
public sealed record Caller(string Name, TenantId? Tenant, Role? Role, string? Person)
{
    /// <summary>Whoever works on the machine itself, by the command line or by the loopback address of a server that asks nobody who they are: everything, in every tenant.</summary>
    public static Caller Local { get; } = new("local", null, null, null) { IsLocal = true };

    /// <summary>Whoever did not sign in where that is needed: nothing.</summary>
    public static Caller Nobody { get; } = new("nobody", null, null, null);

    /// <summary>Whether this is <see cref="Local"/>.</summary>
    public bool IsLocal { get; private init; }

    /// <summary>Whose deals the caller may see and change.</summary>
    public Reach Reach => IsLocal ? Reach.All : Role is { } role ? RoleTable.ReachOf(role) : Reach.None;

    /// <summary>Whether the caller has a right.</summary>
    public bool May(Right right) => IsLocal || (Role is { } role && RoleTable.May(role, right));

    /// <summary>
    /// Whose change it is, of which it is told who made it: the caller's own, by person or else by the way of signing in. Only a caller who may name
    /// others makes it somebody else's; else naming another one is refused (<c>by-not-allowed</c>). None where nobody is told and nobody signed in.
    /// </summary>
    public string? Author(string? told)
    {
        if (IsLocal)
        {
            return told;
        }

        var self = Person ?? Name;
        return string.IsNullOrWhiteSpace(told) || told.Trim() == self || SalesforceId.To18(told.Trim()) == self
            ? self
            : May(Right.NameOthers)
                ? told
                : throw new RefusedException("by-not-allowed", $"Changes are recorded as yours, by {self}; leave 'by' out.", "by");
    }

    /// <summary>Refuses a caller without a right: <c>sign-in-needed</c> for nobody, else <c>not-allowed</c>.</summary>
    public void Require(Right right)
    {
        if (!May(right))
        {
            throw Role is { } role
                ? new RefusedException("not-allowed", $"The role {role.ToString().ToLowerInvariant()} may not do this.")
                : new RefusedException("sign-in-needed", "Sign in, or send a key as 'Authorization: Bearer …'.");
        }
    }

    /// <summary>Refuses another tenant than the caller's own (<c>tenant-foreign</c>).</summary>
    public TenantId In(TenantId tenant) => Tenant is not { } own || own == tenant
        ? tenant
        : throw new RefusedException("tenant-foreign", "This tenant is not yours; leave the tenant out, and your own is meant.", "tenant");
}
