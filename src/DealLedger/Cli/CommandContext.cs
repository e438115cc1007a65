using System.CommandLine;

namespace DealLedger.Cli;

/// <summary>What all commands share: the terminal, the signals, the options that every command takes, and the clock.</summary>
internal sealed record CommandContext(Terminal Terminal, Interruption Interruption)
{
    public GlobalOptions Globals { get; } = new();

    public TimeProvider Clock { get; } = TimeProvider.System;
}

/// <summary>A command of dealledger.</summary>
internal abstract class LedgerCommand : Command
{
    private readonly CommandContext _context;

    protected LedgerCommand(CommandContext context, string name, string description)
        : base(name, description)
    {
        _context = context;
        SetAction(StartAsync);
    }

    /// <summary>Whether the result has rows that can be written as CSV.</summary>
    protected virtual bool HasRows => false;

    /// <summary>Whether the command reads settings of its own, and checks all of them together.</summary>
    protected virtual bool ReadsSettings => false;

    /// <summary>Runs the command and returns its exit code.</summary>
    protected abstract Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation);

    /// <summary>Adds an option that takes a text.</summary>
    protected Option<string?> Text(string name, string value, string description, bool isRequired = false)
    {
        var option = new Option<string?>(name) { HelpName = value, Description = description, Required = isRequired };
        Add(option);
        return option;
    }

    /// <summary>Adds an option that is there or not.</summary>
    protected Option<bool> Switch(string name, string description)
    {
        var option = new Option<bool>(name) { Description = description };
        Add(option);
        return option;
    }

    /// <summary>Adds an argument.</summary>
    protected Argument<string> Required(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        Add(argument);
        return argument;
    }

    private Task<int> StartAsync(ParseResult parse, CancellationToken cancellation)
    {
        var globals = _context.Globals.Read(parse);
        if (globals.Form == OutputForm.Csv && !HasRows)
        {
            throw new UsageException($"--csv: '{Name}' has no rows to print; use --json.");
        }

        if (!ReadsSettings)
        {
            globals.Settings.Check();
        }

        return RunAsync(parse, new CommandRun(_context, globals), cancellation);
    }
}
