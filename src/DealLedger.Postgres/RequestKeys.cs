using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres;

/// <summary>What is kept of a request that was carried out under a key: what it said, and the stream that it recorded to, if it recorded anything.</summary>
public sealed record KeptRequest(Guid Says, string? Stream)
{
    /// <summary>The id of the stream that it recorded to.</summary>
    public string StreamId => Stream![(Stream!.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>The same when a request is its repeat; refused (<c>idempotency-key-reused</c>) when it says something else.</summary>
    public KeptRequest For(RequestKey request) => request.Says == Says
        ? this
        : throw new RefusedException(
            "idempotency-key-reused",
            "Another request was carried out under this key within the last seven days; give each request a key of its own, and repeat one with the very same content.",
            "Idempotency-Key");
}

/// <summary>
/// The keys of requests, kept for seven days a tenant. A key is written in the transaction that records what its request says, so that both are
/// there or neither.
/// </summary>
public sealed class RequestKeys(LedgerDatabase database)
{
    /// <summary>What holds for a row k of a key that has not expired. The database's clock decides, whatever those of its hosts say.</summary>
    internal const string IsKept = "k.at > now() - interval '7 days'";

    /// <summary>The requests under these keys, $2, of a tenant, $1.</summary>
    internal const string Kept = $"""
        SELECT k.key, k.says, k.stream_id FROM dealledger.request_key k WHERE k.tenant_id = $1 AND k.key = ANY ($2) AND {IsKept}
        """;

    /// <summary>Keeps a request, and returns a row unless one is kept under its key: tenant, key, what it says, stream and version.</summary>
    internal const string Keep = $"""
        INSERT INTO dealledger.request_key AS k (tenant_id, key, says, stream_id, version) VALUES ($1, $2, $3, $4, $5)
        {Renew} WHERE NOT ({IsKept})
        RETURNING true
        """;

    /// <summary>What becomes of a key that has expired and is used again.</summary>
    internal const string Renew =
        "ON CONFLICT (tenant_id, key) DO UPDATE SET says = excluded.says, stream_id = excluded.stream_id, version = excluded.version, at = excluded.at";

    private const int ExpiredAtOnce = 5_000;

    private const string ForgetExpired = $"""
        DELETE FROM dealledger.request_key k
        WHERE NOT ({IsKept}) AND k.ctid = ANY (ARRAY(SELECT k.ctid FROM dealledger.request_key k WHERE NOT ({IsKept}) LIMIT $1))
        """;

    /// <summary>The request that was carried out under a key; none when there is none. Refused when it said something else.</summary>
    public async Task<KeptRequest?> FindAsync(TenantId tenant, RequestKey request, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        await using var command = new NpgsqlCommand(Kept, connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(Sql.Array([request.Key]));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Read(reader).Request.For(request) : null;
    }

    /// <summary>
    /// Records what a request says, or answers as for its repeat when it was carried out before. Without a key it is recorded as often as it comes.
    /// Refused when another request was carried out under its key.
    /// </summary>
    public async Task<T> OnceAsync<T>(TenantId tenant, RequestKey? request, Func<Task<T>> record, Func<KeptRequest, T> repeat, CancellationToken cancellation)
    {
        if (request is null)
        {
            return await record();
        }

        while (true)
        {
            if (await FindAsync(tenant, request, cancellation) is { } before)
            {
                return repeat(before);
            }

            try
            {
                return await record();
            }
            catch (RequestRepeatedException)
            {
                // Another one of the same key was carried out since the look; its key is there now.
            }
        }
    }

    /// <summary>Keeps a request that left nothing to be recorded.</summary>
    public async Task KeepAsync(TenantId tenant, RequestKey request, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        await using var command = new NpgsqlCommand(Keep, connection);
        command.Parameters.AddRange(KeepParameters(tenant, request, stream: null, version: 0));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Forgets the keys that have expired, of all tenants; returns their number.</summary>
    public async Task<long> ForgetExpiredAsync(CancellationToken cancellation)
    {
        for (var forgotten = 0L; ;)
        {
            await using var command = database.Owner.CreateCommand(ForgetExpired);
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = ExpiredAtOnce });
            var count = await command.ExecuteNonQueryAsync(cancellation);
            forgotten += count;
            if (count < ExpiredAtOnce)
            {
                return forgotten;
            }
        }
    }

    /// <summary>Reads a row of <see cref="Kept"/>.</summary>
    internal static (Guid Key, KeptRequest Request) Read(NpgsqlDataReader reader) =>
        (reader.GetGuid(0), new KeptRequest(reader.GetGuid(1), reader.IsDBNull(2) ? null : reader.GetString(2)));

    /// <summary>The parameters of <see cref="Keep"/>.</summary>
    internal static NpgsqlParameter[] KeepParameters(TenantId tenant, RequestKey request, StreamKey? stream, long version) =>
    [
        Sql.Text(tenant.Value), new NpgsqlParameter<Guid> { TypedValue = request.Key }, new NpgsqlParameter<Guid> { TypedValue = request.Says },
        Sql.Text(stream?.ToString()), new NpgsqlParameter<long> { TypedValue = version },
    ];
}

/// <summary>Another request was carried out under the key of this one meanwhile; nothing was recorded.</summary>
internal sealed class RequestRepeatedException() : Exception("A request under the same key was carried out meanwhile.");
