using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using DealLedger.Core;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using Npgsql;

namespace DealLedger.Postgres.Ledger;

/// <summary>Event rows to and from PostgreSQL.</summary>
internal static class EventRows
{
    /// <summary>The columns that <see cref="Read"/> expects, in its order.</summary>
    public const string Columns =
        "e.stream_id, e.seq_id, e.version, e.id, e.type, e.data, e.timestamp, e.correlation_id, e.headers ->> 'source', e.headers ->> 'order', e.user_name, e.headers ->> 'reason'";

    /// <summary>The columns that <see cref="ReadDeciding"/> and <see cref="ReadFact"/> expect, in its order, from the second one on.</summary>
    public const string DecidingColumns = "e.seq_id, e.version, e.type, e.data, e.timestamp, e.user_name, e.correlation_id, e.headers ->> 'order'";

    private static readonly ConcurrentDictionary<Type, string> DotNetTypes = new();

    private const string StreamPrefix = "opportunity/";

    /// <summary>What "an event of an opportunity" means in SQL. A range would depend on the order of the database's language.</summary>
    public const string OfOpportunities = "e.stream_id LIKE 'opportunity/%'";

    /// <summary>The id in a stream's key; null for streams of other things.</summary>
    public static string? OpportunityId(string? stream) =>
        stream is not null && stream.StartsWith(StreamPrefix, StringComparison.Ordinal) ? stream[StreamPrefix.Length..] : null;

    /// <summary>Reads the current row.</summary>
    public static (string? Stream, RecordedEvent Event) Read(NpgsqlDataReader reader)
    {
        var recordedAt = Stamp(reader, 6);
        var data = EventJson.Read(reader.GetString(4), reader.GetFieldValue<byte[]>(5), recordedAt, Sql.Nullable(reader, 10));
        return (
            Sql.Nullable(reader, 0),
            new RecordedEvent(
                reader.GetInt64(1), reader.GetInt64(2), reader.GetGuid(3), data, recordedAt, Sql.Nullable(reader, 7), Sql.Nullable(reader, 8), Sql.Nullable(reader, 9) ?? "")
            {
                Reason = Sql.Nullable(reader, 11),
            });
    }

    /// <summary>Reads the current row as far as a command or a fold looks at it: without id, source and reason.</summary>
    public static RecordedEvent ReadDeciding(NpgsqlDataReader reader)
    {
        var recordedAt = Stamp(reader, 5);
        var data = EventJson.Read(reader.GetString(3), reader.GetFieldValue<byte[]>(4), recordedAt, Sql.Nullable(reader, 6));
        return new RecordedEvent(reader.GetInt64(1), reader.GetInt64(2), Guid.Empty, data, recordedAt, Sql.Nullable(reader, 7), Source: null, Sql.Nullable(reader, 8) ?? "");
    }

    /// <summary>Reads the current row of a stream that is not an opportunity's; none when it is not of the vocabulary.</summary>
    public static RecordedFact? ReadFact(NpgsqlDataReader reader, StreamKey stream)
    {
        var recordedAt = Stamp(reader, 5);
        return EventJson.ReadFact(reader.GetString(3), reader.GetFieldValue<byte[]>(4), recordedAt, Sql.Nullable(reader, 6)) is { } data
            ? new RecordedFact(stream, reader.GetInt64(1), reader.GetInt64(2), data, recordedAt)
            : null;
    }

    /// <summary>The name that Marten gives the event's class.</summary>
    public static string DotNetType(ILedgerEvent e) => DotNetTypes.GetOrAdd(e.GetType(), type => $"{type.FullName}, DealLedger.Core");

    /// <summary>The headers of an event as JSON, in UTF-8.</summary>
    public static byte[] Headers(NewEvent e) =>
        JsonSerializer.SerializeToUtf8Bytes(new EventHeaders(e.Order, e.Source, e.Reason), EventHeadersContext.Default.EventHeaders);

    // Marten stamps its tombstones with -infinity, which no DateTimeOffset can hold.
    private static DateTimeOffset Stamp(NpgsqlDataReader reader, int column) =>
        reader.GetFieldValue<DateTime>(column) is var stamp && stamp == DateTime.MinValue ? DateTimeOffset.MinValue : new DateTimeOffset(stamp, TimeSpan.Zero);
}

/// <summary>What an event's row holds beside its data: the source's own order of ties, the source, and the reference to a reason, if any.</summary>
internal sealed record EventHeaders(string Order, string Source, string? Reason);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(EventHeaders))]
internal sealed partial class EventHeadersContext : JsonSerializerContext;
