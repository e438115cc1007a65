using System.Net;
using DealLedger.Postgres.Sealing;
using DealLedger.Testing;
using Microsoft.AspNetCore.TestHost;
using Npgsql;

namespace DealLedger.Server.Tests.Http.Health;

public sealed class HealthTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    [Fact]
    public async Task The_process_is_live() =>
        (await server.GetAsync("/health/live")).GetRawText().ShouldBe("""{"status":"live"}""");

    [Fact]
    public async Task Readiness_tells_the_position_of_every_tenant()
    {
        var tenant = await server.NewTenantAsync();
        await server.OpenDealAsync(tenant);

        var ready = await server.GetAsync("/health/ready");

        ready.GetProperty("status").GetString().ShouldBe("ready");
        ready.GetProperty("database").GetString().ShouldBe("reachable");
        ready.GetProperty("tenants").EnumerateArray().Single(t => t.GetProperty("tenant").GetString() == tenant).GetRawText()
            .ShouldBe($$"""{"tenant":"{{tenant}}","head":1,"position":1,"lag":0}""");
    }

    [Fact]
    public async Task Without_its_database_a_server_is_not_ready()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var connection = await TestDatabase.CreateDatabaseAsync(cancellation);
        await using var ledger = await LedgerHost.OpenAsync(connection, TimeProvider.System, SealKey.Create, cancellation);
        await using var app = ServerApp.Build(ledger, web => web.UseTestServer());
        await app.StartAsync(cancellation);
        await DropAsync(connection, cancellation);
        using var client = app.GetTestClient();

        var ready = await client.GetAsync("/health/ready", cancellation);
        var forecast = await client.GetAsync("/api/forecast", cancellation);

        await app.StopAsync(cancellation);

        await ready.ShouldHaveStatusAsync(HttpStatusCode.ServiceUnavailable);
        await forecast.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "database-unavailable");
    }

    private static async Task DropAsync(string connectionString, CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        var name = settings.Database;
        settings.Database = "postgres";
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var drop = new NpgsqlCommand($"drop database {name} with (force)", connection);
        await drop.ExecuteNonQueryAsync(cancellation);
    }
}
