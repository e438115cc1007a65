using System.Globalization;
using DealLedger.Core.Ledger;

namespace DealLedger.EmbeddedPostgres;

/// <summary>
/// A share in the one PostgreSQL server of a home folder: the first process starts it, further ones join, the last one out stops it.
/// </summary>
public sealed class EmbeddedServer : IAsyncDisposable
{
    private readonly HomeFolder _home;
    private readonly TimeProvider _clock;
    private readonly Cluster _cluster;
    private readonly Holder _holder;
    private readonly Postmaster _server;
    private readonly Passwords _passwords;
    private int _disposed;

    private EmbeddedServer(HomeFolder home, TimeProvider clock, Cluster cluster, Holder holder, Postmaster server, Passwords passwords)
    {
        _home = home;
        _clock = clock;
        _cluster = cluster;
        _holder = holder;
        _server = server;
        _passwords = passwords;
    }

    /// <summary>
    /// Npgsql connection string of the superuser that owns everything. Over loopback: a Unix socket holds less on its way, and a COPY would
    /// wait for PostgreSQL again and again.
    /// </summary>
    public string OwnerConnectionString => ServerRoles.Connection("127.0.0.1", _server.Port, ServerRoles.Owner, _passwords.Owner);

    /// <summary>The owner's connection as a URI, as psql takes it.</summary>
    public string OwnerUri => ServerRoles.Uri(_server.Port, ServerRoles.Owner, _passwords.Owner);

    /// <summary>The process number of the server.</summary>
    public int ProcessId => _server.ProcessId;

    /// <summary>Starts the home's server, or joins the one that runs; creates the cluster and the database when they are missing.</summary>
    public static Task<EmbeddedServer> StartAsync(
        HomeFolder home, TimeProvider clock, IProgress<string>? progress, CancellationToken cancellationToken) =>
        StartAsync(home, EmbeddedServerOptions.Default, clock, progress, cancellationToken);

    /// <summary>Starts the home's server with other settings than the usual, or joins the one that runs.</summary>
    public static async Task<EmbeddedServer> StartAsync(
        HomeFolder home, EmbeddedServerOptions options, TimeProvider clock, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        home.Create();
        using var startLock = await LockAsync(home, clock, cancellationToken);
        var account = await ServerAccount.ForAsync(home, cancellationToken);
        var folder = await ClusterFolder.LocateAsync(home, account, cancellationToken);
        var passwords = Passwords.Read(home) ?? (folder.IsCreated ? throw PasswordsLost(home, folder) : Passwords.Create(home));
        var binaries = await PostgresBinaries.FindAsync(account, MajorOf(folder), clock, progress, cancellationToken);
        var cluster = new Cluster(folder, account, binaries, passwords, clock, progress);
        if (!folder.IsCreated)
        {
            await cluster.CreateAsync(options, cancellationToken);
        }

        folder.NoteCreated();
        var holder = Holders.Register(home);
        try
        {
            var server = await cluster.FindRunningAsync(cancellationToken) ?? await cluster.StartAsync(cancellationToken);
            await ServerRoles.EnsureDatabaseAsync(server, passwords, cancellationToken);
            return new EmbeddedServer(home, clock, cluster, holder, server, passwords);
        }
        catch
        {
            await LeaveAsync(home, holder, cluster);
            throw;
        }
    }

    /// <summary>
    /// A read-only connection that sees one tenant, as a URI, as psql and BI tools take it, and as an Npgsql string. The ledger's schema is there.
    /// </summary>
    public async Task<(string Uri, string ConnectionString)> ReaderAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var (role, password) = await ServerRoles.EnsureReaderAsync(OwnerConnectionString, _passwords, tenant, cancellationToken);
        return (ServerRoles.Uri(_server.Port, role, password), ServerRoles.Connection("127.0.0.1", _server.Port, role, password));
    }

    /// <summary>Stops the server of a home that no living process uses, as a killed one leaves it.</summary>
    public static async Task StopUnusedAsync(HomeFolder home, TimeProvider clock, CancellationToken cancellationToken)
    {
        home.Create();
        using var startLock = await LockAsync(home, clock, cancellationToken);
        var account = await ServerAccount.ForAsync(home, cancellationToken);
        var folder = await ClusterFolder.LocateAsync(home, account, cancellationToken);
        if (folder.IsCreated && Passwords.Read(home) is { } passwords && !Holders.AnyAlive(home))
        {
            var binaries = await PostgresBinaries.FindAsync(account, MajorOf(folder), clock, progress: null, cancellationToken);
            await new Cluster(folder, account, binaries, passwords, clock, progress: null).StopAsync();
        }
    }

    /// <summary>Gives the share back; the last one out stops the server.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0 || !Directory.Exists(_home.Path))
        {
            return;
        }

        using var startLock = await LockAsync(_home, _clock, CancellationToken.None);
        await LeaveAsync(_home, _holder, _cluster);
    }

    private static async Task LeaveAsync(HomeFolder home, Holder holder, Cluster cluster)
    {
        holder.Dispose();
        if (!Holders.AnyAlive(home))
        {
            await cluster.StopAsync();
        }
    }

    private static Task<FileLock> LockAsync(HomeFolder home, TimeProvider clock, CancellationToken cancellationToken) =>
        FileLock.WaitAsync(home.File("start.lock"), clock, cancellationToken);

    private static int? MajorOf(ClusterFolder folder) =>
        folder.IsCreated ? int.Parse(File.ReadAllText(Path.Combine(folder.Data, "PG_VERSION")), CultureInfo.InvariantCulture) : null;

    private static EmbeddedPostgresException PasswordsLost(HomeFolder home, ClusterFolder folder) =>
        new("passwords-missing", $"{home.File(Passwords.FileName)} is missing, so the database in {folder.Data} cannot be opened; restore that file from a backup.");
}
