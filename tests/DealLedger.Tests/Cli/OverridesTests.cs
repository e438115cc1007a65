namespace DealLedger.Tests.Cli;

public sealed class OverridesTests(CliFixture cli) : IClassFixture<CliFixture>
{
    [Fact]
    public async Task Overrides_are_shown_with_their_reason_and_what_came_of_them()
    {
        await OverrideAsync("text");

        var text = (await cli.RunAsync("overrides", "--as-of", "2026-07-01", "--by-person", "--tenant", "text")).ShouldSucceed().Output;

        text.ShouldContain("2026-Q2");
        text.ShouldContain("missed");
        text.ShouldContain("signed");
    }

    [Fact]
    public async Task Csv_has_the_overrides_or_the_counts_by_person()
    {
        await OverrideAsync("csv");

        var overrides = (await cli.RunAsync("overrides", "--as-of", "2026-07-01", "--tenant", "csv", "--csv")).ShouldSucceed().Output.Split("\r\n");
        var counts = (await cli.RunAsync("overrides", "--as-of", "2026-07-01", "--tenant", "csv", "--by-person", "--csv")).ShouldSucceed().Output.Split("\r\n");

        overrides[0].ShouldStartWith("dealId,dealName,position,at,");
        overrides[1].ShouldContain(",signed soon,false,Pipeline,Commit,100,USD,2026-06-01,ann,2026-Q2,,57,standing,missed");
        counts[1].ShouldBe("bob,bob,2026-Q2,1,0,1,0,57");
    }

    [Fact]
    public async Task Where_nothing_was_overridden_it_says_so() =>
        (await cli.RunAsync("overrides", "--author", "nobody")).ShouldSucceed().Output.ShouldContain("No category was overridden.");

    private async Task OverrideAsync(string tenant)
    {
        (await cli.RunAsync(
            "record", "open", "D1", "--name", "Deal", "--owner", "ann", "--amount", "100", "--close-date", "2026-06-01", "--by", "ann", "--at", "2026-05-04T00:00:00Z",
            "--tenant", tenant)).ShouldSucceed();
        (await cli.RunAsync(
            "record", "category", "D1", "Commit", "--by", "bob", "--reason", "signed soon", "--at", "2026-05-05T00:00:00Z", "--tenant", tenant)).ShouldSucceed();
    }
}
