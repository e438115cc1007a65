using System.Net;
using System.Text;
using DealLedger.Testing;
using Npgsql;

namespace DealLedger.Tests.Cli;

public sealed class CleanStopTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_is_told_to_stop_takes_nothing_more_and_finishes_what_it_took()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals.");
        var database = await TestDatabase.CreateDatabaseAsync(Cancel);
        await using var server = await ServeProcess.StartAsync(new Dictionary<string, string> { ["DEALLEDGER_DATABASE"] = database });
        await using var blocker = new NpgsqlConnection(database);
        await blocker.OpenAsync(Cancel);
        await ExecuteAsync(blocker, "BEGIN");
        await ExecuteAsync(blocker, "SELECT pg_advisory_xact_lock(hashtextextended('dealledger:append:default', 0))");
        var taken = Enumerable.Range(1, 20).Select(i => OpenAsync(server, $"deal-{i}")).ToList();
        await UntilAsync(
            database,
            """
            SELECT EXISTS (
                SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database() WHERE l.locktype = 'advisory' AND NOT l.granted)
            """);

        await server.TerminateAsync();
        await server.UntilClosedAsync();
        taken.Count(request => !request.IsCompleted).ShouldBeGreaterThan(0);
        await ExecuteAsync(blocker, "ROLLBACK");
        var answers = await Task.WhenAll(taken);

        answers.Where(a => a is not null).ShouldAllBe(status => status == HttpStatusCode.Created);
        (await server.EndedAsync()).ShouldBe(0, server.Log);
        await using var check = NpgsqlDataSource.Create(database);
        await using var count = check.CreateCommand("SELECT count(DISTINCT stream_id) FROM ledger.mt_events");
        ((long)(await count.ExecuteScalarAsync(Cancel))!).ShouldBe(answers.Count(a => a is not null), "what was acknowledged is there, and nothing else");
        answers.Count(a => a is not null).ShouldBeGreaterThan(0);
    }

    // None where the connection was not taken any more.
    private static async Task<HttpStatusCode?> OpenAsync(ServeProcess server, string id)
    {
        try
        {
            using var body = new StringContent($$"""{ "id": "{{id}}", "name": "Deal", "stage": "Proposal" }""", Encoding.UTF8, "application/json");
            return (await server.Client.PostAsync(new Uri("/api/opportunities", UriKind.Relative), body, Cancel)).StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task UntilAsync(string database, string condition)
    {
        await using var source = NpgsqlDataSource.Create(database);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            await using var command = source.CreateCommand(condition);
            if (await command.ExecuteScalarAsync(Cancel) is true)
            {
                return;
            }

            limit.IsCancellationRequested.ShouldBeFalse(condition);
            await Task.Delay(Pause, Cancel);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
