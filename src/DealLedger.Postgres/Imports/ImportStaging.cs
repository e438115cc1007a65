using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace DealLedger.Postgres.Imports;

/// <summary>One row of a source on its way into the ledger: the deal that it is about, its kind, when it happened, its id, its line, and its fields.</summary>
public sealed record StagedRow(string DealId, short Kind, DateTimeOffset At, string Record, int Line, ReadOnlyMemory<byte> Payload);

/// <summary>
/// Rows of an import in a temporary table, to come back sorted by deal, kind, instant, record and line, whatever their number. The table
/// is gone with the connection, however that ends.
/// </summary>
public sealed class ImportStaging : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private ImportStaging(NpgsqlConnection connection) => _connection = connection;

    /// <summary>An empty staging table on a connection of its own.</summary>
    public static async Task<ImportStaging> CreateAsync(LedgerDatabase db, CancellationToken ct)
    {
        // A connection that goes back to a pool would keep the table.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(db.OwnerConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        await using var create = new NpgsqlCommand(
            """
            SET work_mem = '128MB';
            CREATE TEMPORARY TABLE staged_row (
                deal_id varchar COLLATE "C" NOT NULL, kind smallint NOT NULL, at timestamptz NOT NULL,
                record varchar COLLATE "C" NOT NULL, line integer NOT NULL, payload bytea NOT NULL)
            """,
            connection);
        await create.ExecuteNonQueryAsync(ct);
        return new ImportStaging(connection);
    }

    /// <summary>Begins to take rows in; one writer at a time.</summary>
    public async Task<StagingWriter> BeginAsync(CancellationToken ct) =>
        new(await BinaryCopy.BeginAsync(_connection, "staged_row", "deal_id, kind, at, record, line, payload", ct));

    /// <summary>All rows, sorted.</summary>
    public async IAsyncEnumerable<StagedRow> ReadSortedAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await using var reader = await _connection.BeginBinaryExportAsync(
            "COPY (SELECT deal_id, kind, at, record, line, payload FROM staged_row ORDER BY deal_id, kind, at, record, line) TO STDOUT (FORMAT binary)", ct);
        while (reader.StartRow() != -1)
        {
            ct.ThrowIfCancellationRequested();
            yield return new StagedRow(
                reader.Read<string>(NpgsqlDbType.Varchar),
                reader.Read<short>(NpgsqlDbType.Smallint),
                new DateTimeOffset(reader.Read<DateTime>(NpgsqlDbType.TimestampTz), TimeSpan.Zero),
                reader.Read<string>(NpgsqlDbType.Varchar),
                reader.Read<int>(NpgsqlDbType.Integer),
                reader.Read<byte[]>(NpgsqlDbType.Bytea));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();
}

/// <summary>Takes rows into a staging table; what is not completed is not in.</summary>
public sealed class StagingWriter : IAsyncDisposable
{
    private readonly Lock _alone = new();
    private readonly BinaryCopy _copy;

    internal StagingWriter(BinaryCopy copy) => _copy = copy;

    /// <summary>Adds a row; several may be added at the same time.</summary>
    public void Write(StagedRow row)
    {
        lock (_alone)
        {
            _copy.StartRow();
            _copy.Text(row.DealId);
            _copy.Int16(row.Kind);
            _copy.Instant(row.At);
            _copy.Text(row.Record);
            _copy.Int32(row.Line);
            _copy.Bytes(row.Payload.Span);
        }
    }

    /// <summary>Ends the copy: all rows are in.</summary>
    public Task CompleteAsync(CancellationToken ct) => _copy.CompleteAsync(ct);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _copy.DisposeAsync();
}
