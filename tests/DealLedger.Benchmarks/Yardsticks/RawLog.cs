using System.Text.Json;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using Npgsql;
using NpgsqlTypes;

namespace DealLedger.Benchmarks.Yardsticks;

/// <summary>One event as the columns of its row, ready to be inserted.</summary>
internal sealed record RawRow(
    Guid Id, string Stream, long Version, byte[] Data, string Type, string DotNetType, string Correlation, string Headers);

/// <summary>
/// PostgreSQL without a ledger: plain tables of the same shape and indexes in a schema of their own, filled by COPY and by the one statement
/// that a stream's event takes at the least.
/// </summary>
internal sealed class RawLog
{
    private const string AppendOne = """
        WITH stream AS (
            UPDATE raw.streams SET version = version + 1, timestamp = clock_timestamp()
            WHERE tenant_id = $1 AND id = $2 AND version = $3
            RETURNING version
        )
        INSERT INTO raw.events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, correlation_id, headers)
        SELECT nextval('raw.events_sequence'), $4, $2, stream.version, $5, $6, clock_timestamp(), $1, $7, $8, $9 FROM stream
        """;

    private readonly NpgsqlDataSource _source;

    private RawLog(NpgsqlDataSource source) => _source = source;

    /// <summary>Makes the empty tables.</summary>
    public static async Task<RawLog> CreateAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        var raw = new RawLog(source);
        await raw.ExecuteAsync(
            """
            CREATE SCHEMA raw;
            CREATE TABLE raw.events (LIKE ledger.mt_events INCLUDING ALL);
            CREATE TABLE raw.streams (LIKE ledger.mt_streams INCLUDING ALL) WITH (fillfactor = 50);
            CREATE SEQUENCE raw.events_sequence;
            """,
            cancellation);
        return raw;
    }

    /// <summary>A prepared append of one event as its row.</summary>
    public static RawRow Render(StreamAppend append)
    {
        var e = append.Events.Single();
        return new RawRow(
            e.Id, append.Stream.ToString(), append.ExpectedVersion + 1, EventJson.Write(e.Data), EventJson.TypeName(e.Data),
            $"{e.Data.GetType().FullName}, DealLedger.Core",
            e.CorrelationId, $$"""{"order":"{{JsonEncodedText.Encode(e.Order)}}","source":"{{JsonEncodedText.Encode(e.Source)}}"}""");
    }

    /// <summary>
    /// Copies the ledger's rows between two positions into the plain table, as the bytes of COPY's binary format, which PostgreSQL itself
    /// made outside the clock: the program adds nothing. Returns the events a second.
    /// </summary>
    public async Task<double> CopyOverAsync(long first, long last, CancellationToken cancellation)
    {
        using var rows = new MemoryStream();
        await CopyOutAsync(_source, first, last, rows, cancellation);
        return await Samples.RateAsync(last - first + 1, async () =>
        {
            await using var connection = await _source.OpenConnectionAsync(cancellation);
            await using var copy = await connection.BeginRawBinaryCopyAsync("COPY raw.events FROM STDIN (FORMAT binary)", cancellation);
            await copy.WriteAsync(rows.GetBuffer().AsMemory(0, (int)rows.Length), cancellation);
        });
    }

    /// <summary>Binary COPY of the ledger's events between two positions out of the server, all columns.</summary>
    public static async Task CopyOutAsync(NpgsqlDataSource source, long first, long last, Stream into, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var copy = await connection.BeginRawBinaryCopyAsync(
            $"COPY (SELECT * FROM ledger.mt_events WHERE tenant_id = '{MeasuredLedger.Tenant}' AND seq_id BETWEEN {first} AND {last}) TO STDOUT (FORMAT binary)",
            cancellation);
        await copy.CopyToAsync(into, 1 << 20, cancellation);
    }

    /// <summary>Fills the stream table from what was copied, and sets the sequence behind it.</summary>
    public Task AddStreamsAsync(CancellationToken cancellation) => ExecuteAsync(
        """
        INSERT INTO raw.streams (tenant_id, id, version) SELECT tenant_id, stream_id, max(version) FROM raw.events GROUP BY 1, 2;
        SELECT setval('raw.events_sequence', max(seq_id)) FROM raw.events;
        VACUUM (ANALYZE) raw.events;
        VACUUM (ANALYZE) raw.streams;
        """,
        cancellation);

    /// <summary>Appends rows one by one on one connection, by a prepared statement.</summary>
    public async Task AppendAsync(IEnumerable<RawRow> rows, CancellationToken cancellation)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(AppendOne, connection);
        var (stream, expected, id) = (new NpgsqlParameter<string>(), new NpgsqlParameter<long>(), new NpgsqlParameter<Guid>());
        var (data, type, dotNetType) = (Jsonb<byte[]>(), new NpgsqlParameter<string>(), new NpgsqlParameter<string>());
        var (correlation, headers) = (new NpgsqlParameter<string>(), Jsonb<string>());
        NpgsqlParameter[] parameters =
        [
            new NpgsqlParameter<string> { TypedValue = MeasuredLedger.Tenant.Value }, stream, expected, id, data, type, dotNetType, correlation, headers,
        ];
        command.Parameters.AddRange(parameters);
        var isPrepared = false;
        foreach (var row in rows)
        {
            (stream.TypedValue, expected.TypedValue, id.TypedValue) = (row.Stream, row.Version - 1, row.Id);
            (data.TypedValue, type.TypedValue, dotNetType.TypedValue) = (row.Data, row.Type, row.DotNetType);
            (correlation.TypedValue, headers.TypedValue) = (row.Correlation, row.Headers);
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
        await using var connection = await _source.OpenConnectionAsync(cancellation);
        foreach (var statement in sql.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // One by one: VACUUM takes no company.
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }
}
