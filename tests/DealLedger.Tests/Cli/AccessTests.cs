using DealLedger.Testing;
using Npgsql;

namespace DealLedger.Tests.Cli;

public sealed class AccessTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dealledger-access-");
    private string _database = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateDatabaseAsync(Cancel);
        (await RunAsync("record", "open", "D1", "--by", "ann", "--amount", "5", "--close-date", "2026-06-01", "--at", "2026-05-01T00:00:00Z")).ShouldSucceed();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Who_took_an_audit_away_is_told_and_who_asked_on_the_machine_itself_is_not()
    {
        (await RunAsync("access", "list")).ShouldSucceed().Output.ShouldContain("The access log of tenant default has no such entry.");
        (await RunAsync("forecast")).ShouldSucceed();
        (await RunAsync("audit", "--period", "2026-Q2", "--out", Path.Combine(_folder.FullName, "q2.xlsx"))).ShouldSucceed();
        (await RunAsync("audit", "--period", "2026-Q2", "--known-at", "@1", "--out", Path.Combine(_folder.FullName, "q2/"))).ShouldSucceed();

        var entries = (await RunAsync("access", "list", "--json")).ShouldSucceed().Json.GetProperty("entries");

        string[] fields = ["number", "kind", "caller", "action", "form", "position"];
        entries.EnumerateArray().Select(e => string.Join(' ', fields.Select(f => e.GetProperty(f).ToString()).Append(e.GetProperty("asked").GetRawText())))
            .ShouldBe(["""2 export local audit csv 1 {"knownAt":"@1","period":"2026-Q2"}""", """1 export local audit xlsx 1 {"period":"2026-Q2"}"""]);
        (await RunAsync("access", "list", "--limit", "1")).ShouldSucceed().Output.ShouldContain("The ones before: --before 2");
        (await RunAsync("access", "list", "--before", "2", "--csv")).ShouldSucceed().Output.TrimEnd().Split('\n').Length.ShouldBe(2);
        (await RunAsync("access", "list", "--csv", "--who", "nobody")).ShouldSucceed().Output.TrimEnd().ShouldBe(
            "number,at,kind,caller,role,person,action,asked,position,form,outcome,previous,hash");
        (await RunAsync("access", "list", "--limit", "0")).ShouldRefuse(2, "1 to 10000");
    }

    [Fact]
    public async Task Who_adds_suspends_and_resumes_a_tenant_stands_in_its_own_log()
    {
        (await RunAsync("tenant", "add", "acme")).ShouldSucceed();
        (await RunAsync("tenant", "suspend", "acme", "--reason", "unpaid by Bob")).ShouldSucceed();
        (await RunAsync("tenant", "resume", "acme")).ShouldSucceed();

        var entries = (await RunAsync("access", "list", "--tenant", "acme", "--json")).ShouldSucceed().Json.GetProperty("entries");
        entries.EnumerateArray().Select(e => $"{e.GetProperty("kind")} {e.GetProperty("caller")} {e.GetProperty("action")} {e.GetProperty("asked").GetRawText()}")
            .ShouldBe(
            [
                """rights local tenant resume {"tenant":"acme"}""", """rights local tenant suspend {"tenant":"acme"}""", """rights local tenant add {"tenant":"acme"}""",
            ]);
        (await RunAsync("access", "list")).ShouldSucceed().Output.ShouldContain("The access log of tenant default has no such entry.");
    }

    [Fact]
    public async Task While_a_tenant_is_suspended_its_rights_can_be_taken_away_and_its_log_be_read()
    {
        var password = Path.Combine(_folder.FullName, "password");
        await File.WriteAllTextAsync(password, "four words nobody knows", Cancel);
        (await RunAsync("tenant", "add", "acme")).ShouldSucceed();
        (await RunAsync("user", "add", "ann", "--role", "leader", "--password-file", password, "--tenant", "acme")).ShouldSucceed();
        var key = (await RunAsync("key", "add", "--role", "leader", "--tenant", "acme", "--json")).ShouldSucceed().Json.GetProperty("id").GetString()!;
        (await RunAsync("tenant", "suspend", "acme")).ShouldSucceed();

        (await RunAsync("key", "list", "--tenant", "acme")).ShouldSucceed().Output.ShouldContain(key);
        (await RunAsync("key", "revoke", key, "--tenant", "acme")).ShouldSucceed().Output.ShouldContain("revoked");
        (await RunAsync("user", "disable", "ann", "--tenant", "acme")).ShouldSucceed();
        (await RunAsync("user", "list", "--tenant", "acme")).ShouldSucceed().Output.ShouldContain("disabled since");
        (await RunAsync("access", "list", "--tenant", "acme")).ShouldSucceed().Output.ShouldContain("user disable");

        (await RunAsync("key", "add", "--role", "leader", "--tenant", "acme")).ShouldRefuse(1, "suspended");
        (await RunAsync("key", "list", "--tenant", "nowhere")).ShouldRefuse(1, "There is no tenant 'nowhere'");
    }

    [Fact]
    public async Task Verify_names_the_entry_that_was_changed_and_a_seal_says_how_far_the_access_log_goes()
    {
        (await RunAsync("audit", "--period", "2026-Q2", "--out", Path.Combine(_folder.FullName, "q2.xlsx"))).ShouldSucceed();
        (await RunAsync("seal")).ShouldSucceed().Output.ShouldContain("access log up to entry 1: ");
        (await RunAsync("verify")).ShouldSucceed();
        await using var source = NpgsqlDataSource.Create(_database);
        await using (var damage = source.CreateCommand("UPDATE dealledger.access_entry SET caller = 'key:1'"))
        {
            await damage.ExecuteNonQueryAsync(Cancel);
        }

        (await RunAsync("verify")).ShouldRefuse(3, "Entry 1 of the access log is not the one that was written");
    }

    private Task<CliResult> RunAsync(params string[] args) =>
        CliFixture.RunAloneAsync(["--database", _database, "--home", Path.Combine(_folder.FullName, "home"), .. args]);
}
