using DealLedger.Core.Access;
using DealLedger.Postgres.Telemetry;
using DealLedger.Server.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Health;

/// <summary>The process answers.</summary>
public sealed record LiveDocument(string Status);

/// <summary>GET /health/live.</summary>
public static class GetLiveEndpoint
{
    /// <summary>Answers as long as the process does.</summary>
    public static Ok<LiveDocument> Handle() => TypedResults.Ok(new LiveDocument("live"));
}

/// <summary>GET /health/ready.</summary>
public static class GetReadyEndpoint
{
    /// <summary>Answers 200 when requests can be answered, else 503 with the reasons. Where everyone signs in, a caller sees the own tenant alone.</summary>
    public static async Task<Results<Ok<ReadyDocument>, JsonHttpResult<ReadyDocument>>> Handle(
        ReadinessCheck check, AccessOptions access, HttpContext http, CancellationToken cancellation)
    {
        var found = await check.LookAsync(cancellation);
        var own = http.Features.Get<Caller>()?.Tenant;
        var shown = found.Tenants.Where(t => !access.SignInNeeded || t.Tenant == own).Select(Of).ToList();
        var document = new ReadyDocument(
            found.IsReady ? "ready" : "not-ready", found.IsReachable ? "reachable" : "unreachable", found.Reasons, found.Tenants.Count, shown);
        return found.IsReady
            ? TypedResults.Ok(document)
            : TypedResults.Json(document, statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static TenantPosition Of(TenantStand stand) => new(stand.Tenant.Value, stand.Head, stand.Position, stand.Lag);
}
