using System.Diagnostics;
using DealLedger.EmbeddedPostgres;
using DealLedger.Testing;
using Npgsql;

namespace DealLedger.Tests.EmbeddedPostgres;

// What the tests of the embedded server have in common.
internal static class ServerProbe
{
    private static readonly EmbeddedServerOptions Fast = new() { Settings = new Dictionary<string, string> { ["fsync"] = "off" } };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static Task<EmbeddedServer> StartAsync(TemporaryHome home) =>
        EmbeddedServer.StartAsync(home.Folder, Fast, TimeProvider.System, progress: null, Cancelled);

    public static async Task<EmbeddedPostgresException> RefusalAsync(TemporaryHome home) =>
        await Should.ThrowAsync<EmbeddedPostgresException>(async () => await StartAsync(home));

    public static async Task<object?> AskAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Cancelled);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancelled);
    }

    public static string DataFolder(TemporaryHome home) => Path.Combine(home.Folder.Path, "postgres", "data");

    public static async Task<bool> IsRunningAsync(TemporaryHome home) => await Postmaster.FindAliveAsync(DataFolder(home), Cancelled) is not null;

    public static void Kill(int processId)
    {
        using var process = Process.GetProcessById(processId);
        process.Kill();
    }

    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await condition())
        {
            (await tick.WaitForNextTickAsync(patience.Token)).ShouldBeTrue(what);
        }
    }
}
