using System.Net;
using System.Text.Json;
using DealLedger.Core.Ledger;
using DealLedger.Core.People;
using DealLedger.Core.Sealing;

namespace DealLedger.Server.Tests.Http.Calls;

public sealed class CallsTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    private const string Ok = """{ "period": "2026-Q2", "for": "ann", "layer": "rep", "category": "commit", "amount": 120.50, "by": "ann", "note": "sure" }""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_is_recorded_sealed_shown_and_listed()
    {
        var tenant = await TenantAsync();

        var response = await server.PostAsync($"/api/calls?tenant={tenant}", Ok);

        await response.ShouldHaveStatusAsync(HttpStatusCode.Created);
        var answer = await response.JsonAsync();
        answer.Names().ShouldBe(
            ["definition", "tenant", "asOf", "knownAt", "position", "notes", "call", "now", "differences", "moved", "movedTotal", "seal", "notSealed", "reproducedTo"]);
        var call = answer.GetProperty("call");
        call.Names().ShouldBe(
        [
            "id", "period", "for", "forName", "scope", "layer", "category", "amount", "currency", "by", "byName", "at", "recordedAt", "position", "note", "noteErased",
            "source", "replaces", "replacedBy", "stale", "basis",
        ]);
        (call.GetProperty("amount").GetRawText(), call.GetProperty("category").GetString(), call.GetProperty("scope").GetString()).ShouldBe(("120.5", "commit", "own"));
        call.GetProperty("basis").Names().ShouldBe(
            ["position", "currency", "closed", "commit", "mostLikely", "bestCase", "pipeline", "omitted", "lost", "openPipeline"]);
        answer.GetProperty("seal").GetInt64().ShouldBe(1);
        var id = call.GetProperty("id").GetString();
        response.Headers.Location!.OriginalString.ShouldBe($"/api/calls/{id}");
        (await server.GetAsync($"/api/seals?tenant={tenant}"))[0].GetProperty("occasion").GetString().ShouldBe($"call:{id}");
        (await server.GetAsync($"/api/calls/{id}?tenant={tenant}&reproduce=true")).GetProperty("reproducedTo").GetInt64().ShouldBe(1);
        (await server.GetAsync($"/api/calls?tenant={tenant}&for=ann&layer=rep&period=2026-Q2")).GetProperty("calls")[0].GetProperty("id").GetString().ShouldBe(id);
        (await server.GetAsync($"/api/calls?tenant={tenant}&layer=leader")).GetProperty("callsTotal").GetInt64().ShouldBe(0);
        (await server.GetAsync($"/api/forecast?tenant={tenant}&owner=ann")).GetProperty("total").GetProperty("calls")[0].Names()
            .ShouldBe(["id", "for", "forName", "layer", "category", "amount", "currency", "by", "byName", "at", "note", "noteErased", "stale"]);
    }

    [Fact]
    public async Task The_roll_up_of_a_call_is_that_of_the_forecast_at_its_position_byte_for_byte()
    {
        var tenant = await TenantAsync();
        var call = (await (await server.PostAsync($"/api/calls?tenant={tenant}", Ok)).JsonAsync()).GetProperty("call");
        await server.OpenDealAsync(tenant);

        var total = (await server.GetAsync(
            $"/api/forecast?tenant={tenant}&owner=ann&asOf={call.GetProperty("at").GetString()}&knownAt=@{call.GetProperty("basis").GetProperty("position")}")).GetProperty("total");

        foreach (var cell in new[] { "closed", "commit", "mostLikely", "bestCase", "pipeline", "omitted", "lost", "openPipeline" })
        {
            call.GetProperty("basis").GetProperty(cell).GetRawText().ShouldBe(total.GetProperty(cell).GetRawText());
        }

        total.GetProperty("pipeline").GetProperty("count").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_repeat_under_the_same_key_is_the_same_call()
    {
        var tenant = await TenantAsync();

        var ids = new List<string?>();
        foreach (var key in new[] { "a", "a", "b" })
        {
            ids.Add((await (await server.PostAsync($"/api/calls?tenant={tenant}", Ok, key)).JsonAsync()).GetProperty("call").GetProperty("id").GetString());
        }

        ids[1].ShouldBe(ids[0]);
        ids[2].ShouldNotBe(ids[0]);
        (await server.GetAsync($"/api/calls?tenant={tenant}&all=true")).GetProperty("callsTotal").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task A_proof_of_a_call_is_the_file_that_is_checked_without_a_database()
    {
        var tenant = await TenantAsync();
        var id = (await (await server.PostAsync($"/api/calls?tenant={tenant}", Ok)).JsonAsync()).GetProperty("call").GetProperty("id").GetString();
        Seal.TryRead(JsonSerializer.SerializeToUtf8Bytes((await server.GetAsync($"/api/seals?tenant={tenant}"))[0]), out var kept, out _).ShouldBeTrue();

        var response = await server.TryGetAsync($"/api/calls/{id}/proof?tenant={tenant}&seal=1");

        await response.ShouldHaveStatusAsync(HttpStatusCode.OK);
        Proof.TryRead(await response.Content.ReadAsByteArrayAsync(Cancel), out var proof, out var fault).ShouldBeTrue(fault);
        proof!.Fault(kept).ShouldBeNull();
    }

    [Fact]
    public async Task A_call_that_the_log_no_longer_gives_is_a_problem()
    {
        var tenant = await TenantAsync();
        var id = (await (await server.PostAsync($"/api/calls?tenant={tenant}", Ok)).JsonAsync()).GetProperty("call").GetProperty("id").GetString();
        await using (var damage = server.Ledger.Database.Owner.CreateCommand("UPDATE ledger.mt_events SET data = jsonb_set(data, '{Amount}', '7') WHERE tenant_id = $1 AND seq_id = 1"))
        {
            damage.Parameters.Add(new Npgsql.NpgsqlParameter<string> { TypedValue = tenant });
            await damage.ExecuteNonQueryAsync(Cancel);
        }

        var problem = await (await server.TryGetAsync($"/api/calls/{id}?tenant={tenant}&reproduce=true")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "call-differs");
        problem.GetProperty("detail").GetString()!.ShouldContain("position 1");
    }

    [Theory]
    [InlineData(HttpStatusCode.UnprocessableEntity, "period-closed", "2026-Q2", "2026-Q1")]
    [InlineData(HttpStatusCode.NotFound, "person-unknown", "\"for\": \"ann\"", "\"for\": \"nobody\"")]
    [InlineData(HttpStatusCode.UnprocessableEntity, "no-reports", "\"rep\"", "\"leader\"")]
    [InlineData(HttpStatusCode.UnprocessableEntity, "at-in-future", "\"note\": \"sure\"", "\"at\": \"2026-05-11\"")]
    [InlineData(HttpStatusCode.BadRequest, "invalid-value", "\"rep\"", "\"boss\"")]
    [InlineData(HttpStatusCode.BadRequest, "invalid-value", "\"commit\"", "\"omitted\"")]
    [InlineData(HttpStatusCode.BadRequest, "invalid-value", "120.50", "1e20")]
    [InlineData(HttpStatusCode.BadRequest, "invalid-value", "\"by\": \"ann\"", "\"by\": \"\"")]
    [InlineData(HttpStatusCode.BadRequest, "invalid-value", "\"by\": \"ann\",", "")]
    [InlineData(HttpStatusCode.BadRequest, "malformed-json", "120.50", "\"120.50\"")]
    public async Task What_cannot_be_stated_is_a_problem_with_a_code_and_nothing_is_recorded(HttpStatusCode status, string code, string right, string wrong)
    {
        var tenant = await TenantAsync();

        await (await server.PostAsync($"/api/calls?tenant={tenant}", Ok.Replace(right, wrong, StringComparison.Ordinal))).ShouldBeProblemAsync(status, code);

        (await server.GetAsync($"/api/calls?tenant={tenant}&all=true")).GetProperty("callsTotal").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task Once_people_are_told_of_nobody_else_states_a_call_or_sets_a_quota()
    {
        var tenant = await TenantAsync();
        var (call, quota) = (Ok.Replace("\"by\": \"ann\"", "\"by\": \"nobody\"", StringComparison.Ordinal), """{ "for": "ann", "amount": 5, "period": "2026-Q2", "by": "nobody" }""");
        await (await server.PostAsync($"/api/calls?tenant={tenant}", call)).ShouldHaveStatusAsync(HttpStatusCode.Created);

        TenantId.TryParse(tenant, out var told).ShouldBeTrue();
        await server.Ledger.People.RecordAsync(
            told, [new PersonTold("ann", "Ann", null, "mia"), new PersonTold("mia", "Mia", null, null)], "test", "test",
            text => new NewText(Guid.CreateVersion7(), new byte[16], text), breakCircles: false, TestContext.Current.CancellationToken);

        await (await server.PostAsync($"/api/calls?tenant={tenant}", call)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "person-unknown");
        await (await server.PostAsync($"/api/quotas?tenant={tenant}", quota)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "person-unknown");
        await (await server.PostAsync($"/api/calls?tenant={tenant}", call.Replace("nobody", "mia", StringComparison.Ordinal))).ShouldHaveStatusAsync(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("/api/calls/nothing", HttpStatusCode.NotFound, "call-unknown")]
    [InlineData("/api/calls/nothing?reproduce=true", HttpStatusCode.NotFound, "call-unknown")]
    [InlineData("/api/calls/nothing/proof", HttpStatusCode.NotFound, "call-unknown")]
    [InlineData("/api/calls/nothing?reproduce=maybe", HttpStatusCode.BadRequest, "invalid-value")]
    [InlineData("/api/calls?layer=boss", HttpStatusCode.BadRequest, "invalid-value")]
    [InlineData("/api/calls?owner=ann", HttpStatusCode.BadRequest, "invalid-value")]
    [InlineData("/api/quotas?tenant=nobody", HttpStatusCode.NotFound, "tenant-unknown")]
    public async Task What_cannot_be_shown_is_a_problem_with_a_code(string path, HttpStatusCode status, string code) =>
        await (await server.TryGetAsync(path)).ShouldBeProblemAsync(status, code);

    [Fact]
    public async Task A_quota_is_set_listed_and_taken_away()
    {
        var tenant = await TenantAsync();

        var set = await server.PostAsync($"/api/quotas?tenant={tenant}", """{ "for": "ann", "amount": 500, "period": "2026-Q2", "by": "ann" }""");

        await set.ShouldHaveStatusAsync(HttpStatusCode.OK);
        var quota = (await set.JsonAsync()).GetProperty("quotas")[0];
        quota.Names().ShouldBe(["for", "forName", "scope", "period", "amount", "currency", "at", "by", "source", "position"]);
        quota.GetProperty("amount").GetInt32().ShouldBe(500);
        (await server.GetAsync($"/api/quotas?tenant={tenant}&for=ann&period=2026-Q2")).GetProperty("quotas").GetArrayLength().ShouldBe(1);
        (await server.GetAsync($"/api/forecast?tenant={tenant}&by=owner")).GetProperty("rows")[0].GetProperty("gap").GetInt32().ShouldBe(500);
        await server.PostAsync($"/api/quotas?tenant={tenant}", """{ "for": "ann", "amount": null, "period": "2026-Q2", "by": "ann" }""");
        (await server.GetAsync($"/api/quotas?tenant={tenant}")).GetProperty("quotas").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("""{ "for": "ann", "amount": -5, "period": "2026-Q2", "by": "ann" }""", HttpStatusCode.UnprocessableEntity, "amount-negative")]
    [InlineData("""{ "for": "ann", "amount": 5, "period": "2026-Q2", "by": "ann", "team": true }""", HttpStatusCode.UnprocessableEntity, "no-reports")]
    [InlineData("""{ "for": "nobody", "amount": 5, "period": "2026-Q2", "by": "ann" }""", HttpStatusCode.NotFound, "person-unknown")]
    [InlineData("""{ "for": "ann", "amount": 5, "by": "ann" }""", HttpStatusCode.BadRequest, "invalid-value")]
    [InlineData("""{ "for": "ann", "period": "2026-Q2", "by": "ann" }""", HttpStatusCode.BadRequest, "malformed-json")]
    public async Task A_quota_that_makes_no_sense_is_a_problem(string body, HttpStatusCode status, string code) =>
        await (await server.PostAsync($"/api/quotas?tenant={await TenantAsync()}", body)).ShouldBeProblemAsync(status, code);

    private async Task<string> TenantAsync()
    {
        var tenant = await server.NewTenantAsync();
        await server.OpenDealAsync(tenant);
        return tenant;
    }
}
