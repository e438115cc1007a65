using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Core.Time;
using DealLedger.Postgres;
using DealLedger.Postgres.Access;
using DealLedger.Postgres.Keys;
using DealLedger.Postgres.Schema;
using DealLedger.Postgres.Sealing;
using DealLedger.Server.Access;
using DealLedger.Server.Inputs;

namespace DealLedger.Server;

/// <summary>One open ledger database with the services on it, composed the same way for every host.</summary>
public sealed class LedgerHost : IAsyncDisposable
{
    // Appends that a caller no longer waits for are still given the time to end.
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(10);

    private bool _isOwner = true;

    private LedgerHost(LedgerDatabase database, TimeProvider clock, Func<SealKey> sealKey)
    {
        Database = database;
        Clock = clock;
        Directory = new TenantDirectory(database);
        Register = new TenantRegister(database, Directory, clock);
        Ledger = new LedgerStore(database);
        Projector = new Projector(database, clock);
        Answers = new LedgerAnswers(database, Projector, clock);
        Commands = new CommandHandler(Ledger, Directory, clock);
        Facts = new FactHandler(database, Ledger, Projector);
        Settings = new SettingsHandler(Facts, Directory, clock);
        Rates = new RatesHandler(Facts);
        Calls = new CallHandler(Answers, Facts, clock);
        Quotas = new QuotaHandler(Answers, Facts, clock);
        FollowUps = new FollowUpHandler(Answers, Facts, clock);
        Reproduction = new CallReproduction(database);
        People = new PeopleHandler(database, Ledger, Directory, Projector, clock);
        Rebuild = new Rebuild(database, Ledger, Projector);
        Verifier = new Verifier(database, Projector);
        Seals = new Seals(database, Ledger, Projector, clock, sealKey);
        Proofs = new Proofs(database);
        SealKey = sealKey;
        AccessLog = new AccessLog(database, clock);
        Keys = new ApiKeys(database, clock);
    }

    /// <summary>For whom the services work: what the caller may not see is refused.</summary>
    public Caller Caller { get; private set; } = Caller.Local;

    /// <summary>The database.</summary>
    public LedgerDatabase Database { get; }

    /// <summary>The clock that "now" is read from.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The tenants and what is not history.</summary>
    public TenantDirectory Directory { get; }

    /// <summary>What adds, lists, suspends and resumes tenants.</summary>
    public TenantRegister Register { get; }

    /// <summary>The log.</summary>
    public LedgerStore Ledger { get; }

    /// <summary>What brings the read models up to the log.</summary>
    public Projector Projector { get; }

    /// <summary>What opens views and answers questions.</summary>
    public LedgerAnswers Answers { get; private set; }

    /// <summary>What records live changes.</summary>
    public CommandHandler Commands { get; }

    /// <summary>What reads and records facts that are not about opportunities.</summary>
    public FactHandler Facts { get; }

    /// <summary>What records settings.</summary>
    public SettingsHandler Settings { get; }

    /// <summary>What records rates of currencies.</summary>
    public RatesHandler Rates { get; }

    /// <summary>What records calls.</summary>
    public CallHandler Calls { get; }

    /// <summary>What records quotas.</summary>
    public QuotaHandler Quotas { get; }

    /// <summary>What records follow-ups.</summary>
    public FollowUpHandler FollowUps { get; }

    /// <summary>What makes the roll-ups of calls once more from the log.</summary>
    public CallReproduction Reproduction { get; }

    /// <summary>What records what sources tell of people.</summary>
    public PeopleHandler People { get; }

    /// <summary>What fills the read models anew.</summary>
    public Rebuild Rebuild { get; }

    /// <summary>What holds log and read models against each other.</summary>
    public Verifier Verifier { get; }

    /// <summary>What seals the log.</summary>
    public Seals Seals { get; }

    /// <summary>What proves that a sealed log holds an event.</summary>
    public Proofs Proofs { get; }

    /// <summary>The keys with which programs sign in.</summary>
    public ApiKeys Keys { get; }

    /// <summary>Who asked for what.</summary>
    public AccessLog AccessLog { get; }

    /// <summary>Opens the key that seals are signed with.</summary>
    public Func<SealKey> SealKey { get; }

    /// <summary>The tenants whose read models were filled anew when the database was opened, for a newer schema had emptied them.</summary>
    public IReadOnlyList<TenantId> Filled { get; private set; } = [];

    /// <summary>
    /// Opens a database, brings its schema and read models up to date and makes sure of the default tenant. The key is asked for whenever a seal is to be signed.
    /// Progress is told where the schema is brought up to date or read models have to be filled anew. Where the schema is brought up by hand, an
    /// older one is refused (<c>schema-older</c>); a newer one always is (<c>database-newer</c>). Requests are answered by the server's connection, if one
    /// is given, else by the owner's with the server's role.
    /// </summary>
    public static async Task<LedgerHost> OpenAsync(
        string connectionString, TimeProvider clock, Func<SealKey> sealKey, CancellationToken cancellation, IProgress<Progress>? progress = null,
        SchemaUpgrade upgrade = SchemaUpgrade.Auto, string? serverConnectionString = null)
    {
        var host = new LedgerHost(new LedgerDatabase(connectionString, serverConnectionString), clock, sealKey);
        try
        {
            if (upgrade == SchemaUpgrade.Manual)
            {
                await SchemaMigrator.RequireNewestAsync(host.Database, cancellation);
            }
            else
            {
                await SchemaMigrator.MigrateAsync(host.Database, progress, cancellation);
            }

            // Suspended or not.
            if (!await host.Directory.ExistsAsync(TenantId.Default, cancellation))
            {
                await host.Directory.EnsureAsync(TenantId.Default, cancellation);
            }

            host.Filled = await host.Rebuild.FillEmptyAsync(progress, cancellation);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads what people tell a tenant, by today's settings and one "now"; refuses a tenant that does not exist or is suspended.</summary>
    public async Task<InputReader> ReaderAsync(TenantId tenant, CancellationToken cancellation) =>
        new(await Directory.RequireSettingsAsync(tenant, cancellation), Clock.GetUtcNow()) { Caller = Caller };

    /// <summary>Reads what people tell a tenant that may be made by what they tell.</summary>
    public async Task<InputReader> ReaderOrNewAsync(TenantId tenant, CancellationToken cancellation) =>
        new(await Directory.SettingsAsync(tenant, cancellation), Clock.GetUtcNow()) { Caller = Caller };

    /// <summary>
    /// Asks a tenant something: all that is asked is answered from one view, as known then, and read by the settings that it knows and one
    /// "now". Refused as <see cref="LedgerAnswers.OpenAsync"/> refuses; a state of knowledge that cannot be read is left to the words that
    /// are read.
    /// </summary>
    public async Task<T> AskAsync<T>(
        TenantId tenant, string? knownAt, Consistency consistency, Func<LedgerView, InputReader, Task<T>> ask, CancellationToken cancellation)
    {
        var now = Clock.GetUtcNow();
        if (knownAt is null)
        {
            await using var newest = await Answers.OpenAsync(tenant, new KnownAt.Now(), consistency, cancellation);
            AccessTrail.Current?.AnsweredFrom(tenant, newest.Position);
            return await ask(newest, new InputReader(newest.Settings, now) { Caller = Caller });
        }

        var today = (await Directory.SettingsAsync(tenant, cancellation)).At(now);
        KnownAt known = new TimeWords(today, now).TryKnownAt(knownAt, out var then) ? then : new KnownAt.Now();
        await using var view = await Answers.OpenAsync(tenant, known, consistency, cancellation);
        AccessTrail.Current?.AnsweredFrom(tenant, view.Position);
        return await ask(view, new InputReader(view.Settings, now, today) { Caller = Caller });
    }

    /// <summary>The same ledger for a caller: every question of it is held against what the caller may see.</summary>
    public LedgerHost For(Caller caller)
    {
        var host = (LedgerHost)MemberwiseClone();
        (host.Caller, host.Answers) = (caller, Answers.For(caller));

        // Whoever opened the database closes it.
        host._isOwner = false;
        return host;
    }

    /// <summary>Whose deals the caller may change today; none where that is everyone's.</summary>
    public async Task<Sight?> SightAsync(TenantId tenant, CancellationToken cancellation)
    {
        if (Caller.Reach == Reach.All)
        {
            return null;
        }

        await using var view = await Answers.OpenAsync(tenant, new KnownAt.Now(), Consistency.Strong, cancellation);
        return await view.SightAsync(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isOwner)
        {
            await Ledger.FinishAsync(LongestFarewell).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await AccessLog.DisposeAsync();
            await Database.DisposeAsync();
        }
    }
}
