using DealLedger.EmbeddedPostgres;
using Npgsql;

namespace DealLedger.Testing;

/// <summary>Fresh databases on one PostgreSQL server, which the test process starts at first use and stops at its end.</summary>
public static class TestDatabase
{
    private static readonly EmbeddedServerOptions Fast = new()
    {
        Settings = new Dictionary<string, string>
        {
            // Test data need not outlive a power cut.
            ["fsync"] = "off",
            ["full_page_writes"] = "off",
            ["synchronous_commit"] = "off",
            ["max_connections"] = "500",
            ["shared_buffers"] = "128MB",
        },
    };

    private static readonly Lazy<Task<EmbeddedServer>> Server = new(StartAsync);

    /// <summary>Creates an empty database and returns its owner's Npgsql connection string.</summary>
    public static async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken = default)
    {
        var server = await Server.Value.WaitAsync(cancellationToken);
        var created = new NpgsqlConnectionStringBuilder(server.OwnerConnectionString) { Database = $"test_{Guid.NewGuid():n}", MaxPoolSize = 40 };
        await using var connection = new NpgsqlConnection(server.OwnerConnectionString);
        await connection.OpenAsync(cancellationToken);
        // A template nobody connects to, so tests can create their databases at the same time.
        await using var command = new NpgsqlCommand($"create database {created.Database} template template0", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return created.ConnectionString;
    }

    private static async Task<EmbeddedServer> StartAsync()
    {
        var home = await TemporaryHome.CreateAsync(CancellationToken.None);
        var server = await EmbeddedServer.StartAsync(home.Folder, Fast, TimeProvider.System, progress: null, CancellationToken.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            NpgsqlConnection.ClearAllPools();
            server.DisposeAsync().AsTask().GetAwaiter().GetResult();
            home.DisposeAsync().AsTask().GetAwaiter().GetResult();
        };
        return server;
    }
}
