using System.Globalization;
using DealLedger.Core.Ledger;
using DealLedger.Postgres;
using DealLedger.Postgres.Schema;
using Npgsql;

namespace DealLedger.Benchmarks;

/// <summary>
/// A ledger in a database of its own, with one tenant. Whatever answers or appends does so as the server's role under row-level security:
/// every table with a tenant_id lets that role see and write one tenant's rows alone.
/// </summary>
internal sealed class MeasuredLedger : IAsyncDisposable
{
    private const string Protect = """
        DO $$
        DECLARE
            protected regclass;
        BEGIN
            FOR protected IN
                SELECT c.oid::regclass FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
                WHERE c.relnamespace IN ('ledger'::regnamespace, 'dealledger'::regnamespace) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
            LOOP
                EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', protected);
                EXECUTE format(
                    'CREATE POLICY benchmark_tenant ON %s TO dealledger_server USING (tenant_id = (SELECT current_setting(''app.tenant_id'', true))) '
                    'WITH CHECK (tenant_id = (SELECT current_setting(''app.tenant_id'', true)))',
                    protected);
            END LOOP;
        END
        $$
        """;

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

    /// <summary>The owner's connection; what becomes the server's role on it sees the one tenant.</summary>
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
        var database = new NpgsqlConnectionStringBuilder(await server.CreateDatabaseAsync(cancellation)) { Options = $"-c app.tenant_id={Tenant}" };
        var ledger = new MeasuredLedger(database.ConnectionString, server);
        try
        {
            await SchemaMigrator.MigrateAsync(ledger.Database, cancellation);
            await ledger.Directory.EnsureAsync(Tenant, cancellation);
            await ledger.ProtectAsync(cancellation);
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

    private async Task ProtectAsync(CancellationToken cancellation)
    {
        await ExecuteAsync(Protect, cancellation);
        await using var holds = Database.Server.CreateCommand("SELECT row_security_active('ledger.mt_events') AND row_security_active('dealledger.fact')");
        if (await holds.ExecuteScalarAsync(cancellation) is not true)
        {
            throw new InvalidOperationException("Row-level security does not hold for the server's role; the owner must be a member of dealledger_server.");
        }
    }

    private static string Short(long number) => number >= 1_000_000
        ? (number / 1_000_000.0).ToString("0.##M", CultureInfo.InvariantCulture)
        : (number / 1_000.0).ToString("0.#k", CultureInfo.InvariantCulture);
}
