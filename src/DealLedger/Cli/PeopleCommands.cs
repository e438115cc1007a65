using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Import.People;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger people import.</summary>
internal sealed class ImportPeopleCommand : LedgerCommand
{
    private readonly Argument<string> _file;

    public ImportPeopleCommand(CommandContext context)
        : base(context, "import", "Takes in people and whom they report to, since when; again it adds what is new.")
    {
        _file = Required("FILE", "A CSV file with the columns Id, Name, Email, ManagerId, Team, IsActive, From, To.");
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var file = new FileInfo(parse.GetRequiredValue(_file));
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        await ledger.Host.Directory.EnsureAsync(run.Tenant, cancellation);
        var read = await ledger.Host.ReaderAsync(run.Tenant, cancellation);
        var recorded = await new PeopleImport(ledger.Host.People, run.Clock).RunAsync(run.Tenant, file, read.Time, cancellation);
        if (run.Globals.Form == OutputForm.Json)
        {
            run.WriteJson(new PeopleImportDocument(recorded.People, recorded.Events));
            return ExitCodes.Done;
        }

        run.Terminal.Output.WriteLine($"{Plain.Count(recorded.Events)} events recorded of {Plain.Count(recorded.People)} people; the rest was known.");
        return ExitCodes.Done;
    }
}

/// <summary>dealledger people show.</summary>
internal sealed class ShowPeopleCommand : LedgerCommand
{
    private readonly Option<string?> _asOf;
    private readonly Option<string?> _knownAt;

    public ShowPeopleCommand(CommandContext context)
        : base(context, "show", "Who reported to whom as of any instant.")
    {
        _asOf = Text("--as-of", "T", "The instant asked about; default: now.");
        _knownAt = Text("--known-at", "T", "What the ledger knew, by instant or position (@1234); default: now.");
    }

    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var words = new DealWords { AsOf = parse.GetValue(_asOf), KnownAt = parse.GetValue(_knownAt) };
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var answer = await ledger.Host.AskAsync(
            run.Tenant, words.KnownAt, run.Globals.Consistency, (view, read) => view.PeopleAsync(words.Read(read), cancellation), cancellation);
        await run.WriteAsync(answer, AnswerRows.Write, console =>
        {
            PeopleText.Write(console, answer);
            return Task.CompletedTask;
        });

        return ExitCodes.Done;
    }
}

/// <summary>dealledger people erase.</summary>
internal sealed class ErasePersonCommand : LedgerCommand
{
    private readonly Argument<string> _id;
    private readonly Option<string?> _by;

    public ErasePersonCommand(CommandContext context)
        : base(context, "erase", "Erases a person's name and e-mail and the texts they wrote; every number, seal and proof stays.")
    {
        _id = Required("ID", "The person's id.");
        _by = Text("--by", "WHO", "The id of who erases.", isRequired: true);
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var (id, by) = (InputReader.Id("id", parse.GetRequiredValue(_id)), InputReader.Id("by", parse.GetRequiredValue(_by)!));
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        await ledger.Host.ReaderAsync(run.Tenant, cancellation);
        var texts = await ledger.Host.People.EraseAsync(run.Tenant, id, by, cancellation);
        if (run.Globals.Form == OutputForm.Json)
        {
            run.WriteJson(new ErasedDocument(id, texts));
            return ExitCodes.Done;
        }

        run.Terminal.Output.WriteLine($"{Plain.Count(texts)} texts of and by {Plain.Line(id)} are erased, and that is recorded; every number, seal and proof stays as it was.");
        return ExitCodes.Done;
    }
}
