namespace DealLedger.Tests.Cli;

public sealed class AnswerOutputTests(CliFixture cli) : IClassFixture<CliFixture>
{
    private static readonly string[] Hostile = ["--name", "=evil\u202E[red],\"x\"\u001b[31m"];

    [Fact]
    public async Task The_three_answers_are_one_document_each()
    {
        await OpenAsync("json", "D1");

        var forecast = (await cli.RunAsync("forecast", "--tenant", "json", "--period", "2026-Q2", "--as-of", "2026-05-04", "--by", "owner", "--json")).ShouldSucceed().Json;
        var changes = (await cli.RunAsync("--json", "--tenant", "json", "changes", "--period", "2026-Q2", "--from", "2026-04-01", "--to", "2026-W19")).ShouldSucceed().Json;
        var slippage = (await cli.RunAsync("slippage", "--json", "--tenant", "json", "--period", "2026-Q2")).ShouldSucceed().Json;

        forecast.GetProperty("rows")[0].GetProperty("pipeline").GetProperty("amount").GetDecimal().ShouldBe(1234567.5m);
        changes.GetProperty("movements")[0].GetProperty("kind").GetString().ShouldBe("new");
        slippage.GetProperty("definition").GetString().ShouldBe("slippage/1");
    }

    [Fact]
    public async Task Csv_is_quoted_and_no_formula()
    {
        await OpenAsync("csv", "D1");

        var result = (await cli.RunAsync("changes", "--csv", "--tenant", "csv", "--period", "2026-Q2", "--from", "2026-04-01")).ShouldSucceed();

        var lines = result.Output.Split("\r\n");
        lines[0].ShouldStartWith("id,name,owner,start,end,roundTrip,new,");
        lines[1].ShouldStartWith("D1,\"'=evil");
        lines[1].ShouldContain("\"\"x\"\"");
        lines[1].ShouldContain(",ann,0,1234567.5,false,1234567.5,");
        lines[2].ShouldBeEmpty();
    }

    [Theory]
    [InlineData("forecast", "key,name,closedAmount,closedCount,closedWithoutAmount,")]
    [InlineData("slippage", "key,name,pushes,dealsPushed,")]
    public async Task Without_groups_the_total_is_the_row(string command, string header)
    {
        var result = (await cli.RunAsync(command, "--csv")).ShouldSucceed();

        result.Output.ShouldStartWith(header);
        result.Output.Split("\r\n")[1].ShouldStartWith("total,Total,");
    }

    [Fact]
    public async Task The_deals_of_a_cell_come_in_every_form()
    {
        await OpenAsync("cell", "D1");

        var csv = (await cli.RunAsync("deals", "--tenant", "cell", "--period", "2026-Q2", "--column", "pipeline", "--csv")).ShouldSucceed();
        var text = (await cli.RunAsync("deals", "--tenant", "cell", "--period", "2026-Q2", "--by", "owner", "--key", "ann")).ShouldSucceed();

        csv.Output.ShouldStartWith("id,name,owner,stage,category,outcome,amount,currency,value,closeDate,probability,type,segment\r\nD1,\"'=evil");
        text.Output.ShouldContain("Open pipeline of 2026-Q2");
        text.Output.ShouldContain("1,234,567.50 USD in 1 deal,");
    }

    [Fact]
    public async Task A_replay_and_its_transitions_come_in_every_form()
    {
        await OpenAsync("replay", "D1");
        string[] replay = ["replay", "--tenant", "replay", "--period", "2026-Q2", "--as-of", "2026-05-05"];
        string[] transitions = ["transitions", "--tenant", "replay", "--period", "2026-Q2", "--from", "2026-05-03", "--to", "2026-05-05"];

        (await cli.RunAsync([.. replay, "--csv"])).ShouldSucceed().Output.ShouldContain("\r\n2026-W19,2026-05-03T23:59:59.999999Z,2026-05-05T23:59:59.999999Z,0,0,0,0,1234567.5,0,0,1234567.5,0,1234567.5,");
        (await cli.RunAsync([.. replay, "--json"])).ShouldSucceed().Json.GetProperty("weeks").GetArrayLength().ShouldBe(6);
        (await cli.RunAsync(replay)).ShouldSucceed().Output.ShouldContain("New +1,234,567.50");
        (await cli.RunAsync([.. transitions, "--csv"])).ShouldSucceed().Output.ShouldStartWith("id,name,owner,was,is,start,end,closeDateBefore,closeDate\r\nD1,\"'=evil");
        (await cli.RunAsync([.. transitions, "--json"])).ShouldSucceed().Json.GetProperty("transitions")[0].GetProperty("was").GetString().ShouldBe("new");
        (await cli.RunAsync(transitions)).ShouldSucceed().Output.ShouldContain("Where the deals of 2026-Q2 went");
    }

    [Fact]
    public async Task A_deals_csv_is_its_history()
    {
        await OpenAsync("history", "D1");

        (await cli.RunAsync("deal", "D1", "--tenant", "history", "--csv")).ShouldSucceed().Output.ShouldStartWith(
            "position,version,at,recordedAt,by,source,kind,field,before,after,reason,ignored\r\n1,1,2026-05-04T00:00:00Z,");
    }

    [Fact]
    public async Task Tables_are_plain_and_steer_no_terminal()
    {
        await OpenAsync("tables", "D1");

        var result = (await cli.RunAsync("changes", "--tenant", "tables", "--period", "2026-Q2", "--from", "2026-04-01")).ShouldSucceed();

        result.Output.ShouldContain("What changed in 2026-Q2");
        result.Output.ShouldContain("1,234,567.5");
        result.Output.ShouldContain("█");
        result.Output.ShouldContain("[red]");
        result.Output.ShouldNotContain("\u001b");
        result.Output.ShouldNotContain("\u202E");
        result.Output.Split('\n').ShouldAllBe(line => line.Length <= 121);
    }

    [Fact]
    public async Task A_deal_is_shown_as_it_was()
    {
        await OpenAsync("past", "D1");
        (await cli.RunAsync("record", "amount", "D1", "5", "--by", "bob", "--tenant", "past", "--at", "2026-05-06")).ShouldSucceed();

        var then = (await cli.RunAsync("deal", "D1", "--tenant", "past", "--as-of", "2026-05-05", "--json")).ShouldSucceed().Json;
        var known = (await cli.RunAsync("deal", "D1", "--tenant", "past", "--known-at", "@1", "--json")).ShouldSucceed().Json;

        then.GetProperty("state").GetProperty("amount").GetDecimal().ShouldBe(1234567.5m);
        known.GetProperty("history").GetArrayLength().ShouldBe(1);
        known.GetProperty("knownAt").GetString().ShouldBe("@1");
    }

    private async Task OpenAsync(string tenant, string id)
    {
        var opened = await cli.RunAsync(
        [
            "record", "open", id, .. Hostile, "--amount", "1234567.50", "--close-date", "2026-06-01", "--by", "ann", "--at", "2026-05-04T00:00:00Z", "--tenant",
            tenant, "--json",
        ]);
        opened.ShouldSucceed().Json.GetProperty("version").GetInt64().ShouldBe(1);
    }
}
