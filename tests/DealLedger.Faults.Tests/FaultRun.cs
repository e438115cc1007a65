using System.Diagnostics;
using System.Text;
using DealLedger.Core.Ledger;
using DealLedger.EmbeddedPostgres;
using DealLedger.Postgres;
using DealLedger.Testing;

namespace DealLedger.Faults.Tests;

/// <summary>What goes wrong.</summary>
internal enum Fault
{
    HostKilled,
    HostStalled,
    SessionKilled,
    SessionStalled,
    ConnectionsCut,
    ServerRestarted,
    ServerStalled,
    ServerReadOnly,
}

/// <summary>
/// Clients that append through several hosts on one database while all of that is killed, stalled and cut; in the end the log is held against what they
/// were told.
/// </summary>
internal sealed class FaultRun : IAsyncDisposable
{
    private const int Clients = 6;
    private const int RecordedAfterAFault = 3;

    private const string InLog = """
        SELECT CASE e.type WHEN 'amount_changed' THEN 'amount ' || (e.data ->> 'To')
                           WHEN 'opportunity_opened' THEN 'opened ' || substr(e.stream_id, length('opportunity/new-') + 1)
                           ELSE 'rate ' || to_char((e.data ->> 'Rate')::numeric, 'FM0.00000000') END
        FROM ledger.mt_events e
        WHERE e.type = 'amount_changed' OR (e.type = 'opportunity_opened' AND e.stream_id LIKE 'opportunity/new-%') OR e.stream_id LIKE 'rate/%'
        """;

    private static readonly TimeSpan LongestRecovery = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(8);

    private readonly FaultyServer _server;
    private readonly Random _random;
    private readonly CancellationToken _cancellation;
    private readonly HttpClient _http = new() { Timeout = LongestAnswer };
    private readonly ServedHost[] _hosts;

    private FaultRun(FaultyServer server, ServedHost[] hosts, int seed, CancellationToken cancellation) =>
        (_server, _hosts, _random, _cancellation) = (server, hosts, new Random(seed), cancellation);

    /// <summary>The hosts as they are now; a killed one has another in its place.</summary>
    public IReadOnlyList<ServedHost> Hosts => _hosts;

    /// <summary>What the clients were told.</summary>
    public Notes Notes { get; } = new();

    public static async Task<FaultRun> StartAsync(EmbeddedServerOptions options, int hosts, int seed, CancellationToken cancellation)
    {
        var server = await FaultyServer.StartAsync(options, cancellation);
        var run = new FaultRun(server, new ServedHost[hosts], seed, cancellation);
        try
        {
            for (var host = 0; host < hosts; host++)
            {
                run._hosts[host] = await run.NewHostAsync();
            }

            for (var deal = 0; deal < Client.Deals; deal++)
            {
                using var body = new StringContent($$"""{ "id": "deal-{{deal}}", "stage": "Proposal", "closeDate": "2026-06-01", "at": "2026-05-01" }""", Encoding.UTF8, "application/json");
                (await run._http.PostAsync(new Uri(run._hosts[0].Address, "/api/opportunities"), body, cancellation)).EnsureSuccessStatusCode();
            }

            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets the faults come one after the other, each after all hosts have recorded something since the one before.</summary>
    public async Task RunAsync(IEnumerable<Fault> faults, TimeSpan longestStall)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
        using var timeUp = CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
        var clients = Enumerable.Range(1, Clients).Select(c => new Client(c, new Random(_random.Next()), this, _http, Notes)).ToList();
        var running = Task.WhenAll(clients.Select(c => Task.Run(() => c.RunAsync(ending.Token, timeUp.Token), CancellationToken.None)));
        try
        {
            await UntilAllRecordAsync("the start");
            foreach (var (number, fault) in faults.Index())
            {
                TestContext.Current.SendDiagnosticMessage($"Fault {number + 1}: {fault} ({Notes})");
                await LetAsync(fault, TimeSpan.FromMilliseconds(_random.Next(200, (int)longestStall.TotalMilliseconds)));
                await UntilAllRecordAsync(fault.ToString());
            }
        }
        finally
        {
            await ending.CancelAsync();
            timeUp.CancelAfter(LongestRecovery);
            await running;
        }
    }

    /// <summary>Ends the hosts and holds the log against the notes, and the read models against the log.</summary>
    public async Task CheckAsync()
    {
        foreach (var host in _hosts)
        {
            (await host.EndAsync()).ShouldBe(0, host.Errors);
        }

        Notes.Unexpected.ShouldBeEmpty(string.Join('\n', _hosts.Select(h => h.Errors)));
        var recorded = await _server.CountAsync(InLog, _cancellation);
        recorded.Where(r => r.Value != 1).ShouldBeEmpty("These are there more than once.");
        recorded.Keys.Except(Notes.Changes.Keys).ShouldBeEmpty("Nobody sent these.");
        Of(Told.Recorded).Except(recorded.Keys).ShouldBeEmpty("These were acknowledged and are not there.");
        Of(Told.Refused).Intersect(recorded.Keys).ShouldBeEmpty("These were refused and are there.");
        (await _server.CountAsync("SELECT k.key::text FROM dealledger.request_key k", _cancellation)).Count.ShouldBeGreaterThanOrEqualTo(Notes.Keyed);

        await using var database = new LedgerDatabase(_server.ConnectionString);
        (await new Verifier(database, new Projector(database, TimeProvider.System)).RunAsync(TenantId.Default, null, _cancellation)).ShouldBeNull();

        IEnumerable<string> Of(Told told) => Notes.Changes.Where(c => c.Value == told).Select(c => c.Key);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        foreach (var host in _hosts.Where(h => h is not null))
        {
            await host.DisposeAsync();
        }

        await _server.DisposeAsync();
    }

    private async Task LetAsync(Fault fault, TimeSpan stall)
    {
        var host = _random.Next(_hosts.Length);
        switch (fault)
        {
            case Fault.HostKilled:
                await _hosts[host].KillAsync();
                await _hosts[host].DisposeAsync();
                _hosts[host] = await NewHostAsync();
                break;
            case Fault.HostStalled:
                await _hosts[host].StopAsync();
                await Task.Delay(stall, _cancellation);
                await _hosts[host].ContinueAsync();
                break;
            case Fault.SessionKilled:
                await _server.KillSessionAsync(_random, _cancellation);
                break;
            case Fault.SessionStalled:
                await _server.StallSessionAsync(_random, stall, _cancellation);
                break;
            case Fault.ConnectionsCut:
                await _server.CutAsync(_cancellation);
                break;
            case Fault.ServerRestarted:
                await _server.RestartAtOnceAsync(_cancellation);
                break;
            case Fault.ServerStalled:
                await using (await _server.StandStillAsync())
                {
                    await Task.Delay(stall, _cancellation);
                }

                break;
            case Fault.ServerReadOnly:
                var refused = Notes.Answers(DatabaseFault.ReadOnly);
                await _server.SetReadOnlyAsync(true, _cancellation);
                await UntilAsync(() => Notes.Answers(DatabaseFault.ReadOnly) > refused, "the clients were told that the database is read only");
                await _server.SetReadOnlyAsync(false, _cancellation);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault, null);
        }
    }

    private Task<ServedHost> NewHostAsync() => ServedHost.StartAsync(_server.ConnectionString, _server.Home, _cancellation);

    private async Task UntilAllRecordAsync(string after)
    {
        for (var host = 0; host < _hosts.Length; host++)
        {
            var (number, before) = (host, Notes.RecordedBy(host));
            await UntilAsync(() => Notes.RecordedBy(number) >= before + RecordedAfterAFault, $"host {host} recorded again after {after}");
        }
    }

    private async Task UntilAsync(Func<bool> holds, string what)
    {
        var waiting = Stopwatch.StartNew();
        while (!holds())
        {
            (waiting.Elapsed < LongestRecovery).ShouldBeTrue($"It did not happen in {LongestRecovery} that {what} ({Notes}).\n{string.Join('\n', _hosts.Select(h => h.Errors))}");
            await Task.Delay(5, _cancellation);
        }
    }
}
