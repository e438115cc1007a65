using DealLedger.Core.Answers;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Keys;

/// <summary>A key: the role of whoever holds it, who that is, when it expires, and what it is for.</summary>
public sealed record AddKeyRequest(string? Role, string? Person, string? Expires, string? Note);

/// <summary>GET /api/keys.</summary>
public static class GetKeysEndpoint
{
    /// <summary>Answers with the keys of the tenant, never with what opens anything.</summary>
    public static async Task<Ok<KeysAnswer>> Handle([AsParameters] TenantScope scope, LedgerHost ledger, CancellationToken cancellation) =>
        TypedResults.Ok(await KeyKeeping.ListAsync(ledger, scope.Read(), cancellation));
}

/// <summary>POST /api/keys.</summary>
public static class AddKeyEndpoint
{
    /// <summary>Makes a key of the caller's tenant and tells it this once.</summary>
    public static async Task<Created<KeyMade>> Handle(
        AddKeyRequest body, [AsParameters] TenantScope scope, LedgerHost ledger, CancellationToken cancellation)
    {
        var made = await KeyKeeping.AddAsync(ledger, scope.Read(), new NewKeyWords(body.Role, body.Person, body.Expires, body.Note), cancellation);
        return TypedResults.Created($"/api/keys/{made.Id}", made);
    }
}

/// <summary>DELETE /api/keys/{id}.</summary>
public static class RevokeKeyEndpoint
{
    /// <summary>Revokes a key at once; it stays listed, as revoked.</summary>
    public static async Task<Ok<KeysAnswer>> Handle(string id, [AsParameters] TenantScope scope, LedgerHost ledger, CancellationToken cancellation) =>
        TypedResults.Ok(await KeyKeeping.RevokeAsync(ledger, scope.Read(), id, cancellation));
}
