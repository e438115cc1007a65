using DealLedger.Core.Ledger;
using DealLedger.Import.Salesforce;
using DealLedger.Postgres;
using DealLedger.Postgres.Schema;
using DealLedger.Testing;

namespace DealLedger.Import.Tests;

/// <summary>A ledger in a fresh database to import into, with a folder for an export and one for its rejects.</summary>
public sealed class ImportLedger : IAsyncDisposable
{
    private ImportLedger(LedgerDatabase database)
    {
        Database = database;
        Directory = new TenantDirectory(database);
        Store = new LedgerStore(database);
        Projector = new Projector(database, TimeProvider.System);
        Answers = new LedgerAnswers(database, Projector, TimeProvider.System);
        Verifier = new Verifier(database, Projector);
    }

    public LedgerDatabase Database { get; }

    public TenantDirectory Directory { get; }

    public LedgerStore Store { get; }

    public Projector Projector { get; }

    public LedgerAnswers Answers { get; }

    public Verifier Verifier { get; }

    public DirectoryInfo Folder { get; } = System.IO.Directory.CreateTempSubdirectory("dealledger-import-");

    public static TenantId Tenant => TenantId.Default;

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ImportLedger> CreateAsync()
    {
        var ledger = new ImportLedger(new LedgerDatabase(await TestDatabase.CreateDatabaseAsync(Cancellation)));
        await SchemaMigrator.MigrateAsync(ledger.Database, Cancellation);
        await ledger.Directory.EnsureAsync(Tenant, Cancellation);
        return ledger;
    }

    public void Write(string file, string content) => File.WriteAllText(Path.Combine(Folder.FullName, file), content);

    public async Task<(ImportSummary Summary, List<ImportGap> Gaps)> ImportAsync(
        DirectoryInfo? folder = null, TenantId? tenant = null, IProgress<Progress>? progress = null, CancellationToken? cancellation = null)
    {
        var import = new SalesforceImport(Database, Directory, Store, Projector, TimeProvider.System);
        using var run = await import.RunAsync(
            new ImportOptions(tenant ?? Tenant, folder ?? Folder, null, new DirectoryInfo(Path.Combine(Folder.FullName, "rejects"))), progress, cancellation ?? Cancellation);
        return (run.Summary, [.. run.Summary.Gaps]);
    }

    public static async Task<IReadOnlyList<string>> RejectsAsync(ImportSummary summary) =>
        summary.Rejects is null ? [] : await File.ReadAllLinesAsync(Path.Combine(summary.Rejects, "rejects.csv"), Cancellation);

    public Task<string?> VerifyAsync() => Verifier.RunAsync(Tenant, null, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Folder.Delete(recursive: true);
    }
}
