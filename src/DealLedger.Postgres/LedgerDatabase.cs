using System.Collections.Concurrent;
using System.Globalization;
using DealLedger.Core.Ledger;
using DealLedger.Postgres.Checkpoints;
using DealLedger.Postgres.Ledger;
using DealLedger.Postgres.ReadModels;
using DealLedger.Postgres.Telemetry;
using Npgsql;

namespace DealLedger.Postgres;

/// <summary>
/// One PostgreSQL database that holds ledgers. The owner makes the schema, tenants, imports and rebuilds; the server answers requests and
/// has no right to change or delete an event.
/// </summary>
public sealed class LedgerDatabase : IAsyncDisposable
{
    // A managed PostgreSQL may refuse roles; then the owner's connection serves, as it is.
    private const string AssumeServer = """
        SELECT set_config('role', rolname, false) FROM pg_roles
        WHERE rolname = 'dealledger_server' AND pg_has_role(current_user, oid, 'MEMBER')
        """;

    /// <summary>How long a host may stand still while it has the turn to decide, before another one gets it.</summary>
    internal static readonly TimeSpan LongestStandstill = TimeSpan.FromSeconds(15);

    // A host that stalls inside a transaction loses it, and with it the lock that others wait for. A lock is waited for shorter than an answer, so
    // that whoever does not get it is told so. A machine that is gone without a word is noticed in half a minute.
    private const string Limits =
        "-c idle_in_transaction_session_timeout=30s -c lock_timeout=20s -c tcp_keepalives_idle=15 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";

    /// <summary>For transactions that hold what all appends of a tenant, or its projection, wait for: their host may stand still for so long only.</summary>
    internal const string HoldBriefly = "SET LOCAL idle_in_transaction_session_timeout = '5s'";

    private readonly TenantConnections _tenants = new();
    private readonly NpgsqlDataSource _server;

    /// <summary>Opens a database as its owner, or with a connection of its own for the server.</summary>
    public LedgerDatabase(string ownerConnectionString, string? serverConnectionString = null)
    {
        OwnerConnectionString = ownerConnectionString;
        Meters = new LedgerMeters(this);
        Owner = Settings(ownerConnectionString, "dealledger-owner").Build();
        var (server, assume) = (serverConnectionString ?? ownerConnectionString, serverConnectionString is null);
        _server = OnOpening(Settings(server, "dealledger-server"), assume, _tenants.Forget).Build();
        Unpooled = OnOpening(Settings(server, "dealledger-unpooled", isTurn: true), assume, static _ => { }).Build();
    }

    /// <summary>Connections with the owner's rights.</summary>
    public NpgsqlDataSource Owner { get; }

    /// <summary>What it tells of its work.</summary>
    public LedgerMeters Meters { get; }

    internal string OwnerConnectionString { get; }

    /// <summary>
    /// Connections with the server's rights that are closed when they are disposed, and with them every lock that they hold; PostgreSQL ends them when
    /// their host stands still.
    /// </summary>
    internal NpgsqlDataSource Unpooled { get; }

    /// <summary>The facts that this process has read.</summary>
    internal FactMemory Facts { get; } = new();

    /// <summary>The names of people that this process has read.</summary>
    internal NameMemory Names { get; } = new();

    /// <summary>The groups of checkpoints that this process has read.</summary>
    internal GroupMemory Groups { get; } = new();

    /// <summary>Tells of what this process appends.</summary>
    internal AppendSignal Appends { get; } = new();

    /// <summary>Who decides in this process, by tenant and kind.</summary>
    internal ConcurrentDictionary<string, SemaphoreSlim> TurnsHere { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Unpooled.DisposeAsync();
        await _server.DisposeAsync();
        await Owner.DisposeAsync();
        Meters.Dispose();
    }

    /// <summary>A connection with the server's rights; it sees and writes the rows of one tenant alone.</summary>
    internal Task<NpgsqlConnection> OpenAsync(TenantId tenant, CancellationToken cancellation) => _tenants.OpenAsync(_server, tenant, cancellation);

    internal static string Stream(string opportunityId) => "opportunity/" + opportunityId;

    private static NpgsqlDataSourceBuilder Settings(string connectionString, string name, bool isTurn = false)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException)
        {
            throw new RefusedException(
                "database-unreadable", "The connection string cannot be read; write it as Host=...;Port=...;Username=...;Password=...;Database=... or as a postgresql:// address.");
        }

        settings.NoResetOnClose = true;
        settings.Pooling &= !isTurn;
        settings.MaxAutoPrepare = 64;
        settings.AutoPrepareMinUsages = 2;
        settings.IncludeErrorDetail = false;
        settings.ApplicationName ??= "dealledger";

        // A socket of the file system has no other machine behind it.
        if (settings.Host?.StartsWith('/') != true && settings.TcpKeepAliveTime == 0)
        {
            (settings.TcpKeepAlive, settings.TcpKeepAliveTime, settings.TcpKeepAliveInterval) = (true, 15, 5);
        }

        var standstill = "";
        if (isTurn)
        {
            // Whoever is alive shows it long before that.
            settings.KeepAlive = (int)LongestStandstill.TotalSeconds / 3;
            standstill = string.Create(CultureInfo.InvariantCulture, $"-c idle_session_timeout={LongestStandstill.TotalMilliseconds}");
        }

        // Of two settings the later one counts: the user's own.
        settings.Options = string.Join(' ', Limits, standstill, settings.Options, "-c TimeZone=UTC");

        // The name stands in the metrics of the pools, where a connection string would tell too much.
        return new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = name };
    }

    private static NpgsqlDataSourceBuilder OnOpening(NpgsqlDataSourceBuilder builder, bool assumeServer, Action<NpgsqlConnection> opened) =>
        builder.UsePhysicalConnectionInitializer(
            connection =>
            {
                opened(connection);
                if (assumeServer)
                {
                    using var command = new NpgsqlCommand(AssumeServer, connection);
                    command.ExecuteNonQuery();
                }
            },
            async connection =>
            {
                opened(connection);
                if (assumeServer)
                {
                    await using var command = new NpgsqlCommand(AssumeServer, connection);
                    await command.ExecuteNonQueryAsync();
                }
            });
}
