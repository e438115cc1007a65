using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Core.Answers;
using DealLedger.Server;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger key add.</summary>
internal sealed class AddKeyCommand : LedgerCommand
{
    private readonly Option<string?> _role;
    private readonly Option<string?> _person;
    private readonly Option<string?> _expires;
    private readonly Option<string?> _note;

    public AddKeyCommand(CommandContext context)
        : base(context, "add", "Makes a key with which a program signs in, and prints it this once.")
    {
        _role = Text("--role", "R", "What its holder may do: rep, manager, leader, finance, analyst, feed or admin.", isRequired: true);
        _person = Text("--person", "ID", "Who its holder is, by id; a rep and a manager have to be somebody.");
        _expires = Text("--expires", "T", "When it stops opening anything; default: never.");
        _note = Text("--note", "TEXT", "What it is for.");
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var words = new NewKeyWords(parse.GetValue(_role), parse.GetValue(_person), parse.GetValue(_expires), parse.GetValue(_note));
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var made = await KeyKeeping.AddAsync(ledger.Host, run.Tenant, words, cancellation);
        if (run.Globals.Form == OutputForm.Json)
        {
            run.WriteJson(made);
            return ExitCodes.Done;
        }

        run.Terminal.Error.WriteLine($"The key {made.Id} is shown this once; keep it where no one else reads. Send it as 'Authorization: Bearer KEY'.");
        run.Terminal.Output.WriteLine(made.Key);
        return ExitCodes.Done;
    }
}

/// <summary>dealledger key list.</summary>
internal sealed class ListKeysCommand(CommandContext context) : LedgerCommand(context, "list", "The keys of the tenant, what they are for, and when they were used last; who made them with --json and --csv.")
{
    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        await WriteAsync(run, await KeyKeeping.ListKeptAsync(ledger.Host, run.Tenant, cancellation));
        return ExitCodes.Done;
    }

    internal static Task WriteAsync(CommandRun run, KeysAnswer answer) => run.WriteAsync(answer, KeyText.WriteRows, console =>
    {
        KeyText.Write(console, answer);
        return Task.CompletedTask;
    });
}

/// <summary>dealledger key revoke.</summary>
internal sealed class RevokeKeyCommand : LedgerCommand
{
    private readonly Argument<string> _id;

    public RevokeKeyCommand(CommandContext context)
        : base(context, "revoke", "Revokes a key: within seconds it opens nothing, on no host.")
    {
        _id = Required("ID", "The key, by the id that 'key list' shows.");
    }

    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        await ListKeysCommand.WriteAsync(run, await KeyKeeping.RevokeKeptAsync(ledger.Host, run.Tenant, parse.GetRequiredValue(_id), cancellation));
        return ExitCodes.Done;
    }
}
