using DealLedger.EmbeddedPostgres;
using DealLedger.Testing;
using Npgsql;

namespace DealLedger.Benchmarks;

/// <summary>A durable PostgreSQL: an embedded server in a temporary home, or a server that is named. Databases are made on it and dropped again.</summary>
internal sealed class BenchmarkServer : IAsyncDisposable
{
    private readonly string _server;
    private readonly TemporaryHome? _home;
    private readonly EmbeddedServer? _embedded;

    private BenchmarkServer(string server, TemporaryHome? home, EmbeddedServer? embedded)
    {
        (_server, _home, _embedded) = (server, home, embedded);
    }

    /// <summary>Starts the server when none is named.</summary>
    public static async Task<BenchmarkServer> StartAsync(string? named, CancellationToken cancellation)
    {
        if (named is not null)
        {
            return new BenchmarkServer(named, null, null);
        }

        var home = await TemporaryHome.CreateAsync(cancellation);
        var embedded = await EmbeddedServer.StartAsync(home.Folder, TimeProvider.System, progress: null, cancellation);
        return new BenchmarkServer(embedded.OwnerConnectionString, home, embedded);
    }

    /// <summary>Makes an empty database; returns its owner's connection string.</summary>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellation)
    {
        var name = $"dealledger_benchmark_{Guid.NewGuid():n}";
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE template0", cancellation);
        return new NpgsqlConnectionStringBuilder(_server) { Database = name }.ConnectionString;
    }

    /// <summary>Drops a database that this run made.</summary>
    public Task DropDatabaseAsync(string connectionString) =>
        ExecuteAsync($"DROP DATABASE {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)", CancellationToken.None);

    /// <summary>What it is, for the head of the results.</summary>
    public async Task<string> DescribeAsync(CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(_server);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(
            """
            SELECT 'PostgreSQL ' || current_setting('server_version') || ', fsync ' || current_setting('fsync') || ', synchronous_commit '
                || current_setting('synchronous_commit') || ', shared_buffers ' || current_setting('shared_buffers')
            """,
            connection);
        return $"{await command.ExecuteScalarAsync(cancellation)}, {Environment.ProcessorCount} processors, client on the same machine";
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_embedded is not null)
        {
            await _embedded.DisposeAsync();
            await _home!.DisposeAsync();
        }
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(_server);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
