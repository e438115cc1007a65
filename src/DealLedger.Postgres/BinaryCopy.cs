using System.Buffers.Binary;
using System.Text;
using Npgsql;

namespace DealLedger.Postgres;

/// <summary>
/// Writes rows in PostgreSQL's binary COPY format straight into a buffer. The driver's own importer binds a parameter for every column,
/// which costs more than writing it. What is not completed is not in.
/// </summary>
internal sealed class BinaryCopy : IAsyncDisposable
{
    private const int BufferSize = 1 << 17;
    private const int RoomForRow = 1 << 12;
    private const int DigitsBase = 10_000;
    private static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateOnly EpochDay = new(2000, 1, 1);

    private readonly NpgsqlRawCopyStream _stream;
    private readonly short _columns;
    private byte[] _buffer = new byte[BufferSize];
    private int _used;
    private bool _completed;

    private BinaryCopy(NpgsqlRawCopyStream stream, int columns)
    {
        _stream = stream;
        _columns = checked((short)columns);
        Header.CopyTo(_buffer, 0);
        _used = Header.Length;
    }

    /// <summary>Begins a copy into these columns of a table, named by code.</summary>
    public static async Task<BinaryCopy> BeginAsync(NpgsqlConnection connection, string table, string columns, CancellationToken cancellation) => new(
        await connection.BeginRawBinaryCopyAsync($"COPY {table} ({columns}) FROM STDIN (FORMAT binary)", cancellation), columns.Count(c => c == ',') + 1);

    /// <summary>Begins a row; all its columns follow in order.</summary>
    public void StartRow()
    {
        if (_used > BufferSize - RoomForRow)
        {
            _stream.Write(_buffer, 0, _used);
            _used = 0;
        }

        BinaryPrimitives.WriteInt16BigEndian(Room(2), _columns);
    }

    /// <summary>NULL.</summary>
    public void Null() => BinaryPrimitives.WriteInt32BigEndian(Room(4), -1);

    /// <summary>A bigint.</summary>
    public void Int64(long value) => BinaryPrimitives.WriteInt64BigEndian(Field(8), value);

    /// <summary>An integer.</summary>
    public void Int32(int value) => BinaryPrimitives.WriteInt32BigEndian(Field(4), value);

    /// <summary>A smallint.</summary>
    public void Int16(short value) => BinaryPrimitives.WriteInt16BigEndian(Field(2), value);

    /// <summary>A boolean.</summary>
    public void Bool(bool value) => Field(1)[0] = value ? (byte)1 : (byte)0;

    /// <summary>A uuid.</summary>
    public void Uuid(Guid value) => value.TryWriteBytes(Field(16), bigEndian: true, out _);

    /// <summary>A timestamptz; none is infinity.</summary>
    public void Instant(DateTimeOffset? value) =>
        Int64(value is { } instant ? (instant.UtcDateTime - Epoch).Ticks / TimeSpan.TicksPerMicrosecond : long.MaxValue);

    /// <summary>A date, or NULL.</summary>
    public void Date(DateOnly? value)
    {
        if (value is { } day)
        {
            Int32(day.DayNumber - EpochDay.DayNumber);
        }
        else
        {
            Null();
        }
    }

    /// <summary>A text, or NULL.</summary>
    public void Text(string? value)
    {
        if (value is null)
        {
            Null();
            return;
        }

        Encoding.UTF8.GetBytes(value, Field(Encoding.UTF8.GetByteCount(value)));
    }

    /// <summary>A jsonb, given in UTF-8.</summary>
    public void Json(ReadOnlySpan<byte> value)
    {
        var field = Field(value.Length + 1);
        field[0] = 1;
        value.CopyTo(field[1..]);
    }

    /// <summary>A numeric with the decimal's own scale, or NULL.</summary>
    public void Numeric(decimal? value)
    {
        if (value is not { } number)
        {
            Null();
            return;
        }

        // Digits of base 10,000, the last of them ending where the fraction does, rounded up to whole digits.
        var fraction = (number.Scale + 3) / 4;
        var mantissa = Mantissa(number);
        for (var i = number.Scale; i < fraction * 4; i++)
        {
            mantissa *= 10;
        }

        Span<short> digits = stackalloc short[16];
        var count = 0;
        while (mantissa != 0)
        {
            (mantissa, var digit) = UInt128.DivRem(mantissa, DigitsBase);
            digits[count++] = (short)digit;
        }

        var field = Field(8 + (2 * count));
        BinaryPrimitives.WriteInt16BigEndian(field, (short)count);
        BinaryPrimitives.WriteInt16BigEndian(field[2..], (short)(count == 0 ? 0 : count - 1 - fraction));
        BinaryPrimitives.WriteInt16BigEndian(field[4..], number < 0 ? (short)0x4000 : (short)0);
        BinaryPrimitives.WriteInt16BigEndian(field[6..], number.Scale);
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt16BigEndian(field[(8 + (2 * i))..], digits[count - 1 - i]);
        }
    }

    /// <summary>Ends the copy: all rows are in.</summary>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        BinaryPrimitives.WriteInt16BigEndian(Room(2), -1);
        await _stream.WriteAsync(_buffer.AsMemory(0, _used), cancellation);
        _completed = true;
        await _stream.DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_completed)
        {
            await _stream.CancelAsync();
            await _stream.DisposeAsync();
        }
    }

    private static UInt128 Mantissa(decimal number)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        return unchecked(new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]));
    }

    private Span<byte> Field(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(Room(4), length);
        return Room(length);
    }

    private Span<byte> Room(int length)
    {
        if (_used + length > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _used + length));
        }

        var room = _buffer.AsSpan(_used, length);
        _used += length;
        return room;
    }
}
