using System.Net;
using DealLedger.Core.Ledger;
using DealLedger.Core.People;
using DealLedger.Postgres;

namespace DealLedger.Server.Tests.Http.Answers;

public sealed class GetPeopleTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    [Fact]
    public async Task People_have_their_names_and_managers_as_of_the_instant()
    {
        var tenant = await server.NewTenantAsync();
        await TellAsync(tenant, new PersonTold("ann", "Ann", null, "mia"), new PersonTold("mia", "Mia", null, null));

        var people = await server.GetAsync($"/api/people?tenant={tenant}&asOf=2026-05-01");

        people.Names().ShouldBe(["tenant", "asOf", "knownAt", "position", "notes", "people"]);
        var ann = people.GetProperty("people")[0];
        ann.Names().ShouldBe(["id", "name", "email", "manager", "leadsTeam", "team", "isActive"]);
        (ann.GetProperty("name").GetString(), ann.GetProperty("manager").GetString(), ann.GetProperty("leadsTeam").GetBoolean()).ShouldBe(("Ann", "mia", false));
        people.GetProperty("people")[1].GetProperty("leadsTeam").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_forecast_by_team_has_the_rows_of_the_teams_with_the_one_above()
    {
        var tenant = await server.NewTenantAsync();
        await TellAsync(tenant, new PersonTold("ann", "Ann", null, "mia"), new PersonTold("mia", "Mia", null, "top"));
        await server.OpenDealAsync(tenant);

        var rows = (await server.GetAsync($"/api/forecast?tenant={tenant}&period=2026-Q2&by=team")).GetProperty("rows");

        rows.EnumerateArray().Select(r => (r.GetProperty("key").GetString(), r.GetProperty("openPipeline").GetProperty("amount").GetDecimal()))
            .ShouldBe([("mia", 100m), ("top", 100m)]);
        rows[0].GetProperty("parent").GetString().ShouldBe("top");
        await (await server.TryGetAsync($"/api/forecast?tenant={tenant}&team=ann")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "team-unknown");
    }

    private Task<PeopleRecorded> TellAsync(string tenant, params PersonTold[] told) => server.Ledger.People.RecordAsync(
        TenantId.TryParse(tenant, out var id) ? id : default, told, "test", "test",
        content => new NewText(Guid.CreateVersion7(), new byte[16], content), breakCircles: false, TestContext.Current.CancellationToken);
}
