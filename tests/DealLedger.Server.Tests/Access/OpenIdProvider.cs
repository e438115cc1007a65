using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Tests.Access;

/// <summary>An OpenID provider on the loopback address, with one key of RSA, and tokens of any kind signed by it or by others.</summary>
public sealed class OpenIdProvider : IAsyncDisposable
{
    public const string Audience = "dealledger";
    public const string Kid = "key-1";

    private readonly RSA _key = RSA.Create(2048);
    private readonly WebApplication _app;
    private int _asked;

    private OpenIdProvider()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string Issuer => _app.Urls.First();

    /// <summary>How often it was asked for anything.</summary>
    public int Asked => _asked;

    public static async Task<OpenIdProvider> StartAsync()
    {
        var provider = new OpenIdProvider();
        await provider._app.StartAsync();
        return provider;
    }

    /// <summary>The claims of a leader of a tenant who is ann, in force for an hour around now.</summary>
    public Dictionary<string, object?> Claims(DateTimeOffset now, string tenant) => new()
    {
        ["iss"] = Issuer, ["aud"] = Audience, ["sub"] = "subject-1", ["nbf"] = now.AddMinutes(-30).ToUnixTimeSeconds(),
        ["exp"] = now.AddMinutes(30).ToUnixTimeSeconds(), ["tenant"] = tenant, ["groups"] = new[] { "everyone", "Sales Leads" }, ["person"] = "ann",
    };

    /// <summary>A token that the provider signs.</summary>
    public string Sign(Dictionary<string, object?> claims, string? kid = Kid) => Token(
        kid is null ? """{"alg":"RS256","typ":"JWT"}""" : $$"""{"alg":"RS256","typ":"JWT","kid":"{{kid}}"}""", claims,
        said => _key.SignData(said, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    /// <summary>A token with a secret that everybody knows: the public key.</summary>
    public string SignWithPublicKey(Dictionary<string, object?> claims) => Token(
        $$"""{"alg":"HS256","typ":"JWT","kid":"{{Kid}}"}""", claims, said => HMACSHA256.HashData(Encoding.ASCII.GetBytes(_key.ExportSubjectPublicKeyInfoPem()), said));

    /// <summary>A token that says it is signed by the provider, and is by another key.</summary>
    public static string Forge(Dictionary<string, object?> claims)
    {
        using var other = RSA.Create(2048);
        return Token($$"""{"alg":"RS256","typ":"JWT","kid":"{{Kid}}"}""", claims, said => other.SignData(said, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    /// <summary>A token with a header and a signature of one's own.</summary>
    public static string Token(string header, Dictionary<string, object?> claims, Func<byte[], byte[]> sign)
    {
        var said = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{said}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(said)))}";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private Task AnswerAsync(HttpContext http)
    {
        Interlocked.Increment(ref _asked);
        http.Response.ContentType = "application/json";
        var key = _key.ExportParameters(false);
        return http.Response.WriteAsync(http.Request.Path == "/keys"
            ? $$"""{"keys":[{"kty":"RSA","use":"sig","kid":"{{Kid}}","n":"{{Base64Url.EncodeToString(key.Modulus)}}","e":"{{Base64Url.EncodeToString(key.Exponent)}}"}]}"""
            : $$"""{"issuer":"{{Issuer}}","jwks_uri":"{{Issuer}}/keys","id_token_signing_alg_values_supported":["RS256","HS256","none"]}""");
    }
}
