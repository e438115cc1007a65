using DealLedger.Core.Ledger;
using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Http;

/// <summary>Refuses changes that a page of another site sends through a visitor's browser.</summary>
public sealed class SameOriginMiddleware(RequestDelegate next)
{
    /// <summary>Runs a request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var isChange = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
        return isChange && request.Headers.Origin is [{ } origin] && origin != $"{request.Scheme}://{request.Host}"
            ? throw new RefusedException("foreign-origin", $"A page of {Inputs.InputReader.Short(origin)} may not change deals here; call the API from a program, or from its own pages.")
            : next(context);
    }
}
