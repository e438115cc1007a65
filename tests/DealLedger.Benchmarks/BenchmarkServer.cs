using DealLedger.EmbeddedPostgres;
using DealLedger.Testing;
using Npgsql;

namespace DealLedger.Benchmarks;

/// <summary>A fresh database on a durable PostgreSQL: an embedded server in a temporary home, or a server that is named.</summary>
internal sealed class BenchmarkServer : IAsyncDisposable
{
    private readonly string _server;
    private readonly string _database = $"dealledger_benchmark_{Guid.NewGuid():n}";
    private readonly TemporaryHome? _home;
    private readonly EmbeddedServer? _embedded;

    private BenchmarkServer(string server, TemporaryHome? home, EmbeddedServer? embedded)
    {
        (_server, _home, _embedded) = (server, home, embedded);
    }

    /// <summary>The connection string of the database.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(_server) { Database = _database }.ConnectionString;

    /// <summary>Starts the server when none is named, and makes the database.</summary>
    public static async Task<BenchmarkServer> StartAsync(string? named, CancellationToken cancellation)
    {
        BenchmarkServer server;
        if (named is not null)
        {
            server = new BenchmarkServer(named, null, null);
        }
        else
        {
            var home = await TemporaryHome.CreateAsync(cancellation);
            var embedded = await EmbeddedServer.StartAsync(home.Folder, TimeProvider.System, progress: null, cancellation);
            server = new BenchmarkServer(embedded.OwnerConnectionString, home, embedded);
        }

        await server.ExecuteAsync($"CREATE DATABASE {server._database} TEMPLATE template0", cancellation);
        return server;
    }

    /// <summary>What it is, for the head of the results.</summary>
    public async Task<string> DescribeAsync(CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
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
        if (_embedded is null)
        {
            await ExecuteAsync($"DROP DATABASE {_database} WITH (FORCE)", CancellationToken.None);
            return;
        }

        await _embedded.DisposeAsync();
        await _home!.DisposeAsync();
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(_server);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
