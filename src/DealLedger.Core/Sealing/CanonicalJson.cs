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

        WriteString(Encoding.UTF8.GetBytes(text), _written);
        return this;
    }

    /// <summary>A whole number.</summary>
    public CanonicalJson Number(Int128 number) => Raw(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Any JSON text, in UTF-8.</summary>
    public CanonicalJson Json(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = DeepestNesting });
        var open = new Stack<Container>();
        var to = _written;
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject or JsonTokenType.PropertyName)
                && open.TryPeek(out var container) && !container.IsObject && container.Count++ > 0)
            {
                to.Write(","u8);
            }

            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    open.Push(new Container(IsObject: true, to));
                    to = open.Peek().Members;
                    break;
                case JsonTokenType.PropertyName:
                    open.Peek().Keys.Add((Bytes(ref reader), to.WrittenCount));
                    WriteString(open.Peek().Keys[^1].Key, to);
                    to.Write(":"u8);
                    break;
                case JsonTokenType.EndObject:
                    var closed = open.Pop();
                    closed.WriteSorted();
                    to = closed.Outer;
                    break;
                case JsonTokenType.StartArray:
                    open.Push(new Container(IsObject: false, to));
                    to.Write("["u8);
                    break;
                case JsonTokenType.EndArray:
                    open.Pop();
                    to.Write("]"u8);
                    break;
                case JsonTokenType.String:
                    WriteString(Bytes(ref reader), to);
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

    private static byte[] Bytes(ref Utf8JsonReader reader) => reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan.ToArray();

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

    // Objects and arrays that are open. An explicit stack: JSON in a database may be nested deeper than the processor's stack reaches.
    private sealed record Container(bool IsObject, ArrayBufferWriter<byte> Outer)
    {
        public int Count { get; set; }

        public List<(byte[] Key, int Start)> Keys { get; } = [];

        public ArrayBufferWriter<byte> Members { get; } = new();

        public void WriteSorted()
        {
            var ends = Keys.Skip(1).Select(k => k.Start).Append(Members.WrittenCount);
            var members = Keys.Zip(ends, (member, end) => (member.Key, member.Start, End: end)).ToList();
            members.Sort((a, b) => a.Key.AsSpan().SequenceCompareTo(b.Key));
            Outer.Write("{"u8);
            for (var i = 0; i < members.Count; i++)
            {
                Outer.Write(i > 0 ? ","u8 : []);
                Outer.Write(Members.WrittenSpan[members[i].Start..members[i].End]);
            }

            Outer.Write("}"u8);
        }
    }
}
