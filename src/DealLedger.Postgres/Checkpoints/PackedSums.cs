using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;

namespace DealLedger.Postgres.Checkpoints;

/// <summary>Sums as bytes, in the order of their keys: a tenth of what rows would take, and read without one allocation a number.</summary>
internal static class PackedSums
{
    // What a sum's first byte holds beside outcome and category.
    private const int Categories = 8;
    private const byte StateBits = 0x1F;
    private const byte HasEach = 0x20;
    private const byte HasWithoutAmount = 0x40;
    private const byte HasWeight = 0x80;

    // Of a decimal's first byte: the scale takes the lower bits.
    private const byte IsNegative = 0x80;
    private const byte IsLong = 0x40;

    /// <summary>Packs sums; the same sums give the same bytes.</summary>
    public static byte[] Write(Dictionary<SumKey, SumOfDeals> sums)
    {
        var keys = new SumKey[sums.Count];
        var values = new SumOfDeals[sums.Count];
        sums.Keys.CopyTo(keys, 0);
        sums.Values.CopyTo(values, 0);
        Array.Sort(keys, values);
        using var buffer = new MemoryStream(keys.Length * 20);
        using var to = new BinaryWriter(buffer);
        var group = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            ref readonly var key = ref keys[i];
            ref readonly var sum = ref values[i];
            to.Write((byte)(((int)key.Standing * Categories) + (int)key.Category + (key.Each is null ? 0 : HasEach)
                + (sum.WithoutAmount == 0 ? 0 : HasWithoutAmount) + (sum.Weight == 0 ? 0 : HasWeight)));
            to.Write7BitEncodedInt(key.Group - group);
            group = key.Group;
            if (key.Each is { } each)
            {
                Number(to, each);
            }

            Number(to, sum.Amount);
            Count(to, sum.WithAmount);
            if (sum.WithoutAmount != 0)
            {
                Count(to, sum.WithoutAmount);
            }

            if (sum.Weight != 0)
            {
                Number(to, sum.Weight);
            }
        }

        to.Flush();
        return buffer.ToArray();
    }

    /// <summary>Reads packed sums one by one.</summary>
    public static void Read(ReadOnlySpan<byte> packed, EachSum each)
    {
        var from = new PackedReader(packed);
        var group = 0;
        while (!from.IsAtEnd)
        {
            var head = from.Byte();
            var state = head & StateBits;
            group += (int)from.Number7();
            decimal? one = (head & HasEach) != 0 ? Number(ref from) : null;
            each(
                new SumKey(group, (Outcome)(state / Categories), (ForecastCategory)(state % Categories), one),
                new SumOfDeals(
                    Number(ref from), Count(ref from), (head & HasWithoutAmount) != 0 ? Count(ref from) : 0,
                    (head & HasWeight) != 0 ? Number(ref from) : 0));
        }
    }

    // What was taken off counts below zero: the sign goes into the lowest bit.
    private static void Count(BinaryWriter to, long count) => to.Write7BitEncodedInt64(unchecked((count << 1) ^ (count >> 63)));

    private static long Count(ref PackedReader from)
    {
        var packed = from.Number7();
        return unchecked((long)((ulong)packed >> 1) ^ -(packed & 1));
    }

    // Without trailing zeros, so that equal numbers are equal bytes.
    private static void Number(BinaryWriter to, decimal number)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        if (bits[2] != 0 || bits[1] < 0)
        {
            decimal.GetBits(number.Trim(), bits);
        }

        var scale = (bits[3] >> 16) & 0x3F;
        var sign = bits[3] < 0 ? IsNegative : (byte)0;
        if (bits[2] == 0 && bits[1] >= 0)
        {
            var digits = unchecked(((long)bits[1] << 32) | (uint)bits[0]);
            for (; scale > 0 && digits % 10 == 0; scale--)
            {
                digits /= 10;
            }

            to.Write((byte)(scale | (digits == 0 ? 0 : sign)));
            to.Write7BitEncodedInt64(digits);
        }
        else
        {
            to.Write((byte)(scale | sign | IsLong));
            to.Write(bits[0]);
            to.Write(bits[1]);
            to.Write(bits[2]);
        }
    }

    private static decimal Number(ref PackedReader from)
    {
        var head = from.Byte();
        var scale = (byte)(head & 0x3F);
        if ((head & IsLong) != 0)
        {
            return new decimal(from.Int32(), from.Int32(), from.Int32(), (head & IsNegative) != 0, scale);
        }

        var digits = from.Number7();
        return new decimal(unchecked((int)digits), (int)(digits >> 32), 0, (head & IsNegative) != 0, scale);
    }

    // Bytes one behind the other, as BinaryWriter leaves them; a question reads tens of thousands of numbers, most of them of few bytes.
    private ref struct PackedReader(ReadOnlySpan<byte> packed)
    {
        private readonly ReadOnlySpan<byte> _packed = packed;
        private int _at;

        public readonly bool IsAtEnd => _at == _packed.Length;

        public byte Byte() => _packed[_at++];

        public int Int32()
        {
            var number = BinaryPrimitives.ReadInt32LittleEndian(_packed[_at..]);
            _at += sizeof(int);
            return number;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public long Number7()
        {
            var first = _packed[_at++];
            return first < 0x80 ? first : Longer(first & 0x7F);
        }

        private long Longer(long number)
        {
            for (var shift = 7; ; shift += 7)
            {
                var part = _packed[_at++];
                number |= (long)(part & 0x7F) << shift;
                if (part < 0x80)
                {
                    return number;
                }
            }
        }
    }
}

/// <summary>Takes one of packed sums.</summary>
internal delegate void EachSum(in SumKey key, in SumOfDeals sum);
