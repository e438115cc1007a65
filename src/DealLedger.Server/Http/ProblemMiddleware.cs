using System.Globalization;
using DealLedger.Server.Documents;
using DealLedger.Server.Operation.Logs;
using DealLedger.Server.Operation.Metrics;
using DealLedger.Server.Pages;
using DealLedger.Server.Pages.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DealLedger.Server.Http;

/// <summary>Answers everything that fails with a problem document, or a page that says the same, and nothing of what is inside.</summary>
public sealed partial class ProblemMiddleware(RequestDelegate next, ServerMeters meters, ILogger<ProblemMiddleware> log)
{
    private static readonly PathString[] Programs = ["/api", "/health", "/metrics", "/openapi"];

    /// <summary>Runs a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            if (context.Request.ContentLength > ServerApp.LargestBody)
            {
                await WriteAsync(context, Problems.TooLarge());
                return;
            }

            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            if (Problems.Of(fault) is not { } problem)
            {
                Unforeseen(log, RouteOf(context), fault);
                problem = Problems.Of(StatusCodes.Status500InternalServerError, "internal-error", "Something went wrong that should not; the server's log says what.");
            }

            if ((fault as NpgsqlException ?? fault.InnerException as NpgsqlException) is { } database)
            {
                OfDatabase(log, RouteOf(context), (database as PostgresException)?.SqlState, database.Message);
            }

            await WriteAsync(context, problem);
        }

        if (!context.Response.HasStarted && context.Response.StatusCode is >= 400 and < 600 && context.Response.ContentLength is null && context.Response.ContentType is null)
        {
            await WriteAsync(context, OfStatus(context));
        }
    }

    private async Task WriteAsync(HttpContext context, ProblemDocument problem)
    {
        RequestOutcome.Note(context, problem.Code);
        meters.Refused(problem.Code);
        SecurityHeaders.Set(context);
        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        if (Problems.RetryAfter(problem, context.Request.Headers.ContainsKey("Idempotency-Key")) is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (WantsPage(context.Request))
        {
            var parameters = new Dictionary<string, object?> { [nameof(ErrorPage.Frame)] = PageFrame.Of(context), [nameof(ErrorPage.Problem)] = problem };
            await new RazorComponentResult<ErrorPage>(parameters) { StatusCode = problem.Status, PreventStreamingRendering = true }.ExecuteAsync(context);
            return;
        }

        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = "application/problem+json";
        await context.Response.WriteAsync(DocumentJson.Write(problem, DocumentJson.Options), context.RequestAborted);
    }

    // An address may hold anything; a log holds the route.
    private static string RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(none)";

    // A person who looks; programs, and everything under the API, get the document.
    private static bool WantsPage(HttpRequest request) =>
        !Programs.Any(path => request.Path.StartsWithSegments(path, StringComparison.Ordinal))
        && request.Headers.Accept.Any(accept => accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) ?? false);

    private static ProblemDocument OfStatus(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => Problems.Of(404, "route-unknown", "There is nothing at this address; /openapi/v1.json lists what there is."),
        StatusCodes.Status405MethodNotAllowed => Problems.Of(
            405, "method-not-allowed", $"{context.Request.Method} is not possible here; {context.Response.Headers.Allow} is."),
        StatusCodes.Status415UnsupportedMediaType => Problems.Of(415, "content-type", "The body is not JSON; send it with Content-Type: application/json."),
        StatusCodes.Status504GatewayTimeout when !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) => Problems.OutcomeUnknown(),
        StatusCodes.Status504GatewayTimeout => Problems.Of(504, "timeout", "The answer took too long; ask for less, or try again."),
        var status => Problems.Of(status, "request-refused", "The request cannot be answered."),
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Route} found the database failing: {State} {Why}")]
    private static partial void OfDatabase(ILogger log, string route, string? state, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Route} failed")]
    private static partial void Unforeseen(ILogger log, string route, Exception fault);
}
