using DealLedger.Core;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Core.Sealing;
using Npgsql;

namespace DealLedger.Postgres.Sealing;

/// <summary>Seals and public keys to and from their tables.</summary>
internal static class SealTable
{
    private const string Columns = "s.seal_id, s.size, s.root, s.at, s.signature, s.previous, s.tenant_id, s.occasion, s.key_id, s.access_number, s.access_hash";

    /// <summary>Seals with ids above one, in the order of their ids.</summary>
    public static Task<List<Seal>> ListAsync(NpgsqlConnection connection, TenantId tenant, long after, int most, CancellationToken cancellation) => ReadAsync(
        connection,
        $"SELECT {Columns} FROM dealledger.seal s WHERE s.tenant_id = $1 AND s.seal_id > $2 ORDER BY s.seal_id LIMIT $3",
        tenant,
        [new NpgsqlParameter<long> { TypedValue = after }, new NpgsqlParameter<int> { TypedValue = most }],
        cancellation);

    /// <summary>The seals of logs that reach no further than a position, made up to an instant, in the order of their ids.</summary>
    public static Task<List<Seal>> ListOfAsync(
        NpgsqlConnection connection, TenantId tenant, long position, DateTimeOffset upTo, CancellationToken cancellation) => ReadAsync(
        connection,
        $"SELECT {Columns} FROM dealledger.seal s WHERE s.tenant_id = $1 AND s.size <= $2 AND s.at <= $3 ORDER BY s.seal_id",
        tenant,
        [new NpgsqlParameter<long> { TypedValue = position }, new NpgsqlParameter<DateTime> { TypedValue = upTo.UtcDateTime }],
        cancellation);

    /// <summary>The newest seal, none before the first.</summary>
    public static async Task<Seal?> NewestAsync(NpgsqlConnection connection, TenantId tenant, CancellationToken cancellation) => One(await ReadAsync(
        connection, $"SELECT {Columns} FROM dealledger.seal s WHERE s.tenant_id = $1 ORDER BY s.seal_id DESC LIMIT 1", tenant, [], cancellation));

    /// <summary>The seal with an id, none when there is none.</summary>
    public static async Task<Seal?> FindAsync(NpgsqlConnection connection, TenantId tenant, long id, CancellationToken cancellation) => One(await ReadAsync(
        connection,
        $"SELECT {Columns} FROM dealledger.seal s WHERE s.tenant_id = $1 AND s.seal_id = $2",
        tenant,
        [new NpgsqlParameter<long> { TypedValue = id }],
        cancellation));

    /// <summary>The seal made for an occasion that has one seal, none when it has not been made.</summary>
    public static async Task<Seal?> OfOccasionAsync(
        NpgsqlConnection connection, TenantId tenant, string occasion, CancellationToken cancellation) => One(await ReadAsync(
        connection,
        $"SELECT {Columns} FROM dealledger.seal s WHERE s.tenant_id = $1 AND s.occasion = $2 AND s.occasion <> '{SealOccasion.Demand}'",
        tenant,
        [Sql.Text(occasion)],
        cancellation));

    /// <summary>The first seal that covers a position of the log, none when it is not sealed yet.</summary>
    public static async Task<Seal?> FirstOverAsync(
        NpgsqlConnection connection, TenantId tenant, long position, CancellationToken cancellation) => One(await ReadAsync(
        connection,
        $"SELECT {Columns} FROM dealledger.seal s WHERE s.tenant_id = $1 AND s.size >= $2 ORDER BY s.seal_id LIMIT 1",
        tenant,
        [new NpgsqlParameter<long> { TypedValue = position }],
        cancellation));

    /// <summary>Every public key by its id.</summary>
    public static async Task<IReadOnlyDictionary<Digest, byte[]>> KeysAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT key_id, public_key FROM dealledger.seal_key", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var keys = new Dictionary<Digest, byte[]>();
        while (await reader.ReadAsync(cancellation))
        {
            keys.Add(new Digest(reader.GetFieldValue<byte[]>(0)), reader.GetFieldValue<byte[]>(1));
        }

        return keys;
    }

    /// <summary>Adds a seal, and the public key that it was signed with.</summary>
    public static async Task AddAsync(NpgsqlConnection connection, Seal seal, byte[] publicKey, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        var key = new NpgsqlBatchCommand("INSERT INTO dealledger.seal_key (key_id, public_key) VALUES ($1, $2) ON CONFLICT DO NOTHING");
        key.Parameters.Add(Bytes(seal.Key.ToBytes()));
        key.Parameters.Add(Bytes(publicKey));
        batch.BatchCommands.Add(key);
        var row = new NpgsqlBatchCommand(
            """
            INSERT INTO dealledger.seal (seal_id, size, root, at, signature, previous, tenant_id, occasion, key_id, access_number, access_hash)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """);
        row.Parameters.Add(new NpgsqlParameter<long> { TypedValue = seal.Id });
        row.Parameters.Add(new NpgsqlParameter<long> { TypedValue = seal.Size });
        row.Parameters.Add(Bytes(seal.Root.ToBytes()));
        row.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = seal.At });
        row.Parameters.Add(Bytes(Convert.FromHexString(seal.Signature)));
        row.Parameters.Add(Bytes(seal.Previous?.ToBytes()));
        row.Parameters.Add(Sql.Text(seal.Tenant));
        row.Parameters.Add(Sql.Text(seal.Occasion));
        row.Parameters.Add(Bytes(seal.Key.ToBytes()));
        row.Parameters.Add(new NpgsqlParameter { Value = (object?)seal.Access?.Number ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint });
        row.Parameters.Add(Bytes(seal.Access?.Hash.ToBytes()));
        batch.BatchCommands.Add(row);
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    internal static NpgsqlParameter Bytes(byte[]? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bytea };

    private static Seal? One(List<Seal> seals) => seals.Count == 0 ? null : seals[0];

    private static async Task<List<Seal>> ReadAsync(
        NpgsqlConnection connection, string sql, TenantId tenant, IReadOnlyList<NpgsqlParameter> parameters, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var seals = new List<Seal>();
        while (await reader.ReadAsync(cancellation))
        {
            seals.Add(Read(reader));
        }

        return seals;
    }

    // A row that somebody changed by hand may hold anything where a hash should be.
    private static Seal Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), reader.GetInt64(1), Hash(reader, 2), reader.GetFieldValue<DateTimeOffset>(3).ToMicroseconds(),
        Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(4)), reader.IsDBNull(5) ? null : Hash(reader, 5), reader.GetString(6), reader.GetString(7),
        Hash(reader, 8), reader.IsDBNull(9) ? null : new AccessHead(reader.GetInt64(9), Hash(reader, 10)));

    private static Digest Hash(NpgsqlDataReader reader, int at) => reader.GetFieldValue<byte[]>(at) is { Length: Digest.Length } bytes
        ? new Digest(bytes)
        : throw new RefusedException(
            "seal-damaged", $"Seal {reader.GetInt64(0)} holds something that is no hash in its column {reader.GetName(at)}; restore the table from a backup.");
}
