namespace DealLedger.Tests.Cli;

public sealed class RefusalTests(CliFixture cli) : IClassFixture<CliFixture>
{
    [Theory]
    [InlineData("Nobody reports to anybody", "forecast", "--by", "team")]
    [InlineData("Nobody reports to anybody", "changes", "--by", "team")]
    [InlineData("Nobody reports to anybody", "slippage", "--by", "team")]
    [InlineData("put the earlier instant", "changes", "--from", "now", "--to", "last-week")]
    [InlineData("'nobody' is not in the ledger", "deal", "nobody")]
    [InlineData("'a b' is not an id", "deal", "a b")]
    [InlineData("'a b' is not an id", "forecast", "--owner", "a b")]
    [InlineData("no tenant 'nobody'", "forecast", "--tenant", "nobody")]
    [InlineData("no tenant 'nobody'", "verify", "--tenant", "nobody")]
    [InlineData("'nobody' is not in the ledger", "record", "stage", "nobody", "Proposal", "--by", "ann")]
    [InlineData("lies in the future", "record", "open", "D9", "--by", "ann", "--at", "2999-01-01")]
    [InlineData("leave out --database", "database")]
    [InlineData("'x' is no event", "prove", "event", "x", "--out", "nowhere")]
    [InlineData("has no seal yet", "prove", "event", "@1", "--out", "nowhere")]
    [InlineData("has no seal 7", "seal", "consistency", "7", "8")]
    [InlineData("no such file", "check-proof", "no such file")]
    [InlineData("There is no key in", "seal", "--seal-key", "no such file")]
    [InlineData("it is not this program's to replace", "seal", "rotate-key", "--seal-key", "no such file")]
    public async Task A_refusal_is_one_line_that_says_how_to_mend_it(string saying, params string[] args) =>
        (await cli.RunAsync(args)).ShouldRefuse(1, saying);

    [Fact]
    public async Task Another_version_than_expected_is_refused()
    {
        (await cli.RunAsync("record", "open", "D1", "--by", "ann")).ShouldSucceed();

        (await cli.RunAsync("record", "amount", "D1", "5", "--by", "ann", "--expect-version", "4")).ShouldRefuse(1, "is at version 1, not 4");
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_told_in_plain_words() =>
        (await CliFixture.RunAloneAsync("forecast", "--database", "host=127.0.0.1 port=1 user=ann dbname=x")).ShouldRefuse(1, "PostgreSQL cannot be reached");

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told_in_plain_words()
    {
        var file = Path.GetTempFileName();
        try
        {
            (await CliFixture.RunAloneAsync("sample", "--deals", "1", "--seed", "1", "--out", file)).ShouldRefuse(1, file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
