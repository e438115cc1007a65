using System.Globalization;
using DealLedger.EmbeddedPostgres;
using DealLedger.Testing;
using Npgsql;

namespace DealLedger.Faults.Tests;

/// <summary>A PostgreSQL server of the run's own that is restarted, stopped and cut while others use it.</summary>
internal sealed class FaultyServer : IAsyncDisposable
{
    private const string OfHosts = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name = 'dealledger' AND pid <> pg_backend_pid()";

    private readonly TemporaryHome _home;
    private readonly EmbeddedServer _server;
    private readonly NpgsqlDataSource _admin;

    private FaultyServer(TemporaryHome home, EmbeddedServer server)
    {
        (_home, _server) = (home, server);
        _admin = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.OwnerConnectionString)
        {
            Pooling = false,
            ApplicationName = "faults",
            Options = "-c default_transaction_read_only=off",
        });
    }

    /// <summary>How the hosts reach it.</summary>
    public string ConnectionString => _server.OwnerConnectionString;

    /// <summary>The folder that the hosts keep their key in.</summary>
    public string Home => _home.Folder.Path;

    public static async Task<FaultyServer> StartAsync(EmbeddedServerOptions options, CancellationToken cancellation)
    {
        var home = await TemporaryHome.CreateAsync(cancellation);
        return new FaultyServer(home, await EmbeddedServer.StartAsync(home.Folder, options, TimeProvider.System, null, cancellation));
    }

    /// <summary>Restarts it as after a power cut, on the same port.</summary>
    public async Task RestartAtOnceAsync(CancellationToken cancellation)
    {
        var account = await ServerAccount.ForAsync(_home.Folder, cancellation);
        var folder = await ClusterFolder.LocateAsync(_home.Folder, account, cancellation);
        var binaries = await PostgresBinaries.FindAsync(account, major: null, TimeProvider.System, progress: null, cancellation);
        var restarted = await account.RunAsync(
            [binaries.Program("pg_ctl"), "restart", "-D", folder.Data, "-s", "-w", "-m", "immediate", "-t", "60", "-l", folder.Log], cancellation);
        (restarted is { Succeeded: true }).ShouldBeTrue(restarted?.LastLine);
    }

    /// <summary>SIGKILL to one of the hosts' sessions: PostgreSQL ends all of them, and recovers.</summary>
    public async Task KillSessionAsync(Random random, CancellationToken cancellation)
    {
        if (await SessionsAsync(cancellation) is { Count: > 0 } sessions)
        {
            await Signals.SendAsync("KILL", sessions[random.Next(sessions.Count)]);
        }

        await UntilItAnswersAsync(cancellation);
    }

    /// <summary>Cuts the connections of all hosts.</summary>
    public Task CutAsync(CancellationToken cancellation) => ExecuteAsync($"SELECT pg_terminate_backend(s.pid) FROM ({OfHosts}) s", cancellation);

    /// <summary>Lets one of the hosts' sessions stand still for a time.</summary>
    public async Task StallSessionAsync(Random random, TimeSpan time, CancellationToken cancellation)
    {
        var sessions = await SessionsAsync(cancellation);
        await using var still = await StandStillAsync(sessions.Count == 0 ? [] : [sessions[random.Next(sessions.Count)]]);
        await Task.Delay(time, cancellation);
    }

    /// <summary>Lets all of it stand still until the result is disposed.</summary>
    public Task<IAsyncDisposable> StandStillAsync() => StandStillAsync([ProcessId, .. Signals.ChildrenOf(ProcessId)]);

    /// <summary>Takes no changes any more, or takes them again; sessions that have begun before are cut.</summary>
    public async Task SetReadOnlyAsync(bool isReadOnly, CancellationToken cancellation)
    {
        await ExecuteAsync(
            $"ALTER DATABASE dealledger {(isReadOnly ? "SET default_transaction_read_only = on" : "RESET default_transaction_read_only")}",
            cancellation);
        await CutAsync(cancellation);
    }

    /// <summary>How often each value of a statement with one column comes.</summary>
    public async Task<Dictionary<string, int>> CountAsync(string sql, CancellationToken cancellation)
    {
        await using var command = _admin.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            counts[reader.GetString(0)] = counts.GetValueOrDefault(reader.GetString(0)) + 1;
        }

        return counts;
    }

    public async ValueTask DisposeAsync()
    {
        await _admin.DisposeAsync();
        await _server.DisposeAsync();
        await _home.DisposeAsync();
    }

    // A restart has made another one.
    private int ProcessId =>
        int.Parse(File.ReadLines(Directory.EnumerateFiles(_home.Folder.Path, "postmaster.pid", SearchOption.AllDirectories).Single()).First(), CultureInfo.InvariantCulture);

    private static async Task<IAsyncDisposable> StandStillAsync(IReadOnlyCollection<int> processes)
    {
        await Signals.SendAsync("STOP", processes);
        return new Standstill(processes);
    }

    private sealed class Standstill(IReadOnlyCollection<int> processes) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await Signals.SendAsync("CONT", processes);
    }

    private async Task<List<int>> SessionsAsync(CancellationToken cancellation)
    {
        await using var command = _admin.CreateCommand(OfHosts);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var sessions = new List<int>();
        while (await reader.ReadAsync(cancellation))
        {
            sessions.Add(reader.GetInt32(0));
        }

        return sessions;
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var command = _admin.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task UntilItAnswersAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await ExecuteAsync("SELECT", cancellation);
                return;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(50, cancellation);
            }
        }
    }
}
