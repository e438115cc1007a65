using System.Data;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Core.Sealing;
using Npgsql;
using NpgsqlTypes;

namespace DealLedger.Postgres.Access;

/// <summary>Notes on their way into a tenant's access log, in one transaction. What failed is run again: they are in once, whatever became of the attempt.</summary>
internal sealed class AccessAppend(TenantId tenant, IReadOnlyList<AccessNote> notes, bool mustLast)
{
    // Numbers follow each other without a hole, so whoever writes writes alone, among all hosts.
    private const string Alone = "SELECT pg_advisory_xact_lock(hashtextextended('dealledger:access:' || $1, 0)), ";

    // What somebody waits for is on the disk when they are told, however the server is set.
    private const string AloneUntilOnDisk = Alone + "set_config('synchronous_commit', 'on', true)";

    // Reads need not wait for the disk: a crash takes away the newest of them together, and the chain is whole without.
    private const string AloneWithoutWaiting = Alone + "set_config('synchronous_commit', 'off', true)";

    private const string State = """
        SELECT a.number, a.hash, (SELECT t.hash FROM dealledger.access_entry t WHERE t.tenant_id = $1 AND t.number = $2)
        FROM dealledger.tenant o
        LEFT JOIN LATERAL (
            SELECT e.number, e.hash FROM dealledger.access_entry e WHERE e.tenant_id = $1 ORDER BY e.number DESC LIMIT 1) a ON true
        WHERE o.tenant_id = $1
        """;

    private const string Insert = """
        INSERT INTO dealledger.access_entry (tenant_id, number, at, kind, caller, role, person, action, asked, position, form, outcome, hash)
        SELECT $1, n.number, n.at, n.kind, n.caller, n.role, n.person, n.action, n.asked::json, n.position, n.form, n.outcome, n.hash
        FROM unnest($2::bigint[], $3::timestamptz[], $4::varchar[], $5::varchar[], $6::varchar[], $7::varchar[], $8::varchar[], $9::varchar[], $10::bigint[],
                    $11::varchar[], $12::varchar[], $13::bytea[])
             AS n (number, at, kind, caller, role, person, action, asked, position, form, outcome, hash)
        """;

    private AccessHead? _tried;

    /// <summary>Writes the notes. Those of a tenant that does not exist are nobody's, and dropped.</summary>
    public async Task RunAsync(LedgerDatabase database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation);
        await AddAsync(connection, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Writes the notes in the transaction that the connection is in.</summary>
    public async Task AddAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (await BeginAsync(connection, cancellation) is { } head)
        {
            await InsertAsync(connection, head, cancellation);
        }
    }

    // None when there is nothing to do: no such tenant, or a commit that came through though nobody heard of it.
    private async Task<AccessHead?> BeginAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        var alone = new NpgsqlBatchCommand(mustLast ? AloneUntilOnDisk : AloneWithoutWaiting);
        alone.Parameters.Add(Sql.Text(tenant.Value));
        batch.BatchCommands.Add(alone);
        var state = new NpgsqlBatchCommand(State);
        state.Parameters.Add(Sql.Text(tenant.Value));
        state.Parameters.Add(new NpgsqlParameter<long> { TypedValue = _tried?.Number ?? 0 });
        batch.BatchCommands.Add(state);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        return !await reader.ReadAsync(cancellation) || (_tried is { } tried && !reader.IsDBNull(2) && Hash(reader, 2) == tried.Hash) ? null
            : reader.IsDBNull(0) ? AccessHead.None
            : new AccessHead(reader.GetInt64(0), Hash(reader, 1));
    }

    private async Task InsertAsync(NpgsqlConnection connection, AccessHead head, CancellationToken cancellation)
    {
        var (numbers, hashes, json) = (new long[notes.Count], new byte[notes.Count][], new CanonicalJson());
        for (var i = 0; i < notes.Count; i++)
        {
            head = notes[i].After(head, tenant.Value, json);
            (numbers[i], hashes[i]) = (head.Number, head.Hash.ToBytes());
        }

        _tried = head;
        await using var command = new NpgsqlCommand(Insert, connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(Sql.Array(numbers));
        command.Parameters.Add(Sql.Array(notes.Select(n => n.At)));
        foreach (var texts in new Func<AccessNote, string?>[] { n => n.Kind, n => n.Caller, n => n.Role, n => n.Person, n => n.Action, n => n.Asked })
        {
            command.Parameters.Add(Texts(texts));
        }

        command.Parameters.Add(Sql.Array(notes.Select(n => n.Position)));
        command.Parameters.Add(Texts(n => n.Form));
        command.Parameters.Add(Texts(n => n.Outcome));
        command.Parameters.Add(new NpgsqlParameter { Value = hashes, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private NpgsqlParameter Texts(Func<AccessNote, string?> text) =>
        new() { Value = notes.Select(text).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar };

    // A hash of another length is found by whoever verifies; the log goes on after it.
    private static Digest Hash(NpgsqlDataReader reader, int at) =>
        reader.GetFieldValue<byte[]>(at) is { Length: Digest.Length } bytes ? new Digest(bytes) : default;
}
