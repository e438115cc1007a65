using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.TestHost;

namespace DealLedger.Server.Tests;

/// <summary>Requests to servers in memory, with more of them in a test's hands than a client leaves.</summary>
internal static class InMemoryRequests
{
    /// <summary>Asks a server, with a JSON document or a form, and what else the request is made of.</summary>
    public static async Task<Answered> AskAsync(this WebApplication app, string method, string path, string? body = null, Action<HttpContext>? with = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var context = await app.GetTestServer().SendAsync(
            http =>
            {
                var address = new Uri("http://localhost" + path);
                http.Request.Method = method;
                http.Request.Scheme = address.Scheme;
                http.Request.Host = new HostString(address.Host);
                http.Request.Path = Uri.UnescapeDataString(address.AbsolutePath);
                http.Request.QueryString = new QueryString(address.Query);
                with?.Invoke(http);
                if (body is not null)
                {
                    var bytes = Encoding.UTF8.GetBytes(body);
                    http.Request.ContentType = body.StartsWith('{') ? "application/json" : "application/x-www-form-urlencoded";
                    http.Request.ContentLength = bytes.Length;
                    http.Request.Body = new MemoryStream(bytes);
                    http.Features.Set<IHttpRequestBodyDetectionFeature>(new WithBody());
                }
            },
            cancellation);
        using var reader = new StreamReader(context.Response.Body);
        return new Answered((HttpStatusCode)context.Response.StatusCode, await reader.ReadToEndAsync(cancellation), context.Response.Headers);
    }

    private sealed class WithBody : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => true;
    }
}
