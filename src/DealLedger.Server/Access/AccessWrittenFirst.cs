using DealLedger.Core.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DealLedger.Server.Access;

/// <summary>Writes into the access log who takes a file away, and who changes a right without an entry of its own, before they get an answer.</summary>
public static class AccessWrittenFirst
{
    /// <summary>Lets a route answer, and the answer wait where it must.</summary>
    public static async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var (http, result) = (context.HttpContext, await next(context));
        if (AccessTrail.Current is not { IsWritten: false } trail || http.Features.Get<Caller>() is not { } caller)
        {
            return result;
        }

        var told = result;
        while (told is INestedHttpResult nested)
        {
            told = nested.Result;
        }

        var file = (told as IFileHttpResult)?.FileDownloadName is null ? null : (IFileHttpResult)told;
        var kind = file is null ? AccessRequest.Kind(http) : AccessKind.Export;
        if (kind is AccessKind.Export or AccessKind.Rights)
        {
            var ledger = http.RequestServices.GetRequiredService<LedgerHost>();
            var outcome = AccessRequest.Status((told as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK);
            var form = file is null ? AccessRequest.Form(http) : AccessRequest.Form(file.ContentType);
            var note = AccessRequest.Note(http, trail, caller, ledger.Clock.GetUtcNow(), kind, form, outcome);
            await ledger.AccessLog.WriteAsync(AccessRequest.Tenant(http, trail, caller), note, http.RequestAborted);
            trail.IsWritten = true;
        }

        return result;
    }
}
