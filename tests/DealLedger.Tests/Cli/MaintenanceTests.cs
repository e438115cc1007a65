using DealLedger.Testing;
using Npgsql;

namespace DealLedger.Tests.Cli;

public sealed class MaintenanceTests(CliFixture cli) : IClassFixture<CliFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Verify_names_the_first_difference_and_rebuild_mends_it()
    {
        var database = await TestDatabase.CreateDatabaseAsync(Cancel);
        (await RunAsync("record", "open", "D1", "--by", "ann", "--amount", "5")).ShouldSucceed();
        (await RunAsync("verify", "--json")).ShouldSucceed().Output.ShouldBe("{\"clean\":true,\"difference\":null}" + Environment.NewLine);
        await using (var source = NpgsqlDataSource.Create(database))
        {
            await using var damage = source.CreateCommand("update dealledger.deal_change set amount = 6");
            (await damage.ExecuteNonQueryAsync(Cancel)).ShouldBe(1);
        }

        var faulty = await RunAsync("verify", "--json");

        faulty.ExitCode.ShouldBe(3);
        faulty.Json.GetProperty("clean").GetBoolean().ShouldBeFalse();
        faulty.Json.GetProperty("difference").GetString()!.ShouldContain("D1");
        faulty.Error.ShouldContain("D1");
        (await RunAsync("rebuild", "--json")).ShouldSucceed().Output.ShouldBe("{\"events\":1}" + Environment.NewLine);
        (await RunAsync("verify")).ShouldSucceed();

        Task<CliResult> RunAsync(params string[] args) => CliFixture.RunAloneAsync(["--database", database, .. args]);
    }

    [Fact]
    public async Task A_postgresql_address_does_as_well()
    {
        var settings = new NpgsqlConnectionStringBuilder(await TestDatabase.CreateDatabaseAsync(Cancel));
        var address = $"postgresql://{settings.Username}:{settings.Password}@localhost:{settings.Port}/{settings.Database}?sslmode=disable&host={Uri.EscapeDataString(settings.Host!)}";
        var words = $"host='{settings.Host}' port={settings.Port} user={settings.Username} password={settings.Password} dbname={settings.Database} sslmode=disable";

        (await CliFixture.RunAloneAsync("forecast", "--json", "--database", address)).ShouldSucceed();
        (await CliFixture.RunAloneAsync("forecast", "--json", "--database", words)).ShouldSucceed();
    }

    [Fact]
    public async Task The_sample_tells_what_it_wrote()
    {
        var folder = Directory.CreateTempSubdirectory("dealledger-sample-");
        try
        {
            var result = await cli.RunAsync("sample", "--deals", "5", "--seed", "1", "--until", "2026-05-20", "--out", folder.FullName, "--json");

            result.ShouldSucceed().Json.GetProperty("opportunities").GetInt32().ShouldBe(5);
            folder.GetFiles().Select(f => f.Name).ShouldContain("OpportunityHistory.csv");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_demo_prints_the_three_answers_and_ends_when_told_to()
    {
        var result = (await cli.RunAsync("demo", "--no-serve", "--tenant", "demo_once")).ShouldSucceed();

        result.Output.ShouldContain("What changed in");
        result.Output.ShouldContain("Forecast for");
        result.Output.ShouldContain("Who let deals slip");
    }
}
