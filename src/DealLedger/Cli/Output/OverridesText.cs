using DealLedger.Core.Overrides;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>The override ledger for people.</summary>
internal static class OverridesText
{
    public static void Write(IAnsiConsole console, OverridesAnswer answer)
    {
        console.MarkupLine(
            $"[bold]Overrides of categories[/] as of {Plain.Instant(answer.AsOf)}"
            + (answer.Period is { } period ? $", of deals that were to close in {Plain.Cell(period.Id)}" : ""));
        Notices.Write(console, answer.Notes, answer.KnownAt);
        if (answer.OverridesTotal == 0)
        {
            console.MarkupLine("No category was overridden.");
            return;
        }

        WriteCounts(console, answer);
        WriteOverrides(console, answer);
        console.WriteLine();
    }

    private static void WriteCounts(IAnsiConsole console, OverridesAnswer answer)
    {
        var table = Tables.New("By", "Period", "Made>", "Kept>", "Missed>", "Undecided>", "Days held>");
        foreach (var row in answer.Rows ?? [])
        {
            Add(Plain.NameOr(row.Key, row.Name), Plain.Cell(row.Period ?? "no date"), row.Counts);
        }

        Add("Total", "", answer.Total);
        console.Write(table);

        void Add(string name, string of, OverrideCounts counts) => table.AddRow(
            name, of, Plain.Count(counts.Made), Plain.Count(counts.Kept), Plain.Count(counts.Missed), Plain.Count(counts.Undecided), Plain.Count(counts.DaysHeld));
    }

    private static void WriteOverrides(IAnsiConsole console, OverridesAnswer answer)
    {
        var table = Tables.New("At", "Deal", "Id|", "By", "Override", "Days>", "Ended", "Deal did it", "Reason");
        foreach (var o in answer.Overrides)
        {
            table.AddRow(
                Plain.Instant(o.At), Plain.Cell(o.DealName), Plain.Cell(o.DealId), Plain.NameOr(o.Author, o.AuthorName),
                $"{Plain.Cell(o.Replaced)} to {Plain.Cell(o.Category)}", Plain.Count(o.DaysHeld), o.End == OverrideEnd.Standing ? "" : o.End.ToString().ToLowerInvariant(),
                o.Verdict.ToString().ToLowerInvariant(), o.ReasonErased ? "(erased)" : Plain.Cell(o.Reason));
        }

        console.Write(table);
        if (answer.OverridesTotal > answer.Overrides.Count)
        {
            console.MarkupLine($"The newest {Plain.Count(answer.Overrides.Count)} of {Plain.Count(answer.OverridesTotal)} overrides.");
        }
    }
}
