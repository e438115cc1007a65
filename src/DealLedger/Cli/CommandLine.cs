using System.CommandLine;
using System.CommandLine.Parsing;
using DealLedger.Cli.Output;

namespace DealLedger.Cli;

/// <summary>The command line: reads it, runs the command, and turns whatever goes wrong into one line and an exit code.</summary>
internal static class CommandLine
{
    // Neither "@1234", a position, nor "-10d", an instant, means anything but itself.
    private static readonly ParserConfiguration Parsing = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal, Interruption interruption)
    {
        try
        {
            var parse = Root(new CommandContext(terminal, interruption)).Parse(args, Parsing);
            if (parse.Action is null || parse.Errors.Count > 0)
            {
                throw new UsageException(parse.Errors.Count > 0 ? Explain(parse) : "Name a command; 'dealledger --help' lists them.");
            }

            RefuseStrayOptions(parse, args);
            var invocation = new InvocationConfiguration
            {
                Output = terminal.Output,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parse.InvokeAsync(invocation, interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            terminal.Error.WriteLine("Interrupted.");
            return ExitCodes.Interrupted;
        }
        catch (Exception fault)
        {
            var (line, exitCode) = Failures.Explain(fault);
            if (line.Length > 0)
            {
                terminal.Error.WriteLine(line);
            }

            return exitCode;
        }
    }

    private static RootCommand Root(CommandContext context)
    {
        var import = new Command("import", "Takes in the history of a CRM.") { new ImportSalesforceCommand(context) };
        var root = new RootCommand("DealLedger keeps every change of every sales opportunity and answers for any past instant.")
        {
            new DemoCommand(context),
            new ServeCommand(context),
            new SampleCommand(context),
            import,
            new ForecastCommand(context),
            new ChangesCommand(context),
            new SlippageCommand(context),
            new DealCommand(context),
            new RecordCommand(context),
            new RebuildCommand(context),
            new DatabaseCommand(context),
            new VerifyCommand(context),
        };
        context.Globals.AddTo(root);
        return root;
    }

    private static string Explain(ParseResult parse)
    {
        var command = parse.CommandResult.Command is RootCommand ? "dealledger" : $"dealledger {PathOf(parse.CommandResult)}";
        return $"{Plain.Line(parse.Errors[0].Message)} '{command} --help' shows what is accepted.";
    }

    private static string PathOf(CommandResult command) => command.Parent is CommandResult { Command: not RootCommand } parent
        ? $"{PathOf(parent)} {command.Command.Name}"
        : command.Command.Name;

    // The parser takes an unknown option for an argument where one may stand.
    private static void RefuseStrayOptions(ParseResult parse, IReadOnlyList<string> args)
    {
        if (args.Contains("--"))
        {
            return;
        }

        foreach (var argument in parse.CommandResult.Children.OfType<ArgumentResult>())
        {
            if (argument.Tokens.FirstOrDefault(t => t.Value.StartsWith("--", StringComparison.Ordinal)) is { } stray)
            {
                throw new UsageException(
                    $"Unknown option '{Plain.Line(stray.Value)}'. 'dealledger {PathOf(parse.CommandResult)} --help' shows what is accepted.");
            }
        }
    }
}
