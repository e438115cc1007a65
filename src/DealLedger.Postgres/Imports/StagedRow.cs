using System.Buffers.Binary;
using System.Text;

namespace DealLedger.Postgres.Imports;

/// <summary>
/// One row of a source on its way into the ledger: the deal that it is about, its kind (0 to 255), when it happened (in UTC), its id, its
/// line, and its fields. Neither id holds the character zero.
/// </summary>
public sealed record StagedRow(string DealId, byte Kind, DateTimeOffset At, string Record, int Line, ReadOnlyMemory<byte> Payload);

/// <summary>
/// A staged row as bytes: its fields, and all else in a key whose order byte by byte is that of deal, kind, instant, record and line. The
/// ids end with a zero, so that one that another one begins with comes first; numbers are big-endian.
/// </summary>
internal readonly record struct KeyedRow(byte[] Key, byte[] Payload)
{
    private const int Numbers = 1 + sizeof(long) + sizeof(int);
    private const int Ends = 2;

    // Two arrays and the place in a list.
    private const int Overhead = 64;

    /// <summary>About how much memory it takes.</summary>
    public int Bytes => Key.Length + Payload.Length + Overhead;

    /// <summary>Which of two rows comes first.</summary>
    public static int Compare(KeyedRow a, KeyedRow b) => a.Key.AsSpan().SequenceCompareTo(b.Key);

    /// <summary>A row as bytes; its payload is copied.</summary>
    public static KeyedRow Of(StagedRow row)
    {
        var key = new byte[Encoding.UTF8.GetByteCount(row.DealId) + Encoding.UTF8.GetByteCount(row.Record) + Numbers + Ends];
        var at = Encoding.UTF8.GetBytes(row.DealId, key) + 1;
        key[at++] = row.Kind;
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(at), row.At.UtcTicks);
        Encoding.UTF8.GetBytes(row.Record, key.AsSpan(at + sizeof(long)));
        BinaryPrimitives.WriteInt32BigEndian(key.AsSpan(key.Length - sizeof(int)), row.Line);
        return new KeyedRow(key, row.Payload.ToArray());
    }

    /// <summary>The row.</summary>
    public StagedRow Row()
    {
        var deal = Key.AsSpan(0, Key.AsSpan().IndexOf((byte)0));
        var rest = Key.AsSpan(deal.Length + 1);
        var record = rest[(1 + sizeof(long))..^(1 + sizeof(int))];
        return new StagedRow(
            Encoding.UTF8.GetString(deal), rest[0], new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(rest[1..]), TimeSpan.Zero),
            Encoding.UTF8.GetString(record), BinaryPrimitives.ReadInt32BigEndian(rest[^sizeof(int)..]), Payload);
    }
}
