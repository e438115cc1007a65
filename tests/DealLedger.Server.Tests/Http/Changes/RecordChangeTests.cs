using System.Net;

namespace DealLedger.Server.Tests.Http.Changes;

public sealed class RecordChangeTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    [Theory]
    [InlineData("stage", "\"Negotiation\"", "stage", "\"Negotiation\"")]
    [InlineData("amount", "12.50", "amount", "12.5")]
    [InlineData("amount", "\"12.50\"", "amount", "12.5")]
    [InlineData("amount", "1.5e3", "amount", "1500")]
    [InlineData("amount", "null", "amount", "null")]
    [InlineData("close-date", "\"2026-07-01\"", "closeDate", "\"2026-07-01\"")]
    [InlineData("close-date", "null", "closeDate", "null")]
    [InlineData("category", "\"Upside\"", "category", "\"BestCase\"")]
    [InlineData("owner", "\"005000000000001\"", "owner", "\"005000000000001AAA\"")]
    [InlineData("name", "\"Another\"", "name", "\"Another\"")]
    [InlineData("flag", "\"At risk\"", "flags", "[\"At risk\"]")]
    public async Task A_change_answers_with_the_deal_as_it_is_then(string change, string value, string field, string becomes)
    {
        var id = await server.OpenDealAsync();

        var response = await server.PostAsync($"/api/opportunities/{id}/{change}", $$"""{ "value": {{value}}, "by": "bob" }""");

        await response.ShouldHaveStatusAsync(HttpStatusCode.OK);
        (await response.JsonAsync()).GetProperty("state").GetProperty(field).GetRawText().ShouldBe(becomes);
    }

    [Fact]
    public async Task A_deal_is_lost_reopened_deleted_restored_and_merged()
    {
        var survivor = await server.OpenDealAsync();
        var id = await server.OpenDealAsync();

        (await OutcomeAfter(id, "stage", "\"Closed Lost\"")).ShouldBe("lost");
        (await OutcomeAfter(id, "reopen", "\"Proposal\"")).ShouldBe("open");
        (await OutcomeAfter(id, "delete")).ShouldBe("deleted");
        (await OutcomeAfter(id, "restore")).ShouldBe("open");
        (await OutcomeAfter(id, "merge-into", $"\"{survivor}\"")).ShouldBe("deleted");
    }

    [Fact]
    public async Task A_change_without_a_value_needs_no_body()
    {
        var id = await server.OpenDealAsync();

        var response = await server.Client.PostAsync($"/api/opportunities/{id}/delete", content: null, TestContext.Current.CancellationToken);

        await response.ShouldHaveStatusAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_override_is_cleared_by_deleting_the_category()
    {
        var id = await server.OpenDealAsync();
        await server.PostAsync($"/api/opportunities/{id}/category", """{ "value": "Commit" }""");

        var response = await server.Client.DeleteAsync($"/api/opportunities/{id}/category?by=bob&reason=late", TestContext.Current.CancellationToken);

        await response.ShouldHaveStatusAsync(HttpStatusCode.OK);
        var deal = await response.JsonAsync();
        deal.GetProperty("state").GetProperty("categoryOverridden").GetBoolean().ShouldBeFalse();
        deal.GetProperty("history")[2].GetProperty("reason").GetString().ShouldBe("late");
    }

    [Fact]
    public async Task A_repeat_under_the_same_key_records_nothing()
    {
        var id = await server.OpenDealAsync();
        await server.PostAsync($"/api/opportunities/{id}/amount", """{ "value": 1 }""", "once");
        await server.PostAsync($"/api/opportunities/{id}/amount", """{ "value": 2 }""");

        var repeat = await server.PostAsync($"/api/opportunities/{id}/amount", """{ "value": 1 }""", "once");

        var deal = await repeat.JsonAsync();
        deal.GetProperty("version").GetInt64().ShouldBe(3);
        deal.GetProperty("state").GetProperty("amount").GetDecimal().ShouldBe(2);
    }

    [Fact]
    public async Task Another_version_than_expected_is_a_conflict_that_names_the_one_found()
    {
        var id = await server.OpenDealAsync();

        var problem = await (await server.PostAsync($"/api/opportunities/{id}/amount", """{ "value": 1, "expectVersion": 7 }"""))
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "version-conflict");

        problem.GetProperty("detail").GetString()!.ShouldContain("version 1");
    }

    [Fact]
    public async Task The_version_expected_is_recorded()
    {
        var id = await server.OpenDealAsync();

        var response = await server.PostAsync($"/api/opportunities/{id}/amount", """{ "value": 1, "expectVersion": 1 }""");

        (await response.JsonAsync()).GetProperty("version").GetInt64().ShouldBe(2);
    }

    [Theory]
    [InlineData("reopen", """{ "value": "Proposal" }""", "opportunity-open")]
    [InlineData("category", """{ "value": "Closed" }""", "category-closed")]
    [InlineData("merge-into", """{ "value": "nobody" }""", "survivor-unknown")]
    [InlineData("amount", """{ "value": 1, "at": "2026-05-11" }""", "at-in-future")]
    [InlineData("amount", """{ "value": 1, "at": "2020-01-01" }""", "before-opened")]
    public async Task A_change_that_makes_no_sense_is_refused(string change, string body, string code)
    {
        var id = await server.OpenDealAsync();

        await (await server.PostAsync($"/api/opportunities/{id}/{change}", body)).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, code);
    }

    [Theory]
    [InlineData("amount", """{ "value": "much" }""", "amount-unreadable")]
    [InlineData("amount", """{ "value": 0.0000001 }""", "amount-unreadable")]
    [InlineData("close-date", """{ "value": "2026-02-30" }""", "date-unreadable")]
    [InlineData("category", """{ "value": "Sure" }""", "unknown-category")]
    [InlineData("stage", """{ "by": "bob" }""", "value-missing")]
    [InlineData("delete", """{ "value": "x" }""", "value-unexpected")]
    [InlineData("stage", """{ "value": { } }""", "invalid-value")]
    [InlineData("owner", """{ "value": "two words" }""", "invalid-id")]
    public async Task A_value_that_cannot_be_read_is_named(string change, string body, string code)
    {
        var id = await server.OpenDealAsync();

        var problem = await (await server.PostAsync($"/api/opportunities/{id}/{change}", body)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);

        problem.GetProperty("errors").Names().ShouldBe(["value"]);
    }

    [Fact]
    public async Task An_unknown_deal_is_not_found() =>
        await (await server.PostAsync("/api/opportunities/nobody/amount", """{ "value": 1 }""")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "opportunity-unknown");

    [Fact]
    public async Task An_unknown_change_is_not_found() =>
        await (await server.PostAsync("/api/opportunities/nobody/colour", """{ "value": 1 }""")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "route-unknown");

    [Fact]
    public async Task A_page_of_another_site_changes_nothing()
    {
        var id = await server.OpenDealAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/opportunities/{id}/delete") { Headers = { { "Origin", "https://example.com" } } };

        var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "foreign-origin");
    }

    private async Task<string?> OutcomeAfter(string id, string change, string? value = null)
    {
        var response = await server.PostAsync($"/api/opportunities/{id}/{change}", value is null ? "{}" : $$"""{ "value": {{value}} }""");
        await response.ShouldHaveStatusAsync(HttpStatusCode.OK);
        return (await response.JsonAsync()).GetProperty("state").GetProperty("outcome").GetString();
    }
}
