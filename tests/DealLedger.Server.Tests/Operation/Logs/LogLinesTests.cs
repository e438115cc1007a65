using System.Text.Json;
using DealLedger.Server.Operation.Logs;
using DealLedger.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DealLedger.Server.Tests.Operation.Logs;

public sealed partial class LogLinesTests
{
    [Fact]
    public void A_plain_line_says_when_how_bad_where_and_what() =>
        Write(LogForm.Plain, log => Waits(log, "acme")).ShouldBe("2026-05-10T12:00:00Z warning Ledger: Tenant acme waits\n");

    [Fact]
    public void A_line_of_json_has_its_fields()
    {
        var line = JsonDocument.Parse(Write(LogForm.Json, log => Answered(log, "/api/forecast", 503, 12.5))).RootElement;

        line.GetProperty("time").GetString().ShouldBe("2026-05-10T12:00:00Z");
        line.GetProperty("level").GetString().ShouldBe("warning");
        line.GetProperty("source").GetString().ShouldBe("Ledger");
        line.GetProperty("message").GetString().ShouldBe("/api/forecast 503 in 12.5 ms");
        line.GetProperty("fields").GetRawText().ShouldBe("""{"route":"/api/forecast","status":503,"milliseconds":12.5}""");
    }

    [Theory]
    [InlineData(LogForm.Plain)]
    [InlineData(LogForm.Json)]
    public void What_comes_from_elsewhere_makes_no_second_line_and_steers_no_terminal(LogForm form)
    {
        var line = Write(form, log => Found(log, "a\nb\r\u001b[31mc\u202e"));

        line.Count(c => c == '\n').ShouldBe(1);
        line.ShouldEndWith("\n");
        line.ShouldNotContain("\u001b");
        line.ShouldNotContain("\u202e");
    }

    [Theory]
    [InlineData(LogForm.Plain)]
    [InlineData(LogForm.Json)]
    public void Secrets_are_hidden_in_message_fields_and_exceptions(LogForm form)
    {
        const string Secret = "Zm9vYmFyYmF6cXV4LXNlY3JldA";
        var line = Write(form, log => Failed(log, new InvalidOperationException($"Host=db;Password={Secret};Database=x"), $"acme.k1.{Secret}"));

        line.ShouldNotContain(Secret);
        line.ShouldContain("[hidden]");
        line.ShouldContain("InvalidOperationException");
    }

    [Theory]
    [InlineData("Authorization: Bearer abc.def", "abc.def")]
    [InlineData("basic dXNlcjpwYXNz", "dXNlcjpwYXNz")]
    [InlineData("postgresql://ann:hunter2@db/ledger", "hunter2")]
    [InlineData("Host=db;Username=ann;Password=hunter2;Database=x", "hunter2")]
    [InlineData("""{"password": "hunter two"}""", "hunter two")]
    [InlineData("token=hunter2&x=1", "hunter2")]
    [InlineData("api-key: hunter2", "hunter2")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ.c2ln", "c2ln")]
    [InlineData("default.k7.AbCdEfGhIjKlMnOpQrStUvWxYz0123456789_-AbCdE", "AbCdEfGhIjKl")]
    [InlineData("-----BEGIN PRIVATE KEY----- MIGHAgEAMBMG -----END PRIVATE KEY-----", "MIGHAgEAMBMG")]
    [InlineData("-----BEGIN EC PRIVATE KEY----- MIGHAgEAMBMG", "MIGHAgEAMBMG")]
    public void Each_form_of_a_secret_is_hidden(string text, string secret)
    {
        Redaction.Of(text).ShouldNotContain(secret);
        Redaction.Of($"before {text} ").ShouldStartWith("before ");
    }

    [Theory]
    [InlineData("GET /api/opportunities/{id} 200 in 3.1 ms, tenant acme, caller key:k7")]
    [InlineData("The read models have not reached position 12 yet; ask again.")]
    [InlineData("57P01: terminating connection due to administrator command")]
    [InlineData("Npgsql.PostgresException in DealLedger.Postgres.Projector.FollowAsync")]
    public void What_is_no_secret_stays(string text) => Redaction.Of(text).ShouldBe(text);

    [Fact]
    public void A_text_without_end_is_cut() => Redaction.Of(new string('x', 100_000)).Length.ShouldBeLessThan(5_000);

    private static string Write(LogForm form, Action<ILogger> log)
    {
        using var written = new StringWriter { NewLine = "\n" };
        log(new Catcher(new LogLines(form, new FixedClock(TestServerFixture.Noon)), written));
        return written.ToString();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tenant {Tenant} waits")]
    private static partial void Waits(ILogger log, string tenant);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Route} {Status} in {Milliseconds} ms")]
    private static partial void Answered(ILogger log, string route, int status, double milliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Found {What}")]
    private static partial void Found(ILogger log, string what);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Key {Key}")]
    private static partial void Failed(ILogger log, Exception fault, string key);

    private sealed class Catcher(LogLines lines, TextWriter written) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Write(new LogEntry<TState>(logLevel, "Ledger", eventId, state, exception, formatter!), null, written);
    }
}
