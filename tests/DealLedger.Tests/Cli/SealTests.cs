using DealLedger.Core.Ledger;
using DealLedger.EmbeddedPostgres;
using DealLedger.Sealing;
using DealLedger.Testing;
using Npgsql;

namespace DealLedger.Tests.Cli;

public sealed class SealTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dealledger-seals-");
    private string _database = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Home => Path.Combine(_folder.FullName, "home");

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateDatabaseAsync(Cancel);
        (await RunAsync("record", "open", "D1", "--by", "ann", "--amount", "5")).ShouldSucceed();
        (await RunAsync("record", "amount", "D1", "6", "--by", "ann")).ShouldSucceed();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_sealed_event_is_proved_and_the_proof_is_checked_with_no_database()
    {
        var seal = (await RunAsync("seal", "--json")).ShouldSucceed();
        seal.Json.EnumerateObject().Select(p => p.Name).Take(6).ShouldBe(["id", "size", "root", "at", "signature", "previous"]);
        await File.WriteAllTextAsync(At("kept.json"), seal.Output, Cancel);
        var proved = (await RunAsync("prove", "event", "@2", "--out", At("proof.json"), "--json")).ShouldSucceed();
        proved.Output.ShouldBe(await File.ReadAllTextAsync(At("proof.json"), Cancel));

        var alone = (await CliFixture.RunAloneAsync("check-proof", At("proof.json"))).ShouldSucceed();
        alone.Output.ShouldContain("at position 2 of tenant default is what was sealed");
        alone.Output.ShouldContain(seal.Json.GetProperty("root").GetString()!);
        alone.Output.ShouldContain(seal.Json.GetProperty("key").GetString()!);
        alone.Output.ShouldContain("compare id, size, root and key");
        (await CliFixture.RunAloneAsync("check-proof", At("proof.json"), "--seal", At("kept.json"))).ShouldSucceed().Output.ShouldContain("Seal 1 is the one kept elsewhere");
        var document = (await CliFixture.RunAloneAsync("check-proof", At("proof.json"), "--json")).ShouldSucceed().Json;
        (document.GetProperty("holds").GetBoolean(), document.GetProperty("isSealKept").GetBoolean(), document.GetProperty("position").GetInt64()).ShouldBe((true, false, 2));
    }

    [Fact]
    public async Task A_proof_that_does_not_hold_ends_with_3_and_one_sentence()
    {
        await File.WriteAllTextAsync(At("kept.json"), (await RunAsync("seal", "--json")).ShouldSucceed().Output, Cancel);
        (await RunAsync("prove", "event", "@2", "--out", At("proof.json"))).ShouldSucceed();
        (await RunAsync("seal")).ShouldSucceed();
        (await RunAsync("prove", "event", "@2", "--out", At("newer.json"))).ShouldSucceed();
        await File.WriteAllTextAsync(At("forged.json"), (await File.ReadAllTextAsync(At("proof.json"), Cancel)).Replace("\"To\":6", "\"To\":7", StringComparison.Ordinal), Cancel);
        await File.WriteAllTextAsync(At("text.json"), "some text", Cancel);

        await ShouldFailAsync("forged.json", "the event at position 2 does not lead to the root of seal 1");
        await ShouldFailAsync("newer.json", "the proof leads to seal 2, the one kept elsewhere is seal 1", "--seal", At("kept.json"));
        await ShouldFailAsync("proof.json", "holds no seal", "--seal", At("text.json"));
        await ShouldFailAsync("text.json", "does not hold");
        (await CliFixture.RunAloneAsync("check-proof", At("forged.json"), "--json")).Json.GetProperty("holds").GetBoolean().ShouldBeFalse();

        async Task ShouldFailAsync(string file, string saying, params string[] more) =>
            (await CliFixture.RunAloneAsync(["check-proof", At(file), .. more])).ShouldRefuse(3, saying);
    }

    [Fact]
    public async Task Two_seals_are_shown_to_be_consistent()
    {
        (await RunAsync("seal")).ShouldSucceed();
        (await RunAsync("record", "amount", "D1", "7", "--by", "ann")).ShouldSucceed();
        await File.WriteAllTextAsync(At("kept.json"), (await RunAsync("seal", "--json")).ShouldSucceed().Output, Cancel);

        (await RunAsync("seal", "consistency", "1", "2", "--out", At("proof.json"))).ShouldSucceed().Output.ShouldContain("nothing was rewritten");
        (await CliFixture.RunAloneAsync("check-proof", At("proof.json"), "--seal", At("kept.json"))).ShouldSucceed();
        (await RunAsync("seal", "list")).ShouldSucceed().Output.ShouldContain("demand");
        (await RunAsync("seal", "list", "--json")).ShouldSucceed().Json.GetArrayLength().ShouldBe(2);
        (await RunAsync("seal", "list", "--csv")).ShouldSucceed().Output.ShouldStartWith("id,size,root,at,signature,previous,");
    }

    [Fact]
    public async Task Verify_holds_the_log_against_a_seal_kept_elsewhere()
    {
        await File.WriteAllTextAsync(At("kept.json"), (await RunAsync("seal", "--json")).ShouldSucceed().Output, Cancel);
        (await RunAsync("verify", "--seal", At("kept.json"))).ShouldSucceed();
        await DamageAsync("TRUNCATE dealledger.seal, dealledger.seal_leaf");

        (await RunAsync("verify")).ShouldSucceed();
        (await RunAsync("verify", "--seal", At("kept.json"))).ShouldRefuse(3, "Seal 1 that was kept elsewhere is missing");
    }

    [Fact]
    public async Task What_was_changed_is_neither_proved_nor_sealed_again_and_ends_with_3()
    {
        (await RunAsync("seal")).ShouldSucceed();
        (await RunAsync("seal")).ShouldSucceed();
        await DamageAsync("UPDATE ledger.mt_events SET data = jsonb_set(data, '{To}', '7') WHERE seq_id = 2");
        (await RunAsync("prove", "event", "@2", "--out", At("proof.json"))).ShouldRefuse(3, "it is not what was sealed there");
        File.Exists(At("proof.json")).ShouldBeFalse();
        (await RunAsync("verify")).ShouldRefuse(3, "The event at position 2 is not the one that was sealed.");

        await DamageAsync("UPDATE dealledger.seal_leaf SET hashes = overlay(hashes PLACING '\\x00' FROM 33)");
        (await RunAsync("seal")).ShouldRefuse(3, "nothing was sealed");
        await DamageAsync("UPDATE dealledger.seal SET root = decode(repeat('00', 32), 'hex') WHERE seal_id = 1");
        (await RunAsync("seal", "consistency", "1", "2")).ShouldRefuse(3, "the signature of seal 1 does not fit");
    }

    [Fact]
    public async Task The_key_is_made_once_for_its_owner_alone_and_a_new_one_leaves_old_seals_valid()
    {
        var first = (await RunAsync("seal", "--json")).ShouldSucceed().Json.GetProperty("key").GetString();
        var path = Path.Combine(Home, "seal-key.pem");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        (await RunAsync("seal", "--json")).ShouldSucceed().Json.GetProperty("key").GetString().ShouldBe(first);
        var next = (await RunAsync("seal", "rotate-key", "--json")).ShouldSucceed().Json.GetProperty("key").GetString();
        next.ShouldNotBe(first);
        (await RunAsync("seal", "--json")).ShouldSucceed().Json.GetProperty("key").GetString().ShouldBe(next);
        (await RunAsync("verify")).ShouldSucceed();
        (await RunAsync("prove", "event", "@1", "--seal", "1", "--out", At("proof.json"))).ShouldSucceed();
        (await CliFixture.RunAloneAsync("check-proof", At("proof.json"))).ShouldSucceed();
        await using var source = NpgsqlDataSource.Create(_database);
        await using var keys = source.CreateCommand("SELECT count(*) FROM dealledger.seal_key WHERE octet_length(public_key) = 91");
        (await keys.ExecuteScalarAsync(Cancel)).ShouldBe(2L);
    }

    [Fact]
    public async Task Processes_that_make_the_key_at_the_same_time_use_the_same_one()
    {
        for (var home = 0; home < 20; home++)
        {
            var folder = new HomeFolder(At($"home-{home}"));
            using var together = new Barrier(8);
            var opened = Enumerable.Range(0, together.ParticipantCount).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    together.SignalAndWait(Cancel);
                    using var key = new SealKeyFile(null, folder.Path).Open();
                    return key.Id.ToString();
                },
                Cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default));

            (await Task.WhenAll(opened)).Distinct().ShouldHaveSingleItem();
            Directory.GetFiles(folder.Path, "seal-key*").ShouldHaveSingleItem();
        }
    }

    [Fact]
    public async Task A_given_key_is_used_and_what_is_none_is_refused_without_showing_it()
    {
        using (var shared = Postgres.Sealing.SealKey.Create())
        {
            await File.WriteAllTextAsync(At("shared.pem"), shared.ToPem(), Cancel);
            (await RunAsync("seal", "--json", "--seal-key", At("shared.pem"))).ShouldSucceed().Json.GetProperty("key").GetString().ShouldBe(shared.Id.ToString());
        }

        File.Exists(Path.Combine(Home, "seal-key.pem")).ShouldBeFalse();
        using var other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP384);
        Should.Throw<RefusedException>(() => new SealKeyFile(null, At("shared.pem")).Open()).Refusal.Code.ShouldBe("seal-key-unreadable");
        foreach (var text in new[] { "secret", other.ExportPkcs8PrivateKeyPem(), new string('x', 20_000) })
        {
            await File.WriteAllTextAsync(At("none.pem"), text, Cancel);
            var refused = Should.Throw<RefusedException>(() => new SealKeyFile(At("none.pem"), Home).Open());
            refused.Refusal.Code.ShouldBe("seal-key-unreadable");
            refused.Message.ShouldNotContain(text);
        }
    }

    private async Task DamageAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_database);
        await using var damage = source.CreateCommand(sql);
        await damage.ExecuteNonQueryAsync(Cancel);
    }

    private string At(string file) => Path.Combine(_folder.FullName, file);

    private Task<CliResult> RunAsync(params string[] args) => CliFixture.RunAloneAsync(["--database", _database, "--home", Home, .. args]);
}
