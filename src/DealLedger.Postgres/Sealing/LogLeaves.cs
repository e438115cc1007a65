using System.Runtime.CompilerServices;
using DealLedger.Core.Ledger;
using DealLedger.Core.Sealing;
using Npgsql;

namespace DealLedger.Postgres.Sealing;

/// <summary>Reads the log's rows as the leaves of its tree, as they stand there now.</summary>
internal static class LogLeaves
{
    // The instant comes as PostgreSQL's own number: a calendar ends before it does.
    private const string Rows = """
        SELECT e.seq_id, e.id, e.stream_id, e.version, e.data, e.bdata, e.type, e.timestamp, e.tenant_id, e.correlation_id, e.causation_id, e.headers, e.user_name
        FROM ledger.mt_events e
        WHERE e.tenant_id = $1 AND e.seq_id > $2 AND e.seq_id <= $3
        ORDER BY e.seq_id
        """;

    /// <summary>The hashes of the leaves after one position and up to another, with their positions: one pass over the log.</summary>
    public static async IAsyncEnumerable<(long Position, Digest Hash)> HashesAsync(
        NpgsqlConnection connection, TenantId tenant, long after, long upTo, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = Command(connection, tenant, after, upTo);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var json = new CanonicalJson();
        while (await reader.ReadAsync(cancellation))
        {
            var leaf = Read(reader);
            json.Clear();
            leaf.WriteTo(json);
            yield return (leaf.Position, MerkleTree.LeafHash(json.Written));
        }
    }

    /// <summary>The leaf at a position, none when the log has no row there.</summary>
    public static async Task<EventLeaf?> AtAsync(NpgsqlConnection connection, TenantId tenant, long position, CancellationToken cancellation)
    {
        await using var command = Command(connection, tenant, position - 1, position);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Read(reader) : null;
    }

    private static EventLeaf Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), reader.GetGuid(1), Text(reader, 2), reader.GetInt64(3), reader.GetFieldValue<byte[]>(4), Bytes(reader, 5), reader.GetString(6),
        reader.GetFieldValue<long>(7), reader.GetString(8), Text(reader, 9), Text(reader, 10), Bytes(reader, 11), Text(reader, 12));

    private static string? Text(NpgsqlDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetString(at);

    private static byte[]? Bytes(NpgsqlDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetFieldValue<byte[]>(at);

    private static NpgsqlCommand Command(NpgsqlConnection connection, TenantId tenant, long after, long upTo)
    {
        var command = new NpgsqlCommand(Rows, connection) { CommandTimeout = 0 };
        command.Parameters.Add(TenantDirectory.Text(tenant.Value));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        return command;
    }
}
