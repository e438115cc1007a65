using System.Text.Json.Serialization;
using DealLedger.Core.Answers;
using DealLedger.Core.Sealing;
using DealLedger.Import.Salesforce;
using DealLedger.Import.Sample;
using DealLedger.Postgres.Access;
using DealLedger.Postgres.Schema;

namespace DealLedger.Cli;

/// <summary>Where the embedded database is.</summary>
internal sealed record DatabaseDocument(string Uri, string Host, int Port, string User, string Password, string Database, string Npgsql);

/// <summary>Whether everything agrees, or the first difference.</summary>
internal sealed record VerifyDocument(bool Clean, string? Difference);

/// <summary>Whether a proof holds, and if it does: whether a seal kept elsewhere agrees, what it proves, and by which seals.</summary>
internal sealed record ProofCheckDocument(bool Holds, string? Fault, bool IsSealKept, string? Event, long? Position, IReadOnlyList<Seal> Seals);

/// <summary>The key that seals are signed with from now on, by the SHA-256 of its public half.</summary>
internal sealed record SealKeyDocument(string Key);

/// <summary>
/// A tenant: since when it is there and, if it is, suspended and why; its events, when the last one was recorded, and the bytes that its log and its
/// deals take on disk.
/// </summary>
internal sealed record TenantDocument(
    string Id, DateTimeOffset Created, DateTimeOffset? SuspendedSince, string? SuspendedFor, long Events, DateTimeOffset? LastRecorded, long Bytes);

/// <summary>All tenants.</summary>
internal sealed record TenantsDocument(IReadOnlyList<TenantDocument> Tenants);

/// <summary>
/// The version of a database's schema, the newest that this program knows, what is missing between the two, what was just applied, and the tenants whose
/// read models were filled anew for it.
/// </summary>
internal sealed record MigrateDocument(
    int Version, int Newest, IReadOnlyList<SchemaScript> Missing, IReadOnlyList<SchemaScript> Applied, IReadOnlyList<string> Filled);

/// <summary>How many events were folded.</summary>
internal sealed record RebuildDocument(long Events);

/// <summary>Of how many people something was recorded, and how many events.</summary>
internal sealed record PeopleImportDocument(long People, long Recorded);

/// <summary>How many rates were recorded.</summary>
internal sealed record RatesImportDocument(long Recorded);

/// <summary>How many rows a file of quotas has, and how many events were recorded of them.</summary>
internal sealed record QuotaImportDocument(long Rows, long Recorded);

/// <summary>Who was erased, and how many texts of and by them.</summary>
internal sealed record ErasedDocument(string Person, long Texts);

/// <summary>The last position that an audit knows, the files that it wrote, and how many rows each sheet has.</summary>
internal sealed record AuditDocument(long Position, IReadOnlyList<string> Files, IReadOnlyDictionary<string, int> Sheets);

/// <summary>A user who signs in with a password; lockedUntil only while the lock holds.</summary>
internal sealed record UserDocument(
    string Name, string Role, string? Person, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt, DateTimeOffset? LockedUntil, DateTimeOffset? LastSignInAt)
{
    public static UserDocument Of(LocalUser user, DateTimeOffset now) => new(
        user.Name, user.Role.ToString().ToLowerInvariant(), user.Person, user.CreatedAt, user.DisabledAt, user.LockedUntil > now ? user.LockedUntil : null, user.LastSignInAt);
}

/// <summary>The users of a tenant, in the order of their names.</summary>
internal sealed record UsersDocument(string Tenant, IReadOnlyList<UserDocument> Users);

/// <summary>Where a server listens: the first address, and all.</summary>
internal sealed record ServeDocument(string Address, IReadOnlyList<string> Addresses);

/// <summary>A backup: where it is, what it is of, and the SHA-256 of its manifest, by which it is known.</summary>
internal sealed record BackupDocument(
    string File, string Manifest, string Kind, DateTimeOffset MadeAt, int SchemaVersion, IReadOnlyList<BackupTenantDocument> Tenants, long Rows, long? Bytes);

/// <summary>A tenant in a backup, and the position of its newest event.</summary>
internal sealed record BackupTenantDocument(string Id, long Position);

/// <summary>A tenant that was removed, its events, and the rows that its export holds.</summary>
internal sealed record RemovedTenantDocument(string Tenant, long Events, long Rows);

/// <summary>The three answers for last week.</summary>
internal sealed record DemoDocument(ChangesAnswer Changes, ForecastAnswer Forecast, SlippageAnswer Slippage);

[JsonSerializable(typeof(DatabaseDocument))]
[JsonSerializable(typeof(VerifyDocument))]
[JsonSerializable(typeof(ProofCheckDocument))]
[JsonSerializable(typeof(SealKeyDocument))]
[JsonSerializable(typeof(TenantDocument))]
[JsonSerializable(typeof(TenantsDocument))]
[JsonSerializable(typeof(MigrateDocument))]
[JsonSerializable(typeof(RebuildDocument))]
[JsonSerializable(typeof(AuditDocument))]
[JsonSerializable(typeof(BackupDocument))]
[JsonSerializable(typeof(RemovedTenantDocument))]
[JsonSerializable(typeof(ServeDocument))]
[JsonSerializable(typeof(UserDocument))]
[JsonSerializable(typeof(UsersDocument))]
[JsonSerializable(typeof(PeopleImportDocument))]
[JsonSerializable(typeof(RatesImportDocument))]
[JsonSerializable(typeof(QuotaImportDocument))]
[JsonSerializable(typeof(ErasedDocument))]
[JsonSerializable(typeof(DemoDocument))]
[JsonSerializable(typeof(SampleExportRows))]
[JsonSerializable(typeof(ImportSummary))]
internal sealed partial class CliDocumentContext : JsonSerializerContext;
