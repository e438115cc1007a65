using System.Diagnostics;
using System.Net;
using System.Text.Json;
using DealLedger.Benchmarks.Yardsticks;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Time;
using DealLedger.Postgres;
using DealLedger.Postgres.Sealing;
using DealLedger.Server;

namespace DealLedger.Benchmarks.Works;

/// <summary>The server on loopback under 32 clients that ask for forecasts and changes in turn for 30 seconds, each waiting for its answer.</summary>
internal sealed class HttpLoad : IWork
{
    private const int Clients = 32;

    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly Period Quarter = ForecastAsOf.Quarter("2025-Q2");

    public IReadOnlyList<string> Names => ["HTTP, forecast, p99", "HTTP, changes, p99", "HTTP, errors"];

    public async Task<IReadOnlyList<Measurement>> RunAsync(Workbench bench, CancellationToken cancellation)
    {
        var ledger = await bench.Small.LedgerAsync(cancellation);
        await using var host = await LedgerHost.OpenAsync(ledger.ConnectionString, TimeProvider.System, SealKey.Create, cancellation);
        await using var app = ServerApp.Build(host, ServerApp.ListenOn(IPAddress.Loopback, 0));
        await app.StartAsync(cancellation);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        await CheckAsync(client, bench.Small, ledger, cancellation);
        await LoadAsync(client, WarmUp, cancellation);
        var asked = (await LoadAsync(client, Lasts, cancellation)).ToLookup(a => a.Path.StartsWith("/api/forecast", StringComparison.Ordinal));
        await app.StopAsync(CancellationToken.None);
        return
        [
            Line(Names[0], bench.Small.Scale, asked[true]), Line(Names[1], bench.Small.Scale, asked[false]),
            Measurement.Figure(Names[2], $"of {asked.Sum(a => a.Count())} requests", "errors", Samples.Of(asked.Sum(a => a.Count(r => !r.Answered)))).AtMost(0),
        ];
    }

    private static Measurement Line(string name, string scale, IEnumerable<Reply> replies)
    {
        var times = replies.Select(r => r.Milliseconds).ToList();
        return Measurement.Growth(
            name, scale, "ms", Samples.Of(Samples.Percentile(times, 0.99)), "the median of the same requests", Samples.Of(Samples.Percentile(times, 0.5)))
            .RatioAtMost(4);
    }

    private static async Task<List<Reply>> LoadAsync(HttpClient client, TimeSpan lasts, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var replies = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async number =>
        {
            var own = new List<Reply>();
            for (var i = number; Stopwatch.GetElapsedTime(began) < lasts; i++)
            {
                own.Add(await AskAsync(client, i % 2 == 0 ? Forecast(i) : Changes(i), cancellation));
            }

            return own;
        }));
        return [.. replies.SelectMany(r => r)];
    }

    private static async Task<Reply> AskAsync(HttpClient client, string path, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var answered = false;
        try
        {
            using var response = await client.GetAsync(path, cancellation);
            await response.Content.ReadAsByteArrayAsync(cancellation);
            answered = response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            // Counted as one that was not answered.
        }

        return new Reply(path, Stopwatch.GetElapsedTime(began).TotalMilliseconds, answered);
    }

    // The documents tell what the ledger answers, and that is what the naive model says.
    private static async Task CheckAsync(HttpClient client, Company company, MeasuredLedger ledger, CancellationToken cancellation)
    {
        var forecast = new ForecastQuestion(Quarter, SnapshotTable.EndOf(Day(0)), new KnownAt.Now(), GroupBy.Owner);
        var forecastAnswer = await ledger.Answers.ForecastAsync(MeasuredLedger.Tenant, forecast, Consistency.Strong, cancellation);
        company.Naive.Check(forecast, forecastAnswer);
        using var forecastDocument = await DocumentAsync(client, Forecast(0), cancellation);
        Yardstick.Agree(
            "open pipeline by HTTP", forecastAnswer.Total.OpenPipeline.Amount, Amount(forecastDocument.RootElement.GetProperty("total"), "openPipeline"));

        var changes = new ChangesQuestion(
            Quarter, SnapshotTable.EndOf(Day(0).AddDays(-7)), SnapshotTable.EndOf(Day(0)), new KnownAt.Now(), WaterfallMode.Net, GroupBy.Team);
        var changesAnswer = await ledger.Answers.ChangesAsync(MeasuredLedger.Tenant, changes, Consistency.Strong, cancellation);
        company.Naive.Check(changes, changesAnswer);
        using var changesDocument = await DocumentAsync(client, Changes(0), cancellation);
        Yardstick.Agree(
            "pipeline at both ends by HTTP", (changesAnswer.Start.Amount, changesAnswer.End.Amount),
            (Amount(changesDocument.RootElement, "start"), Amount(changesDocument.RootElement, "end")));
    }

    private static async Task<JsonDocument> DocumentAsync(HttpClient client, string path, CancellationToken cancellation) =>
        JsonDocument.Parse(await client.GetStringAsync(new Uri(path, UriKind.Relative), cancellation));

    private static decimal Amount(JsonElement of, string cell) => of.GetProperty(cell).GetProperty("amount").GetDecimal();

    private static string Forecast(int number) => $"/api/forecast?period={Quarter.Id}&asOf={Day(number):yyyy-MM-dd}&by=owner";

    private static string Changes(int number) => $"/api/changes?period={Quarter.Id}&from={Day(number).AddDays(-7):yyyy-MM-dd}&to={Day(number):yyyy-MM-dd}&by=team";

    private static DateOnly Day(int number) => SnapshotTable.LastDay.AddDays(-(number % 40));

    private sealed record Reply(string Path, double Milliseconds, bool Answered);
}
