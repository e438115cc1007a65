using Npgsql;

namespace DealLedger.Postgres.Ledger;

/// <summary>
/// Frees what a stalled host holds. A host that stands still inside a transaction loses it by a timeout of PostgreSQL's; but one that stands still in
/// the middle of a statement, with half of its messages sent or a COPY begun, has no such timeout. So whoever waits for long looks whom it waits
/// for, and ends those that have waited for their own client ever since it looked before.
/// </summary>
internal static class StalledHolders
{
    private static readonly TimeSpan BeforeFirstLook = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    // Waits that go on say the same each time. One that is idle in its transaction is left to the timeout, which knows how long it may be.
    private const string Waiting = """
        SELECT a.pid, concat_ws(' ', a.backend_start, a.xact_start, a.query_start, a.state_change, a.wait_event, c.bytes_processed) AS standstill
        FROM pg_stat_activity a LEFT JOIN pg_stat_progress_copy c ON c.pid = a.pid
        WHERE a.wait_event_type = 'Client' AND a.state = 'active'
        """;

    private const string Blocking = $"SELECT w.pid, w.standstill FROM ({Waiting}) w WHERE w.pid = ANY (pg_blocking_pids($1))";

    private const string End = $"SELECT pg_terminate_backend(w.pid) FROM ({Waiting}) w WHERE w.pid = $1 AND w.standstill = $2";

    /// <summary>Waits for a statement that a connection waits for, and frees the way to it with the rights of the owner.</summary>
    public static async Task<T> WaitAsync<T>(NpgsqlDataSource owner, NpgsqlConnection connection, Task<T> statement)
    {
        if (ProcessOf(connection) is not { } process)
        {
            return await statement;
        }

        Dictionary<int, string> before = [];
        for (var pause = BeforeFirstLook; ; pause = BetweenLooks)
        {
            await ((Task)statement).WaitAsync(pause).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (statement.IsCompleted)
            {
                return await statement;
            }

            before = await LookAsync(owner, process, before);
        }
    }

    // A statement that failed already may have taken its connection with it; why it failed tells more than that.
    private static int? ProcessOf(NpgsqlConnection connection)
    {
        try
        {
            return connection.ProcessID;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static async Task<Dictionary<int, string>> LookAsync(NpgsqlDataSource owner, int waiting, Dictionary<int, string> before)
    {
        var now = new Dictionary<int, string>();
        try
        {
            await using var connection = await owner.OpenConnectionAsync();
            await using (var look = new NpgsqlCommand(Blocking, connection))
            {
                look.Parameters.Add(new NpgsqlParameter<int> { TypedValue = waiting });
                await using var reader = await look.ExecuteReaderAsync();
                while (await reader.ReadAsync())
                {
                    now.Add(reader.GetInt32(0), reader.GetString(1));
                }
            }

            foreach (var (holder, standstill) in now.Intersect(before))
            {
                await using var end = new NpgsqlCommand(End, connection);
                end.Parameters.Add(new NpgsqlParameter<int> { TypedValue = holder });
                end.Parameters.Add(Sql.Text(standstill));
                await end.ExecuteNonQueryAsync();
            }
        }
        catch (NpgsqlException)
        {
            // Whoever waits finds out by itself that the database fails, or goes on waiting where the owner may end nobody.
        }

        return now;
    }
}
