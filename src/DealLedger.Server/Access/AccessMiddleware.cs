using DealLedger.Core.Access;
using DealLedger.Server.Documents;
using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Access;

/// <summary>Notes every request for something that needs a right, whatever becomes of it. Nobody waits for that.</summary>
public sealed class AccessMiddleware(RequestDelegate next, LedgerHost ledger)
{
    /// <summary>Runs a request.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<AccessRule>()?.Needed is null)
        {
            await next(http);
            return;
        }

        var trail = AccessTrail.Begin();
        try
        {
            await next(http);
        }
        catch (Exception fault)
        {
            trail.RefusedAs(Problems.Of(fault)?.Code ?? (http.RequestAborted.IsCancellationRequested ? "aborted" : "internal-error"));
            throw;
        }
        finally
        {
            Note(http, trail);
        }
    }

    private void Note(HttpContext http, AccessTrail trail)
    {
        // Whoever did not sign in is nobody of any tenant, and who is sent on to another address of a page was told nothing yet.
        if (trail.IsWritten || http.Features.Get<Caller>() is not { } caller || caller == Caller.Nobody || (AccessRequest.IsRead(http) && AccessRequest.IsSentOn(http, trail)))
        {
            return;
        }

        var outcome = trail.Refusal ?? AccessRequest.Status(http.Response.StatusCode);
        var note = AccessRequest.Note(http, trail, caller, ledger.Clock.GetUtcNow(), AccessRequest.Kind(http), AccessRequest.Form(http), outcome);
        ledger.AccessLog.Note(AccessRequest.Tenant(http, trail, caller), note);
    }
}
