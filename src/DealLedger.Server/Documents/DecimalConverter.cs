using System.Text.Json;
using System.Text.Json.Serialization;
using DealLedger.Core.Ledger;

namespace DealLedger.Server.Documents;

/// <summary>Decimals as exact JSON numbers without trailing zeros.</summary>
public sealed class DecimalConverter : JsonConverter<decimal>
{
    /// <inheritdoc/>
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDecimal();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Trim());
}
