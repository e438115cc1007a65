namespace DealLedger.Tests.Cli;

public sealed class KeyTests(CliFixture cli) : IClassFixture<CliFixture>
{
    [Fact]
    public async Task A_key_is_told_once_listed_without_its_secret_and_revoked()
    {
        var made = (await cli.RunAsync("key", "add", "--role", "rep", "--person", "ann", "--expires", "2199-01-01", "--note", "feed of ann", "--json")).ShouldSucceed().Json;
        var (id, key) = (made.GetProperty("id").GetString()!, made.GetProperty("key").GetString()!);
        key.ShouldStartWith($"default.{id}.");

        var listed = (await cli.RunAsync("key", "list", "--json")).ShouldSucceed();
        var one = listed.Json.GetProperty("keys").EnumerateArray().Single(k => k.GetProperty("id").GetString() == id);
        (one.GetProperty("role").GetString(), one.GetProperty("person").GetString(), one.GetProperty("createdBy").GetString()).ShouldBe(("rep", "ann", "local"));
        one.GetProperty("revokedAt").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        listed.Output.ShouldNotContain(key.Split('.')[2]);
        listed.Output.ShouldNotContain("hash");
        (await cli.RunAsync("key", "list")).ShouldSucceed().Output.ShouldContain(id);
        (await cli.RunAsync("key", "list", "--csv")).ShouldSucceed().Output.ShouldContain($"{id},rep,ann,feed of ann,");

        var revoked = (await cli.RunAsync("key", "revoke", id, "--json")).ShouldSucceed().Json.GetProperty("keys").EnumerateArray();
        revoked.Single(k => k.GetProperty("id").GetString() == id).GetProperty("revokedBy").GetString().ShouldBe("local");
    }

    [Fact]
    public async Task Who_makes_and_revokes_a_key_stands_in_the_access_log()
    {
        var id = (await cli.RunAsync("key", "add", "--role", "rep", "--person", "ann", "--note", "of ann", "--json")).ShouldSucceed().Json.GetProperty("id").GetString()!;
        (await cli.RunAsync("key", "revoke", id)).ShouldSucceed();

        var entries = (await cli.RunAsync("access", "list", "--limit", "2", "--json")).ShouldSucceed().Json.GetProperty("entries");
        entries.EnumerateArray().Select(e => $"{e.GetProperty("kind")} {e.GetProperty("caller")} {e.GetProperty("action")} {e.GetProperty("asked").GetRawText()}")
            .ShouldBe(["rights local key revoke {\"key\":\"" + id + "\"}", "rights local key add {\"key\":\"" + id + "\",\"person\":\"ann\",\"role\":\"rep\"}"]);
    }

    [Fact]
    public async Task A_key_that_was_given_all_there_is_is_listed_with_all_of_it()
    {
        string[] options = ["--role", "manager", "--person", "005LLO0000000eqYBA", "--expires", "2199-01-01", "--note", "nightly feed"];
        var id = (await cli.RunAsync(["key", "add", .. options, "--json"])).ShouldSucceed().Json.GetProperty("id").GetString()!;
        await LineAsync(id, "manager", "005LLO0000000eqYBA", "2199-01-01 23:59:59Z", "nightly feed");

        (await cli.RunAsync("key", "revoke", id)).ShouldSucceed();
        await LineAsync(id, "manager", "005LLO0000000eqYBA", "revoked 2", "nightly feed");

        async Task LineAsync(params string[] told)
        {
            var line = (await cli.RunAsync("key", "list")).ShouldSucceed().Output.Split('\n').Single(l => l.Contains(id, StringComparison.Ordinal));
            foreach (var one in told)
            {
                line.ShouldContain(one);
            }
        }
    }

    [Fact]
    public async Task For_people_the_key_alone_is_the_output()
    {
        var made = (await cli.RunAsync("key", "add", "--role", "feed")).ShouldSucceed();

        made.Output.Trim().ShouldMatch("^default\\.[0-9a-f]{16}\\.[A-Za-z0-9_-]{43}$");
        made.Error.ShouldNotContain(made.Output.Trim());
    }

    [Theory]
    [InlineData(2, "--role: 'king' is not one of rep, manager, leader, finance, analyst, feed, admin.", "--role", "king")]
    [InlineData(2, "--person: The role rep sees the deals of somebody", "--role", "rep")]
    [InlineData(2, "--expires: '2020-01-01' is not in the future", "--role", "admin", "--expires", "2020-01-01")]
    [InlineData(1, "There is no tenant 'nowhere'", "--role", "admin", "--tenant", "nowhere")]
    public async Task A_key_that_makes_no_sense_is_refused(int exitCode, string saying, params string[] options) =>
        (await cli.RunAsync(["key", "add", .. options])).ShouldRefuse(exitCode, saying);

    [Fact]
    public async Task A_key_that_there_is_not_is_not_revoked() =>
        (await cli.RunAsync("key", "revoke", "0000000000000000")).ShouldRefuse(1, "no key '0000000000000000'");

    [Theory]
    [InlineData("--oidc-authority: 'http://login.example.com' is not the address", "--oidc-authority", "http://login.example.com", "--oidc-audience", "a")]
    [InlineData("--oidc-audience: The audience is missing", "--oidc-authority", "https://login.example.com")]
    public async Task Serving_with_a_provider_that_makes_no_sense_is_refused(string saying, params string[] options) =>
        (await cli.RunAsync(["serve", "--port", "0", .. options])).ShouldRefuse(2, saying);
}
