using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace DealLedger.Postgres.Imports;

/// <summary>
/// Rows of an import, to come back sorted by deal, kind, instant, record and line, whatever their number: while they are few they are held
/// in memory, else all of them wait in a temporary table, which is gone with the connection, however that ends.
/// </summary>
public sealed class ImportStaging : IAsyncDisposable
{
    private const int BytesInMemory = 64 << 20;

    private readonly NpgsqlConnection _connection;
    private readonly int _bytesInMemory;
    private List<KeyedRow>? _held;

    private ImportStaging(NpgsqlConnection connection, int bytesInMemory) => (_connection, _bytesInMemory) = (connection, bytesInMemory);

    /// <summary>An empty staging table on a connection of its own.</summary>
    public static Task<ImportStaging> CreateAsync(LedgerDatabase db, CancellationToken ct) => CreateAsync(db, BytesInMemory, ct);

    /// <summary>The same with another bound to what is held in memory.</summary>
    internal static async Task<ImportStaging> CreateAsync(LedgerDatabase db, int bytesInMemory, CancellationToken ct)
    {
        // A connection that goes back to a pool would keep the table.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(db.OwnerConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        await using var create = new NpgsqlCommand(
            "SET work_mem = '128MB'; CREATE TEMPORARY TABLE staged_row (key bytea NOT NULL, payload bytea NOT NULL)", connection);
        await create.ExecuteNonQueryAsync(ct);
        return new ImportStaging(connection, bytesInMemory);
    }

    /// <summary>Begins to take rows in; one writer at a time.</summary>
    public async Task<StagingWriter> BeginAsync(CancellationToken ct) =>
        new(await BinaryCopy.BeginAsync(_connection, "staged_row", "key, payload", ct), _bytesInMemory, held => _held = held);

    /// <summary>All rows, sorted; once.</summary>
    public async IAsyncEnumerable<StagedRow> ReadSortedAsync([EnumeratorCancellation] CancellationToken ct)
    {
        if (_held is { } held)
        {
            held.Sort(KeyedRow.Compare);
            for (var i = 0; i < held.Count; i++)
            {
                ct.ThrowIfCancellationRequested();
                yield return held[i].Row();

                // What was read need not be held any longer.
                held[i] = default;
            }

            yield break;
        }

        await using var reader = await _connection.BeginBinaryExportAsync(
            "COPY (SELECT key, payload FROM staged_row ORDER BY key) TO STDOUT (FORMAT binary)", ct);
        while (reader.StartRow() != -1)
        {
            ct.ThrowIfCancellationRequested();
            yield return new KeyedRow(reader.Read<byte[]>(NpgsqlDbType.Bytea), reader.Read<byte[]>(NpgsqlDbType.Bytea)).Row();
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
    private readonly Action<List<KeyedRow>?> _complete;
    private readonly List<KeyedRow> _held = [];
    private long _room;

    internal StagingWriter(BinaryCopy copy, int bytesInMemory, Action<List<KeyedRow>?> complete) =>
        (_copy, _room, _complete) = (copy, bytesInMemory, complete);

    /// <summary>Adds a row; several may be added at the same time.</summary>
    public void Write(StagedRow row)
    {
        var keyed = KeyedRow.Of(row);
        lock (_alone)
        {
            _held.Add(keyed);
            _room -= keyed.Bytes;
            if (_room < 0)
            {
                Flush();
            }
        }
    }

    /// <summary>Ends the copy: all rows are in.</summary>
    public async Task CompleteAsync(CancellationToken ct)
    {
        await _copy.CompleteAsync(ct);
        _complete(_room < 0 ? null : _held);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _copy.DisposeAsync();

    // Once there is no room left, every row goes straight into the table.
    private void Flush()
    {
        foreach (var row in _held)
        {
            _copy.StartRow();
            _copy.Bytes(row.Key);
            _copy.Bytes(row.Payload);
        }

        _held.Clear();
    }
}
