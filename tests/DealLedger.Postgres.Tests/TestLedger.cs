using DealLedger.Core;
using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Core.Time;
using DealLedger.Postgres.Schema;
using DealLedger.Postgres.Sealing;
using DealLedger.Testing;

namespace DealLedger.Postgres.Tests;

/// <summary>A ledger in a fresh database, with every part of it at hand.</summary>
public sealed class TestLedger : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 5, 10, 12, 0, 0, TimeSpan.Zero);

    private TestLedger(LedgerDatabase database, string connectionString, TimeProvider clock, Func<SealKey> sealKey)
    {
        Database = database;
        ConnectionString = connectionString;
        Directory = new TenantDirectory(database);
        Register = new TenantRegister(database, Directory, TimeProvider.System);
        Store = new LedgerStore(database);
        Projector = new Projector(database, TimeProvider.System);
        Answers = new LedgerAnswers(database, Projector, TimeProvider.System);
        Commands = new CommandHandler(Store, Directory, TimeProvider.System);
        Facts = new FactHandler(database, Store, Projector);
        Calls = new CallHandler(Answers, Facts, TimeProvider.System);
        Quotas = new QuotaHandler(Answers, Facts, TimeProvider.System);
        Reproduction = new CallReproduction(database);
        Rebuild = new Rebuild(database, Store, Projector);
        Verifier = new Verifier(database, Projector);
        Seals = new Seals(database, Store, Projector, clock, sealKey);
        Proofs = new Proofs(database);
    }

    public LedgerDatabase Database { get; }

    public string ConnectionString { get; }

    public TenantDirectory Directory { get; }

    public TenantRegister Register { get; }

    public LedgerStore Store { get; }

    public Projector Projector { get; }

    public LedgerAnswers Answers { get; }

    public CommandHandler Commands { get; }

    public FactHandler Facts { get; }

    public CallHandler Calls { get; }

    public QuotaHandler Quotas { get; }

    public CallReproduction Reproduction { get; }

    public Rebuild Rebuild { get; }

    public Verifier Verifier { get; }

    public Seals Seals { get; }

    public Proofs Proofs { get; }

    public static TenantId Tenant => TenantId.Default;

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<TestLedger> CreateAsync() => await OpenAsync(await TestDatabase.CreateDatabaseAsync(Cancellation));

    /// <summary>Another host of a database, or the first one of an empty database; seals go by a clock and a key of its own.</summary>
    public static async Task<TestLedger> OpenAsync(string connectionString, TimeProvider? clock = null, Func<SealKey>? sealKey = null)
    {
        var ledger = new TestLedger(new LedgerDatabase(connectionString), connectionString, clock ?? TimeProvider.System, sealKey ?? SealKey.Create);
        await SchemaMigrator.MigrateAsync(ledger.Database, Cancellation);
        await ledger.Directory.EnsureAsync(Tenant, Cancellation);
        return ledger;
    }

    public Task<Recorded> RecordAsync(string id, IOpportunityCommand command, DateTimeOffset? at = null, string by = "ann", long? expect = null, string? key = null, string? reason = null) =>
        Commands.RecordAsync(Tenant, id, command, new CommandOrigin(by, at, reason, expect, RequestKey.Of(key, id, command.ToString())), Cancellation);

    public Task<DealAnswer> DealAsync(string id, DateTimeOffset? asOf = null, KnownAt? knownAt = null) =>
        Answers.DealAsync(Tenant, id, asOf ?? DateTimeOffset.MaxValue.ToMicroseconds(), knownAt ?? new KnownAt.Now(), Consistency.Strong, Cancellation);

    public Task<string?> VerifyAsync() => Verifier.RunAsync(Tenant, null, Cancellation);

    public static Period Quarter(string id) => new FiscalCalendar().TryParse(id, out var period) ? period : throw new ArgumentException(id);

    public static OpenOpportunity Open(decimal? amount, string? closes, string owner = "ann", ForecastCategory? category = null, string? stage = null) =>
        new(null, null, owner, stage, category, amount, "USD", closes is null ? null : DateOnly.Parse(closes, System.Globalization.CultureInfo.InvariantCulture), null, null, null);

    public async ValueTask DisposeAsync() => await Database.DisposeAsync();
}
