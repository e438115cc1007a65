using DealLedger.Core.Ledger;

namespace DealLedger.Server.Access;

/// <summary>What becomes known of a request on the way to its answer, for the access log.</summary>
public sealed class AccessTrail
{
    private static readonly AsyncLocal<AccessTrail?> Ambient = new();

    /// <summary>That of the request that is answered here; none outside of one.</summary>
    public static AccessTrail? Current => Ambient.Value;

    /// <summary>The tenant that was asked, none before it was found.</summary>
    public TenantId? Tenant { get; private set; }

    /// <summary>The position of the log that was answered from.</summary>
    public long? Position { get; private set; }

    /// <summary>The code of the refusal, none where nothing was refused.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Whether the request stands in the access log, by itself or by what it changed.</summary>
    public bool IsWritten { get; set; }

    /// <summary>Begins the trail of a request, for all that is awaited from here on.</summary>
    public static AccessTrail Begin() => Ambient.Value = new AccessTrail();

    /// <summary>An answer is made from a position of a tenant's log.</summary>
    public void AnsweredFrom(TenantId tenant, long position) => (Tenant, Position) = (tenant, position);

    /// <summary>The request is refused with a code.</summary>
    public void RefusedAs(string code) => Refusal = code;
}
