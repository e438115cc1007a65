using DealLedger.EmbeddedPostgres;
using DealLedger.Testing;
using Npgsql;

namespace DealLedger.Tests.EmbeddedPostgres;

public sealed class EmbeddedServerTests
{
    [Fact]
    public async Task A_fresh_test_database_answers()
    {
        var cs = await TestDatabase.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await using var connection = new NpgsqlConnection(cs);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("select 1", connection);
        (await command.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
    }
}
