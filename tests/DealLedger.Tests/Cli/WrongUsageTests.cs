namespace DealLedger.Tests.Cli;

public sealed class WrongUsageTests(CliFixture cli) : IClassFixture<CliFixture>
{
    [Theory]
    [InlineData("command", "")]
    [InlineData("'forecst' is not a command of 'dealledger'; it has demo, serve", "forecst")]
    [InlineData("'--perod' is not an option of 'dealledger forecast'; it takes --period", "forecast", "--perod", "2026-Q1")]
    [InlineData("'--reson' is not an option", "record", "delete", "D1", "--by", "ann", "--reson", "x")]
    [InlineData("--period", "forecast", "--period")]
    [InlineData("--period", "forecast", "--period", "2026", "--period", "2025")]
    [InlineData("--period: '2026-Q7' is not a period", "forecast", "--period", "2026-Q7")]
    [InlineData("--as-of: '2026-02-30' is not an instant", "forecast", "--as-of", "2026-02-30")]
    [InlineData("--known-at: '@x'", "forecast", "--known-at", "@x")]
    [InlineData("--by: 'region'", "forecast", "--by", "region")]
    [InlineData("--rollup: 'double'", "forecast", "--rollup", "double")]
    [InlineData("--limit: '0'", "changes", "--limit", "0")]
    [InlineData("--mode: 'gross'", "changes", "--mode", "gross")]
    [InlineData("--to: A window has two ends", "slippage", "--from", "last-week")]
    [InlineData("--basis: 'half'", "slippage", "--basis", "half")]
    [InlineData("--tenant: 'No'", "forecast", "--tenant", "No")]
    [InlineData("--consistency: 'perhaps'", "forecast", "--consistency", "perhaps")]
    [InlineData("--json and --csv", "forecast", "--json", "--csv")]
    [InlineData("--csv: 'verify' has no rows", "verify", "--csv")]
    [InlineData("--by", "record", "stage", "D1", "Proposal")]
    [InlineData("CHANGE: 'colour' is not a change", "record", "colour", "D1", "red", "--by", "ann")]
    [InlineData("VALUE: 'stage' needs a value", "record", "stage", "D1", "--by", "ann")]
    [InlineData("VALUE: '12x' is not an amount", "record", "amount", "D1", "12x", "--by", "ann")]
    [InlineData("--amount: this option belongs to 'open'", "record", "stage", "D1", "Won", "--by", "ann", "--amount", "5")]
    [InlineData("--close-date: '2026-02-30' is not a date", "record", "open", "D1", "--by", "ann", "--close-date", "2026-02-30")]
    [InlineData("--expect-version: 'x'", "record", "open", "D1", "--by", "ann", "--expect-version", "x")]
    [InlineData("--deals: '-1'", "sample", "--deals", "-1", "--seed", "1", "--out", "nowhere")]
    [InlineData("--until: 'soon'", "sample", "--deals", "1", "--seed", "1", "--out", "nowhere", "--until", "soon")]
    [InlineData("'make' is not a command of 'dealledger seal'; it has list, consistency, rotate-key", "seal", "make")]
    [InlineData("A: 'x' is not a whole number", "seal", "consistency", "x", "1")]
    [InlineData("--seal: '0'", "prove", "event", "@1", "--out", "nowhere", "--seal", "0")]
    [InlineData("'--out' is required", "prove", "event", "@1")]
    [InlineData("--csv: 'seal' has no rows", "seal", "--csv")]
    [InlineData("--port: '70000'", "serve", "--port", "70000")]
    [InlineData("--port: '70000'", "demo", "--port", "70000")]
    [InlineData("--listen: '0.0.0.0' is reachable from elsewhere, which needs TLS", "serve", "--listen", "0.0.0.0")]
    [InlineData("--listen: 'here' is not an address", "serve", "--listen", "127.0.0.1", "--listen", "here")]
    [InlineData("--behind-proxy: '::/0' is not", "serve", "--behind-proxy", "::/0")]
    [InlineData("--sign-in", "serve", "--behind-proxy", "10.0.0.5", "--sign-in", "false")]
    [InlineData("--seal-key: the value is empty", "forecast", "--seal-key", " ")]
    [InlineData("no such file.json: the file cannot be read", "forecast", "--config", "no such file.json")]
    public async Task Wrong_usage_is_one_line_that_names_what_is_accepted(string saying, params string[] args) =>
        (await cli.RunAsync([.. args.Where(a => a.Length > 0)])).ShouldRefuse(2, saying);

    [Theory]
    [InlineData("foo")]
    [InlineData("host=localhost colour=red")]
    [InlineData("Host=localhost;Colour=red")]
    [InlineData("postgresql://ann:secret@localhost:port/x")]
    public async Task A_connection_string_that_cannot_be_read_is_refused_without_showing_it(string database)
    {
        var result = await CliFixture.RunAloneAsync("forecast", "--database", database);

        result.ShouldRefuse(2, "--database");
        result.Error.ShouldNotContain("secret");
    }
}
