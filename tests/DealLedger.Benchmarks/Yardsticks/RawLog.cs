using System.Runtime.CompilerServices;
using System.Text.Json;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using Npgsql;
using NpgsqlTypes;

namespace DealLedger.Benchmarks.Yardsticks;

/// <summary>One event as the columns of its row, ready to be written.</summary>
internal sealed record RawRow(
    long Position, Guid Id, string Stream, long Version, byte[] Data, string Type, DateTime Stamp, string DotNetType, string Correlation, string Headers, string User);

/// <summary>
/// PostgreSQL without a ledger: plain tables of the same shape and indexes in a schema of their own, written by COPY and by the one
/// statement that a stream's event takes at the least.
/// </summary>
internal sealed class RawLog(NpgsqlDataSource source, TenantId tenant, string schema)
{
    private const string CopyColumns =
        "seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, correlation_id, headers, user_name";

    private readonly string _appendOne = $"""
        WITH stream AS (
            UPDATE {schema}.streams SET version = version + 1, timestamp = clock_timestamp()
            WHERE tenant_id = $1 AND id = $2 AND version = $3
            RETURNING version
        )
        INSERT INTO {schema}.events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, correlation_id, headers, user_name)
        SELECT nextval('{schema}.events_sequence'), $4, $2, stream.version, $5, $6, clock_timestamp(), $1, $7, $8, $9, $10 FROM stream
        """;

    public async Task CreateAsync(CancellationToken cancellation) => await ExecuteAsync(
        $"""
        CREATE SCHEMA {schema};
        CREATE TABLE {schema}.events (LIKE ledger.mt_events INCLUDING ALL);
        CREATE TABLE {schema}.streams (LIKE ledger.mt_streams INCLUDING ALL);
        CREATE SEQUENCE {schema}.events_sequence;
        """,
        cancellation);

    /// <summary>The rows that these appends come to, at consecutive positions.</summary>
    public static List<RawRow> Render(IEnumerable<StreamAppend> appends, long after)
    {
        var rows = new List<RawRow>();
        foreach (var append in appends)
        {
            for (var i = 0; i < append.Events.Count; i++)
            {
                rows.Add(Render(append.Stream.Id, append.ExpectedVersion + i + 1, append.Events[i], after + rows.Count + 1));
            }
        }

        return rows;
    }

    public static RawRow Render(string opportunityId, long version, NewEvent e, long position) => new(
        position, e.Id, "opportunity/" + opportunityId, version, EventJson.Write(e.Data), EventJson.TypeName(e.Data), DateTime.UnixEpoch,
        $"{e.Data.GetType().FullName}, DealLedger.Core", e.CorrelationId,
        $$"""{"order":"{{JsonEncodedText.Encode(e.Order)}}","source":"{{JsonEncodedText.Encode(e.Source)}}"}""", e.Data.By);

    /// <summary>Binary COPY of rows, one transaction.</summary>
    public async Task CopyInAsync(IReadOnlyList<RawRow> rows, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var writer = await connection.BeginBinaryImportAsync($"COPY {schema}.events ({CopyColumns}) FROM STDIN (FORMAT binary)", cancellation);
        foreach (var row in rows)
        {
            await writer.StartRowAsync(cancellation);
            await writer.WriteAsync(row.Position, NpgsqlDbType.Bigint, cancellation);
            await writer.WriteAsync(row.Id, NpgsqlDbType.Uuid, cancellation);
            await writer.WriteAsync(row.Stream, NpgsqlDbType.Varchar, cancellation);
            await writer.WriteAsync(row.Version, NpgsqlDbType.Bigint, cancellation);
            await writer.WriteAsync(row.Data, NpgsqlDbType.Jsonb, cancellation);
            await writer.WriteAsync(row.Type, NpgsqlDbType.Varchar, cancellation);
            await writer.WriteAsync(row.Stamp, NpgsqlDbType.TimestampTz, cancellation);
            await writer.WriteAsync(tenant.Value, NpgsqlDbType.Varchar, cancellation);
            await writer.WriteAsync(row.DotNetType, NpgsqlDbType.Varchar, cancellation);
            await writer.WriteAsync(row.Correlation, NpgsqlDbType.Varchar, cancellation);
            await writer.WriteAsync(row.Headers, NpgsqlDbType.Jsonb, cancellation);
            await writer.WriteAsync(row.User, NpgsqlDbType.Varchar, cancellation);
        }

        await writer.CompleteAsync(cancellation);
    }

    /// <summary>Fills the stream table from what was copied, and sets the sequence behind it.</summary>
    public Task AddStreamsAsync(CancellationToken cancellation) => ExecuteAsync(
        $"""
        INSERT INTO {schema}.streams (tenant_id, id, version) SELECT tenant_id, stream_id, max(version) FROM {schema}.events GROUP BY 1, 2;
        SELECT setval('{schema}.events_sequence', max(seq_id)) FROM {schema}.events;
        """,
        cancellation);

    /// <summary>Binary COPY of the ledger's events out of the server, all columns; returns the bytes read.</summary>
    public async Task<long> CopyOutAsync(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var stream = await connection.BeginRawBinaryCopyAsync(
            $"COPY (SELECT * FROM ledger.mt_events WHERE tenant_id = '{tenant.Value}') TO STDOUT (FORMAT binary)", cancellation);
        var buffer = new byte[1 << 20];
        long bytes = 0;
        for (int read; (read = await stream.ReadAsync(buffer, cancellation)) > 0;)
        {
            bytes += read;
        }

        return bytes;
    }

    /// <summary>The rows of the ledger's own events, in the order of recording.</summary>
    public async IAsyncEnumerable<RawRow> ReadLedgerAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(
            """
            SELECT seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, correlation_id, headers, user_name
            FROM ledger.mt_events WHERE tenant_id = $1 ORDER BY seq_id
            """,
            connection) { CommandTimeout = 0 };
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            yield return new RawRow(
                reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2), reader.GetInt64(3), reader.GetFieldValue<byte[]>(4), reader.GetString(5),
                reader.GetDateTime(6), reader.GetString(7), reader.GetString(8), reader.GetString(9), reader.GetString(10));
        }
    }

    /// <summary>Appends rows one by one on one connection, by a prepared statement.</summary>
    public async Task AppendAsync(IEnumerable<RawRow> rows, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(_appendOne, connection);
        var (stream, expected, id) = (new NpgsqlParameter<string>(), new NpgsqlParameter<long>(), new NpgsqlParameter<Guid>());
        var (data, type, dotNetType) = (Jsonb<byte[]>(), new NpgsqlParameter<string>(), new NpgsqlParameter<string>());
        var (correlation, headers, user) = (new NpgsqlParameter<string>(), Jsonb<string>(), new NpgsqlParameter<string>());
        NpgsqlParameter[] parameters =
            [new NpgsqlParameter<string> { TypedValue = tenant.Value }, stream, expected, id, data, type, dotNetType, correlation, headers, user];
        command.Parameters.AddRange(parameters);
        var isPrepared = false;
        foreach (var row in rows)
        {
            (stream.TypedValue, expected.TypedValue, id.TypedValue) = (row.Stream, row.Version - 1, row.Id);
            (data.TypedValue, type.TypedValue, dotNetType.TypedValue) = (row.Data, row.Type, row.DotNetType);
            (correlation.TypedValue, headers.TypedValue, user.TypedValue) = (row.Correlation, row.Headers, row.User);
            if (!isPrepared)
            {
                await command.PrepareAsync(cancellation);
                isPrepared = true;
            }

            if (await command.ExecuteNonQueryAsync(cancellation) != 1)
            {
                throw new InvalidOperationException($"The raw stream {row.Stream} is not at version {row.Version - 1}.");
            }
        }
    }

    private static NpgsqlParameter<T> Jsonb<T>() => new() { NpgsqlDbType = NpgsqlDbType.Jsonb };

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
