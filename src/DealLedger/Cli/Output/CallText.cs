using DealLedger.Core;
using DealLedger.Core.Answers;
using DealLedger.Core.Calls;
using DealLedger.Core.Forecasting;
using DealLedger.Server.Tables;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>Calls and quotas for people, and as rows.</summary>
internal static class CallText
{
    private const string Erased = "(erased)";

    /// <summary>One call with its basis and what moved since.</summary>
    public static void Write(IAnsiConsole console, CallAnswer answer)
    {
        var call = answer.Call;
        console.MarkupLine(
            $"[bold]Call {Plain.Cell(call.Id)}[/]: {Plain.Amount(call.Amount)} {Plain.Cell(call.Currency)} {Category(call.Category)} for {Plain.Cell(call.Period.Id)}, "
            + $"{Whose(call.For, call.ForName, call.Scope)}");
        console.MarkupLine(
            $"stated by {Plain.Named(call.By, call.ByName)} ({CallWords.Of(CallWords.Layers, call.Layer)}) at {Plain.Instant(call.At)}, at position {call.Position}"
            + (call.Source is { } source ? $", told by {Plain.Cell(source)}" : ""));
        if (call.NoteErased || call.Note is not null)
        {
            console.MarkupLine(call.NoteErased ? Erased : $"\"{Plain.Cell(call.Note)}\"");
        }

        console.MarkupLine(call.ReplacedBy is { } later ? $"Replaced by {Plain.Cell(later)}." : call.Replaces is { } before ? $"It replaces {Plain.Cell(before)}." : "It is the first of its kind.");
        console.MarkupLine(answer.Seal is { } seal ? $"Sealed by seal {seal}." : "No seal was made for it; the next one covers it.");
        if (answer.ReproducedTo is { } position)
        {
            console.MarkupLine($"Folded once more from the log up to position {position}: the roll-up is what the call recorded.");
        }

        Notices.Write(console, answer.Notes, answer.KnownAt);
        WriteBasis(console, answer);
        if (answer.Moved.Count > 0)
        {
            console.MarkupLine("What moved since:");
            RestatedText.WriteDeals(console, answer.Moved, answer.MovedTotal, "Then", "Now");
        }

        console.WriteLine();
    }

    /// <summary>Calls as a table.</summary>
    public static void Write(IAnsiConsole console, CallsAnswer answer)
    {
        Notices.Write(console, answer.Notes, answer.KnownAt);
        if (answer.Calls.Count == 0)
        {
            console.MarkupLine("No call was stated; 'call submit' states one.");
            return;
        }

        var table = Tables.New("Call|", "Period|", "For", "Layer", "Category", "Amount>", "By", "At|", "", "Note");
        foreach (var call in answer.Calls)
        {
            table.AddRow(
                Plain.Cell(call.Id), Plain.Cell(call.Period.Id), Whose(call.For, call.ForName, call.Scope), CallWords.Of(CallWords.Layers, call.Layer),
                Category(call.Category), Plain.Amount(call.Amount), Plain.NameOr(call.By, call.ByName), Plain.Instant(call.At), Standing(call),
                call.NoteErased ? Erased : Plain.Cell(call.Note));
        }

        console.Write(table);
        if (answer.CallsTotal > answer.Calls.Count)
        {
            var next = answer.Next is { } after ? $" The next ones: --after {Plain.Cell(after)}" : "";
            console.MarkupLine($"{Plain.Count(answer.Calls.Count)} of {Plain.Count(answer.CallsTotal)} calls, the latest first.{next}");
        }
    }

    /// <summary>The calls in force beside a forecast.</summary>
    public static void Write(IAnsiConsole console, ForecastAnswer answer) => WriteStanding(console, answer.Total, answer.Rows ?? []);

    /// <summary>The quota and the calls in force beside a line of a forecast, and the calls beside its parts.</summary>
    public static void WriteStanding(IAnsiConsole console, ForecastRow total, params IReadOnlyList<ForecastRow> rows)
    {
        if (total.Quota is { } quota)
        {
            console.MarkupLine(
                $"Quota {Plain.Amount(quota)}, attained {Share(total.Attainment)}, gap {Plain.Amount(total.Gap!.Value)}"
                + (total.Coverage is { } coverage ? $", covered {Plain.Amount(coverage)} times by the open pipeline" : ""));
        }

        var calls = total.Calls.Concat(rows.SelectMany(r => r.Calls)).DistinctBy(c => c.Id).ToList();
        if (calls.Count == 0)
        {
            return;
        }

        var table = Tables.New("Call|", "For", "Layer", "Category", "Amount>", "By", "At|", "", "Note");
        foreach (var call in calls)
        {
            table.AddRow(
                Plain.Cell(call.Id), Plain.NameOr(call.For, call.ForName), CallWords.Of(CallWords.Layers, call.Layer), Category(call.Category),
                Plain.Amount(call.Amount), Plain.NameOr(call.By, call.ByName), Plain.Instant(call.At), call.Stale ? "stale" : "",
                call.NoteErased ? Erased : Plain.Cell(call.Note));
        }

        console.Write(table);
    }

    /// <summary>Quotas as a table.</summary>
    public static void Write(IAnsiConsole console, QuotasAnswer answer)
    {
        Notices.Write(console, answer.Notes, answer.KnownAt);
        if (answer.Quotas.Count == 0)
        {
            console.MarkupLine("No quota holds; 'quota set' sets one.");
            return;
        }

        var table = Tables.New("For", "Period|", "Quota>", "Since|", "By");
        foreach (var quota in answer.Quotas)
        {
            table.AddRow(
                Whose(quota.For, quota.ForName, quota.Scope), Plain.Cell(quota.Period.Id), Plain.Amount(quota.Amount), Plain.Instant(quota.At), Plain.Cell(quota.By));
        }

        console.Write(table);
    }

    /// <summary>Calls as rows.</summary>
    public static void WriteRows(TextWriter writer, CallsAnswer answer)
    {
        var csv = CsvTable.WithHeader(
            writer,
            [
                "id", "period", "for", "forName", "scope", "layer", "category", "amount", "currency", "by", "byName", "at", "recordedAt", "position", "note",
                "noteErased", "source", "replaces", "replacedBy", "stale", "basisPosition",
            ]);
        foreach (var call in answer.Calls)
        {
            csv.Text(call.Id).Text(call.Period.Id).Text(call.For).Text(call.ForName).Text(CallWords.Of(CallWords.Scopes, call.Scope))
                .Text(CallWords.Of(CallWords.Layers, call.Layer)).Text(Category(call.Category)).Number(call.Amount).Text(call.Currency).Text(call.By)
                .Text(call.ByName).Instant(call.At).Instant(call.RecordedAt).Number(call.Position).Text(call.Note).Flag(call.NoteErased)
                .Text(call.Source).Text(call.Replaces).Text(call.ReplacedBy).Flag(call.Stale).Number(call.Basis.Position).EndRow();
        }
    }

    /// <summary>Quotas as rows.</summary>
    public static void WriteRows(TextWriter writer, QuotasAnswer answer)
    {
        var csv = CsvTable.WithHeader(writer, ["for", "forName", "scope", "period", "amount", "currency", "at", "by", "source", "position"]);
        foreach (var quota in answer.Quotas)
        {
            csv.Text(quota.For).Text(quota.ForName).Text(CallWords.Of(CallWords.Scopes, quota.Scope)).Text(quota.Period.Id).Number(quota.Amount)
                .Text(quota.Currency).Instant(quota.At).Text(quota.By).Text(quota.Source).Number(quota.Position).EndRow();
        }
    }

    private static void WriteBasis(IAnsiConsole console, CallAnswer answer)
    {
        var (then, now) = (answer.Call.Basis, answer.Now);
        console.MarkupLine(
            answer.Differences.Count == 0
                ? $"The roll-up that it was based on (position {then.Position}) is the same at {Plain.Instant(answer.AsOf)}:"
                : $"[bold]Stale[/]: the roll-up that it was based on (position {then.Position}) is another one at {Plain.Instant(answer.AsOf)}:");
        var table = Tables.New("Category", "Then>", "Deals>", "Now>", "Deals>");
        foreach (var (name, before, after) in new (string, Cell, Cell)[]
        {
            ("Closed", then.Closed, now.Closed), ("Commit", then.Commit, now.Commit), ("Most likely", then.MostLikely, now.MostLikely),
            ("Best case", then.BestCase, now.BestCase), ("Pipeline", then.Pipeline, now.Pipeline), ("Open pipeline", then.OpenPipeline, now.OpenPipeline),
            ("Omitted", then.Omitted, now.Omitted), ("  of it lost", then.Lost, now.Lost),
        })
        {
            table.AddRow(name, Plain.Amount(before.Amount), Plain.Count(before.Count), Plain.Amount(after.Amount), Plain.Count(after.Count));
        }

        console.Write(table);
    }

    private static string Standing(CallState call) => call.ReplacedBy is not null ? "replaced" : call.Stale ? "stale" : "";

    private static string Whose(string id, string? name, CallScope scope) => scope == CallScope.Team ? $"{Plain.NameOr(id, name)}'s team" : Plain.NameOr(id, name);

    private static string Category(Core.Opportunities.ForecastCategory category) => CallWords.Of(CallWords.Categories, category);

    private static string Share(decimal? share) => share is { } known ? known.ToString("0.0%", System.Globalization.CultureInfo.InvariantCulture) : "-";
}
