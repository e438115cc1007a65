using DealLedger.Cli;
using DealLedger.Testing;
using Npgsql;

namespace DealLedger.Tests.Cli;

public sealed class UserTests : IAsyncLifetime
{
    private const string Password = "four words nobody knows";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dealledger-users-");
    private string _database = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateDatabaseAsync(Cancel);

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_user_is_added_listed_disabled_enabled_and_gets_another_password()
    {
        var added = (await RunAsync(Password + "\nnot read\n", "user", "add", "Ann", "--role", "rep", "--person", "ann", "--json")).ShouldSucceed().Json;
        (added.GetProperty("name").GetString(), added.GetProperty("role").GetString(), added.GetProperty("person").GetString()).ShouldBe(("ann", "rep", "ann"));
        var before = await HashAsync();

        (await RunAsync("", "user", "disable", "ann")).ShouldSucceed().Output.ShouldContain("ann can sign in no more");
        (await RunAsync("", "user", "list")).ShouldSucceed().Output.ShouldContain("disabled since");
        (await RunAsync("", "user", "enable", "ann")).ShouldSucceed();
        (await RunAsync("", "user", "unlock", "ann")).ShouldSucceed().Output.ShouldContain("at once");
        (await RunAsync("another four words here\r\n", "user", "password", "ann")).ShouldSucceed();
        (await HashAsync()).ShouldNotBe(before);

        var listed = (await RunAsync("", "user", "list", "--json")).ShouldSucceed();
        listed.Json.GetProperty("users")[0].EnumerateObject().Select(p => p.Name).ShouldBe(["name", "role", "person", "createdAt", "disabledAt", "lockedUntil", "lastSignInAt"], ignoreOrder: true);
        listed.Output.ShouldNotContain(await HashAsync());
        (await RunAsync("", "user", "list", "--csv")).ShouldSucceed().Output.Split("\r\n")[1].ShouldStartWith("ann,rep,ann,");
    }

    [Fact]
    public async Task A_user_becomes_something_else_and_somebody_else()
    {
        (await RunAsync(Password, "user", "add", "ann", "--role", "leader")).ShouldSucceed();
        (await RunAsync("", "user", "change", "ann", "--role", "rep")).ShouldRefuse(1, "A rep sees what is the own; say with --person ID who 'ann' is");
        (await ListedAsync()).ShouldBe("ann leader ");
        var before = await StampAsync();

        var changed = (await RunAsync("", "user", "change", "ANN", "--role", "manager", "--person", "ann", "--json")).ShouldSucceed().Json;
        (changed.GetProperty("role").GetString(), changed.GetProperty("person").GetString()).ShouldBe(("manager", "ann"));
        (await StampAsync()).ShouldNotBe(before, "the sessions of before end");
        (await RunAsync("", "user", "change", "ann", "--no-person")).ShouldRefuse(1, "A manager sees what is the own");
        (await RunAsync("", "user", "change", "ann", "--person", "bob")).ShouldSucceed().Output.ShouldContain("ann is changed; sessions end within a minute.");
        (await ListedAsync()).ShouldBe("ann manager bob");
        (await RunAsync("", "user", "change", "ann", "--role", "finance", "--no-person")).ShouldSucceed();
        (await ListedAsync()).ShouldBe("ann finance ");
    }

    [Fact]
    public async Task A_change_that_makes_no_sense_is_refused()
    {
        (await RunAsync("", "user", "change", "ann")).ShouldRefuse(2, "say what with --role R, --person ID or --no-person");
        (await RunAsync("", "user", "change", "ann", "--role", "feed")).ShouldRefuse(2, "'feed' is not one of rep");
        (await RunAsync("", "user", "change", "ann", "--person", "ann", "--no-person")).ShouldRefuse(2, "leave one of them out");
        (await RunAsync("", "user", "change", "ann", "--role", "leader")).ShouldRefuse(1, "There is no user 'ann'");
    }

    [Fact]
    public async Task Whatever_changes_a_user_stands_in_the_access_log()
    {
        (await RunAsync(Password, "user", "add", "ann", "--role", "rep", "--person", "ann")).ShouldSucceed();
        (await RunAsync("", "user", "change", "ann", "--role", "leader")).ShouldSucceed();
        (await RunAsync("", "user", "disable", "ann")).ShouldSucceed();
        (await RunAsync("", "user", "enable", "ann")).ShouldSucceed();
        (await RunAsync("", "user", "unlock", "ann")).ShouldSucceed();
        (await RunAsync("another four words here", "user", "password", "ann")).ShouldSucceed();
        (await RunAsync("", "user", "list")).ShouldSucceed();
        (await RunAsync("", "user", "disable", "nobody")).ShouldRefuse(1, "There is no user");

        var log = (await RunAsync("", "access", "list", "--json")).ShouldSucceed();
        log.Output.ShouldNotContain("four words");
        log.Json.GetProperty("entries").EnumerateArray()
            .Select(e => $"{e.GetProperty("number")} {e.GetProperty("kind")} {e.GetProperty("caller")} {e.GetProperty("action")} {e.GetProperty("asked").GetRawText()}")
            .ShouldBe(
            [
                """6 rights local user password {"person":"ann","role":"leader","user":"ann"}""",
                """5 rights local user unlock {"person":"ann","role":"leader","user":"ann"}""",
                """4 rights local user enable {"person":"ann","role":"leader","user":"ann"}""",
                """3 rights local user disable {"person":"ann","role":"leader","user":"ann"}""",
                """2 rights local user change {"person":"ann","role":"leader","user":"ann"}""",
                """1 rights local user add {"person":"ann","role":"rep","user":"ann"}""",
            ]);
    }

    [Fact]
    public async Task A_password_comes_from_a_file_too()
    {
        var file = Path.Combine(_folder.FullName, "password");
        await File.WriteAllTextAsync(file, Password + "\r\nsecond line", Cancel);

        (await RunAsync("", "user", "add", "bob", "--role", "leader", "--password-file", file)).ShouldSucceed().Output.ShouldContain("bob can sign in as leader.");
        (await RunAsync("", "user", "password", "bob", "--password-file", Path.Combine(_folder.FullName, "nothing"))).ShouldRefuse(1, "Check the path");
    }

    [Fact]
    public async Task What_is_wrong_is_refused_and_no_password_is_told()
    {
        (await RunAsync(Password, "user", "add", "ann", "--role", "rep")).ShouldRefuse(2, "--person: a rep sees what is the own");
        (await RunAsync(Password, "user", "add", "ann", "--role", "feed")).ShouldRefuse(2, "'feed' is not one of rep, manager, leader, finance, analyst, admin");
        (await RunAsync(Password, "user", "add", "a b", "--role", "leader")).ShouldRefuse(2, "'a b' is not a user's name");
        (await RunAsync(Password, "user", "add", "ann", "--role", "manager", "--person", "a b")).ShouldRefuse(1, "'a b' is not an id");
        (await RunAsync("", "user", "add", "ann", "--role", "leader")).ShouldRefuse(2, "No password was given");
        (await RunAsync("password1234", "user", "add", "ann", "--role", "leader")).ShouldRefuse(1, "first that are guessed");
        (await RunAsync("short", "user", "add", "ann", "--role", "leader")).ShouldRefuse(1, "take at least 12");
        (await RunAsync(Password, "user", "add", "ann", "--role", "leader", "--password", Password)).ShouldRefuse(2, "is not an option");
        (await RunAsync(Password, "user", "add", "ann", "--role", "leader", "--tenant", "nowhere")).ShouldRefuse(1, "There is no tenant 'nowhere'");
        (await RunAsync(Password, "user", "password", "nobody")).ShouldRefuse(1, "There is no user 'nobody'");

        (await RunAsync(Password, "user", "add", "ann", "--role", "leader")).ShouldSucceed();
        (await RunAsync(Password, "user", "add", "ANN", "--role", "admin")).ShouldRefuse(1, "There is a user 'ann' already");
        (await RunAsync("", "user", "list")).ShouldSucceed().Output.ShouldContain("leader");
    }

    private Task<string> HashAsync() => OneAsync("password_hash");

    private Task<string> StampAsync() => OneAsync("stamp::text");

    private async Task<string> ListedAsync()
    {
        var user = (await RunAsync("", "user", "list", "--json")).ShouldSucceed().Json.GetProperty("users")[0];
        return $"{user.GetProperty("name")} {user.GetProperty("role")} {user.GetProperty("person")}";
    }

    private async Task<string> OneAsync(string column)
    {
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand($"SELECT {column} FROM dealledger.local_user", connection);
        return (string)(await command.ExecuteScalarAsync(Cancel))!;
    }

    private async Task<CliResult> RunAsync(string input, params string[] args)
    {
        using var interruption = new Interruption();
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        using var reader = new StringReader(input);
        using var terminal = new Terminal(output, error, outputIsTerminal: false, errorIsTerminal: false, reader);
        var exitCode = await CommandLine.RunAsync([.. args, "--database", _database], terminal, interruption);
        error.ToString().ShouldNotContain(Password);
        return new CliResult(exitCode, output.ToString(), error.ToString());
    }
}
