using System.Net;
using DealLedger.Core.Organisation;
using DealLedger.Server.Access.Tokens;
using DealLedger.Server.Inputs;

namespace DealLedger.Server.Tests.Access;

public sealed class TokenTests(KeysFixture server) : IClassFixture<KeysFixture>
{
    private static readonly string[] TwoTenants = ["acme", "globex"];
    private static readonly string[] NoRole = ["everyone", "leader"];
    private static readonly string[] TwoRoles = ["Sales Leads", "Sales Reps"];

    private static readonly string[] Hostile =
    [
        "alg none", "alg none without signature", "signed with the public key", "signed by another", "expired", "not yet valid", "without expiry", "other audience",
        "other issuer", "unknown kid", "no kid", "changed claims", "truncated", "absurdly long", "no tenant", "two tenants", "tenant that is none", "no role",
        "two roles", "rep without person", "person that is none", "no subject", "not JSON",
    ];

    public static TheoryData<string> HostileTokens => [.. Hostile];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_opens_the_tenant_that_it_names_for_the_person_that_it_names()
    {
        var token = server.Provider.Sign(Claims());
        var deal = server.NewId();

        var opened = await server.SendAsync(token, "POST", "/api/opportunities", $$"""{ "id": "{{deal}}", "owner": "ann", "stage": "Proposal", "amount": 1 }""");

        opened.Status.ShouldBe(HttpStatusCode.Created, opened.Body);
        opened.Json.GetProperty("history")[0].GetProperty("by").GetString().ShouldBe("ann");
        (await server.SendAsync(token, "GET", "/api/forecast")).Json.GetProperty("tenant").GetString().ShouldBe(KeysFixture.Own);
        (await server.SendAsync(token, "GET", "/api/forecast?tenant=globex")).ShouldBe(HttpStatusCode.Forbidden, "tenant-foreign");
        (await server.SendAsync(token, "GET", "/api/keys")).ShouldBe(HttpStatusCode.Forbidden, "not-allowed");
    }

    [Theory]
    [MemberData(nameof(HostileTokens))]
    public async Task A_hostile_token_is_refused_without_a_word_why(string kind)
    {
        var token = Make(kind);

        foreach (var answer in await server.AskBothAsync("Bearer " + token))
        {
            answer.ShouldBeRefused();
        }

        server.Logs.Where(line => line.Contains(token[^Math.Min(40, token.Length)..], StringComparison.Ordinal)).ShouldBeEmpty();

        // Two servers each learn of the provider and its keys, and look once more for a key that they do not know.
        server.Provider.Asked.ShouldBeLessThanOrEqualTo(8);
    }

    [Fact]
    public async Task A_token_is_in_force_a_minute_longer_than_it_says_for_clocks_differ()
    {
        var claims = Claims();
        claims["exp"] = server.Clock.GetUtcNow().AddSeconds(-59).ToUnixTimeSeconds();

        (await server.SendAsync(server.Provider.Sign(claims), "GET", "/api/forecast")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task While_the_provider_cannot_be_asked_tokens_wait_and_keys_work()
    {
        await using var app = await server.ServeAsync(true, "http://127.0.0.1:1");
        var (_, key) = await server.KeyAsync(Core.Access.Role.Leader);

        var token = await KeysFixture.SendRawAsync(app, ["Bearer " + server.Provider.Sign(Claims())], "GET", "/api/forecast", null);

        token.ShouldBe(HttpStatusCode.ServiceUnavailable, "sign-in-unavailable");
        (await KeysFixture.SendRawAsync(app, ["Bearer " + key], "GET", "/api/forecast", null)).Status.ShouldBe(HttpStatusCode.OK);
        await app.StopAsync(Cancel);
    }

    [Theory]
    [InlineData("http://login.example.com", "a", null, null, null, "oidcAuthority")]
    [InlineData("login", "a", null, null, null, "oidcAuthority")]
    [InlineData("https://u:p@login.example.com", "a", null, null, null, "oidcAuthority")]
    [InlineData(null, "a", null, null, null, "oidcAuthority")]
    [InlineData("https://login.example.com", null, null, null, null, "oidcAudience")]
    [InlineData("https://login.example.com", "a", "A", null, null, "oidcTenant")]
    [InlineData("https://login.example.com", "a", null, "a b", null, "oidcRoleClaim")]
    [InlineData("https://login.example.com", "a", null, null, "Sales=boss", "oidcRoles")]
    [InlineData("https://login.example.com", "a", null, null, "Sales=1", "oidcRoles")]
    [InlineData("https://login.example.com", "a", null, null, "Sales=manager,leader", "oidcRoles")]
    [InlineData("https://login.example.com", "a", null, null, "rep;Sales=rep", "oidcRoles")]
    public void Settings_that_make_no_sense_are_refused_by_name(string? authority, string? audience, string? tenant, string? claim, string? roles, string field) =>
        Should.Throw<InputRefusedException>(() => new TokenWords(authority, audience, tenant, RoleClaim: claim, Roles: roles).Read(Reader())).Faults
            .Select(f => f.Field).ShouldBe([field]);

    [Fact]
    public void Settings_are_read_with_their_defaults()
    {
        new TokenWords(null, null).Read(Reader()).ShouldBeNull();

        var read = new TokenWords("https://login.example.com/x", "a", Tenant: "acme", Roles: "A=1=rep; Sales Leads = Leader").Read(Reader())!;

        (read.TenantClaim, read.RoleClaim, read.PersonClaim, read.Tenant!.Value.Value, read.IsLoopback).ShouldBe(("tenant", "role", "person", "acme", false));
        read.Roles.ShouldBe(new Dictionary<string, Core.Access.Role> { ["A=1"] = Core.Access.Role.Rep, ["Sales Leads"] = Core.Access.Role.Leader }, ignoreOrder: true);
        new TokenWords("http://127.0.0.1:1", "a").Read(Reader())!.Roles["rep"].ShouldBe(Core.Access.Role.Rep);
    }

    private static InputReader Reader() => new(SettingsHistory.None, TestServerFixture.Noon);

    private Dictionary<string, object?> Claims() => server.Provider.Claims(server.Clock.GetUtcNow(), KeysFixture.Own);

    private string Make(string kind)
    {
        var (claims, now) = (Claims(), server.Clock.GetUtcNow());
        string With(string claim, object? value)
        {
            claims[claim] = value;
            return server.Provider.Sign(claims);
        }

        string Without(string claim)
        {
            claims.Remove(claim);
            return server.Provider.Sign(claims);
        }

        return kind switch
        {
            "alg none" => OpenIdProvider.Token("""{"alg":"none","typ":"JWT","kid":"key-1"}""", claims, _ => new byte[8]),
            "alg none without signature" => OpenIdProvider.Token("""{"alg":"none","typ":"JWT"}""", claims, _ => []),
            "signed with the public key" => server.Provider.SignWithPublicKey(claims),
            "signed by another" => OpenIdProvider.Forge(claims),
            "expired" => With("exp", now.AddSeconds(-61).ToUnixTimeSeconds()),
            "not yet valid" => With("nbf", now.AddSeconds(61).ToUnixTimeSeconds()),
            "without expiry" => Without("exp"),
            "other audience" => With("aud", "other"),
            "other issuer" => With("iss", "https://login.example.com"),
            "unknown kid" => server.Provider.Sign(claims, "key-2"),
            "no kid" => server.Provider.Sign(claims, null),
            "changed claims" => Swapped(server.Provider.Sign(claims), With("person", "bob")),
            "truncated" => server.Provider.Sign(claims)[..^40],
            "absurdly long" => With("padding", new string('x', 20_000)),
            "no tenant" => Without("tenant"),
            "two tenants" => With("tenant", TwoTenants),
            "tenant that is none" => With("tenant", "ACME'--"),
            "no role" => With("groups", NoRole),
            "two roles" => With("groups", TwoRoles),
            "rep without person" => RepWithoutPerson(),
            "person that is none" => With("person", "a b"),
            "no subject" => Without("sub"),
            "not JSON" => "eyJ.eyJ.eyJ",
            _ => throw new ArgumentException(kind),
        };

        string RepWithoutPerson()
        {
            claims["groups"] = "Sales Reps";
            return Without("person");
        }
    }

    // The signature of one over the claims of the other.
    private static string Swapped(string one, string other) => other[..other.LastIndexOf('.')] + one[one.LastIndexOf('.')..];
}
