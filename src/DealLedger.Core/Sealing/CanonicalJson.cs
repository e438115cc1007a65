using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DealLedger.Core.Sealing;

/// <summary>
/// Writes JSON in the one form that is hashed and signed (docs/seals.md): no white space, the keys of an object in the order of their
/// bytes in UTF-8, numbers in plain decimal notation without needless zeros, and in strings an escape only where JSON asks for one.
/// </summary>
public sealed class CanonicalJson
{
    /// <summary>How deep objects and arrays may stand in one another; PostgreSQL's own limit lies below.</summary>
    public const int DeepestNesting = 10_000;

    private static readonly SearchValues<byte> MustEscape = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (byte)c), (byte)'"', (byte)'\\']);

    private readonly ArrayBufferWriter<byte> _written = new(1024);
    private readonly Stack<Container> _open = new();
    private readonly Stack<Container> _unused = new();

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _written.WrittenSpan;

    /// <summary>The canonical form of a JSON text. Throws <see cref="JsonException"/> when it is none, or has a number with an exponent.</summary>
    public static byte[] Of(ReadOnlySpan<byte> json) => new CanonicalJson().Json(json).Written.ToArray();

    /// <summary>Forgets what was written.</summary>
    public void Clear() => _written.ResetWrittenCount();

    /// <summary>Bytes that are canonical already.</summary>
    public CanonicalJson Raw(ReadOnlySpan<byte> canonical)
    {
        _written.Write(canonical);
        return this;
    }

    /// <summary>A string, or null.</summary>
    public CanonicalJson Text(string? text)
    {
        if (text is null)
        {
            return Raw("null"u8);
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = ArrayPool<byte>.Shared.Rent(most);
        WriteString(rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)), _written);
        ArrayPool<byte>.Shared.Return(rented);
        return this;
    }

    /// <summary>A string of what writes itself without a character that JSON escapes, such as an id.</summary>
    public CanonicalJson Text(Guid id)
    {
        Raw("\""u8);
        id.TryFormat(_written.GetSpan(36), out var length);
        _written.Advance(length);
        return Raw("\""u8);
    }

    /// <summary>A whole number.</summary>
    public CanonicalJson Number(Int128 number)
    {
        number.TryFormat(_written.GetSpan(40), out var length, provider: CultureInfo.InvariantCulture);
        _written.Advance(length);
        return this;
    }

    /// <summary>Any JSON text, in UTF-8. What was written before it must be forgotten when it throws.</summary>
    public CanonicalJson Json(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = DeepestNesting });
        _open.Clear();
        var to = _written;
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject or JsonTokenType.PropertyName)
                && _open.TryPeek(out var container) && container.IsNextInArray())
            {
                to.Write(","u8);
            }

            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    to = Open(isObject: true, to).Members;
                    break;
                case JsonTokenType.PropertyName:
                    _open.Peek().StartMember(ref reader);
                    break;
                case JsonTokenType.StartArray:
                    Open(isObject: false, to);
                    to.Write("["u8);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    to = Close();
                    break;
                case JsonTokenType.String:
                    WriteString(ref reader, to);
                    break;
                case JsonTokenType.Number:
                    WriteNumber(reader.ValueSpan, to);
                    break;
                default:
                    to.Write(reader.ValueSpan);
                    break;
            }
        }

        return this;
    }

    private static void WriteString(ref Utf8JsonReader reader, ArrayBufferWriter<byte> to) =>
        WriteString(reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan, to);

    private static void WriteString(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> to)
    {
        to.Write("\""u8);
        for (var next = text.IndexOfAny(MustEscape); next >= 0; next = text.IndexOfAny(MustEscape))
        {
            to.Write(text[..next]);
            WriteEscape(text[next], to);
            text = text[(next + 1)..];
        }

        to.Write(text);
        to.Write("\""u8);
    }

    private static void WriteEscape(byte character, ArrayBufferWriter<byte> to) => to.Write(character switch
    {
        (byte)'"' => "\\\""u8,
        (byte)'\\' => "\\\\"u8,
        (byte)'\b' => "\\b"u8,
        (byte)'\f' => "\\f"u8,
        (byte)'\n' => "\\n"u8,
        (byte)'\r' => "\\r"u8,
        (byte)'\t' => "\\t"u8,
        _ => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\u{character:x4}")),
    });

    private static void WriteNumber(ReadOnlySpan<byte> number, ArrayBufferWriter<byte> to)
    {
        if (number.ContainsAny((byte)'e', (byte)'E'))
        {
            throw new JsonException("A number has an exponent; write it in plain decimal notation.");
        }

        if (number.Contains((byte)'.'))
        {
            number = number.TrimEnd((byte)'0').TrimEnd((byte)'.');
        }

        to.Write(number.SequenceEqual("-0"u8) ? "0"u8 : number);
    }

    private Container Open(bool isObject, ArrayBufferWriter<byte> outer)
    {
        var container = _unused.TryPop(out var used) ? used : new Container();
        container.Begin(isObject, outer);
        _open.Push(container);
        return container;
    }

    private ArrayBufferWriter<byte> Close()
    {
        var container = _open.Pop();
        container.End();
        _unused.Push(container);
        return container.Outer;
    }

    // An object or an array that is open. They are kept to be used again, and stand on an explicit stack: JSON in a database may be nested
    // deeper than the processor's stack reaches.
    private sealed class Container
    {
        private readonly List<Member> _members = [];
        private readonly Comparison<Member> _byKey;
        private bool _isObject;
        private bool _isBegun;

        public Container() => _byKey = (a, b) => Key(a).SequenceCompareTo(Key(b));

        public ArrayBufferWriter<byte> Members { get; } = new();

        public ArrayBufferWriter<byte> Outer { get; private set; } = null!;

        public void Begin(bool isObject, ArrayBufferWriter<byte> outer)
        {
            (_isObject, _isBegun, Outer) = (isObject, false, outer);
            _members.Clear();
            Members.ResetWrittenCount();
        }

        public bool IsNextInArray()
        {
            var isNext = !_isObject && _isBegun;
            _isBegun = true;
            return isNext;
        }

        public void StartMember(ref Utf8JsonReader reader)
        {
            EndMember();
            var start = Members.WrittenCount;
            WriteString(ref reader, Members);
            _members.Add(new Member(start, Members.WrittenCount - start - 2, reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : null, 0));
            Members.Write(":"u8);
        }

        public void End()
        {
            if (!_isObject)
            {
                Outer.Write("]"u8);
                return;
            }

            EndMember();
            _members.Sort(_byKey);
            Outer.Write("{"u8);
            for (var i = 0; i < _members.Count; i++)
            {
                Outer.Write(i > 0 ? ","u8 : []);
                Outer.Write(Members.WrittenSpan[_members[i].Start.._members[i].End]);
            }

            Outer.Write("}"u8);
        }

        private void EndMember()
        {
            if (_members.Count > 0)
            {
                _members[^1] = _members[^1] with { End = Members.WrittenCount };
            }
        }

        // A key without escapes stands between its quotes as it is.
        private ReadOnlySpan<byte> Key(Member member) => member.Escaped ?? Members.WrittenSpan.Slice(member.Start + 1, member.KeyLength);

        private readonly record struct Member(int Start, int KeyLength, byte[]? Escaped, int End);
    }
}
