namespace DealLedger.Tests.Cli;

public sealed class TenantTests(CliFixture cli) : IClassFixture<CliFixture>
{
    [Fact]
    public async Task A_tenant_is_added_with_its_currency_and_listed()
    {
        var added = (await cli.RunAsync("tenant", "add", "euros", "--currency", "EUR", "--json")).ShouldSucceed().Json;
        (await cli.RunAsync("tenant", "add", "dollars")).ShouldSucceed().Output.ShouldStartWith("Added tenant dollars");
        (await cli.RunAsync("record", "open", "D1", "--by", "ann", "--tenant", "euros", "--amount", "5")).ShouldSucceed();

        added.GetProperty("id").GetString().ShouldBe("euros");
        (await cli.RunAsync("forecast", "--tenant", "euros", "--json")).ShouldSucceed().Json.GetProperty("currency").GetString().ShouldBe("EUR");
        (await cli.RunAsync("forecast", "--tenant", "dollars", "--json")).ShouldSucceed().Json.GetProperty("currency").GetString().ShouldBe("USD");
        var listed = (await cli.RunAsync("tenant", "list", "--json")).ShouldSucceed().Json.GetProperty("tenants").EnumerateArray()
            .Single(t => t.GetProperty("id").GetString() == "euros");
        listed.GetProperty("events").GetInt64().ShouldBe(2);
        listed.GetProperty("bytes").GetInt64().ShouldBeGreaterThan(0);
        listed.GetProperty("suspendedSince").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        listed.GetProperty("lastRecorded").GetDateTimeOffset().ShouldBeGreaterThan(listed.GetProperty("created").GetDateTimeOffset());
        (await cli.RunAsync("tenant", "list")).ShouldSucceed().Output.ShouldContain("dollars");
        (await cli.RunAsync("tenant", "list", "--csv")).ShouldSucceed().Output.ShouldStartWith("id,created,suspendedSince,suspendedFor,events,lastRecorded,bytes");
    }

    [Fact]
    public async Task A_suspended_tenant_is_refused_kept_and_resumed()
    {
        (await cli.RunAsync("tenant", "add", "late")).ShouldSucceed();
        (await cli.RunAsync("record", "open", "D1", "--by", "ann", "--tenant", "late")).ShouldSucceed();

        (await cli.RunAsync("tenant", "suspend", "late", "--reason", "unpaid")).ShouldSucceed().Output.ShouldStartWith("Tenant late is suspended since 20");

        foreach (var args in new string[][]
        {
            ["forecast"], ["changes"], ["deal", "D1"], ["find", "x"], ["people", "show"], ["settings", "show"], ["call", "list"], ["seal"], ["seal", "list"],
            ["record", "amount", "D1", "5", "--by", "ann"], ["record", "open", "D2", "--by", "ann"], ["settings", "set", "currency", "EUR", "--by", "ann"],
            ["rates", "set", "EUR", "1.1", "--by", "ann"], ["quota", "set", "ann", "5", "--period", "2026-Q2", "--by", "ann"], ["demo", "--no-serve"],
        })
        {
            (await cli.RunAsync([.. args, "--tenant", "late"])).ShouldRefuse(1, "Tenant 'late' is suspended since");
        }

        (await cli.RunAsync("verify", "--tenant", "late")).ShouldSucceed();
        (await cli.RunAsync("rebuild", "--tenant", "late")).ShouldSucceed();
        (await cli.RunAsync("tenant", "list", "--json")).ShouldSucceed().Json.GetProperty("tenants").EnumerateArray()
            .Single(t => t.GetProperty("id").GetString() == "late").GetProperty("suspendedFor").GetString().ShouldBe("unpaid");
        (await cli.RunAsync("tenant", "resume", "late")).ShouldSucceed();
        (await cli.RunAsync("deal", "D1", "--tenant", "late")).ShouldSucceed();
    }

    [Fact]
    public async Task The_default_tenant_can_be_suspended_and_resumed_too()
    {
        var database = await DealLedger.Testing.TestDatabase.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        (await RunAsync("tenant", "suspend", "default")).ShouldSucceed();
        (await RunAsync("forecast")).ShouldRefuse(1, "Tenant 'default' is suspended since");
        (await RunAsync("tenant", "resume", "default")).ShouldSucceed();
        (await RunAsync("forecast")).ShouldSucceed();

        Task<CliResult> RunAsync(params string[] args) => CliFixture.RunAloneAsync(["--database", database, .. args]);
    }

    [Theory]
    [InlineData(1, "There is a tenant 'default' already", "tenant", "add", "default")]
    [InlineData(1, "There is no tenant 'nobody'", "tenant", "suspend", "nobody")]
    [InlineData(1, "There is no tenant 'nobody'", "tenant", "resume", "nobody")]
    [InlineData(2, "ID: 'No' is not a tenant", "tenant", "add", "No")]
    [InlineData(2, "--currency: 'euro' is no currency", "tenant", "add", "some", "--currency", "euro")]
    public async Task What_makes_no_sense_is_refused(int exitCode, string saying, params string[] args) => (await cli.RunAsync(args)).ShouldRefuse(exitCode, saying);
}
