using System.Text;
using DealLedger.Cli;
using DealLedger.Testing;

namespace DealLedger.Tests.Cli;

public sealed class ServeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 130)]
    public async Task A_server_tells_its_address_answers_and_stops_in_order(bool isTermination, int exitCode)
    {
        using var interruption = new Interruption();
        await using var output = new LineWriter();
        await using var error = new StringWriter();
        using var terminal = new Terminal(output, error, outputIsTerminal: false, errorIsTerminal: false);
        var running = CommandLine.RunAsync(
            ["serve", "--port", "0", "--json", "--database", await TestDatabase.CreateDatabaseAsync(Cancel)], terminal, interruption);
        var line = await output.FirstLine.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        using var client = new HttpClient { BaseAddress = new Uri(System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("address").GetString()!) };

        var response = await client.GetAsync("/health/ready", Cancel);
        interruption.Interrupt(isTermination);

        response.IsSuccessStatusCode.ShouldBeTrue();
        response.Headers.Contains("Server").ShouldBeFalse();
        (await running.WaitAsync(TimeSpan.FromMinutes(1), Cancel)).ShouldBe(exitCode, error.ToString());
        error.ToString().ShouldBe(
            "Nobody has to sign in: anyone on this machine may do everything. With --sign-in everyone does, by a key ('key add') or as a user ('user add')."
            + Environment.NewLine);
    }

    [Fact]
    public async Task Where_everyone_signs_in_nothing_is_said_of_it()
    {
        using var interruption = new Interruption();
        await using var output = new LineWriter();
        await using var error = new StringWriter();
        using var terminal = new Terminal(output, error, outputIsTerminal: false, errorIsTerminal: false);
        var running = CommandLine.RunAsync(
            ["serve", "--port", "0", "--json", "--sign-in", "--database", await TestDatabase.CreateDatabaseAsync(Cancel)], terminal, interruption);
        await output.FirstLine.WaitAsync(TimeSpan.FromMinutes(1), Cancel);

        interruption.Interrupt(isTermination: true);

        (await running.WaitAsync(TimeSpan.FromMinutes(1), Cancel)).ShouldBe(0, error.ToString());
        error.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_interrupted_says_so()
    {
        using var interruption = new Interruption();
        await using var error = new StringWriter();
        using var terminal = new Terminal(TextWriter.Null, error, outputIsTerminal: false, errorIsTerminal: false);
        interruption.Interrupt(isTermination: false);

        var exitCode = await CommandLine.RunAsync(["forecast", "--database", await TestDatabase.CreateDatabaseAsync(Cancel)], terminal, interruption);

        exitCode.ShouldBe(130);
        error.ToString().ShouldBe("Interrupted." + Environment.NewLine);
    }

    private sealed class LineWriter : StringWriter
    {
        private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> FirstLine => _firstLine.Task;

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            _firstLine.TrySetResult(value ?? "");
        }
    }
}
