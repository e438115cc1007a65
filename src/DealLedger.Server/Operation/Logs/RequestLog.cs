using System.Diagnostics;
using System.Net;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace DealLedger.Server.Operation.Logs;

/// <summary>
/// One line a request: the route and not the address, for an address may hold anything; who called, and in which tenant. A request that failed here or was
/// slow is a warning, any other information.
/// </summary>
public sealed partial class RequestLog(RequestDelegate next, LedgerHost ledger, LogOptions options, ILogger<RequestLog> log)
{
    private const string None = "(none)";

    private static readonly HashSet<string> Methods = new(StringComparer.Ordinal) { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" };

    /// <summary>Runs a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var began = Stopwatch.GetTimestamp();
        var outcome = new RequestOutcome();
        context.Features.Set(outcome);
        try
        {
            await next(context);
        }
        finally
        {
            Tell(context, outcome, Stopwatch.GetElapsedTime(began));
        }
    }

    private void Tell(HttpContext context, RequestOutcome outcome, TimeSpan took)
    {
        var method = Methods.Contains(context.Request.Method) ? context.Request.Method : "(other)";
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? None;
        var status = context.Response.StatusCode;
        Name(context.Features.Get<IHttpActivityFeature>()?.Activity, method, route, status, outcome.Code);
        var level = LevelOf(context, status, took);
        if (log.IsEnabled(level))
        {
            var (milliseconds, tenant, caller) = (Math.Round(took.TotalMilliseconds, 1), TenantOf(context)?.Value, context.Features.Get<Caller>()?.Name);
            Answered(log, level, method, route, status, milliseconds, outcome.Code ?? None, tenant ?? None, caller ?? None);
        }
    }

    private LogLevel LevelOf(HttpContext context, int status, TimeSpan took) => context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
        ? LogLevel.Debug
        : status >= (int)HttpStatusCode.InternalServerError || took >= options.Slow ? LogLevel.Warning : LogLevel.Information;

    // One that there is: what else stands in its place may be anything.
    private TenantId? TenantOf(HttpContext context)
    {
        if (context.Features.Get<Caller>()?.Tenant is { } own)
        {
            return own;
        }

        var told = (string?)context.Request.Query["tenant"] ?? context.Request.Headers["X-Tenant"];
        return TenantId.TryParse(told ?? TenantId.Default.Value, out var tenant) && ledger.Database.Meters.Stands.Of(tenant) is not null ? tenant : null;
    }

    private static void Name(Activity? activity, string method, string route, int status, string? code)
    {
        if (activity is not { IsAllDataRequested: true })
        {
            return;
        }

        activity.DisplayName = $"{method} {route}";
        activity.SetTag("http.request.method", method).SetTag("http.route", route).SetTag("http.response.status_code", status).SetTag("dealledger.code", code);
        if (status >= (int)HttpStatusCode.InternalServerError)
        {
            activity.SetStatus(ActivityStatusCode.Error);
        }
    }

    [LoggerMessage(Message = "{Method} {Route} {Status} in {Milliseconds} ms, code {Code}, tenant {Tenant}, caller {Caller}")]
    private static partial void Answered(
        ILogger log, LogLevel level, string method, string route, int status, double milliseconds, string code, string tenant, string caller);
}
