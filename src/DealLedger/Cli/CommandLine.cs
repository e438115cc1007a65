using System.CommandLine;
using System.CommandLine.Parsing;
using DealLedger.Cli.Output;
using DealLedger.Server.Inputs;

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
            RefuseStrayWords(parse, args);
            if (parse.Errors.Count > 0)
            {
                throw new UsageException($"{Plain.Line(parse.Errors[0].Message)} '{NameOf(parse.CommandResult)} --help' shows what is accepted.");
            }

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
        var people = new Command("people", "People, and whom they report to.") { new ImportPeopleCommand(context), new ShowPeopleCommand(context), new ErasePersonCommand(context) };
        var settings = new Command("settings", "What answers are read by: fiscal calendar, week, time zone, currency.") { new ShowSettingsCommand(context), new SetSettingCommand(context) };
        var rates = new Command("rates", "Rates of currencies.") { new ImportRatesCommand(context), new SetRateCommand(context), new ShowRatesCommand(context) };
        var prove = new Command("prove", "Writes a proof that can be checked with no database.") { new ProveEventCommand(context), new ProveCallCommand(context) };
        var call = new Command("call", "Forecast calls: what was stated for a period, by whom, and on what basis.")
        {
            new SubmitCallCommand(context), new ListCallsCommand(context), new ShowCallCommand(context), new CallAccuracyCommand(context),
        };
        var quota = new Command("quota", "Quotas of people and teams.") { new SetQuotaCommand(context), new ImportQuotasCommand(context), new ListQuotasCommand(context) };
        var followUp = new Command("follow-up", "Follow-ups: what somebody is to do by a day, and what came of it.")
        {
            new OpenFollowUpCommand(context), new ListFollowUpsCommand(context), new ChangeFollowUpCommand(context), new CloseFollowUpCommand(context),
        };
        var user = new Command("user", "Users who sign in to the pages with a password.")
        {
            new AddUserCommand(context), new ChangeUserCommand(context), new ListUsersCommand(context), new DisableUserCommand(context),
            new EnableUserCommand(context), new SetPasswordCommand(context), new UnlockUserCommand(context),
        };
        var access = new Command("access", "The access log: who asked for what.") { new ListAccessCommand(context) };
        var key = new Command("key", "Keys with which programs sign in.") { new AddKeyCommand(context), new ListKeysCommand(context), new RevokeKeyCommand(context) };
        var root = new RootCommand("DealLedger keeps every change of every sales opportunity and answers for any past instant.")
        {
            new DemoCommand(context),
            new ServeCommand(context),
            new SampleCommand(context),
            import,
            people,
            settings,
            rates,
            call,
            quota,
            followUp,
            user,
            key,
            new CallSheetCommand(context),
            new ForecastCommand(context),
            new DealsCommand(context),
            new ChangesCommand(context),
            new ReplayCommand(context),
            new TransitionsCommand(context),
            new SlippageCommand(context),
            new PushesCommand(context),
            new RestatedCommand(context),
            new OverridesCommand(context),
            new AuditCommand(context),
            new DealCommand(context),
            new FindCommand(context),
            new RecordCommand(context),
            new RebuildCommand(context),
            new DatabaseCommand(context),
            new MigrateCommand(context),
            TenantCommands.Of(context),
            new BackupCommand(context),
            new RestoreCommand(context),
            new VerifyCommand(context),
            new SealCommand(context),
            access,
            prove,
            new CheckProofCommand(context),
        };
        context.Globals.AddTo(root);
        return root;
    }

    private static string NameOf(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{NameOf(parent)} {command.Command.Name}" : "dealledger";

    // An unknown option is named with those that there are; the parser takes it for an argument where one may stand.
    private static void RefuseStrayWords(ParseResult parse, IReadOnlyList<string> args)
    {
        var command = parse.CommandResult;
        var argument = args.Contains("--")
            ? null
            : command.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).FirstOrDefault(t => t.Value.StartsWith("--", StringComparison.Ordinal))?.Value;
        if ((argument ?? (parse.UnmatchedTokens is [var first, ..] ? first : null)) is not { } stray)
        {
            return;
        }

        var name = Plain.Line(InputReader.Short(stray));
        if (stray.StartsWith('-'))
        {
            var options = command.Command.Options.Concat(parse.RootCommandResult.Command.Options).Where(o => !o.Hidden).Select(o => o.Name).Distinct();
            throw new UsageException($"'{name}' is not an option of '{NameOf(command)}'; it takes {string.Join(", ", options)}.");
        }

        throw new UsageException(command.Command.Subcommands.Count > 0
            ? $"'{name}' is not a command of '{NameOf(command)}'; it has {string.Join(", ", command.Command.Subcommands.Select(c => c.Name))}."
            : $"'{name}' is more than '{NameOf(command)}' takes; put a value of several words in quotes.");
    }
}
