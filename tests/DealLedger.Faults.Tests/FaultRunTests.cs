using System.Diagnostics;
using System.Globalization;
using DealLedger.EmbeddedPostgres;

namespace DealLedger.Faults.Tests;

/// <summary>Hosts, PostgreSQL and the connections between them fail at random; nothing acknowledged is missing, and nothing is there twice.</summary>
public sealed class FaultRunTests
{
    /// <summary>How many processes the long form kills, among faults of all kinds, and the seed of their plan.</summary>
    private const string KillsVariable = "DEALLEDGER_TEST_KILLS";
    private const string SeedVariable = "DEALLEDGER_TEST_FAULTS_SEED";

    private const int Hosts = 2;
    private const int Kills = 200;

    // Killing a process loses nothing that the operating system holds; only a power cut needs fsync.
    internal static readonly EmbeddedServerOptions Quick = new()
    {
        Settings = new Dictionary<string, string> { ["fsync"] = "off", ["full_page_writes"] = "off", ["shared_buffers"] = "64MB" },
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Faults_of_every_kind_lose_and_double_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are stopped as Linux does it.");
        var faults = Enum.GetValues<Fault>();
        new Random(1).Shuffle(faults);

        await RunAsync(Quick, faults, seed: 1, TimeSpan.FromSeconds(1.5));
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Hundreds_of_faults_lose_and_double_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are stopped as Linux does it.");
        var (kills, seed) = (Number(KillsVariable, Kills), Number(SeedVariable, 7));
        var random = new Random(seed);
        var kinds = Enum.GetValues<Fault>();
        var faults = new List<Fault>();
        while (faults.Count(f => f is Fault.HostKilled or Fault.SessionKilled or Fault.ServerRestarted) < kills)
        {
            faults.Add(kinds[random.Next(kinds.Length)]);
        }

        await RunAsync(EmbeddedServerOptions.Default, [.. faults], seed, TimeSpan.FromSeconds(12));
    }

    private static async Task RunAsync(EmbeddedServerOptions options, Fault[] faults, int seed, TimeSpan longestStall)
    {
        var clock = Stopwatch.StartNew();
        await using var run = await FaultRun.StartAsync(options, Hosts, seed, Cancel);
        await run.RunAsync(faults, longestStall);
        await run.CheckAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{faults.Length} faults in {clock.Elapsed.TotalSeconds:0} s ({string.Join(", ", faults.CountBy(f => f).Select(f => $"{f.Key} {f.Value}"))}); "
            + $"{run.Notes.Changes.Count} changes; answers: {run.Notes}");
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
