using System.Runtime.CompilerServices;
using DealLedger.Core.Ledger;
using DealLedger.Core.Sealing;
using Npgsql;

namespace DealLedger.Postgres.Sealing;

/// <summary>Reads the log's rows as the leaves of its tree, as they stand there now.</summary>
internal static class LogLeaves
{
    private const int RowsABatch = 2_000;
    private const int BytesABatch = 8 * 1024 * 1024;

    // The instant comes as PostgreSQL's own number: a calendar ends before it does.
    private const string Rows = """
        SELECT e.seq_id, e.id, e.stream_id, e.version, e.data, e.bdata, e.type, e.timestamp, e.tenant_id,
               e.correlation_id, e.causation_id, e.headers, e.user_name
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

        // Rows are read while those before them are hashed.
        var hashing = Task.FromResult<List<(long, Digest)>>([]);
        for (var isMore = true; isMore;)
        {
            var batch = await ReadBatchAsync(reader, cancellation);
            var hashed = await hashing;
            hashing = Task.Run(() => Hash(batch), cancellation);
            isMore = batch.Count > 0;
            foreach (var leaf in hashed)
            {
                yield return leaf;
            }
        }
    }

    /// <summary>The leaf at a position, none when the log has no row there.</summary>
    public static async Task<EventLeaf?> AtAsync(NpgsqlConnection connection, TenantId tenant, long position, CancellationToken cancellation)
    {
        await using var command = Command(connection, tenant, position - 1, position);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Read(reader) : null;
    }

    private static async Task<List<EventLeaf>> ReadBatchAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var (batch, bytes) = (new List<EventLeaf>(), 0L);
        while (batch.Count < RowsABatch && bytes < BytesABatch && await reader.ReadAsync(cancellation))
        {
            batch.Add(Read(reader));
            bytes += batch[^1].Data.Length + (batch[^1].Binary?.Length ?? 0);
        }

        return batch;
    }

    private static List<(long Position, Digest Hash)> Hash(List<EventLeaf> batch)
    {
        var (hashes, json) = (new List<(long, Digest)>(batch.Count), new CanonicalJson());
        foreach (var leaf in batch)
        {
            json.Clear();
            leaf.WriteTo(json);
            hashes.Add((leaf.Position, MerkleTree.LeafHash(json.Written)));
        }

        return hashes;
    }

    private static EventLeaf Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), reader.GetGuid(1), Sql.Nullable(reader, 2), reader.GetInt64(3), reader.GetFieldValue<byte[]>(4), Bytes(reader, 5), reader.GetString(6),
        reader.GetFieldValue<long>(7), reader.GetString(8), Sql.Nullable(reader, 9), Sql.Nullable(reader, 10), Bytes(reader, 11), Sql.Nullable(reader, 12));

    private static byte[]? Bytes(NpgsqlDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetFieldValue<byte[]>(at);

    private static NpgsqlCommand Command(NpgsqlConnection connection, TenantId tenant, long after, long upTo)
    {
        var command = new NpgsqlCommand(Rows, connection) { CommandTimeout = 0 };
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        return command;
    }
}
