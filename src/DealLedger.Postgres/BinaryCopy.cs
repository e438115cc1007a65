using System.Buffers.Binary;
using Npgsql;

namespace DealLedger.Postgres;

/// <summary>Copies rows into a table while they are written. What is not completed is not in.</summary>
internal sealed class BinaryCopy : CopyRows, IAsyncDisposable
{
    private const int SendAt = (1 << 17) - (1 << 12);
    private static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly NpgsqlRawCopyStream _stream;
    private bool _completed;

    private BinaryCopy(NpgsqlRawCopyStream stream, int columns)
        : base(columns)
    {
        _stream = stream;
        Header.CopyTo(Room(Header.Length));
    }

    /// <summary>Begins a copy into these columns of a table, named by code.</summary>
    public static Task<BinaryCopy> BeginAsync(NpgsqlConnection connection, string table, string columns, CancellationToken cancellation) =>
        BeginAsync(connection, $"COPY {table} ({columns}) FROM STDIN (FORMAT binary)", columns.Count(c => c == ',') + 1, cancellation);

    /// <summary>The same for a table that the transaction has made: its rows need no second writing when they are first read.</summary>
    public static Task<BinaryCopy> BeginIntoNewAsync(NpgsqlConnection connection, string table, string columns, CancellationToken cancellation) =>
        BeginAsync(connection, $"COPY {table} ({columns}) FROM STDIN (FORMAT binary, FREEZE)", columns.Count(c => c == ',') + 1, cancellation);

    /// <inheritdoc/>
    public override void StartRow()
    {
        if (Written.Length > SendAt)
        {
            _stream.Write(Written.Span);
            Clear();
        }

        base.StartRow();
    }

    /// <summary>Adds rows that were written before.</summary>
    public void Add(CopyRows rows, CancellationToken cancellation)
    {
        // Not awaited: PostgreSQL would be through with what it has before a thread is found that goes on.
        _stream.Write(Written.Span);
        Clear();
        for (var rest = rows.Written.Span; rest.Length > 0; rest = rest[Math.Min(SendAt, rest.Length)..])
        {
            cancellation.ThrowIfCancellationRequested();
            _stream.Write(rest[..Math.Min(SendAt, rest.Length)]);
        }
    }

    /// <summary>Ends the copy: all rows are in.</summary>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        BinaryPrimitives.WriteInt16BigEndian(Room(2), -1);
        await _stream.WriteAsync(Written, cancellation);
        _completed = true;
        await _stream.DisposeAsync();
    }

    private static async Task<BinaryCopy> BeginAsync(NpgsqlConnection connection, string statement, int columns, CancellationToken cancellation) =>
        new(await connection.BeginRawBinaryCopyAsync(statement, cancellation), columns);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_completed)
        {
            await _stream.CancelAsync();
            await _stream.DisposeAsync();
        }

        Dispose();
    }
}
