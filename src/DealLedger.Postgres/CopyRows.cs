using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace DealLedger.Postgres;

/// <summary>Rows in PostgreSQL's binary COPY format, in memory. The driver's own importer binds a parameter for every column, which costs more than writing it.</summary>
internal class CopyRows : IDisposable
{
    private const int FirstSize = 1 << 17;
    private const int DigitsBase = 10_000;
    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateOnly EpochDay = new(2000, 1, 1);

    private readonly short _columns;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _used;

    /// <summary>No rows yet, of so many columns each.</summary>
    public CopyRows(int columns) => _columns = checked((short)columns);

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _used);

    /// <summary>Begins a row; all its columns follow in order.</summary>
    public virtual void StartRow() => BinaryPrimitives.WriteInt16BigEndian(Room(2), _columns);

    /// <summary>NULL.</summary>
    public void Null() => BinaryPrimitives.WriteInt32BigEndian(Room(4), -1);

    /// <summary>A bigint.</summary>
    public void Int64(long value) => BinaryPrimitives.WriteInt64BigEndian(Field(8), value);

    /// <summary>A bigint, or NULL where it is the usual one.</summary>
    public void Int64(long value, long unless)
    {
        if (value == unless)
        {
            Null();
        }
        else
        {
            Int64(value);
        }
    }

    /// <summary>An integer, or NULL.</summary>
    public void Int32(int? value)
    {
        if (value is { } number)
        {
            BinaryPrimitives.WriteInt32BigEndian(Field(4), number);
        }
        else
        {
            Null();
        }
    }

    /// <summary>A smallint, or NULL.</summary>
    public void Int16(short? value)
    {
        if (value is { } number)
        {
            BinaryPrimitives.WriteInt16BigEndian(Field(2), number);
        }
        else
        {
            Null();
        }
    }

    /// <summary>A boolean, or NULL.</summary>
    public void Bool(bool? value)
    {
        if (value is { } truth)
        {
            Field(1)[0] = truth ? (byte)1 : (byte)0;
        }
        else
        {
            Null();
        }
    }

    /// <summary>A uuid.</summary>
    public void Uuid(Guid value) => value.TryWriteBytes(Field(16), bigEndian: true, out _);

    /// <summary>A timestamptz; none is infinity.</summary>
    public void Instant(DateTimeOffset? value) =>
        Int64(value is { } instant ? Microseconds(instant) : long.MaxValue);

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

    /// <summary>A bytea.</summary>
    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Field(value.Length));

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

    /// <summary>A bigint or timestamptz that is not known yet: where to fill it in.</summary>
    public int Later()
    {
        Int64(0);
        return _used - 8;
    }

    /// <summary>Fills in a bigint.</summary>
    public void Fill(int place, long value) => BinaryPrimitives.WriteInt64BigEndian(_buffer.AsSpan(place, 8), value);

    /// <summary>Fills in a timestamptz.</summary>
    public void Fill(int place, DateTimeOffset value) => Fill(place, Microseconds(value));

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _used = 0;
        GC.SuppressFinalize(this);
    }

    /// <summary>Forgets what was written.</summary>
    protected void Clear() => _used = 0;

    /// <summary>Room for so many bytes more.</summary>
    protected Span<byte> Room(int length)
    {
        if (_used + length > _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _used + length));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        var room = _buffer.AsSpan(_used, length);
        _used += length;
        return room;
    }

    private static long Microseconds(DateTimeOffset instant) => (instant.UtcDateTime - Epoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private Span<byte> Field(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(Room(4), length);
        return Room(length);
    }

    private static UInt128 Mantissa(decimal number)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        return unchecked(new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]));
    }
}
