using Npgsql;

namespace DealLedger.Postgres.Access;

/// <summary>The keys that cookies are signed and encrypted with, each an XML document of the framework's, shared by all hosts of a database.</summary>
public sealed class SessionKeys(LedgerDatabase database)
{
    /// <summary>All keys, in the order in which they were stored.</summary>
    public IReadOnlyList<string> Read()
    {
        using var command = database.Owner.CreateCommand("SELECT k.content FROM dealledger.session_key k ORDER BY k.stored_at, k.name");
        using var reader = command.ExecuteReader();
        var keys = new List<string>();
        while (reader.Read())
        {
            keys.Add(reader.GetString(0));
        }

        return keys;
    }

    /// <summary>Stores a key, unless another host stored one within the last minute: both would take their own for the one to use.</summary>
    public void Store(string name, string content)
    {
        using var connection = database.Owner.OpenConnection();
        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT pg_advisory_xact_lock(hashtextextended('dealledger:session-keys', 0))"));
        var store = new NpgsqlBatchCommand(
            """
            INSERT INTO dealledger.session_key (name, content)
            SELECT $1, $2 WHERE NOT EXISTS (SELECT FROM dealledger.session_key k WHERE k.stored_at > clock_timestamp() - interval '1 minute')
            ON CONFLICT DO NOTHING
            """);
        store.Parameters.Add(Sql.Text(name));
        store.Parameters.Add(Sql.Text(content));
        batch.BatchCommands.Add(store);
        batch.ExecuteNonQuery();
    }
}
