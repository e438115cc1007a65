using System.Text.Json;
using System.Text.Json.Serialization;

namespace DealLedger.Postgres.Backups;

/// <summary>What a backup is of.</summary>
public enum BackupKind
{
    /// <summary>The whole database.</summary>
    Database,

    /// <summary>One tenant.</summary>
    Tenant,
}

/// <summary>
/// What a backup says of itself (docs/adr/0024): the schema and the PostgreSQL that it was made of, the tenants, the tables with their columns, and
/// of each entry of the file its rows, bytes and hash.
/// </summary>
public sealed record BackupManifest(
    string Format, BackupKind Kind, DateTimeOffset MadeAt, int SchemaVersion, string Postgres, IReadOnlyList<BackupTenant> Tenants,
    IReadOnlyList<BackupTable> Tables, IReadOnlyList<BackupEntry> Entries)
{
    /// <summary>The format that this program writes and reads.</summary>
    public const string CurrentFormat = "dealledger-backup/1";

    /// <summary>The name of the manifest's own entry, the last one of the file.</summary>
    public const string EntryName = "manifest.json";

    /// <summary>The rows of all tables.</summary>
    [JsonIgnore]
    public long Rows => Entries.Sum(e => e.Rows);

    /// <summary>The manifest as JSON in UTF-8.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, BackupJson.Default.BackupManifest);

    /// <summary>The format that a manifest names, whatever else it holds; none when it names none.</summary>
    public static string? FormatOf(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("format", out var format)
                && format.ValueKind == JsonValueKind.String ? format.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads a manifest; none when the bytes are no manifest of this format.</summary>
    public static BackupManifest? TryRead(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, BackupJson.Default.BackupManifest);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>
/// A tenant in a backup: the position of its newest event, and the one that its read models had reached, up to which no event may be missing.
/// </summary>
public sealed record BackupTenant(string Id, long Position, long Projected);

/// <summary>A table in a backup, with its columns in their order.</summary>
public sealed record BackupTable(string Name, IReadOnlyList<BackupColumn> Columns);

/// <summary>A column of a table, with its type as PostgreSQL writes it.</summary>
public sealed record BackupColumn(string Name, string Type);

/// <summary>
/// An entry of the file: rows of a table in PostgreSQL's binary COPY format, of one tenant or of all. Bytes and hash (SHA-256 in hexadecimal digits)
/// are of what it holds before it is compressed.
/// </summary>
public sealed record BackupEntry(string Name, string Table, string? Tenant, long Rows, long Bytes, string Sha256);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
