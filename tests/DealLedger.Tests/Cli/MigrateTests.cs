using DealLedger.Testing;
using Npgsql;

namespace DealLedger.Tests.Cli;

/// <summary>The schema by hand. What a migration does: SchemaMigratorTests.</summary>
public sealed class MigrateTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task By_hand_an_older_database_is_refused_looked_at_and_migrated()
    {
        var database = await TestDatabase.CreateDatabaseAsync(Cancel);

        (await RunAsync("forecast", "--migrate", "manual")).ShouldRefuse(1, "run 'dealledger migrate'");
        var before = (await RunAsync("migrate", "--check", "--json", "--migrate", "manual")).ShouldSucceed().Json;
        var migrated = (await RunAsync("migrate", "--json", "--migrate", "manual")).ShouldSucceed().Json;
        var after = (await RunAsync("migrate", "--check", "--json")).ShouldSucceed().Json;

        before.GetProperty("version").GetInt32().ShouldBe(0);
        before.GetProperty("missing")[0].GetProperty("name").GetString().ShouldBe("001-ledger");
        before.GetProperty("applied").GetArrayLength().ShouldBe(0);
        migrated.GetProperty("applied").GetRawText().ShouldBe(before.GetProperty("missing").GetRawText());
        (migrated.GetProperty("version").GetInt32(), migrated.GetProperty("missing").GetArrayLength()).ShouldBe((before.GetProperty("newest").GetInt32(), 0));
        after.GetProperty("missing").GetArrayLength().ShouldBe(0);
        (await RunAsync("forecast", "--migrate", "manual")).ShouldSucceed();
        (await RunAsync("migrate")).ShouldSucceed().Output.ShouldContain("the newest that this program knows");

        Task<CliResult> RunAsync(params string[] args) => CliFixture.RunAloneAsync(["--database", database, .. args]);
    }

    [Fact]
    public async Task A_look_at_an_older_database_names_what_is_missing_and_changes_nothing()
    {
        var database = await TestDatabase.CreateDatabaseAsync(Cancel);

        (await CliFixture.RunAloneAsync("migrate", "--check", "--database", database)).ShouldSucceed().Output
            .ShouldContain("'dealledger migrate' applies 001-ledger, 002-tenants");

        await using var source = NpgsqlDataSource.Create(database);
        await using var schemas = source.CreateCommand("select count(*) from pg_namespace where nspname in ('ledger', 'dealledger')");
        (await schemas.ExecuteScalarAsync(Cancel)).ShouldBe(0L);
    }

    [Fact]
    public async Task A_way_to_migrate_that_is_none_is_wrong_usage() =>
        (await CliFixture.RunAloneAsync("forecast", "--migrate", "perhaps")).ShouldRefuse(2, "--migrate: 'perhaps' is not one of auto, manual.");
}
