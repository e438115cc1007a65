using DealLedger.Core.Ledger;
using DealLedger.Server.Access.Tokens;

namespace DealLedger.Server.Access;

/// <summary>Who may come in.</summary>
public sealed record AccessOptions
{
    /// <summary>Whether everyone has to sign in. Else whoever reaches the server and does not sign in works as on the machine itself, which is for the loopback address alone.</summary>
    public bool SignInNeeded { get; init; }

    /// <summary>The tenant whose people one may look at the pages as, by choosing one; none where users sign in. Only where nobody has to.</summary>
    public TenantId? PersonasOf { get; init; }

    /// <summary>Whose tokens are taken; none where only keys are.</summary>
    public TokenSettings? Tokens { get; init; }
}
