using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;

namespace DealLedger.Server.Tests.Access;

/// <summary>What a browser does without a script: it keeps cookies, asks for pages and sends forms; redirects are left to the test.</summary>
internal sealed partial class TestBrowser(WebApplication app, string address = "http://localhost") : IDisposable
{
    private readonly HttpClient _client = new(app.GetTestServer().CreateHandler()) { BaseAddress = new Uri(address) };

    /// <summary>The cookies, as any page of the server gets them.</summary>
    public CookieContainer Cookies { get; } = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Task<HttpResponseMessage> GetAsync(string path, params IEnumerable<(string Name, string Value)> headers) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), headers);

    /// <summary>Sends a form with these fields and the token that the last page gave.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, string? token, params IEnumerable<(string Name, string Value)> fields)
    {
        var all = fields.Select(field => KeyValuePair.Create(field.Name, field.Value));
        return SendAsync(
            new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(token is null ? all : all.Append(new("form-token", token))) }, []);
    }

    /// <summary>The token in the forms of a page.</summary>
    public async Task<string> TokenAsync(string path)
    {
        var page = await (await GetAsync(path)).Content.ReadAsStringAsync(Cancel);
        var found = Token().Match(page);
        found.Success.ShouldBeTrue(page);
        return WebUtility.HtmlDecode(found.Groups[1].Value);
    }

    public async Task<HttpResponseMessage> TrySignInAsync(string name, string password, string tenant = "default", string back = "/") =>
        await PostAsync("/sign-in", await TokenAsync("/sign-in"), ("name", name), ("password", password), ("tenant", tenant), ("return", back));

    public async Task SignInAsync(string name, string password = SignInFixture.Password, string tenant = "default") =>
        await (await TrySignInAsync(name, password, tenant)).ShouldHaveStatusAsync(HttpStatusCode.SeeOther);

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, IEnumerable<(string Name, string Value)> headers)
    {
        using (request)
        {
            var address = new Uri(_client.BaseAddress!, request.RequestUri!);
            request.Headers.Accept.ParseAdd("text/html");
            foreach (var (name, value) in headers)
            {
                request.Headers.Add(name, value);
            }

            if (Cookies.GetCookieHeader(address) is { Length: > 0 } cookies)
            {
                request.Headers.Add("Cookie", cookies);
            }

            var response = await _client.SendAsync(request, Cancel);
            foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            {
                Cookies.SetCookies(address, cookie);
            }

            return response;
        }
    }

    [GeneratedRegex("name=\"form-token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
