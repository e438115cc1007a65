using System.Text;
using System.Text.Json;
using DealLedger.Testing;
using Npgsql;

namespace DealLedger.Tests.Cli;

/// <summary>No secret of a caller or of the configuration is in the log, whatever is logged and wherever it stood.</summary>
public sealed class LogSecretsTests
{
    private const string Secret = "hunter2-Zm9vYmFyYmF6cXV4";

    private static readonly string[] Headers =
    [
        "Authorization", "Cookie", "X-Tenant", "Idempotency-Key", "User-Agent", "Referer", "Origin", "X-Api-Key", "X-Forwarded-For", "X-Forwarded-Proto",
        "traceparent", "Accept", "Accept-Language", "If-None-Match",
    ];

    private static readonly string[] Fields =
    [
        "id", "name", "account", "owner", "stage", "category", "amount", "currency", "closeDate", "type", "segment", "at", "by", "reason", "unknown",
    ];

    private static readonly string[] Paths =
    [
        "/{0}", "/api/{0}", "/deals/{0}", "/api/opportunities/{0}", "/api/forecast?{0}=1", "/api/forecast?tenant={0}", "/forecast?period={0}",
        "/health/ready?token={0}", "/metrics?{0}",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("plain", "information")]
    [InlineData("json", "debug")]
    public async Task A_run_with_secrets_everywhere_logs_none(string form, string level)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals.");
        var database = new NpgsqlConnectionStringBuilder(await TestDatabase.CreateDatabaseAsync(Cancel)) { ApplicationName = Secret }.ConnectionString;
        var configuration = Path.GetTempFileName();
        await File.WriteAllTextAsync(configuration, JsonSerializer.Serialize(new { database, log = new { form, level } }), Cancel);
        await using var server = await ServeProcess.StartAsync(
            new Dictionary<string, string>
            {
                ["DEALLEDGER_OTLP_ENDPOINT"] = "http://127.0.0.1:1",
                ["DEALLEDGER_OTLP_HEADERS"] = $"key={Secret}",
                ["DEALLEDGER_TYPO"] = Secret,
            },
            "--config", configuration);

        await AskAsync(server, HttpMethod.Get, "/api/forecast");
        foreach (var header in Headers)
        {
            await AskAsync(server, HttpMethod.Get, "/api/forecast", header);
            await AskAsync(server, HttpMethod.Post, "/api/opportunities", header, """{ "name": "Deal" }""");
        }

        foreach (var field in Fields)
        {
            await AskAsync(server, HttpMethod.Post, "/api/opportunities", null, $$"""{ "{{field}}": "{{Secret}}" }""");
            await AskAsync(server, HttpMethod.Post, "/api/opportunities/deal-1/amount", null, $$"""{ "value": 1, "{{field}}": "{{Secret}}" }""");
        }

        foreach (var path in Paths)
        {
            await AskAsync(server, HttpMethod.Get, path.Replace("{0}", Secret, StringComparison.Ordinal));
        }

        await AskAsync(server, new HttpMethod(Secret.Replace("-", "", StringComparison.Ordinal)), "/api/forecast");
        await server.TerminateAsync();
        (await server.EndedAsync()).ShouldBe(0, server.Log);

        File.Delete(configuration);
        server.Log.ShouldContain("/api/forecast", Case.Sensitive, "requests are logged");
        server.Log.ShouldNotContain("hunter2", Case.Sensitive);
        server.Log.ShouldNotContain(new NpgsqlConnectionStringBuilder(database).Password is { Length: > 0 } password ? password : "no password");
    }

    private static async Task AskAsync(ServeProcess server, HttpMethod method, string path, string? header = null, string? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(header, header == "Authorization" ? "Bearer " + Secret : Secret);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await server.Client.SendAsync(request, Cancel);
        await response.Content.ReadAsByteArrayAsync(Cancel);
    }
}
