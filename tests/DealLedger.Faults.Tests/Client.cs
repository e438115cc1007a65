using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace DealLedger.Faults.Tests;

/// <summary>
/// Sends one change after the other to any of the hosts: most of them under a key, again and again until one of the hosts says that it is recorded; some
/// without, once. Notes what it is told.
/// </summary>
internal sealed class Client(int number, Random random, FaultRun run, HttpClient http, Notes notes)
{
    public const int Deals = 8;

    private const string RecordedNotShown = "recorded-not-shown";

    private static readonly string[] Currencies = ["EUR", "GBP", "JPY", "CHF", "SEK", "NOK", "DKK", "PLN"];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    // Whether it is recorded these do not tell; the others say that it is not.
    private static readonly string[] Unknown = ["outcome-unknown", RecordedNotShown];
    private static readonly string[] Passing = ["database-unavailable", "database-read-only", "ledger-busy", "projection-behind", .. Unknown];

    private int _sent;

    /// <summary>Goes on until the run ends, and then until the last change is recorded, or time is up.</summary>
    public async Task RunAsync(CancellationToken ending, CancellationToken timeUp)
    {
        while (!ending.IsCancellationRequested)
        {
            var change = NextChange();
            notes.Changes[change.Name] = Told.Nothing;
            if (random.Next(5) == 0 && change.MayComeOnce)
            {
                await TrySendAsync(change, key: null, timeUp);
            }
            else
            {
                await SendUntilRecordedAsync(change, timeUp);
            }
        }
    }

    private async Task SendUntilRecordedAsync(Change change, CancellationToken timeUp)
    {
        while (!timeUp.IsCancellationRequested && !await TrySendAsync(change, $"{number}-{change.Name}", timeUp))
        {
            await Task.Delay(Pause, timeUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TrySendAsync(Change change, string? key, CancellationToken timeUp)
    {
        var host = random.Next(run.Hosts.Count);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(run.Hosts[host].Address, change.Path))
        {
            Content = new StringContent(change.Body, Encoding.UTF8, "application/json"),
        };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key.Replace(' ', '-'));
        }

        try
        {
            using var response = await http.SendAsync(request, timeUp);
            var body = await response.Content.ReadAsStringAsync(timeUp);
            if (response.IsSuccessStatusCode)
            {
                notes.Changes[change.Name] = Told.Recorded;
                notes.Answered("recorded");
                notes.RecordedBy(host, key is not null);
                return true;
            }

            var code = Hear(change, key, response.StatusCode, body, response.Headers.RetryAfter is not null);

            // While nothing can be shown, as in a database that is read only, whoever asks on for this alone comes to nothing else.
            if (code == RecordedNotShown && random.Next(2) == 0)
            {
                notes.Changes[change.Name] = Told.Recorded;
                return true;
            }
        }
        catch (Exception lost) when (lost is HttpRequestException or OperationCanceledException or IOException)
        {
            notes.Answered("no answer");
        }

        return false;
    }

    private string Hear(Change change, string? key, HttpStatusCode status, string body, bool maySendAgain)
    {
        var code = CodeOf(body);
        notes.Answered(code);
        if (status != HttpStatusCode.ServiceUnavailable || !Passing.Contains(code) || maySendAgain == (key is null && Unknown.Contains(code)))
        {
            notes.DidNotExpect($"{change.Path} {change.Body}: {(int)status} {body}");
        }

        if (key is null)
        {
            notes.Changes[change.Name] = code switch { "outcome-unknown" => Told.Nothing, RecordedNotShown => Told.Recorded, _ => Told.Refused };
        }

        return code;
    }

    private static string CodeOf(string body)
    {
        try
        {
            return JsonDocument.Parse(body).RootElement.GetProperty("code").GetString() ?? "";
        }
        catch (JsonException)
        {
            return "no problem document";
        }
    }

    private Change NextChange()
    {
        var id = (number * 1_000_000) + ++_sent;
        return random.Next(10) switch
        {
            0 => new Change(
                $"opened {id}", "/api/opportunities", $$"""{ "id": "new-{{id}}", "stage": "Proposal", "amount": 1, "closeDate": "2026-06-01", "at": "2026-05-01" }""", true),
            1 => new Change(
                string.Create(CultureInfo.InvariantCulture, $"rate {1 + (id / 100_000_000m):0.00000000}"), "/api/rates",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""{ "currency": "{{Currencies[number % Currencies.Length]}}", "rate": {{1 + (id / 100_000_000m):0.00000000}}, "from": "{{new DateOnly(2015, 1, 1).AddDays(_sent % 4_000):yyyy-MM-dd}}" }"""),
                false),
            _ => new Change($"amount {id}", $"/api/opportunities/deal-{random.Next(Deals)}/amount", $$"""{ "value": {{id}} }""", true),
        };
    }

    // The name is what the log is asked for.
    private sealed record Change(string Name, string Path, string Body, bool MayComeOnce);
}
