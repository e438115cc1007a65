namespace DealLedger.Tests.Cli;

public sealed class RestatedTests(CliFixture cli) : IClassFixture<CliFixture>
{
    private static readonly string[] Question = ["restated", "--period", "2026-Q2", "--as-of", "2026-05-09"];

    [Fact]
    public async Task A_late_change_is_shown_with_both_amounts_and_the_event_behind_it()
    {
        await RecordLateAsync("text");

        var text = (await cli.RunAsync([.. Question, "--known-at", "@1", "--tenant", "text"])).ShouldSucceed().Output;

        text.ShouldContain("position 1");
        text.ShouldContain("-20");
        text.ShouldContain("amount changed");
        text.ShouldContain("by bob");
    }

    [Fact]
    public async Task Csv_has_the_deals_or_with_groups_both_views_and_their_difference()
    {
        await RecordLateAsync("csv");

        var deals = (await cli.RunAsync([.. Question, "--known-at", "@1", "--tenant", "csv", "--csv"])).ShouldSucceed().Output.Split("\r\n");
        var groups = (await cli.RunAsync([.. Question, "--known-at", "@1", "--tenant", "csv", "--by", "owner", "--csv"])).ShouldSucceed().Output.Split("\r\n");

        deals[0].ShouldStartWith("id,name,columnBefore,stageBefore,");
        deals[1].ShouldStartWith("D1,Deal,pipeline,");
        deals[1].ShouldEndWith(",2,,");
        groups[0].ShouldStartWith("view,key,name,closedAmount,");
        groups.Skip(1).Take(3).Select(l => l.Split(',')[0]).ShouldBe(["first", "second", "difference"]);
    }

    [Fact]
    public async Task What_was_known_first_has_to_be_said() =>
        (await cli.RunAsync("restated", "--period", "2026-Q2")).ShouldRefuse(2, "--known-at");

    [Fact]
    public async Task The_second_state_of_knowledge_is_not_before_the_first()
    {
        await RecordLateAsync("backwards");

        (await cli.RunAsync([.. Question, "--known-at", "@2", "--and", "@1", "--tenant", "backwards"])).ShouldRefuse(1, "knownAt");
    }

    private async Task RecordLateAsync(string tenant)
    {
        (await cli.RunAsync(
            "record", "open", "D1", "--name", "Deal", "--amount", "100", "--close-date", "2026-06-01", "--by", "ann", "--at", "2026-05-04T00:00:00Z", "--tenant", tenant)).ShouldSucceed();
        (await cli.RunAsync("record", "amount", "D1", "80", "--by", "bob", "--at", "2026-05-05", "--tenant", tenant)).ShouldSucceed();
    }
}
