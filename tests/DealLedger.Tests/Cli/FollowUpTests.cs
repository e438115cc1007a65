using DealLedger.Testing;

namespace DealLedger.Tests.Cli;

public sealed class FollowUpTests : IAsyncLifetime
{
    private string _database = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateDatabaseAsync(Cancel);
        (await RunAsync("record", "open", "D1", "--by", "ann", "--owner", "ann", "--stage", "Proposal", "--amount", "100", "--close-date", "2199-12-15")).ShouldSucceed();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_follow_up_is_opened_changed_listed_closed_and_stands_on_the_call_sheet()
    {
        var opened = (await RunAsync("follow-up", "open", "ask \u001b[31mthem", "--owner", "ann", "--due", "2199-01-01", "--by", "ann", "--deal", "D1", "--json")).ShouldSucceed().Json;
        var id = opened.GetProperty("followUp").GetProperty("id").GetString()!;

        (await RunAsync("follow-up", "change", id, "--due", "2020-01-01", "--by", "ann")).ShouldSucceed().Output.ShouldContain("overdue");
        (await RunAsync("follow-up", "list")).ShouldSucceed().Output.ShouldSatisfyAllConditions(o => o.ShouldContain(id), o => o.ShouldNotContain("\u001b[31m"));
        var sheet = (await RunAsync("call-sheet", "--period", "2199-Q4")).ShouldSucceed().Output;
        sheet.ShouldContain("Call sheet of everyone for 2199-Q4");
        sheet.ShouldContain("1 open, 0 closed since the last call");
        (await RunAsync("call-sheet", "--period", "2199-Q4", "--csv")).ShouldSucceed().Output.Split("\r\n")[0].ShouldBe("part,list,id,name,owner,what,amount");
        (await RunAsync("deals", "--period", "2199-Q4", "--part", "newAndExpansion", "--json")).ShouldSucceed().Json.GetProperty("total").GetProperty("count").GetInt64().ShouldBe(1);
        (await RunAsync("deals", "--period", "2199-Q4", "--part", "renewals", "--json")).ShouldSucceed().Json.GetProperty("total").GetProperty("count").GetInt64().ShouldBe(0);
        (await RunAsync("changes", "--period", "2199-Q4", "--part", "renewals", "--json")).ShouldSucceed().Json.GetProperty("dealsTotal").GetInt64().ShouldBe(0);

        (await RunAsync("follow-up", "close", id, "--by", "ann", "--result", "they agreed")).ShouldSucceed().Output.ShouldContain("they agreed");
        (await RunAsync("follow-up", "list")).ShouldSucceed().Output.ShouldContain("'follow-up open' opens one");
        (await RunAsync("follow-up", "list", "--standing", "closed", "--csv")).ShouldSucceed().Output.ShouldContain(",they agreed,");
        (await RunAsync("verify")).ShouldSucceed();
    }

    private Task<CliResult> RunAsync(params string[] args) => CliFixture.RunAloneAsync([.. args, "--database", _database]);
}
