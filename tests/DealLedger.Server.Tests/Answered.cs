using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Tests;

/// <summary>What a server answered.</summary>
public sealed record Answered(HttpStatusCode Status, string Body, IHeaderDictionary Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public void ShouldBe(HttpStatusCode status, string code)
    {
        Status.ShouldBe(status, Body);
        Json.GetProperty("code").GetString().ShouldBe(code);
    }

    /// <summary>Refused without a word about what was wrong.</summary>
    public void ShouldBeRefused(string? because = null)
    {
        Status.ShouldBe(HttpStatusCode.Unauthorized, because + Body);
        Json.GetProperty("code").GetString().ShouldBe("sign-in-refused");
        Json.GetProperty("detail").GetString().ShouldBe("The Authorization header opens nothing; send a key or a token in force as 'Authorization: Bearer …'.");
        Headers.WWWAuthenticate.ToString().ShouldBe("Bearer");
    }
}
