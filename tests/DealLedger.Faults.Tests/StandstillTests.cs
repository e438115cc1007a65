using System.Net;
using System.Text;
using DealLedger.Testing;
using Npgsql;

namespace DealLedger.Faults.Tests;

/// <summary>A PostgreSQL that stands still: it takes connections and gives no answer.</summary>
public sealed class StandstillTests
{
    private const int Callers = 40;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_end_in_a_bounded_time_and_are_answered_again_afterwards()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are stopped as Linux does it.");
        await using var server = await FaultyServer.StartAsync(FaultRunTests.Quick, Cancel);

        // As long as it takes by itself, only shorter.
        var connection = new NpgsqlConnectionStringBuilder(server.ConnectionString) { CommandTimeout = 2, Timeout = 2 };
        await using var host = await ServedHost.StartAsync(connection.ConnectionString, server.Home, Cancel);
        using var http = new HttpClient { BaseAddress = host.Address, Timeout = Bound };
        (await SendAsync("/api/opportunities", """{ "id": "deal-1", "stage": "Proposal", "at": "2026-05-01" }""", "open")).ShouldBe((HttpStatusCode.Created, ""));

        (HttpStatusCode Status, string Code)[] ended;
        await using (await server.StandStillAsync())
        {
            var changes = Enumerable.Range(0, Callers).Select(i => SendAsync("/api/opportunities/deal-1/amount", $$"""{ "value": {{i}} }""", $"k{i}"));
            var questions = Enumerable.Range(0, Callers).Select(_ => AskAsync());
            ended = await Task.WhenAll(changes.Concat(questions));
        }

        ended.ShouldAllBe(e => e.Status == HttpStatusCode.ServiceUnavailable && (e.Code == "database-unavailable" || e.Code == "outcome-unknown"));
        while ((await AskAsync()).Status != HttpStatusCode.OK)
        {
            await Task.Delay(50, Cancel);
        }

        (await SendAsync("/api/opportunities/deal-1/amount", """{ "value": 7 }""", "k7")).Status.ShouldBe(HttpStatusCode.OK);
        (await host.EndAsync()).ShouldBe(0, host.Errors);
        (await server.CountAsync("SELECT e.data ->> 'To' FROM ledger.mt_events e WHERE e.type = 'amount_changed'", Cancel)).Values.ShouldAllBe(count => count == 1);

        async Task<(HttpStatusCode Status, string Code)> AskAsync()
        {
            using var response = await http.GetAsync("/api/forecast", Cancel);
            return (response.StatusCode, await CodeAsync(response));
        }

        async Task<(HttpStatusCode Status, string Code)> SendAsync(string path, string body, string key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.Add("Idempotency-Key", key);
            using var response = await http.SendAsync(request, Cancel);
            return (response.StatusCode, await CodeAsync(response));
        }
    }

    private static async Task<string> CodeAsync(HttpResponseMessage response) => response.IsSuccessStatusCode
        ? ""
        : System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("code").GetString()!;
}
