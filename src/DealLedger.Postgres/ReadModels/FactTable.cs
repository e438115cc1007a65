using DealLedger.Core.Calls;
using DealLedger.Core.Currencies;
using DealLedger.Core.FollowUps;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Organisation;
using DealLedger.Core.People;
using DealLedger.Core.Quotas;
using DealLedger.Postgres.Answers;
using Npgsql;

namespace DealLedger.Postgres.ReadModels;

/// <summary>The read model of what is not an opportunity: the events of those streams, by kind.</summary>
internal static class FactTable
{
    private const string OfLog = """
        SELECT e.tenant_id, split_part(e.stream_id, '/', 1) AS kind, e.seq_id, substr(e.stream_id, strpos(e.stream_id, '/') + 1) AS id, e.version, e.type, e.data,
               e.user_name, e.timestamp
        FROM ledger.mt_events e
        WHERE e.tenant_id = $1 AND e.seq_id > $2 AND e.seq_id <= $3 AND split_part(e.stream_id, '/', 1) = ANY ($4)
        """;

    private const string InTable = """
        SELECT f.tenant_id, f.kind, f.position, f.id, f.version, f.type, f.data, f.user_name, f.recorded_at
        FROM dealledger.fact f WHERE f.tenant_id = $1 AND f.position > $2 AND f.position <= $3
        """;

    // So many facts of a kind, $2, as were recorded up to a position, $3, and are looked for.
    private const string OfKind = """
        SELECT f.id, f.position, f.version, f.type, f.data, f.user_name, f.recorded_at
        FROM dealledger.fact f WHERE f.tenant_id = $1 AND f.kind = $2 AND f.position <= $3 AND {which} ORDER BY f.position
        """;

    /// <summary>The kinds of streams that it holds.</summary>
    public static readonly string[] Kinds = [CallSubmitted.Kind, FollowUpEvent.Kind, PersonEvent.Kind, QuotaSet.Kind, RateSet.Kind, SettingsEvent.Kind];
    private static readonly string[] Prefixes = [.. Kinds.Select(k => k + "/")];

    /// <summary>Whether the events of a stream belong into the table.</summary>
    public static bool Holds(string? stream) => stream is not null && Prefixes.Any(p => stream.StartsWith(p, StringComparison.Ordinal));

    /// <summary>Copies what the log holds between two positions, the first exclusive. What is there already stays.</summary>
    public static Task ProjectAsync(NpgsqlConnection connection, TenantId tenant, long from, long to, CancellationToken cancellation) => ExecuteAsync(
        connection,
        $"INSERT INTO dealledger.fact (tenant_id, kind, position, id, version, type, data, user_name, recorded_at) {OfLog} ON CONFLICT DO NOTHING",
        tenant, from, to, cancellation);

    /// <summary>Fills the table anew up to a position, inside a transaction of the caller.</summary>
    public static async Task RebuildAsync(NpgsqlConnection connection, TenantId tenant, long to, CancellationToken cancellation)
    {
        await using (var clear = new NpgsqlCommand("DELETE FROM dealledger.fact WHERE tenant_id = $1 AND position <= $2", connection))
        {
            clear.Parameters.Add(Sql.Text(tenant.Value));
            clear.Parameters.Add(new NpgsqlParameter<long> { TypedValue = to });
            await clear.ExecuteNonQueryAsync(cancellation);
        }

        await ProjectAsync(connection, tenant, 0, to, cancellation);
    }

    /// <summary>The first position up to another at which table and log differ; none when they agree.</summary>
    public static async Task<long?> FirstDifferenceAsync(NpgsqlConnection connection, TenantId tenant, long to, CancellationToken cancellation)
    {
        await using var command = Command(
            connection, $"SELECT min(d.position) FROM ((({OfLog}) EXCEPT ALL ({InTable})) UNION ALL (({InTable}) EXCEPT ALL ({OfLog}))) AS d (t, k, position)", tenant, 0, to);
        return await command.ExecuteScalarAsync(cancellation) as long?;
    }

    /// <summary>The facts of a kind that were recorded up to a position, in the order of recording; those that cannot be read are left out.</summary>
    public static Task<List<RecordedFact>> ReadAsync(NpgsqlConnection connection, TenantId tenant, string kind, long upTo, CancellationToken cancellation) =>
        ReadAsync(connection, tenant, kind, upTo, "true", null, cancellation);

    /// <summary>The facts of a kind that were recorded between two positions, the first exclusive.</summary>
    public static Task<List<RecordedFact>> ReadAsync(
        NpgsqlConnection connection, TenantId tenant, string kind, long after, long upTo, CancellationToken cancellation) =>
        ReadAsync(connection, tenant, kind, upTo, "f.position > $4", new NpgsqlParameter<long> { TypedValue = after }, cancellation);

    /// <summary>The facts of a kind about these periods, by their names, that were recorded up to a position.</summary>
    public static Task<List<RecordedFact>> ReadOfPeriodsAsync(
        NpgsqlConnection connection, TenantId tenant, string kind, long upTo, IReadOnlyList<string> periods, CancellationToken cancellation) =>
        ReadAsync(connection, tenant, kind, upTo, "f.data ->> 'Period' = ANY ($4)", Sql.Array(periods), cancellation);

    /// <summary>The facts of a kind, or of one stream of it, up to a position as the log itself holds them.</summary>
    public static async Task<List<RecordedFact>> ReadLogAsync(
        NpgsqlConnection connection, TenantId tenant, string kind, string? id, long upTo, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT l.id, l.seq_id, l.version, l.type, l.data, l.user_name, l.timestamp
            FROM ({OfLog}{(id is null ? "" : " AND e.stream_id = $5")}) l ORDER BY l.seq_id
            """,
            connection) { CommandTimeout = 0 };
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = 0 });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        command.Parameters.Add(Sql.Array([kind]));
        if (id is not null)
        {
            command.Parameters.Add(Sql.Text(new StreamKey(kind, id).ToString()));
        }

        return await ReadAsync(command, kind, cancellation);
    }

    /// <summary>The facts of one stream.</summary>
    public static Task<List<RecordedFact>> ReadStreamAsync(NpgsqlConnection connection, TenantId tenant, StreamKey stream, CancellationToken cancellation) =>
        ReadAsync(connection, tenant, stream.Kind, long.MaxValue, "f.id = $4", Sql.Text(stream.Id), cancellation);

    /// <summary>A call and those for the same period, person, scope, layer and category, as known in a snapshot; none when there is no such call.</summary>
    public static async Task<List<RecordedFact>> ReadSlotOfCallAsync(Snapshot snapshot, string call, CancellationToken cancellation)
    {
        await using var command = snapshot.Ask(
            """
            SELECT f.id, f.position, f.version, f.type, f.data, f.user_name, f.recorded_at
            FROM dealledger.fact c
            JOIN dealledger.fact f ON f.tenant_id = c.tenant_id AND f.kind = c.kind AND f.data ->> 'Period' = c.data ->> 'Period'
            WHERE c.tenant_id = $1 AND c.kind = $5 AND c.id = $6 AND c.version = 1 AND c.position <= $7 AND f.position <= $7
                AND f.data ->> 'For' = c.data ->> 'For' AND f.data ->> 'Scope' = c.data ->> 'Scope' AND f.data ->> 'Layer' = c.data ->> 'Layer'
                AND f.data ->> 'Category' = c.data ->> 'Category'
            ORDER BY f.position
            """,
            Sql.Text(CallSubmitted.Kind), Sql.Text(call), new NpgsqlParameter<long> { TypedValue = snapshot.KnownTo });
        return await ReadAsync(command, CallSubmitted.Kind, cancellation);
    }

    private static async Task<List<RecordedFact>> ReadAsync(
        NpgsqlConnection connection, TenantId tenant, string kind, long upTo, string which, NpgsqlParameter? parameter, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(OfKind.Replace("{which}", which, StringComparison.Ordinal), connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(Sql.Text(kind));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        if (parameter is not null)
        {
            command.Parameters.Add(parameter);
        }

        return await ReadAsync(command, kind, cancellation);
    }

    private static async Task<List<RecordedFact>> ReadAsync(NpgsqlCommand command, string kind, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var facts = new List<RecordedFact>();
        while (await reader.ReadAsync(cancellation))
        {
            var recordedAt = reader.GetFieldValue<DateTimeOffset>(6);
            var user = reader.IsDBNull(5) ? null : reader.GetString(5);
            if (EventJson.ReadFact(reader.GetString(3), reader.GetFieldValue<byte[]>(4), recordedAt, user) is { } data)
            {
                facts.Add(new RecordedFact(new StreamKey(kind, reader.GetString(0)), reader.GetInt64(1), reader.GetInt64(2), data, recordedAt));
            }
        }

        return facts;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, TenantId tenant, long from, long to, CancellationToken cancellation)
    {
        await using var command = Command(connection, sql, tenant, from, to);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, TenantId tenant, long from, long to)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = to });
        command.Parameters.Add(Sql.Array(Kinds));
        return command;
    }
}
