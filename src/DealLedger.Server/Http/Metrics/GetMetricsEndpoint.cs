using DealLedger.Server.Operation.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Metrics;

/// <summary>GET /metrics.</summary>
public static class GetMetricsEndpoint
{
    /// <summary>Shows what the server measures; a caller of one tenant sees no other's name or numbers.</summary>
    public static ContentHttpResult Handle(MetricCollector metrics, [AsParameters] TenantScope scope)
    {
        var tenant = scope.Read();
        return TypedResults.Text(metrics.Write(scope.Caller.Tenant is null ? null : tenant.Value), MetricCollector.ContentType);
    }
}
