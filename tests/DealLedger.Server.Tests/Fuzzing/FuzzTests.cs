using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DealLedger.Server.Tests.Fuzzing;

/// <summary>Requests that are made up from the description of the API, half sound and half absurd: each is answered or refused, and none breaks anything.</summary>
public sealed class FuzzTests(TestServerFixture server) : IClassFixture<TestServerFixture>
{
    private const int Seed = 20260510;

    private static readonly string[] Sound =
    [
        "2026-Q2", "2026-05", "2026", "now", "last-week", "-10d", "2026-05-01", "2026-05-01T00:00:00Z", "2026-W18", "@1", "owner", "team", "stage", "ann", "mia", "net", "path",
        "single", "cumulative", "asOf", "current", "all", "commit", "true", "false", "5", "100", "eventual", "strong", "default", "deal-1", "Proposal", "Closed Won", "EUR", "1.5",
    ];

    private static readonly string[] Absurd =
    [
        "", " ", "\0", "a\0b", "'", "'; DROP TABLE ledger.mt_events; --", "<script>alert(1)</script>", "%", "%%30", "..", "../../etc/passwd", "\u202Egnp.exe", "\ud83d\ude00", "é",
        "-1", "0", "9223372036854775808", "1e400", "NaN", "Infinity", "@-1", "@9223372036854775807", "@99999999999999999999", "0001-01-01", "9999-12-31", "9999-12-31T23:59:59.9999999Z",
        "2026-02-30", "2026-W54", "2026-Q5", "0000", "10000-Q1", "-99999999999d", "2147483648", "null", "[]", "{}", "\r\nX-Evil: 1", "=1+1", "undefined", "\\", "\"",
        new('x', 5_000), new('9', 400), string.Concat(Enumerable.Repeat("\u0301", 500)),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task No_request_that_the_description_allows_or_forbids_breaks_the_server() => FuzzAsync(1_200);

    [Fact]
    [Trait("Category", "Long")]
    public Task No_request_of_twenty_thousand_breaks_the_server() => FuzzAsync(20_000);

    private async Task FuzzAsync(int requests)
    {
        await server.OpenDealAsync();
        var operations = (await server.GetAsync("/openapi/v1.json")).GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (Path: path.Name, Method: operation.Name.ToUpperInvariant(), Shape: operation.Value))).ToList();
        var dice = new Random(Seed);
        var (broken, answered) = (new List<string>(), 0);
        for (var i = 0; i < requests; i++)
        {
            var (path, method, shape) = operations[dice.Next(operations.Count)];
            using var request = Request(dice, path, method, shape);
            using var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
            answered += response.IsSuccessStatusCode ? 1 : 0;
            if ((int)response.StatusCode >= 500)
            {
                broken.Add($"{request.Method} {request.RequestUri} {await BodyAsync(request.Content)} -> {(int)response.StatusCode} {await BodyAsync(response.Content)}");
            }
        }

        broken.ShouldBeEmpty();
        answered.ShouldBeInRange(requests / 20, requests / 2);
        (await server.GetAsync("/health/ready")).GetProperty("status").GetString().ShouldBe("ready");
    }

    private static async Task<string> BodyAsync(HttpContent? content)
    {
        var text = content is null ? "" : await content.ReadAsStringAsync(Cancel);
        return text[..Math.Min(500, text.Length)];
    }

    private static HttpRequestMessage Request(Random dice, string path, string method, JsonElement shape)
    {
        var query = new StringBuilder();
        foreach (var parameter in shape.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : default)
        {
            var (name, place) = (parameter.GetProperty("name").GetString()!, parameter.GetProperty("in").GetString());
            if (place == "path")
            {
                // The host in memory takes no NUL in a path at all.
                var told = Text(dice).Replace("\0", "", StringComparison.Ordinal);
                path = path.Replace($"{{{name}}}", Uri.EscapeDataString(told.Length == 0 ? "x" : told), StringComparison.Ordinal);
            }
            else if (place == "query" && dice.Next(3) == 0)
            {
                query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(Text(dice)));
            }
        }

        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path + query, UriKind.Relative));
        if (method is "POST" or "PUT")
        {
            var body = dice.Next(10) == 0 ? Text(dice) : Value(dice, depth: 0);
            request.Content = new StringContent(body, Encoding.UTF8, dice.Next(20) == 0 ? "text/plain" : "application/json");
        }

        if (dice.Next(4) == 0)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", Header(dice));
        }

        if (dice.Next(20) == 0)
        {
            request.Headers.TryAddWithoutValidation("X-Tenant", Header(dice));
        }

        return request;
    }

    // A client of our own would not send these; the server is asked for what it refuses, not the client.
    private static string Header(Random dice) => new([.. Text(dice).Where(c => c is >= ' ' and <= '~').Take(300)]);

    private static string Value(Random dice, int depth)
    {
        if (depth > 0 && dice.Next(8) == 0)
        {
            return depth > 60 ? "[]" : $"[{Value(dice, depth + 20)}]";
        }

        if (depth > 0)
        {
            return dice.Next(5) switch
            {
                0 => "null",
                1 => dice.Next(-5, 1_000).ToString(CultureInfo.InvariantCulture),
                2 => "123456789012345678901234567890.123456789",
                _ => JsonSerializer.Serialize(Text(dice)),
            };
        }

        string[] names =
        [
            "value", "at", "by", "reason", "expectVersion", "id", "name", "owner", "stage", "amount", "currency", "closeDate", "probability", "period", "for", "layer", "category", "note",
            "text", "due", "team", "deal", "result", "rate", "in", "from", "to", "months",
        ];
        return "{" + string.Join(",", names.Where(_ => dice.Next(3) == 0).Select(n => $"\"{n}\":{Value(dice, 1)}")) + "}";
    }

    private static string Text(Random dice) => dice.Next(2) == 0 ? Sound[dice.Next(Sound.Length)] : Absurd[dice.Next(Absurd.Length)];
}
