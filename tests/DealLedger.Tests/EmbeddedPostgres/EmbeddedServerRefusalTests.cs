using DealLedger.Testing;
using static DealLedger.Tests.EmbeddedPostgres.ServerProbe;

namespace DealLedger.Tests.EmbeddedPostgres;

public sealed class EmbeddedServerRefusalTests
{
    [Fact]
    public async Task A_data_folder_of_another_version_is_refused_with_the_way_to_upgrade()
    {
        await using var home = await StoppedAsync();
        await File.WriteAllTextAsync(Path.Combine(DataFolder(home), "PG_VERSION"), "14\n", TestContext.Current.CancellationToken);

        var refusal = await RefusalAsync(home);

        refusal.Code.ShouldBe("postgres-version");
        refusal.Message.ShouldContain("install PostgreSQL 14");
        refusal.Message.ShouldContain("DEALLEDGER_PG_BIN");
        refusal.Message.ShouldContain("pg_upgrade");
    }

    [Fact]
    public async Task A_lost_data_folder_is_not_taken_for_a_new_home()
    {
        await using var home = await StoppedAsync();
        Directory.Delete(DataFolder(home), recursive: true);

        (await RefusalAsync(home)).Code.ShouldBe("cluster-missing");
    }

    [Fact]
    public async Task A_lost_password_file_is_named()
    {
        await using var home = await StoppedAsync();
        File.Delete(Path.Combine(home.Folder.Path, "passwords.json"));

        (await RefusalAsync(home)).Message.ShouldContain("passwords.json is missing");
    }

    [Fact]
    public async Task Settings_that_the_server_cannot_take_are_told_in_its_own_words()
    {
        await using var home = await StoppedAsync();
        await File.AppendAllTextAsync(
            Path.Combine(DataFolder(home), "postgresql.conf"), "\nmax_wal_senders = many\n", TestContext.Current.CancellationToken);

        var refusal = await RefusalAsync(home);

        refusal.Code.ShouldBe("postgres-not-started");
        refusal.Message.ShouldContain("postgres.log");
    }

    [Fact]
    public async Task Binaries_that_are_told_and_cannot_be_used_are_refused()
    {
        await using var home = await TemporaryHome.CreateAsync(TestContext.Current.CancellationToken);
        using var holder = HolderProcess.Start(home, new Dictionary<string, string> { ["DEALLEDGER_PG_BIN"] = "/nowhere" });

        (await holder.LineAsync()).ShouldStartWith("postgres-not-usable: DEALLEDGER_PG_BIN names /nowhere");
    }

    [Fact]
    public async Task A_home_that_cannot_be_written_is_refused()
    {
        await using var home = await TemporaryHome.CreateAsync(TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(home.Folder.Path, "in the way", TestContext.Current.CancellationToken);

        (await RefusalAsync(home)).Code.ShouldBe("home-not-writable");
        File.Delete(home.Folder.Path);
    }

    private static async Task<TemporaryHome> StoppedAsync()
    {
        var home = await TemporaryHome.CreateAsync(TestContext.Current.CancellationToken);
        await (await StartAsync(home)).DisposeAsync();
        return home;
    }
}
