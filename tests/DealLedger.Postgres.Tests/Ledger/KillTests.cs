using System.Diagnostics;
using DealLedger.EmbeddedPostgres;
using DealLedger.Testing;
using Npgsql;

namespace DealLedger.Postgres.Tests.Ledger;

/// <summary>Processes killed with SIGKILL at random points: what was acknowledged is recorded exactly once, and the ledger is whole.</summary>
public sealed class KillTests
{
    // Killing a process loses nothing that the operating system holds; only a power cut needs fsync.
    private static readonly EmbeddedServerOptions Quick = new()
    {
        Settings = new Dictionary<string, string> { ["fsync"] = "off", ["full_page_writes"] = "off", ["shared_buffers"] = "64MB" },
    };

    public enum Victim
    {
        Writer,
        Backend,
        Postmaster,
    }

    [Fact]
    public async Task Kills_in_an_append_a_bulk_append_and_a_projection_lose_and_double_nothing()
    {
        await using var faults = await Faults.StartAsync(Quick, seed: 1);
        await faults.RoundAsync("append", Victim.Writer);
        await faults.RoundAsync("bulk", Victim.Writer);
        await faults.RoundAsync("project", Victim.Writer);
        await faults.RoundAsync("project", Victim.Backend);
        await faults.RoundAsync("bulk", Victim.Postmaster);
        await faults.RoundAsync("append", Victim.Postmaster);
    }

    [Theory]
    [InlineData("append")]
    [InlineData("bulk")]
    [InlineData("project")]
    [Trait("Category", "Long")]
    public async Task Hundreds_of_kills_lose_and_double_nothing(string work)
    {
        await using var faults = await Faults.StartAsync(EmbeddedServerOptions.Default, seed: work.Length);
        for (var round = 0; round < 120; round++)
        {
            await faults.RoundAsync(work, round % 10 == 0 ? Victim.Postmaster : round % 3 == 0 ? Victim.Backend : Victim.Writer);
        }
    }

    private sealed class Faults : IAsyncDisposable
    {
        private const string Busy = """
            SELECT pid FROM pg_stat_activity
            WHERE application_name = 'writer' AND state = 'active' AND query LIKE $1
            """;

        private readonly TemporaryHome _home;
        private readonly EmbeddedServerOptions _options;
        private readonly Random _random;
        private readonly Dictionary<string, int> _tried = [];
        private readonly HashSet<string> _acknowledged = [];
        private readonly HashSet<string> _refused = [];
        private EmbeddedServer _server;
        private int _round;

        private Faults(TemporaryHome home, EmbeddedServerOptions options, EmbeddedServer server, int seed) =>
            (_home, _options, _server, _random) = (home, options, server, new Random(seed));

        public static async Task<Faults> StartAsync(EmbeddedServerOptions options, int seed)
        {
            var home = await TemporaryHome.CreateAsync(TestLedger.Cancellation);
            return new Faults(home, options, await EmbeddedServer.StartAsync(home.Folder, options, TimeProvider.System, null, TestLedger.Cancellation), seed);
        }

        public async Task RoundAsync(string work, Victim victim)
        {
            _round++;
            await using (var ledger = await TestLedger.OpenAsync(_server.OwnerConnectionString))
            {
                var connection = new NpgsqlConnectionStringBuilder(_server.OwnerConnectionString) { ApplicationName = "writer" }.ConnectionString;
                await using var writer = WriterProcess.Start(work, connection, $"{work}{_round}");
                await writer.UntilAcknowledgedAsync(work == "bulk" ? _random.Next(1, 4) : _random.Next(1, 400));
                var busyWith = work switch { "bulk" => "COPY ledger.mt_events%", "project" => "%dealledger.deal_change%", _ => "WITH grown AS%" };
                await KillAsync(ledger, writer, victim, busyWith);
                Note(writer);
            }

            if (victim == Victim.Postmaster)
            {
                _server = await EmbeddedServer.StartAsync(_home.Folder, _options, TimeProvider.System, null, TestLedger.Cancellation);
            }

            await CheckAsync($"round {_round}: {victim} killed in {work}");
        }

        public async ValueTask DisposeAsync()
        {
            await _server.DisposeAsync();
            await _home.DisposeAsync();
        }

        private async Task KillAsync(TestLedger ledger, WriterProcess writer, Victim victim, string busyWith)
        {
            if (victim == Victim.Writer)
            {
                await ledger.Database.Owner.UntilAsync("the writer is busy", $"SELECT EXISTS ({Busy})", busyWith);
                await writer.KillAsync();
                return;
            }

            int process;
            do
            {
                process = victim == Victim.Postmaster
                    ? _server.ProcessId
                    : (await ledger.Database.Owner.ListAsync<int>($"{Busy} LIMIT 1", busyWith)).FirstOrDefault();
            }
            while (process == 0);
            using var killed = Process.GetProcessById(process);
            killed.Kill();
            await writer.EndedAsync();
        }

        private void Note(WriterProcess writer)
        {
            foreach (var (change, events) in writer.Tried)
            {
                _tried.Add(change, events);
            }

            _acknowledged.UnionWith(writer.Acknowledged.Keys);
            _refused.UnionWith(writer.Refused.Keys);
        }

        private async Task CheckAsync(string what)
        {
            await using var ledger = await ReopenAsync();
            (await ledger.VerifyAsync()).ShouldBeNull(what);
            var recorded = (await ledger.Database.Owner.ListAsync<string>(
                    "SELECT correlation_id || ' ' || count(*) || ' ' || count(DISTINCT id) FROM ledger.mt_events WHERE type <> 'tombstone' GROUP BY correlation_id"))
                .Select(line => line.Split(' ')).ToDictionary(words => words[0], words => (Events: words[1], Different: words[2]));
            recorded.Keys.ShouldAllBe(change => _tried.ContainsKey(change), what);
            recorded.ShouldAllBe(r => r.Value.Events == $"{_tried[r.Key]}" && r.Value.Different == r.Value.Events, what);
            _acknowledged.Except(recorded.Keys).ShouldBeEmpty(what);
            _refused.Intersect(recorded.Keys).ShouldBeEmpty(what);
        }

        // A server that lost a process by force takes a moment to recover.
        private async Task<TestLedger> ReopenAsync()
        {
            while (true)
            {
                try
                {
                    return await TestLedger.OpenAsync(_server.OwnerConnectionString);
                }
                catch (NpgsqlException recovering) when (recovering.IsTransient)
                {
                    NpgsqlConnection.ClearAllPools();
                }
            }
        }
    }
}
