using System.Collections.Concurrent;
using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres;

/// <summary>
/// Pooled connections with the server's rights. Row-level security shows on each the rows of the one tenant that it was told last. It is told
/// when it was another one, so that a host with one tenant pays nothing for it.
/// </summary>
internal sealed class TenantConnections
{
    private const string Tell = "SELECT set_config('app.tenant_id', $1, false)";

    private readonly ConcurrentDictionary<(string? Host, int Port, int Process), string> _told = new();

    /// <summary>A connection that sees the rows of a tenant.</summary>
    public async Task<NpgsqlConnection> OpenAsync(NpgsqlDataSource source, TenantId tenant, CancellationToken cancellation)
    {
        var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            if (!_told.TryGetValue(Key(connection), out var told) || told != tenant.Value)
            {
                await using var command = new NpgsqlCommand(Tell, connection);
                command.Parameters.Add(Sql.Text(tenant.Value));
                Forget(connection);
                await command.ExecuteNonQueryAsync(cancellation);
                _told[Key(connection)] = tenant.Value;
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Knows nothing of a connection that is new to the pool, or whose setting is about to change.</summary>
    public void Forget(NpgsqlConnection connection) => _told.TryRemove(Key(connection), out _);

    private static (string?, int, int) Key(NpgsqlConnection connection) => (connection.Host, connection.Port, connection.ProcessID);
}
