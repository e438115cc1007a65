using System.Globalization;
using DealLedger.Core.Ledger;
using DealLedger.Postgres;
using DealLedger.Postgres.Schema;
using Npgsql;

namespace DealLedger.Benchmarks;

/// <summary>
/// A ledger in a database of its own, with one tenant. Whatever answers or appends does so as the server's role under row-level security.
/// </summary>
internal sealed class MeasuredLedger : IAsyncDisposable
{
    private readonly BenchmarkServer? _madeOn;

    private MeasuredLedger(string connectionString, BenchmarkServer? madeOn)
    {
        ConnectionString = connectionString;
        _madeOn = madeOn;
        Database = new LedgerDatabase(connectionString);
        Store = new LedgerStore(Database);
        Directory = new TenantDirectory(Database);
        Projector = new Projector(Database, TimeProvider.System);
        Answers = new LedgerAnswers(Database, Projector, TimeProvider.System);
        Commands = new CommandHandler(Store, Directory, TimeProvider.System);
        People = new PeopleHandler(Database, Store, Directory, Projector, TimeProvider.System);
        Rebuild = new Rebuild(Database, Store, Projector);
        Verifier = new Verifier(Database, Projector);
    }

    public static TenantId Tenant => TenantId.Default;

    /// <summary>The owner's connection.</summary>
    public string ConnectionString { get; }

    public LedgerDatabase Database { get; }

    public LedgerStore Store { get; }

    public TenantDirectory Directory { get; }

    public Projector Projector { get; }

    public LedgerAnswers Answers { get; }

    public CommandHandler Commands { get; }

    public PeopleHandler People { get; }

    public Rebuild Rebuild { get; }

    public Verifier Verifier { get; }

    /// <summary>Makes an empty ledger in a new database, which is dropped at the end.</summary>
    public static async Task<MeasuredLedger> CreateAsync(BenchmarkServer server, CancellationToken cancellation)
    {
        var ledger = new MeasuredLedger(await server.CreateDatabaseAsync(cancellation), server);
        try
        {
            await SchemaMigrator.MigrateAsync(ledger.Database, cancellation);
            await ledger.Directory.EnsureAsync(Tenant, cancellation);
            await ledger.CheckWallAsync(cancellation);
            return ledger;
        }
        catch
        {
            await ledger.DisposeAsync();
            throw;
        }
    }

    /// <summary>The ledger that another process made.</summary>
    public static MeasuredLedger Open(string connectionString) => new(connectionString, madeOn: null);

    /// <summary>Appends batches of prepared events; read models are left to a rebuild. Returns the last position.</summary>
    public async Task<long> AppendAsync(IEnumerable<IReadOnlyList<StreamAppend>> batches, CancellationToken cancellation) =>
        (await Store.AppendBulkAsync(Tenant, batches.ToAsyncEnumerable(), cancellation)).LastPosition;

    /// <summary>Makes the read models from the log.</summary>
    public Task RebuildAsync(CancellationToken cancellation) => Rebuild.RunAsync(Tenant, progress: null, cancellation);

    /// <summary>Throws unless log and read models agree.</summary>
    public async Task VerifyAsync(CancellationToken cancellation)
    {
        if (await Verifier.RunAsync(Tenant, progress: null, cancellation) is { } difference)
        {
            throw new InvalidOperationException($"verify: {difference}");
        }
    }

    /// <summary>Runs statements as the owner.</summary>
    public async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var command = Database.Owner.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>A number of deals and events, as the results name it.</summary>
    public static string Size(long deals, long events) => $"{Short(deals)} deals, {Short(events)} events";

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (_madeOn is not null)
        {
            await _madeOn.DropDatabaseAsync(ConnectionString);
        }
    }

    private async Task CheckWallAsync(CancellationToken cancellation)
    {
        await using var holds = Database.Owner.CreateCommand(
            """
            SELECT count(*) = 0 FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
            WHERE c.relnamespace IN ('ledger'::regnamespace, 'dealledger'::regnamespace) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
              AND NOT c.relrowsecurity OR NOT pg_has_role(current_user, 'dealledger_server', 'MEMBER')
            """);
        if (await holds.ExecuteScalarAsync(cancellation) is not true)
        {
            throw new InvalidOperationException("Row-level security does not hold for the server's role; the owner must be a member of dealledger_server.");
        }
    }

    private static string Short(long number) => number >= 1_000_000
        ? (number / 1_000_000.0).ToString("0.##M", CultureInfo.InvariantCulture)
        : (number / 1_000.0).ToString("0.#k", CultureInfo.InvariantCulture);
}
