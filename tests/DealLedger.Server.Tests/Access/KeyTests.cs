using System.Net;
using DealLedger.Core.Access;
using DealLedger.Postgres.Keys;
using Npgsql;

namespace DealLedger.Server.Tests.Access;

public sealed class KeyTests(KeysFixture server) : IClassFixture<KeysFixture>
{
    private const string Secret = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_opens_its_tenant_and_no_other_one()
    {
        var (_, key) = await server.KeyAsync(Role.Leader);

        key.ShouldStartWith(KeysFixture.Own + ".");
        var own = await server.SendAsync(key, "GET", "/api/forecast");
        own.Status.ShouldBe(HttpStatusCode.OK, own.Body);
        own.Json.GetProperty("tenant").GetString().ShouldBe(KeysFixture.Own);
        (await server.SendAsync(key, "GET", "/api/forecast?tenant=acme")).Status.ShouldBe(HttpStatusCode.OK);
        (await server.SendAsync(key, "GET", "/api/forecast?tenant=globex")).ShouldBe(HttpStatusCode.Forbidden, "tenant-foreign");
        (await server.SendAsync(key, "POST", "/api/keys?tenant=globex", """{ "role": "admin" }""")).ShouldBe(HttpStatusCode.Forbidden, "not-allowed");
        var moved = KeysFixture.Foreign + key[KeysFixture.Own.Length..];
        (await server.SendAsync(moved, "GET", "/api/forecast")).ShouldBeRefused();
    }

    [Fact]
    public async Task An_admin_makes_lists_and_revokes_keys_of_the_own_tenant_alone()
    {
        var (_, admin) = await server.KeyAsync(Role.Admin, "office");

        var made = await server.SendAsync(admin, "POST", "/api/keys", """{ "role": "rep", "person": "ann", "expires": "2030-12-31", "note": "laptop" }""");

        made.Status.ShouldBe(HttpStatusCode.Created, made.Body);
        var (id, key) = (made.Json.GetProperty("id").GetString()!, made.Json.GetProperty("key").GetString()!);
        (await server.SendAsync(key, "GET", "/api/forecast?owner=ann")).Status.ShouldBe(HttpStatusCode.OK);
        (await server.SendAsync(key, "GET", "/api/forecast")).ShouldBe(HttpStatusCode.Forbidden, "scope-not-allowed");
        (await server.SendAsync(key, "GET", "/api/keys")).ShouldBe(HttpStatusCode.Forbidden, "not-allowed");
        var listed = await server.SendAsync(admin, "GET", "/api/keys");
        var one = listed.Json.GetProperty("keys").EnumerateArray().Single(k => k.GetProperty("id").GetString() == id);
        (one.GetProperty("role").GetString(), one.GetProperty("person").GetString(), one.GetProperty("note").GetString()).ShouldBe(("rep", "ann", "laptop"));
        one.GetProperty("createdBy").GetString().ShouldBe("key:" + admin.Split('.')[1]);
        listed.Body.ShouldNotContain(key.Split('.')[2]);
        listed.Body.ShouldNotContain("hash");
        (await server.SendAsync(admin, "POST", "/api/keys?tenant=globex", """{ "role": "admin" }""")).ShouldBe(HttpStatusCode.Forbidden, "tenant-foreign");
        var (foreign, _) = await server.KeyAsync(Role.Feed, tenant: KeysFixture.Foreign);
        (await server.SendAsync(admin, "DELETE", "/api/keys/" + foreign)).ShouldBe(HttpStatusCode.NotFound, "key-unknown");

        (await server.SendAsync(admin, "DELETE", "/api/keys/" + id)).Status.ShouldBe(HttpStatusCode.OK);

        (await server.SendAsync(key, "GET", "/api/forecast?owner=ann")).ShouldBeRefused();
    }

    [Theory]
    [InlineData("""{ "person": "ann" }""", "role")]
    [InlineData("""{ "role": "emperor" }""", "role")]
    [InlineData("""{ "role": "rep" }""", "person")]
    [InlineData("""{ "role": "manager", "person": " " }""", "person")]
    [InlineData("""{ "role": "rep", "person": "a b" }""", "person")]
    [InlineData("""{ "role": "leader", "expires": "2020-01-01" }""", "expires")]
    [InlineData("""{ "role": "leader", "expires": "soon" }""", "expires")]
    [InlineData("""{ "role": "leader", "note": "a\nb" }""", "note")]
    public async Task A_key_that_makes_no_sense_is_refused(string json, string field)
    {
        var (_, admin) = await server.KeyAsync(Role.Admin);

        var refused = await server.SendAsync(admin, "POST", "/api/keys", json);

        refused.Status.ShouldBe(HttpStatusCode.BadRequest, refused.Body);
        refused.Json.GetProperty("errors").Names().ShouldBe([field]);
    }

    [Fact]
    public async Task What_is_revoked_opens_nothing_at_once_here_and_within_seconds_elsewhere()
    {
        var (id, key) = await server.KeyAsync(Role.Leader);
        ApiKeyText.TryParse(key, out var text).ShouldBeTrue();
        (await server.Elsewhere.Keys.FindAsync(text!, Cancel))!.Id.ShouldBe(id);
        (await server.SendAsync(key, "GET", "/api/forecast")).Status.ShouldBe(HttpStatusCode.OK);

        await server.Elsewhere.Keys.RevokeAsync(KeysFixture.Id(KeysFixture.Own), id, Caller.Local, Cancel);

        (await server.Elsewhere.Keys.FindAsync(text!, Cancel)).ShouldBeNull();
        server.Clock.Pass(ApiKeys.KnownFor);
        (await server.SendAsync(key, "GET", "/api/forecast")).ShouldBeRefused();
        (await server.Ledger.Keys.RevokeAsync(KeysFixture.Id(KeysFixture.Own), id, Caller.Nobody, Cancel)).RevokedBy.ShouldBe("local");
    }

    [Fact]
    public async Task A_key_that_is_known_costs_no_round_trip()
    {
        var (id, key) = await server.KeyAsync(Role.Leader);
        ApiKeyText.TryParse(key, out var text).ShouldBeTrue();
        (await server.Ledger.Keys.FindAsync(text!, Cancel)).ShouldNotBeNull();
        await ExecuteAsync("DELETE FROM dealledger.api_key WHERE key_id = $1", id);

        (await server.Ledger.Keys.FindAsync(text!, Cancel)).ShouldNotBeNull();

        server.Clock.Pass(ApiKeys.KnownFor);
        (await server.Ledger.Keys.FindAsync(text!, Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task An_expired_key_opens_nothing()
    {
        var (_, key) = await server.KeyAsync(Role.Leader, expires: server.Clock.GetUtcNow().AddMinutes(5));
        (await server.SendAsync(key, "GET", "/api/forecast")).Status.ShouldBe(HttpStatusCode.OK);

        server.Clock.Pass(TimeSpan.FromMinutes(5));

        (await server.SendAsync(key, "GET", "/api/forecast")).ShouldBeRefused();
    }

    [Fact]
    public async Task The_keys_of_a_tenant_go_with_it()
    {
        await server.Ledger.Directory.EnsureAsync(KeysFixture.Id("gone"), Cancel);
        var (_, key) = await server.KeyAsync(Role.Leader, tenant: "gone");
        await ExecuteAsync("DELETE FROM dealledger.access_entry WHERE tenant_id = $1", "gone");
        await ExecuteAsync("DELETE FROM dealledger.projection WHERE tenant_id = $1", "gone");
        await ExecuteAsync("DELETE FROM dealledger.tenant WHERE tenant_id = $1", "gone");

        (await server.SendAsync(key, "GET", "/api/forecast")).ShouldBeRefused();
    }

    [Fact]
    public async Task When_a_key_was_used_last_is_kept_to_the_minute()
    {
        var (id, key) = await server.KeyAsync(Role.Leader);
        await server.SendAsync(key, "GET", "/api/forecast");
        var at = server.Clock.GetUtcNow();

        await server.Ledger.Keys.WriteUsesAsync(Cancel);

        var listed = (await server.Ledger.Keys.ListAsync(KeysFixture.Id(KeysFixture.Own), Cancel)).Single(k => k.Id == id);
        listed.LastUsedAt.ShouldBe(at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMinute)));
    }

    [Fact]
    public async Task A_header_that_is_no_key_is_refused_the_same_everywhere_and_leaves_no_secret_in_the_log()
    {
        var (id, key) = await server.KeyAsync(Role.Leader);
        var secret = key.Split('.')[2];
        string[][] wrong =
        [
            [""], ["Bearer"], ["Bearer "], ["Basic YW5uOnNlY3JldA=="], [key], ["Token " + key], [$"Bearer {key}", $"Bearer {key}"], [$"Bearer {key}, Bearer {key}"],
            [$"Bearer {key}\0"], [$"Bearer \0{key}"], [$"Bearer {key}\r\nX-Tenant: globex"], [$"Bearer {key.Replace('.', ':')}"], [$"Bearer {key}."],
            [$"Bearer .{key}"], [$"Bearer {key}{secret}"], ["Bearer " + new string('a', 100_000)], ["Bearer " + string.Concat(Enumerable.Repeat("a.", 50_000))],
            [$"Bearer acme.{id}.{Secret}"], [$"Bearer acme.0000000000000000.{secret}"], [$"Bearer nobody.{id}.{secret}"], [$"Bearer globex.{id}.{secret}"],
            [$"Bearer ac'me.{id}.{secret}"], [$"Bearer ACME.{id}.{secret}"],
        ];
        foreach (var headers in wrong)
        {
            foreach (var answer in await server.AskBothAsync(headers))
            {
                answer.ShouldBeRefused(headers[0][..Math.Min(120, headers[0].Length)]);
            }
        }

        foreach (var answer in await server.AskBothAsync("bearer " + key))
        {
            answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        }

        server.Logs.ShouldNotBeEmpty();
        server.Logs.Where(line => line.Contains(secret, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_change_is_by_whoever_holds_the_key()
    {
        var (id, anonymous) = await server.KeyAsync(Role.Leader);
        var (_, ann) = await server.KeyAsync(Role.Leader, "ann");
        var (_, feed) = await server.KeyAsync(Role.Feed);
        var deal = server.NewId();
        (await server.SendAsync(ann, "POST", "/api/opportunities", $$"""{ "id": "{{deal}}", "owner": "ann", "stage": "Proposal", "amount": 1 }""")).Status.ShouldBe(HttpStatusCode.Created);

        await RecordAsync(anonymous, """{ "value": 2 }""", HttpStatusCode.OK);
        await RecordAsync(ann, """{ "value": 3, "by": "ann" }""", HttpStatusCode.OK);
        await RecordAsync(feed, """{ "value": 4, "by": "bob" }""", HttpStatusCode.NoContent);
        (await RecordAsync(ann, """{ "value": 5, "by": "bob" }""", HttpStatusCode.Forbidden)).Json.GetProperty("code").GetString().ShouldBe("by-not-allowed");

        var history = (await server.SendAsync(ann, "GET", "/api/opportunities/" + deal)).Json.GetProperty("history").EnumerateArray();
        history.Select(h => h.GetProperty("by").GetString()).ShouldBe(["ann", "key:" + id, "ann", "bob"]);

        async Task<Answered> RecordAsync(string key, string json, HttpStatusCode status)
        {
            var answer = await server.SendAsync(key, "POST", $"/api/opportunities/{deal}/amount", json);
            answer.Status.ShouldBe(status, answer.Body);
            return answer;
        }
    }

    [Theory]
    [InlineData(Role.Leader, "DELETE", "/api/opportunities/any/category?by=bob", null)]
    [InlineData(Role.Leader, "POST", "/api/calls", """{ "period": "2026-Q2", "for": "ann", "layer": "rep", "category": "commit", "amount": 5, "by": "bob" }""")]
    [InlineData(Role.Leader, "POST", "/api/quotas", """{ "for": "ann", "amount": 5, "period": "2026-Q2", "by": "bob" }""")]
    [InlineData(Role.Leader, "POST", "/api/follow-ups", """{ "text": "call", "owner": "ann", "due": "2026-06-01", "by": "bob" }""")]
    [InlineData(Role.Leader, "POST", "/api/follow-ups/any/change", """{ "due": "2026-06-02", "by": "bob" }""")]
    [InlineData(Role.Leader, "POST", "/api/follow-ups/any/close", """{ "by": "bob" }""")]
    [InlineData(Role.Leader, "POST", "/call-sheet", "text=call&owner=ann&due=2026-06-01&by=bob")]
    [InlineData(Role.Admin, "PUT", "/api/settings/time-zone", """{ "value": "Europe/Berlin", "by": "bob" }""")]
    [InlineData(Role.Admin, "POST", "/api/rates", """{ "currency": "EUR", "rate": 1.1, "from": "2026-01-01", "by": "bob" }""")]
    public async Task Naming_another_one_is_refused_everywhere(Role role, string method, string path, string? body)
    {
        var (_, key) = await server.KeyAsync(role, "ann");

        var refused = await server.SendAsync(key, method, path, body);

        refused.Status.ShouldBe(HttpStatusCode.Forbidden, refused.Body);
        if (!refused.Body.StartsWith('<'))
        {
            refused.Json.GetProperty("code").GetString().ShouldBe("by-not-allowed");
        }
    }

    private async Task ExecuteAsync(string sql, string value)
    {
        await using var source = NpgsqlDataSource.Create(server.Database);
        await using var command = source.CreateCommand(sql);
        command.Parameters.AddWithValue(value);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
