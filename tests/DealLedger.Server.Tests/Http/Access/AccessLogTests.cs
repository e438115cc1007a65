using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using DealLedger.Core.Ledger;
using DealLedger.Core.Sealing;
using DealLedger.Postgres.Sealing;
using DealLedger.Server.Access;
using DealLedger.Testing;
using Microsoft.AspNetCore.TestHost;
using Npgsql;

namespace DealLedger.Server.Tests.Http.Access;

public sealed class AccessLogTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_question_is_noted_with_whose_numbers_as_of_when_and_from_which_position()
    {
        var tenant = await server.NewTenantAsync();
        await server.OpenDealAsync(tenant);
        await server.GetAsync($"/api/forecast?tenant={tenant}&period=2026-Q2&owner=ann&asOf=2026-05-02&knownAt=@1&by=owner");

        var entry = (await EntriesAsync(tenant))[0];

        entry.Names().ShouldBe(
            ["number", "tenant", "at", "kind", "caller", "role", "person", "action", "asked", "position", "form", "outcome", "previous", "hash"]);
        Told(entry).ShouldBe(("read", "local", "GET /api/forecast", "json", "200"));
        entry.GetProperty("asked").GetRawText().ShouldBe("""{"asOf":"2026-05-02","by":"owner","knownAt":"@1","owner":"ann","period":"2026-Q2"}""");
        (entry.GetProperty("position").GetInt64(), entry.GetProperty("number").GetInt64()).ShouldBe((1, 2));
    }

    [Theory]
    [InlineData("/api/forecast?period=summer", "GET /api/forecast", "json", "invalid-value", """{"period":"summer"}""")]
    [InlineData("/api/opportunities/D9?asOf=now", "GET /api/opportunities/{id}", "json", "opportunity-unknown", """{"asOf":"now","id":"D9"}""")]
    [InlineData("/deals/D9", "GET /deals/{id}", "page", "opportunity-unknown", """{"id":"D9"}""")]
    [InlineData("/forecast?period=2026-Q2", "GET /forecast", "page", "200", """{"period":"2026-Q2"}""")]
    [InlineData("/forecast?period=summer&team=bob", "GET /forecast", "page", "invalid-value", """{"period":"summer","team":"bob"}""")]
    [InlineData("/api/find?q=Anika%20Schmidt", "GET /api/find", "json", "200", "{}")]
    [InlineData("/api/forecast?owner=anika@example.com", "GET /api/forecast", "json", "invalid-id", """{"owner":"unreadable"}""")]
    public async Task What_became_of_it_is_noted_and_no_name_of_anybody(string path, string action, string form, string outcome, string asked)
    {
        var tenant = await server.NewTenantAsync();
        await server.TryGetAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}tenant={tenant}");

        var entry = (await EntriesAsync(tenant)).ShouldHaveSingleItem();

        Told(entry).ShouldBe(("read", "local", action, form, outcome));
        entry.GetProperty("asked").GetRawText().ShouldBe(asked);
    }

    [Theory]
    [InlineData("/forecast?format=csv", "GET /forecast", "csv")]
    [InlineData("/?format=xlsx", "GET /", "xlsx")]
    [InlineData("/api/audit?period=2026-Q2", "GET /api/audit", "archive")]
    public async Task A_file_that_is_handed_out_stands_in_the_log_when_it_arrives(string path, string action, string form)
    {
        var tenant = await server.NewTenantAsync();
        await server.OpenDealAsync(tenant);

        await (await server.TryGetAsync($"{path}&tenant={tenant}")).ShouldHaveStatusAsync(HttpStatusCode.OK);

        await using var command = server.Ledger.Database.Owner.CreateCommand(
            "SELECT action || ' ' || form || ' ' || outcome || ' ' || position FROM dealledger.access_entry WHERE tenant_id = $1 AND kind = 'export'");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        (await command.ExecuteScalarAsync(Cancel)).ShouldBe($"{action} {form} 200 1");
    }

    [Fact]
    public async Task Changes_are_noted_health_theme_and_description_are_not()
    {
        var tenant = await server.NewTenantAsync();
        var id = await server.OpenDealAsync(tenant);
        await server.PostAsync($"/api/opportunities/{id}/amount?tenant={tenant}", """{ "value": 7 }""");
        await server.GetAsync("/health/live");
        await server.GetAsync("/openapi/v1.json");

        var entries = await EntriesAsync(tenant);

        entries.Select(e => Told(e)).ShouldBe(
        [
            ("change", "local", "POST /api/opportunities/{id}/amount", "json", "200"), ("change", "local", "POST /api/opportunities/", "json", "201"),
        ]);
        (await HeadAsync(tenant)).ShouldBe(2, "The log of events holds what was recorded and nothing else.");
    }

    [Fact]
    public async Task Who_makes_and_revokes_a_key_is_noted_with_the_key_and_its_role()
    {
        var tenant = await server.NewTenantAsync();
        var made = await server.PostAsync($"/api/keys?tenant={tenant}", """{ "role": "rep", "person": "ann", "note": "of Ann" }""");
        var id = JsonDocument.Parse(await made.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("id").GetString();
        await (await server.Client.DeleteAsync($"/api/keys/{id}?tenant={tenant}", Cancel)).ShouldHaveStatusAsync(HttpStatusCode.OK);

        var entries = await EntriesAsync(tenant);

        entries.Select(e => $"{e.GetProperty("kind")} {e.GetProperty("caller")} {e.GetProperty("action")} {e.GetProperty("asked").GetRawText()}").ShouldBe(
        [
            "rights local key revoke {\"key\":\"" + id + "\"}",
            "rights local key add {\"key\":\"" + id + "\",\"person\":\"ann\",\"role\":\"rep\"}",
        ]);
    }

    [Fact]
    public async Task Reads_do_not_wait_for_the_access_log_and_what_is_taken_away_does()
    {
        var tenant = await server.NewTenantAsync();
        await server.OpenDealAsync(tenant);
        await server.Ledger.AccessLog.FlushAsync(Cancel);
        await using var other = await server.Ledger.Database.Owner.OpenConnectionAsync(Cancel);
        await using var transaction = await other.BeginTransactionAsync(Cancel);
        await using (var held = new NpgsqlCommand("LOCK TABLE dealledger.access_entry IN ACCESS EXCLUSIVE MODE", other))
        {
            await held.ExecuteNonQueryAsync(Cancel);
        }

        await server.GetAsync($"/api/forecast?tenant={tenant}");
        var export = server.TryGetAsync($"/forecast?tenant={tenant}&format=csv");
        await UntilBlockedAsync();
        await server.GetAsync($"/api/forecast?tenant={tenant}");

        export.IsCompleted.ShouldBeFalse();
        await transaction.CommitAsync(Cancel);
        await (await export).ShouldHaveStatusAsync(HttpStatusCode.OK);
        (await EntriesAsync(tenant)).Select(e => e.GetProperty("kind").GetString()).ShouldBe(["read", "export", "read", "change"], ignoreOrder: true);
    }

    [Fact]
    public async Task The_list_is_told_in_pages_and_each_hash_is_over_the_rest_of_its_entry()
    {
        var tenant = await server.NewTenantAsync();
        for (var i = 0; i < 5; i++)
        {
            await server.GetAsync($"/api/forecast?tenant={tenant}&owner=o{i}");
        }

        await server.Ledger.AccessLog.FlushAsync(Cancel);
        var first = await server.GetAsync($"/api/access?tenant={tenant}&limit=2");
        var second = await server.GetAsync($"/api/access?tenant={tenant}&limit=3&before={first.GetProperty("next").GetInt64()}");
        await server.Ledger.AccessLog.FlushAsync(Cancel);

        (first.GetProperty("definition").GetString(), first.GetProperty("tenant").GetString()).ShouldBe(("access/1", tenant));
        JsonElement[] entries = [.. first.GetProperty("entries").EnumerateArray(), .. second.GetProperty("entries").EnumerateArray()];
        entries.Select(e => e.GetProperty("number").GetInt64()).ShouldBe([5L, 4, 3, 2, 1]);
        second.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        foreach (var entry in entries)
        {
            var rest = JsonNode.Parse(entry.GetRawText())!.AsObject();
            rest.Remove("hash");
            Digest.Of(CanonicalJson.Of(JsonSerializer.SerializeToUtf8Bytes(rest))).ToString().ShouldBe(entry.GetProperty("hash").GetString());
        }

        (await EntriesAsync(tenant))[0].GetProperty("asked").GetRawText().ShouldBe("""{"before":"4"}""");
        (await server.GetAsync($"/api/access?tenant={tenant}&who=local&from=2026-05-10&to=2026-05-10")).GetProperty("entries").GetArrayLength().ShouldBeGreaterThan(5);
        (await server.GetAsync($"/api/access?tenant={tenant}&who=key:1")).GetProperty("entries").GetArrayLength().ShouldBe(0);
        (await server.GetAsync($"/api/access?tenant={tenant}&to=2026-05-09")).GetProperty("entries").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=10001")]
    [InlineData("before=-1")]
    [InlineData("before=x")]
    [InlineData("from=soon")]
    [InlineData("who=")]
    [InlineData("what=x")]
    public async Task What_cannot_be_listed_is_a_problem(string query) =>
        await (await server.TryGetAsync("/api/access?" + query)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-value");

    [Fact]
    public async Task Whoever_did_not_sign_in_is_nobody_of_any_tenant()
    {
        await using var ledger = await LedgerHost.OpenAsync(await TestDatabase.CreateDatabaseAsync(Cancel), TimeProvider.System, SealKey.Create, Cancel);
        await using var app = ServerApp.Build(ledger, web => web.UseTestServer(), new AccessOptions { SignInNeeded = true });
        await app.StartAsync(Cancel);
        using var client = app.GetTestClient();

        await (await client.GetAsync("/api/forecast", Cancel)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "sign-in-needed");
        await ledger.AccessLog.FlushAsync(Cancel);

        await using var command = ledger.Database.Owner.CreateCommand("SELECT count(*) FROM dealledger.access_entry");
        (await command.ExecuteScalarAsync(Cancel)).ShouldBe(0L);
    }

    [Fact]
    public async Task A_server_that_stops_has_written_who_asked_last()
    {
        await using var ledger = await LedgerHost.OpenAsync(await TestDatabase.CreateDatabaseAsync(Cancel), TimeProvider.System, SealKey.Create, Cancel);
        await using var app = ServerApp.Build(ledger, web => web.UseTestServer());
        await app.StartAsync(Cancel);
        using var client = app.GetTestClient();
        await (await client.GetAsync("/api/forecast", Cancel)).ShouldHaveStatusAsync(HttpStatusCode.OK);

        await app.StopAsync(Cancel);

        await using var command = ledger.Database.Owner.CreateCommand("SELECT action FROM dealledger.access_entry");
        (await command.ExecuteScalarAsync(Cancel)).ShouldBe("GET /api/forecast");
    }

    private static (string?, string?, string?, string?, string?) Told(JsonElement entry) => (
        entry.GetProperty("kind").GetString(), entry.GetProperty("caller").GetString(), entry.GetProperty("action").GetString(), entry.GetProperty("form").GetString(),
        entry.GetProperty("outcome").GetString());

    private async Task<IReadOnlyList<JsonElement>> EntriesAsync(string tenant)
    {
        await server.Ledger.AccessLog.FlushAsync(Cancel);
        return [.. (await server.GetAsync($"/api/access?tenant={tenant}")).GetProperty("entries").EnumerateArray()];
    }

    private async Task<long> HeadAsync(string tenant)
    {
        TenantId.TryParse(tenant, out var id).ShouldBeTrue();
        return await server.Ledger.Ledger.HeadAsync(id, Cancel);
    }

    private async Task UntilBlockedAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            await using var command = server.Ledger.Database.Owner.CreateCommand(
                "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND relation = 'dealledger.access_entry'::regclass");
            if (await command.ExecuteScalarAsync(limit.Token) is true)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), limit.Token);
        }
    }
}
