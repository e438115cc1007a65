using System.Text.Json;
using DealLedger.Cli;
using DealLedger.Testing;

namespace DealLedger.Tests.Cli;

/// <summary>What a run of the program gave: its exit code and what it wrote.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    /// <summary>The one document on the output.</summary>
    public JsonElement Json
    {
        get
        {
            Output.Count(c => c == '\n').ShouldBe(1, Output);
            return JsonDocument.Parse(Output).RootElement;
        }
    }

    public CliResult ShouldSucceed()
    {
        ExitCode.ShouldBe(0, Error);
        return this;
    }

    /// <summary>Holds a refusal against its exit code: one line that names what is asked for, and no result.</summary>
    public void ShouldRefuse(int exitCode, string saying)
    {
        ExitCode.ShouldBe(exitCode, Error);
        Output.ShouldBeEmpty();
        Error.TrimEnd().Split('\n').Length.ShouldBe(1, Error);
        Error.ShouldContain(saying);
    }
}

/// <summary>A database and a home of its own, where the key of its seals lies, and the program on them, in this process.</summary>
public sealed class CliFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("dealledger-cli-");
    private string _database = "";

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateDatabaseAsync();

    public ValueTask DisposeAsync()
    {
        _home.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    internal Task<CliResult> RunAsync(params string[] args) => RunAloneAsync(["--database", _database, "--home", _home.FullName, .. args]);

    internal static async Task<CliResult> RunAloneAsync(params string[] args)
    {
        using var interruption = new Interruption();
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        using var terminal = new Terminal(output, error, outputIsTerminal: false, errorIsTerminal: false);
        var exitCode = await CommandLine.RunAsync(args, terminal, interruption);
        return new CliResult(exitCode, output.ToString(), error.ToString());
    }
}
