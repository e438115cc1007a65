using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace DealLedger.EmbeddedPostgres;

// One cluster and the commands that create, start and stop it. All of it happens under the start lock.
internal sealed class Cluster(
    ClusterFolder folder, ServerAccount account, PostgresBinaries binaries, Passwords passwords, TimeProvider clock, IProgress<string>? progress)
{
    private const int Attempts = 6;
    private const long LongLog = 10 * 1024 * 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    // Recovery after a crash reads back up to max_wal_size and more.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);

    /// <summary>Creates the cluster in a folder beside its own, so that a half-done one is never taken for it.</summary>
    public async Task CreateAsync(EmbeddedServerOptions options, CancellationToken cancellationToken)
    {
        progress?.Report($"Creating the database in {folder.Data} (PostgreSQL {binaries.Major})");
        var data = folder.NewData();
        var passwordFile = $"{data}.password";
        try
        {
            PrivateFiles.Write(passwordFile, passwords.Owner);
            await account.OwnAsync(passwordFile, cancellationToken);
            string[] speed = options.IsDurable ? [] : ["--no-sync"];
            var created = await account.RunAsync(
                [
                    binaries.Program("initdb"), "-D", data, "--username", ServerRoles.Owner, $"--pwfile={passwordFile}", "--auth=scram-sha-256",
                    "--encoding=UTF8", "--locale=C", "--no-instructions", .. speed,
                ],
                cancellationToken);
            if (created is not { Succeeded: true })
            {
                throw new EmbeddedPostgresException(
                    "cluster-not-created", $"The database could not be created in {folder.Data} ({created?.LastLine}); mend that, or name another home with --home.");
            }
        }
        finally
        {
            File.Delete(passwordFile);
        }

        var settings = Path.Combine(data, "postgresql.auto.conf");
        PrivateFiles.Write(settings, options.ToConfiguration());
        await account.OwnAsync(settings, cancellationToken);
        folder.Keep(data);
    }

    /// <summary>The server when it already runs and answers; waits for one that is just starting or stopping.</summary>
    public async Task<Postmaster?> FindRunningAsync(CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (await Postmaster.FindAliveAsync(folder.Data, cancellationToken) is { } alive)
        {
            if (alive.Port > 0 && await AnswersAsync(alive, cancellationToken))
            {
                return alive;
            }

            if (clock.GetElapsedTime(began) > Patience)
            {
                throw new EmbeddedPostgresException(
                    "postgres-silent", $"PostgreSQL (process {alive.ProcessId}) runs on {folder.Data} and does not answer; end it and try again, see {folder.Log}.");
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }

        return null;
    }

    public async Task<Postmaster> StartAsync(CancellationToken cancellationToken)
    {
        progress?.Report($"Starting PostgreSQL {binaries.Major}");
        folder.RemoveHalfDone();
        var socketFolder = await folder.SocketFolderAsync(account, passwords.Owner, cancellationToken);
        KeepLogShort();
        Postmaster.RemoveNoteOfDead(folder.Data);
        for (var attempt = 1; ; attempt++)
        {
            var logged = File.Exists(folder.Log) ? new FileInfo(folder.Log).Length : 0;
            var started = await RunStartAsync(socketFolder, cancellationToken);
            if (started is { Succeeded: true } && await FindRunningAsync(cancellationToken) is { } running)
            {
                return running;
            }

            var complaint = Complaint(logged) ?? started?.LastLine ?? "pg_ctl could not be run";
            // A port that somebody took a moment ago, or the last processes of a killed server, still on their way out.
            var passes = complaint.Contains("in use", StringComparison.Ordinal) || complaint.Contains("could not create any TCP/IP", StringComparison.Ordinal);
            if (!passes || attempt == Attempts)
            {
                throw new EmbeddedPostgresException("postgres-not-started", $"PostgreSQL did not start on {folder.Data} ({complaint}); mend that, see {folder.Log}.");
            }

            if (complaint.Contains("shared memory block", StringComparison.Ordinal))
            {
                await Postmaster.EndOrphansAsync(folder.Data, account, cancellationToken);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500 * attempt), clock, cancellationToken);
        }
    }

    public async Task StopAsync()
    {
        var alive = await Postmaster.FindAliveAsync(folder.Data, CancellationToken.None);
        if (alive is null)
        {
            return;
        }

        if (await ControlAsync("stop", ["-m", "fast", "-w", "-t", Seconds(StopPatience)]) is not { Succeeded: true })
        {
            // As safe as a power cut: the next start recovers from the write-ahead log.
            await ControlAsync("stop", ["-m", "immediate", "-w", "-t", Seconds(StopPatience)]);
        }

        folder.RemoveShortSocketFolder(alive.SocketFolder);
    }

    private async Task<ChildResult?> RunStartAsync(string? socketFolder, CancellationToken cancellationToken)
    {
        var options = $"-c listen_addresses=127.0.0.1 -c port={FreePort()} -c unix_socket_directories={Quoted(socketFolder)}";
        var starting = ControlAsync("start", ["-s", "-w", "-t", Seconds(Patience), "-l", folder.Log, "-o", options]);
        try
        {
            return await starting.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The server may show itself only after a first attempt to stop it.
            while (await Task.WhenAny(starting, Task.Delay(Pause, clock, CancellationToken.None)) != starting)
            {
                await ControlAsync("stop", ["-m", "fast", "-W"]);
            }

            throw;
        }
    }

    private Task<ChildResult?> ControlAsync(string action, IReadOnlyList<string> options) =>
        account.RunAsync([binaries.Program("pg_ctl"), action, "-D", folder.Data, .. options], CancellationToken.None);

    private async Task<bool> AnswersAsync(Postmaster server, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(ServerRoles.MaintenanceConnection(server, passwords.Owner));
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw new EmbeddedPostgresException(
                "passwords-differ", $"The password in {Passwords.FileName} is not that of the database in {folder.Data}; restore that file from a backup.", e);
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private void KeepLogShort()
    {
        if (File.Exists(folder.Log) && new FileInfo(folder.Log).Length > LongLog)
        {
            File.Move(folder.Log, $"{folder.Log}.old", overwrite: true);
        }
    }

    private string? Complaint(long from)
    {
        if (!File.Exists(folder.Log))
        {
            return null;
        }

        using var stream = new FileStream(folder.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Position = Math.Min(from, stream.Length);
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.FirstOrDefault(line => line.Contains("FATAL:", StringComparison.Ordinal)) ?? lines.LastOrDefault();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // Once for PostgreSQL's list of folders, once for the shell that pg_ctl hands the options to.
    private static string Quoted(string? socketFolder) => socketFolder is null ? "''" : $"'\"{socketFolder.Replace("'", "'\\''", StringComparison.Ordinal)}\"'";

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
}
