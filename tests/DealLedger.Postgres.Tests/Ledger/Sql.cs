using Npgsql;

namespace DealLedger.Postgres.Tests.Ledger;

/// <summary>SQL in one line, beside the ledger; parameters are $1, $2 ...</summary>
internal static class Sql
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public static async Task<int> ExecuteAsync(this NpgsqlDataSource source, string sql, params object?[] values)
    {
        await using var connection = await source.OpenConnectionAsync(TestLedger.Cancellation);
        return await connection.ExecuteAsync(sql, values);
    }

    public static async Task<int> ExecuteAsync(this NpgsqlConnection connection, string sql, params object?[] values)
    {
        await using var command = Command(connection, sql, values);
        return await command.ExecuteNonQueryAsync(TestLedger.Cancellation);
    }

    public static async Task<T> ScalarAsync<T>(this NpgsqlDataSource source, string sql, params object?[] values)
    {
        await using var connection = await source.OpenConnectionAsync(TestLedger.Cancellation);
        await using var command = Command(connection, sql, values);
        return (T)(await command.ExecuteScalarAsync(TestLedger.Cancellation))!;
    }

    public static async Task<List<T>> ListAsync<T>(this NpgsqlDataSource source, string sql, params object?[] values)
    {
        await using var connection = await source.OpenConnectionAsync(TestLedger.Cancellation);
        return await connection.ListAsync<T>(sql, values);
    }

    public static async Task<List<T>> ListAsync<T>(this NpgsqlConnection connection, string sql, params object?[] values)
    {
        await using var command = Command(connection, sql, values);
        await using var reader = await command.ExecuteReaderAsync(TestLedger.Cancellation);
        var list = new List<T>();
        while (await reader.ReadAsync(TestLedger.Cancellation))
        {
            list.Add(reader.GetFieldValue<T>(0));
        }

        return list;
    }

    /// <summary>Waits until a condition in the database holds, and fails when it does not come to.</summary>
    public static async Task UntilAsync(this NpgsqlDataSource source, string what, string condition, params object?[] values)
    {
        using var limit = new CancellationTokenSource(LongestWait);
        while (!await source.ScalarAsync<bool>(condition, values))
        {
            limit.IsCancellationRequested.ShouldBeFalse($"It did not happen in a minute that {what}.");
            await Task.Delay(Pause, TestLedger.Cancellation);
        }
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object?[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }
}
