namespace DealLedger.Core.Sealing;

/// <summary>
/// The leaf of one event: what its row in <c>mt_events</c> holds, without <c>is_archived</c> and <c>mt_dotnet_type</c>, which Marten may
/// rewrite (docs/seals.md). <paramref name="RecordedAt"/> counts microseconds from the beginning of 2000 in UTC, as PostgreSQL does;
/// <see cref="long.MinValue"/> and <see cref="long.MaxValue"/> stand for its infinities.
/// </summary>
public sealed record EventLeaf(
    long Position, Guid Id, string? Stream, long Version, byte[] Data, byte[]? Binary, string Type, long RecordedAt, string Tenant,
    string? CorrelationId, string? CausationId, byte[]? Headers, string? UserName)
{
    // From the beginning of 1970 to that of 2000.
    private const long MicrosecondsTo2000 = 946_684_800_000_000;

    /// <summary>The canonical bytes.</summary>
    public byte[] ToBytes()
    {
        var json = new CanonicalJson();
        WriteTo(json);
        return json.Written.ToArray();
    }

    /// <summary>Writes the canonical bytes.</summary>
    public void WriteTo(CanonicalJson json)
    {
        json.Raw("{\"bdata\":"u8).Text(Binary is null ? null : Convert.ToHexStringLower(Binary));
        json.Raw(",\"causation_id\":"u8).Text(CausationId);
        json.Raw(",\"correlation_id\":"u8).Text(CorrelationId);
        json.Raw(",\"data\":"u8).Json(Data);
        json.Raw(",\"headers\":"u8).Json(Headers ?? "null"u8);
        json.Raw(",\"id\":"u8).Text(Id);
        json.Raw(",\"seq_id\":"u8).Number(Position);
        json.Raw(",\"stream_id\":"u8).Text(Stream);
        json.Raw(",\"tenant_id\":"u8).Text(Tenant);
        json.Raw(",\"timestamp\":"u8);
        _ = RecordedAt switch
        {
            long.MinValue => json.Text("-infinity"),
            long.MaxValue => json.Text("infinity"),
            _ => json.Number((Int128)RecordedAt + MicrosecondsTo2000),
        };
        json.Raw(",\"type\":"u8).Text(Type);
        json.Raw(",\"user_name\":"u8).Text(UserName);
        json.Raw(",\"version\":"u8).Number(Version).Raw("}"u8);
    }
}
