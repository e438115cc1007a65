using System.Diagnostics;
using DealLedger.Benchmarks.Data;
using DealLedger.Benchmarks.Works;
using DealLedger.Benchmarks.Yardsticks;
using DealLedger.Core.Ledger;
using DealLedger.Postgres;
using DealLedger.Postgres.Schema;
using Npgsql;

namespace DealLedger.Benchmarks;

/// <summary>The ledger under measurement, the history in it, and the raw tables beside it; loaded at first use.</summary>
internal sealed class Workbench : IAsyncDisposable
{
    // Small enough that a slice is in the order of time and hardly any deal is in it twice.
    public const int EventsOfASlice = 10_000;

    private LoadFigures? _load;
    private SnapshotTable? _snapshots;

    private Workbench(BenchmarkOptions options, string connectionString)
    {
        Options = options;
        ConnectionString = connectionString;
        Database = new LedgerDatabase(connectionString);
        Store = new LedgerStore(Database);
        Directory = new TenantDirectory(Database);
        Projector = new Projector(Database, TimeProvider.System);
        Answers = new LedgerAnswers(Database, Store, Directory, Projector, TimeProvider.System);
        Commands = new CommandHandler(Store, Directory, TimeProvider.System);
        Rebuild = new Rebuild(Database, Store, Projector);
        Verifier = new Verifier(Database, Projector);
        History = new MadeUpHistory(Tenant, options.Deals);
        Naive = new NaiveAnswers(History);
        Raw = new RawLog(Database.Owner, Tenant, "raw");
    }

    public static TenantId Tenant => TenantId.Default;

    public BenchmarkOptions Options { get; }

    public string ConnectionString { get; }

    public LedgerDatabase Database { get; }

    public LedgerStore Store { get; }

    public TenantDirectory Directory { get; }

    public Projector Projector { get; }

    public LedgerAnswers Answers { get; }

    public CommandHandler Commands { get; }

    public Rebuild Rebuild { get; }

    public Verifier Verifier { get; }

    public MadeUpHistory History { get; }

    public NaiveAnswers Naive { get; }

    public RawLog Raw { get; }

    /// <summary>The size of the history, as the results name it.</summary>
    public string Scale => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Options.Deals / 1_000.0:0.#}k deals, {Options.Events / 1_000_000.0:0.##}M events");

    public static async Task<Workbench> CreateAsync(BenchmarkOptions options, string connectionString, CancellationToken cancellation)
    {
        var bench = new Workbench(options, connectionString);
        await SchemaMigrator.MigrateAsync(bench.Database, cancellation);
        await bench.Directory.EnsureAsync(Tenant, cancellation);
        return bench;
    }

    /// <summary>Says what goes on, on the error stream.</summary>
    public static void Tell(string what) => Console.Error.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {what}");

    /// <summary>Appends the history slice by slice, each slice beside its raw twin, and projects it; once.</summary>
    public async Task<LoadFigures> LoadAsync(CancellationToken cancellation)
    {
        if (_load is not null)
        {
            return _load;
        }

        Tell($"Loading {Scale}");
        await Raw.CreateAsync(cancellation);
        var (bulk, copy) = (new List<double>(), new List<double>());
        long position = 0;
        foreach (var slice in History.Slices(EventsOfASlice))
        {
            long count = slice.Sum(d => d.Events.Count);
            var rows = RawLog.Render(slice, position);
            bulk.Add(await Samples.RateAsync(count, () => Store.AppendBulkAsync(Tenant, slice, cancellation)));
            copy.Add(await Samples.RateAsync(count, () => Raw.CopyInAsync(rows, cancellation)));
            position += count;
        }

        await Raw.AddStreamsAsync(cancellation);
        Tell("Projecting");
        var began = Stopwatch.GetTimestamp();
        await Projector.CatchUpAsync(Tenant, position, cancellation);
        var projected = position / Stopwatch.GetElapsedTime(began).TotalSeconds;
        await ExecuteAsync("VACUUM (ANALYZE)", cancellation);

        // The first slice warms up.
        return _load = new LoadFigures(new Samples([.. bulk.Skip(1)]), new Samples([.. copy.Skip(1)]), Samples.Of(projected));
    }

    /// <summary>The daily snapshots of the same history; made once.</summary>
    public async Task<SnapshotTable> SnapshotsAsync(CancellationToken cancellation)
    {
        await LoadAsync(cancellation);
        if (_snapshots is null)
        {
            Tell($"Making {SnapshotTable.Days} daily snapshots");
            _snapshots = new SnapshotTable(Database.Owner, Tenant);
            await _snapshots.CreateAsync(cancellation);
        }

        return _snapshots;
    }

    /// <summary>None when the log and the read models of every tenant agree, else the first difference.</summary>
    public async Task<string?> VerifyAsync(CancellationToken cancellation)
    {
        foreach (var tenant in new[] { Tenant, ImportSalesforce.Tenant })
        {
            if (await Directory.ExistsAsync(tenant, cancellation) && await Verifier.RunAsync(tenant, progress: null, cancellation) is { } difference)
            {
                return $"{tenant}: {difference}";
            }
        }

        return null;
    }

    public async ValueTask DisposeAsync() => await Database.DisposeAsync();

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var connection = await Database.Owner.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

/// <summary>What loading the history gave, in events a second: by the ledger, by COPY, and the projection afterwards.</summary>
internal sealed record LoadFigures(Samples Bulk, Samples Copy, Samples Projected);
