using Npgsql;

namespace DealLedger.Postgres.Backups;

/// <summary>A connection of the owner for work that takes as long as it takes; locks are waited for as long as everywhere.</summary>
internal static class LongConnection
{
    private const string Settings = "SET lock_timeout = '30s'; SET idle_in_transaction_session_timeout = '30s'; SET TimeZone = 'UTC'";

    public static async Task<NpgsqlConnection> OpenAsync(LedgerDatabase database, CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.OwnerConnectionString) { Pooling = false, CommandTimeout = 0, IncludeErrorDetail = false };
        settings.ApplicationName ??= "dealledger";
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            await ExecuteAsync(connection, Settings, cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs statements.</summary>
    public static async Task ExecuteAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Asks for one value; the parameter, if there is one, is $1.</summary>
    public static async Task<T> AskAsync<T>(this NpgsqlConnection connection, string sql, string? parameter, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        if (parameter is not null)
        {
            command.Parameters.Add(Sql.Text(parameter));
        }

        return (T)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Copies out what a statement gives, in large pieces.</summary>
    public static async Task CopyOutAsync(
        this NpgsqlConnection connection, string statement, Func<ReadOnlyMemory<byte>, ValueTask> take, CancellationToken cancellation)
    {
        var buffer = new byte[1 << 17];
        await using var copy = await connection.BeginRawBinaryCopyAsync(statement, cancellation);
        for (var isMore = true; isMore;)
        {
            // A read gives a row at the most.
            var filled = 0;
            while (filled < buffer.Length && isMore)
            {
                var read = await copy.ReadAsync(buffer.AsMemory(filled), cancellation);
                (filled, isMore) = (filled + read, read > 0);
            }

            await take(buffer.AsMemory(0, filled));
        }
    }
}
