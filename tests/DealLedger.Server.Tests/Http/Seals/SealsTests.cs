using System.Net;
using System.Text.Json;
using DealLedger.Core.Ledger;
using DealLedger.Core.Sealing;

namespace DealLedger.Server.Tests.Http.Seals;

public sealed class SealsTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_seal_has_the_shape_of_the_contract_and_is_listed()
    {
        var tenant = await server.NewTenantAsync();
        await server.OpenDealAsync(tenant);

        var seal = await MakeAsync(tenant);
        await MakeAsync(tenant);

        seal.Names().ShouldBe(["id", "size", "root", "at", "signature", "previous", "tenant", "occasion", "key", "access", "definition"]);
        (seal.GetProperty("id").GetInt64(), seal.GetProperty("size").GetInt64()).ShouldBe((1, 1));
        seal.GetProperty("previous").ValueKind.ShouldBe(JsonValueKind.Null);
        var list = await server.GetAsync($"/api/seals?tenant={tenant}");
        list.EnumerateArray().Select(s => s.GetProperty("id").GetInt64()).ShouldBe([1, 2]);
        list[0].GetRawText().ShouldBe(seal.GetRawText());
        (await server.GetAsync($"/api/seals?tenant={tenant}&after=1&limit=1")).EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task A_proof_is_the_file_that_is_checked_without_a_database()
    {
        var tenant = await server.NewTenantAsync();
        await server.OpenDealAsync(tenant);
        await server.OpenDealAsync(tenant);
        Seal.TryRead(JsonSerializer.SerializeToUtf8Bytes(await MakeAsync(tenant)), out var kept, out _).ShouldBeTrue();
        await MakeAsync(tenant);

        var file = await FileAsync($"/api/events/@2/proof?tenant={tenant}&seal=1");

        Proof.TryRead(file, out var proof, out var fault).ShouldBeTrue(fault);
        proof!.Fault(kept).ShouldBeNull();
        var id = proof.ShouldBeOfType<EventProof>().EventId;
        (await FileAsync($"/api/events/{id}/proof?tenant={tenant}&seal=1")).ShouldBe(file);
    }

    [Theory]
    [InlineData("/api/events/@1/proof", HttpStatusCode.Conflict, "not-sealed")]
    [InlineData("/api/events/nothing/proof", HttpStatusCode.BadRequest, "invalid-id")]
    [InlineData("/api/events/1a08dbb8-6b82-564f-91c8-ca9ae3131007/proof", HttpStatusCode.NotFound, "event-unknown")]
    [InlineData("/api/events/@1/proof?seal=9", HttpStatusCode.NotFound, "seal-unknown")]
    [InlineData("/api/events/@1/proof?seal=none", HttpStatusCode.BadRequest, "invalid-value")]
    [InlineData("/api/seals?limit=0", HttpStatusCode.BadRequest, "invalid-value")]
    [InlineData("/api/seals?until=5", HttpStatusCode.BadRequest, "invalid-value")]
    [InlineData("/api/seals?tenant=nobody", HttpStatusCode.NotFound, "tenant-unknown")]
    public async Task What_cannot_be_proved_or_listed_is_a_problem_with_a_code(string path, HttpStatusCode status, string code) =>
        await (await server.TryGetAsync(path)).ShouldBeProblemAsync(status, code);

    [Fact]
    public async Task An_empty_log_has_nothing_to_seal() =>
        await (await server.PostAsync($"/api/seals?tenant={await server.NewTenantAsync()}", "")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "nothing-to-seal");

    [Fact]
    public async Task The_server_makes_the_weekly_seals_that_are_due_and_one_tenant_does_not_keep_the_others_from_theirs()
    {
        var (damaged, whole) = (await server.NewTenantAsync(), await server.NewTenantAsync());
        foreach (var tenant in new[] { damaged, damaged, whole })
        {
            await server.OpenDealAsync(tenant);
            await using var back = server.Ledger.Database.Owner.CreateCommand("UPDATE ledger.mt_events SET timestamp = '2026-05-01' WHERE tenant_id = $1");
            back.Parameters.Add(new Npgsql.NpgsqlParameter<string> { TypedValue = tenant });
            await back.ExecuteNonQueryAsync(Cancel);
        }

        await MakeAsync(damaged);
        await using (var cut = server.Ledger.Database.Owner.CreateCommand("DELETE FROM ledger.mt_events WHERE tenant_id = $1 AND seq_id = 2"))
        {
            cut.Parameters.Add(new Npgsql.NpgsqlParameter<string> { TypedValue = damaged });
            await cut.ExecuteNonQueryAsync(Cancel);
        }

        using var weekly = new WeeklySeals(server.Ledger, Microsoft.Extensions.Logging.Abstractions.NullLogger<WeeklySeals>.Instance);
        await weekly.MakeDueAsync(Cancel);
        await weekly.MakeDueAsync(Cancel);

        (await OccasionsAsync(whole)).ShouldBe(["week:2026-W18"]);
        (await OccasionsAsync(damaged)).ShouldBe(["demand"]);
    }

    private async Task<IEnumerable<string>> OccasionsAsync(string tenant)
    {
        TenantId.TryParse(tenant, out var id).ShouldBeTrue();
        return (await server.Ledger.Seals.ListAsync(id, 0, 10, Cancel)).Select(seal => seal.Occasion);
    }

    private async Task<JsonElement> MakeAsync(string tenant)
    {
        var response = await server.PostAsync($"/api/seals?tenant={tenant}", "");
        await response.ShouldHaveStatusAsync(HttpStatusCode.Created);
        return await response.JsonAsync();
    }

    private async Task<byte[]> FileAsync(string path)
    {
        var response = await server.TryGetAsync(path);
        await response.ShouldHaveStatusAsync(HttpStatusCode.OK);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/json");
        return await response.Content.ReadAsByteArrayAsync(Cancel);
    }
}
