using System.Runtime.CompilerServices;
using DealLedger.Core.Ledger;
using DealLedger.Core.Sealing;
using Npgsql;

namespace DealLedger.Postgres.Sealing;

/// <summary>
/// The hashes of the sealed leaves as they were when they were sealed: the roots of all complete blocks, and the leaves of those blocks that a
/// question needs. So a seal costs what is new, and a proof does not read the log.
/// </summary>
internal sealed class LeafHashes
{
    /// <summary>The number of leaves in a complete block: a power of two, so that a block is a subtree.</summary>
    public const int BlockSize = 1024;

    private readonly Dictionary<long, Digest> _roots = [];
    private readonly Dictionary<long, List<Digest>> _leaves = [];

    private LeafHashes()
    {
    }

    /// <summary>Reads what a tree of so many leaves needs, with the leaves of the blocks that these leaves (from 0) are in.</summary>
    public static async Task<LeafHashes> ReadAsync(
        NpgsqlConnection connection, TenantId tenant, long size, IEnumerable<long> leaves, CancellationToken cancellation)
    {
        var hashes = new LeafHashes();
        await using (var roots = Command(
            connection,
            "SELECT first_position, block_root FROM dealledger.seal_leaf WHERE tenant_id = $1 AND first_position <= $2 AND block_root IS NOT NULL",
            tenant,
            size))
        {
            await using var reader = await roots.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                hashes._roots[(reader.GetInt64(0) - 1) / BlockSize] = new Digest(reader.GetFieldValue<byte[]>(1));
            }
        }

        foreach (var block in leaves.Select(leaf => leaf / BlockSize).Distinct())
        {
            hashes._leaves[block] = await BlockAsync(connection, tenant, block, cancellation);
        }

        return hashes;
    }

    /// <summary>
    /// The stored pieces that begin after one position and up to another, in the order of positions, with the root of the block that each
    /// completes, if it does.
    /// </summary>
    public static async IAsyncEnumerable<(long FirstPosition, byte[] Hashes, byte[]? BlockRoot)> PiecesAsync(
        NpgsqlConnection connection, TenantId tenant, long after, long upTo, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = Command(
            connection,
            """
            SELECT first_position, hashes, block_root FROM dealledger.seal_leaf
            WHERE tenant_id = $1 AND first_position > $2 AND first_position <= $3 ORDER BY first_position
            """,
            tenant,
            after,
            upTo);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            yield return (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1), reader.IsDBNull(2) ? null : reader.GetFieldValue<byte[]>(2));
        }
    }

    /// <summary>Adds a piece that lies within one block; the root belongs to the piece that completes it.</summary>
    public static async Task AddAsync(
        NpgsqlConnection connection, TenantId tenant, long firstPosition, byte[] hashes, Digest? blockRoot, CancellationToken cancellation)
    {
        await using var command = Command(
            connection, "INSERT INTO dealledger.seal_leaf (tenant_id, first_position, hashes, block_root) VALUES ($1, $2, $3, $4)", tenant, firstPosition);
        command.Parameters.Add(SealTable.Bytes(hashes));
        command.Parameters.Add(SealTable.Bytes(blockRoot?.ToBytes()));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The hash of a block or a leaf that was read.</summary>
    public Digest? Known(long first, long count) => count switch
    {
        1 => _leaves.TryGetValue(first / BlockSize, out var block) && first % BlockSize < block.Count
            ? block[(int)(first % BlockSize)]
            : throw new RefusedException("seal-damaged", $"The leaf hash of position {first + 1} is missing in dealledger.seal_leaf; verify the ledger."),
        BlockSize when first % BlockSize == 0 && _roots.TryGetValue(first / BlockSize, out var root) => root,
        _ => null,
    };

    private static async Task<List<Digest>> BlockAsync(NpgsqlConnection connection, TenantId tenant, long block, CancellationToken cancellation)
    {
        await using var command = Command(
            connection,
            "SELECT hashes FROM dealledger.seal_leaf WHERE tenant_id = $1 AND first_position > $2 AND first_position <= $3 ORDER BY first_position",
            tenant,
            block * BlockSize,
            (block + 1) * BlockSize);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var leaves = new List<Digest>(BlockSize);
        while (await reader.ReadAsync(cancellation))
        {
            leaves.AddRange(reader.GetFieldValue<byte[]>(0).Chunk(Digest.Length).Where(hash => hash.Length == Digest.Length).Select(hash => new Digest(hash)));
        }

        return leaves;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, TenantId tenant, params IReadOnlyList<long> numbers)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.Add(Sql.Text(tenant.Value));
        foreach (var number in numbers)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
        }

        return command;
    }
}
