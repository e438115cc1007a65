using System.CommandLine;
using DealLedger.Audit;
using DealLedger.Cli.Output;
using DealLedger.Core.Access;
using DealLedger.Server.Audit;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger audit --out FILE.xlsx.</summary>
internal sealed class AuditCommand : LedgerCommand
{
    private readonly Option<string?> _period;
    private readonly Option<string?> _out;
    private readonly Option<string?> _asOf;
    private readonly Option<string?> _knownAt;
    private readonly Option<string?> _lateAfter;
    private readonly Option<string?> _settings;

    public AuditCommand(CommandContext context)
        : base(context, "audit", "Writes the audit file of a period: calls, what moved since, overrides, late changes, seals and proofs.")
    {
        _period = Text("--period", "P", "A quarter (2026-Q2), a month (2026-05) or a year; default: the current quarter.");
        _out = Text("--out", "FILE", "A workbook that ends in .xlsx, or a folder that ends in / for a CSV file a sheet.", isRequired: true);
        _asOf = Text("--as-of", "T", "The instant asked about; default: now.");
        _knownAt = Text("--known-at", "T", "What the ledger knew, by instant or position (@1234); default: now.");
        _lateAfter = Text("--late-after", "SPAN", "How much later a change is recorded than it happened to be listed as late (7d, 36h); default: 1d.");
        _settings = Text("--settings", "S", "Calendar, week, time zone, currency: asOf (default) or current.");
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var path = parse.GetValue(_out)!;
        var words = new AuditWords
        {
            Period = parse.GetValue(_period),
            AsOf = parse.GetValue(_asOf),
            KnownAt = parse.GetValue(_knownAt),
            LateAfter = parse.GetValue(_lateAfter),
            Settings = parse.GetValue(_settings),
        };
        AuditFiles.RefuseOther(path);
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var (position, draft) = await ledger.Host.AskAsync(
            run.Tenant, words.KnownAt, run.Globals.Consistency,
            async (view, read) => (view.KnownTo, await new AuditReader(view, words.Read(read)).ReadAsync(cancellation)),
            cancellation);
        var book = await draft.ProveAsync(ledger.Host.Proofs, cancellation);
        var asked = new[] { ("period", words.Period), ("asOf", words.AsOf), ("knownAt", words.KnownAt) }
            .Where(a => a.Item2 is not null).Select(a => KeyValuePair.Create(a.Item1, a.Item2!));
        var note = AccessNote.Of(
            Caller.Local, run.Clock.GetUtcNow(), AccessKind.Export, "audit", asked, AccessNote.Done, position, AuditFiles.FormOf(path));
        await ledger.Host.AccessLog.WriteAsync(run.Tenant, note, cancellation);
        var files = await AuditFiles.WriteAsync(book, path, cancellation);
        if (run.Globals.Form == OutputForm.Json)
        {
            run.WriteJson(new AuditDocument(position, files, book.Sheets.ToDictionary(s => s.Name, s => s.Rows.Count, StringComparer.Ordinal)));
        }
        else
        {
            run.Terminal.Output.WriteLine(
                $"{Plain.Line(path)} holds the audit as known at position {position}: "
                + string.Join(", ", book.Sheets.Select(s => $"{s.Name} ({Plain.Count(s.Rows.Count)})")) + $"; {Plain.Count(book.Proofs.Count)} proofs lie beside it.");
        }

        return ExitCodes.Done;
    }
}
