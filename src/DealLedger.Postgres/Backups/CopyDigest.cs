using System.Security.Cryptography;

namespace DealLedger.Postgres.Backups;

/// <summary>Counts the rows of binary COPY data that comes in pieces, and hashes it.</summary>
internal sealed class CopyDigest : IDisposable
{
    private static readonly byte[] Signature = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8];

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private Part _part = Part.Signature;
    private long _skip;
    private uint _number;
    private int _digits;
    private int _fields;

    private enum Part
    {
        Signature,
        Extension,
        Row,
        Field,
        End,
        None,
    }

    /// <summary>The rows so far.</summary>
    public long Rows { get; private set; }

    /// <summary>The bytes so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether what came is binary COPY data from its beginning to its end.</summary>
    public bool IsWhole => _part == Part.End;

    /// <summary>Takes a piece.</summary>
    public void Add(ReadOnlySpan<byte> piece)
    {
        _hash.AppendData(piece);
        Bytes += piece.Length;
        while (piece.Length > 0 && _part != Part.None)
        {
            if (_skip > 0)
            {
                var passed = (int)Math.Min(_skip, piece.Length);
                _skip -= passed;
                piece = piece[passed..];
            }
            else
            {
                Take(piece[0]);
                piece = piece[1..];
            }
        }
    }

    /// <summary>The SHA-256 of all pieces in hexadecimal digits; the digest takes no more.</summary>
    public string Hash() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private void Take(byte value)
    {
        if (_part == Part.Signature)
        {
            TakeSignature(value);
            return;
        }

        _number = unchecked((_number << 8) | value);
        if (++_digits < (_part == Part.Row ? sizeof(short) : sizeof(int)))
        {
            return;
        }

        var number = _part == Part.Row ? unchecked((short)_number) : unchecked((int)_number);
        (_number, _digits) = (0, 0);
        (_part, _skip) = _part switch
        {
            Part.Extension when number >= 0 => (Part.Row, number),
            Part.Row when number == -1 => (Part.End, 0),
            Part.Row when number > 0 => BeginRow(number),
            Part.Field when number >= -1 => (--_fields == 0 ? Part.Row : Part.Field, Math.Max(0, number)),
            _ => (Part.None, 0L),
        };
    }

    private (Part, long) BeginRow(int fields)
    {
        Rows++;
        _fields = fields;
        return (Part.Field, 0);
    }

    private void TakeSignature(byte value)
    {
        if (value != Signature[_digits])
        {
            _part = Part.None;
        }
        else if (++_digits == Signature.Length)
        {
            (_part, _digits, _skip) = (Part.Extension, 0, sizeof(int));
        }
    }
}
