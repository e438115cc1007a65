using DealLedger.Testing;

namespace DealLedger.Tests.Cli;

public sealed class BackupTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dealledger-backup-");
    private string _database = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateDatabaseAsync(Cancel);
        (await CliFixture.RunAloneAsync("sample", "--deals", "60", "--seed", "7", "--until", "2026-05-20", "--out", At("sample"))).ShouldSucceed();
        (await RunAsync("import", "salesforce", At("sample"))).ShouldSucceed();
        (await RunAsync("record", "open", "D1", "--by", "ann", "--amount", "100", "--close-date", "2026-06-15", "--at", "2026-05-20T12:00:00Z", "--reason", "new")).ShouldSucceed();
        (await RunAsync("call", "submit", "--period", "2199-Q4", "--for", "ann", "--layer", "rep", "--category", "commit", "--amount", "90", "--by", "ann", "--note", "safe")).ShouldSucceed();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_backup_while_changes_are_recorded_gives_the_same_answers_at_its_position_byte_for_byte()
    {
        var isBackedUp = false;
        var recorded = 0;
        var started = new TaskCompletionSource();
        var recording = Task.Run(
            async () =>
            {
                for (; !Volatile.Read(ref isBackedUp); recorded++)
                {
                    (await RunAsync("record", "amount", "D1", $"{200 + recorded}", "--by", "ann", "--at", "2026-05-21T12:00:00Z")).ShouldSucceed();
                    started.TrySetResult();
                }
            },
            Cancel);
        await started.Task;
        var written = (await RunAsync("backup", "--out", At("all.dealledger"), "--json")).ShouldSucceed().Json;
        Volatile.Write(ref isBackedUp, true);
        await recording;
        (await RunAsync("record", "amount", "D1", "1", "--by", "ann", "--at", "2026-05-21T12:00:00Z")).ShouldSucceed();
        var position = written.GetProperty("tenants")[0].GetProperty("position").GetInt64();
        (written.GetProperty("kind").GetString(), written.GetProperty("bytes").GetInt64()).ShouldBe(("database", new FileInfo(At("all.dealledger")).Length));

        var restored = await TestDatabase.CreateDatabaseAsync(Cancel);
        var told = (await OnAsync(restored, "restore", At("all.dealledger"))).ShouldSucceed();
        told.Output.ShouldContain($"Restored {At("all.dealledger")}");
        told.Output.ShouldContain(written.GetProperty("manifest").GetString()!);
        told.Output.ShouldContain("every read model equals a fresh fold");

        string[][] questions =
        [
            ["forecast", "--period", "2026-Q2", "--by", "owner", "--as-of", "2026-05-22"],
            ["changes", "--period", "2026-Q2", "--from", "2026-04-01", "--to", "2026-05-22", "--mode", "path", "--limit", "100"],
            ["slippage", "--period", "2026-Q2", "--by", "owner"],
            ["deal", "D1", "--as-of", "2026-05-22"],
            ["overrides", "--as-of", "2026-05-22"],
            ["call", "list", "--period", "2199-Q4", "--as-of", "2199-10-01"],
        ];
        foreach (var question in questions)
        {
            string[] then = [.. question, "--known-at", $"@{position}", "--json"];
            var (before, after) = ((await RunAsync(then)).ShouldSucceed(), (await OnAsync(restored, then)).ShouldSucceed());
            after.Json.GetProperty("position").GetInt64().ShouldBe(position);
            AtPosition(before, position).ShouldBe(after.Output, question[0]);
        }

        (await OnAsync(restored, "verify")).ShouldSucceed();
    }

    [Fact]
    public async Task A_tenant_is_exported_removed_by_name_and_restored()
    {
        (await RunAsync("--tenant", "acme", "record", "open", "A1", "--by", "ann", "--amount", "5", "--close-date", "2026-06-15")).ShouldSucceed();
        var deal = (await RunAsync("--tenant", "acme", "deal", "A1", "--as-of", "2199-01-01", "--known-at", "@1", "--json")).ShouldSucceed().Output;
        (await RunAsync("tenant", "export", "acme", "--out", At("acme"))).ShouldSucceed().Output.ShouldContain("rows of tenant acme up to position 1");
        (await RunAsync("tenant", "export", "acme", "--out", At("acme"))).ShouldRefuse(1, "--force");
        (await RunAsync("tenant", "export", "acme", "--out", At("acme"), "--force", "--json")).ShouldSucceed().Json.GetProperty("kind").GetString().ShouldBe("tenant");

        (await RunAsync("--tenant", "acme", "access", "list")).ShouldSucceed().Output.ShouldContain("tenant export");
        (await RunAsync("tenant", "remove", "acme", "--exported", At("acme"))).ExitCode.ShouldBe(2);
        (await RunAsync("tenant", "remove", "acme", "--exported", At("acme"), "--yes-remove", "acm")).ShouldRefuse(2, "--yes-remove acme");
        (await RunAsync("tenant", "remove", "default", "--exported", At("acme"), "--yes-remove", "default")).ShouldRefuse(1, "an export of tenant 'acme'");
        (await RunAsync("tenant", "remove", "acme", "--exported", At("acme"), "--yes-remove", "acme")).ShouldSucceed().Output.ShouldContain("Removed tenant acme: 1 events");

        (await RunAsync("--tenant", "acme", "deal", "A1")).ShouldRefuse(1, "no tenant 'acme'");
        (await RunAsync("tenant", "remove", "acme", "--exported", At("acme"), "--yes-remove", "acme")).ShouldRefuse(1, "no tenant 'acme'");
        (await RunAsync("verify")).ShouldSucceed();
        (await RunAsync("restore", At("acme"), "--json")).ShouldSucceed().Json.GetProperty("tenants")[0].GetProperty("id").GetString().ShouldBe("acme");
        (await RunAsync("--tenant", "acme", "deal", "A1", "--as-of", "2199-01-01", "--known-at", "@1", "--json")).ShouldSucceed().Output.ShouldBe(deal);
    }

    [Fact]
    public async Task What_cannot_be_restored_is_refused_in_one_line()
    {
        (await RunAsync("backup", "--out", At("all"))).ShouldSucceed();
        var whole = await File.ReadAllBytesAsync(At("all"), Cancel);
        await File.WriteAllBytesAsync(At("half"), whole[..(whole.Length / 2)], Cancel);
        await File.WriteAllTextAsync(At("text"), "text", Cancel);
        var empty = await TestDatabase.CreateDatabaseAsync(Cancel);

        (await OnAsync(empty, "restore", At("none"))).ShouldRefuse(1, "none");
        (await OnAsync(empty, "restore", At("text"))).ShouldRefuse(1, "is no backup of dealledger");
        (await OnAsync(empty, "restore", At("half"))).ShouldRefuse(3, "it was cut off");
        (await OnAsync(empty, "backup", "--out", At("new"))).ShouldRefuse(1, "no ledger");
        (await RunAsync("restore", At("all"))).ShouldRefuse(1, "has rows");
        (await RunAsync("backup")).ExitCode.ShouldBe(2);
    }

    // Every answer says how far the log has reached when it is asked, which is the one thing in it that goes on.
    private static string AtPosition(CliResult answer, long position) =>
        answer.Output.Replace($"\"position\":{answer.Json.GetProperty("position").GetInt64()}", $"\"position\":{position}", StringComparison.Ordinal);

    private string At(string file) => Path.Combine(_folder.FullName, file);

    private Task<CliResult> RunAsync(params string[] args) => OnAsync(_database, args);

    private Task<CliResult> OnAsync(string database, params string[] args) => CliFixture.RunAloneAsync(["--database", database, "--home", At("home"), .. args]);
}
