using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using DealLedger.Benchmarks.Data;

namespace DealLedger.Benchmarks.Soak;

/// <summary>
/// Appends and questions, each kept to a timetable, whatever became of those before. Readers without rest would fill the machine, and what is measured
/// would be how long one waits for it.
/// </summary>
internal sealed class SoakLoad(Uri address, MadeUpHistory history, int appendsASecond, int readsASecond) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    private ConcurrentQueue<SoakReply> _replies = new();
    private long _recorded;

    /// <summary>How many changes were acknowledged.</summary>
    public long Recorded => Interlocked.Read(ref _recorded);

    /// <summary>The answers since the last time that they were taken.</summary>
    public IReadOnlyList<SoakReply> Take() => [.. Interlocked.Exchange(ref _replies, new ConcurrentQueue<SoakReply>())];

    /// <summary>Goes on until it is ended, and waits for what is on its way.</summary>
    public Task RunAsync(CancellationToken ending) => Task.WhenAll(KeepToAsync(appendsASecond, ChangeAsync, ending), KeepToAsync(readsASecond, ReadAsync, ending));

    public void Dispose() => _http.Dispose();

    private static async Task KeepToAsync(int aSecond, Func<long, long, Task> sendAsync, CancellationToken ending)
    {
        var running = new List<Task>();
        var (began, pace) = (Stopwatch.GetTimestamp(), Stopwatch.Frequency / aSecond);
        for (var number = 0L; !ending.IsCancellationRequested; number++)
        {
            var due = began + (number * pace);
            if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } ahead)
            {
                await Task.Delay(ahead, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                running.RemoveAll(r => r.IsCompleted);
            }

            running.Add(sendAsync(number, due));
        }

        await Task.WhenAll(running);
    }

    private async Task ChangeAsync(long number, long due)
    {
        var deal = MadeUpHistory.Deal(history.Deals[(int)(number * 7 % history.Deals.Count)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/opportunities/{deal}/amount")
        {
            Content = new StringContent(string.Create(CultureInfo.InvariantCulture, $$"""{ "value": {{number + 0.25m}} }"""), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", string.Create(CultureInfo.InvariantCulture, $"soak-{number}"));
        if (await SendAsync(request, due, isAppend: true))
        {
            Interlocked.Increment(ref _recorded);
        }
    }

    private async Task ReadAsync(long number, long due)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Question(number));
        await SendAsync(request, due, isAppend: false);
    }

    private string Question(long number)
    {
        var day = MadeUpHistory.End.AddDays(-(number % 90)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var weekBefore = MadeUpHistory.End.AddDays(-(number % 90) - 7).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var deal = MadeUpHistory.Deal(history.Deals[(int)(number * 31 % history.Deals.Count)]);
        return (number % 9) switch
        {
            0 => $"/api/forecast?period=2026-Q1&asOf={day}&by=owner",
            1 => $"/api/changes?period=2026-Q1&from={weekBefore}&to={day}&by=team",
            2 => $"/api/slippage?period=2025-Q4",
            3 => $"/api/opportunities/{deal}?asOf={day}",
            4 => $"/api/pushes?from={weekBefore}&to={day}",
            5 => $"/?period=2026-Q1&from={weekBefore}&to={day}",
            6 => $"/forecast?period=2026-Q1&asOf={day}",
            7 => "/api/forecast?period=2026-Q1",
            _ => $"/deals/{deal}",
        };
    }

    private async Task<bool> SendAsync(HttpRequestMessage request, long due, bool isAppend)
    {
        var succeeded = false;
        try
        {
            using var response = await _http.SendAsync(request, CancellationToken.None);
            var told = await response.Content.ReadAsStringAsync(CancellationToken.None);

            // Some deals are asked for as of a day before they were opened, and that is the answer.
            succeeded = response.IsSuccessStatusCode || told.Contains("opportunity-not-open-yet", StringComparison.Ordinal);
            if (!succeeded)
            {
                Workbench.Tell($"{(int)response.StatusCode} {request.RequestUri}: {told}");
            }
        }
        catch (Exception lost) when (lost is HttpRequestException or OperationCanceledException)
        {
            Workbench.Tell($"no answer: {request.RequestUri}: {lost.Message}");
        }

        _replies.Enqueue(new SoakReply(isAppend, Stopwatch.GetElapsedTime(due).TotalMilliseconds, succeeded));
        return succeeded;
    }
}
