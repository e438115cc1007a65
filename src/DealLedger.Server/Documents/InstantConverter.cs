using System.Text.Json;
using System.Text.Json.Serialization;
using DealLedger.Core;

namespace DealLedger.Server.Documents;

/// <summary>Instants as ISO 8601 in UTC with a Z.</summary>
public sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToIso());
}
