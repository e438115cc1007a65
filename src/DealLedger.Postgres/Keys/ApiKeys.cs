using System.Collections.Concurrent;
using System.Security.Cryptography;
using DealLedger.Core;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Postgres.Access;
using Npgsql;

namespace DealLedger.Postgres.Keys;

/// <summary>The keys of tenants: makes, lists and revokes them, notes that in the access log, and knows whose a key is.</summary>
public sealed class ApiKeys(LedgerDatabase database, TimeProvider clock)
{
    /// <summary>How many keys a tenant may have that are not revoked.</summary>
    public const int MostInForce = 1_000;

    /// <summary>How long a key that another host revoked may still open something here.</summary>
    public static readonly TimeSpan KnownFor = KeyMemory.Kept;

    private const int MostListed = 2 * MostInForce;
    private const string Columns = "key_id, role, person, note, created_at, created_by, expires_at, revoked_at, revoked_by, last_used_at";

    private readonly KeyMemory _memory = new(clock);
    private readonly ConcurrentDictionary<(TenantId Tenant, string Id), DateTimeOffset> _uses = new();

    /// <summary>Makes a key of a tenant that exists, and tells its text this once. Refused when the tenant has too many (<c>too-many-keys</c>).</summary>
    public async Task<(ApiKey Key, ApiKeyText Text)> AddAsync(TenantId tenant, NewApiKey wanted, Caller by, CancellationToken cancellation)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(ApiKeyText.IdLength));
        var text = new ApiKeyText(tenant, id, RandomNumberGenerator.GetBytes(ApiKeyText.SecretLength));
        var key = new ApiKey(id, wanted.Role, wanted.Person, wanted.Note, clock.GetUtcNow().ToMicroseconds(), by.Name, wanted.ExpiresAt);
        await using var connection = await database.OpenAsync(tenant, cancellation);
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO dealledger.api_key (tenant_id, key_id, hash, role, person, note, created_at, created_by, expires_at)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
            WHERE (SELECT count(*) FROM dealledger.api_key k WHERE k.tenant_id = $1 AND k.revoked_at IS NULL) < $10
            """,
            connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(Sql.Text(id));
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = text.Hash() });
        command.Parameters.Add(Sql.Text(key.Role.ToString()));
        command.Parameters.Add(Sql.Text(key.Person));
        command.Parameters.Add(Sql.Text(key.Note));
        command.Parameters.Add(Sql.Instant(key.CreatedAt));
        command.Parameters.Add(Sql.Text(by.Name));
        command.Parameters.Add(Sql.InstantIfAny(key.ExpiresAt));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = MostInForce });
        return await NotedChange.RunAsync(
            connection, tenant,
            async () => await command.ExecuteNonQueryAsync(cancellation) == 1
                ? (key, text)
                : throw new RefusedException("too-many-keys", $"The tenant has {MostInForce} keys that are not revoked; revoke those that nobody uses any more."),
            _ => AccessNote.OfRights(by, key.CreatedAt, "key add", AccessNote.About("key", id, key.Role, key.Person)),
            cancellation);
    }

    /// <summary>The keys of a tenant: those that are not revoked, then the others, each with the newest first.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {Columns} FROM dealledger.api_key WHERE tenant_id = $1
            ORDER BY revoked_at IS NOT NULL, created_at DESC, key_id LIMIT {MostListed}
            """,
            connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var keys = new List<ApiKey>();
        while (await reader.ReadAsync(cancellation))
        {
            keys.Add(Read(reader));
        }

        return keys;
    }

    /// <summary>
    /// Revokes a key, at once in this process and within seconds in others; again changes nothing. Refused when there is none (<c>key-unknown</c>).
    /// </summary>
    public async Task<ApiKey> RevokeAsync(TenantId tenant, string id, Caller by, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        await using var command = new NpgsqlCommand(
            $"""
            UPDATE dealledger.api_key SET revoked_at = coalesce(revoked_at, $3), revoked_by = coalesce(revoked_by, $4)
            WHERE tenant_id = $1 AND key_id = $2 RETURNING {Columns}
            """,
            connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(Sql.Text(id));
        var at = clock.GetUtcNow().ToMicroseconds();
        command.Parameters.Add(Sql.Instant(at));
        command.Parameters.Add(Sql.Text(by.Name));
        var revoked = await NotedChange.RunAsync(
            connection, tenant,
            async () =>
            {
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                return await reader.ReadAsync(cancellation)
                    ? Read(reader)
                    : throw new RefusedException("key-unknown", $"The tenant has no key '{id}'; 'key list' lists those that there are.");
            },
            _ => AccessNote.OfRights(by, at, "key revoke", AccessNote.About("key", id)),
            cancellation);

        _memory.Forget(tenant, id);
        return revoked;
    }

    /// <summary>The key with this text, if it is in force now; notes that it was used.</summary>
    public async ValueTask<ApiKey?> FindAsync(ApiKeyText text, CancellationToken cancellation)
    {
        if (!_memory.TryGet(text.Tenant, text.Id, out var stored))
        {
            var revocations = _memory.Revocations;
            stored = await LoadAsync(text.Tenant, text.Id, cancellation);
            _memory.Keep(text.Tenant, text.Id, stored, revocations);
        }

        var now = clock.GetUtcNow();
        if (stored is null || !CryptographicOperations.FixedTimeEquals(stored.Hash, text.Hash()) || !stored.Key.IsInForce(now))
        {
            return null;
        }

        var minute = now.ToUniversalTime();
        minute = minute.AddTicks(-(minute.Ticks % TimeSpan.TicksPerMinute));
        if (!(stored.Key.LastUsedAt >= minute))
        {
            _uses[(text.Tenant, text.Id)] = minute;
        }

        return stored.Key;
    }

    /// <summary>Writes down when keys were used since this was done last.</summary>
    public async Task WriteUsesAsync(CancellationToken cancellation)
    {
        foreach (var uses in _uses.ToArray().GroupBy(u => u.Key.Tenant))
        {
            await using var connection = await database.OpenAsync(uses.Key, cancellation);
            await using var command = new NpgsqlCommand(
                """
                UPDATE dealledger.api_key k SET last_used_at = u.at FROM unnest($2::varchar[], $3::timestamptz[]) u (id, at)
                WHERE k.tenant_id = $1 AND k.key_id = u.id AND (k.last_used_at IS NULL OR k.last_used_at < u.at)
                """,
                connection);
            command.Parameters.Add(Sql.Text(uses.Key.Value));
            command.Parameters.Add(Sql.Array(uses.Select(u => u.Key.Id)));
            command.Parameters.Add(Sql.Array(uses.Select(u => u.Value)));
            await command.ExecuteNonQueryAsync(cancellation);
            foreach (var use in uses)
            {
                _uses.TryRemove(use);
            }
        }
    }

    private async Task<StoredKey?> LoadAsync(TenantId tenant, string id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        await using var command = new NpgsqlCommand(
            $"SELECT {Columns}, hash FROM dealledger.api_key WHERE tenant_id = $1 AND key_id = $2", connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(Sql.Text(id));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? new StoredKey(Read(reader), reader.GetFieldValue<byte[]>(10)) : null;
    }

    private static ApiKey Read(NpgsqlDataReader reader) => new(
        reader.GetString(0), Enum.Parse<Role>(reader.GetString(1)), Sql.Nullable(reader, 2), Sql.Nullable(reader, 3), reader.GetFieldValue<DateTimeOffset>(4),
        reader.GetString(5), Sql.NullableInstant(reader, 6), Sql.NullableInstant(reader, 7), Sql.Nullable(reader, 8), Sql.NullableInstant(reader, 9));
}
