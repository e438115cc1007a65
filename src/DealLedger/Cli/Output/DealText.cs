using System.Globalization;
using DealLedger.Core.Answers;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>A deal and its history for people.</summary>
internal static class DealText
{
    public static void Write(IAnsiConsole console, DealAnswer answer, IReadOnlyDictionary<string, string> people)
    {
        console.MarkupLine($"[bold]{Plain.Named(answer.Id, answer.State.Name)}[/] as of {Plain.Instant(answer.AsOf)}, version {Plain.Count(answer.Version)}");
        WriteState(console, answer.State);
        var table = Tables.New("At", "By", "Change", "Before", "After", "Source");
        foreach (var e in answer.History)
        {
            var change = e.Kind.Replace('-', ' ') + (e.Reason is null ? "" : $": {e.Reason}") + (e.Ignored is null ? "" : $" (no effect: {e.Ignored})");
            table.AddRow(
                Plain.Instant(e.At), Plain.Named(e.By, people.GetValueOrDefault(e.By)), Plain.Cell(change), Plain.Cell(e.Before), Plain.Cell(e.After),
                Plain.Cell(e.Source));
        }

        console.Write(table);
    }

    private static void WriteState(IAnsiConsole console, DealState state)
    {
        var table = Tables.New("", "").HideHeaders();
        Add("Outcome", Plain.Cell(state.Outcome) + (state.MergedInto is { } into ? $", merged into {Plain.Cell(into)}" : ""));
        Add("Stage", Plain.Cell(state.Stage));
        Add("Category", Plain.Cell(state.Category) + (state.CategoryOverridden ? " (overridden)" : ""));
        Add("Amount", state.Amount is { } amount ? $"{Plain.Amount(amount)} {Plain.Cell(state.Currency)}" : "none");
        Add("Closes", state.CloseDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "no date");
        Add("Probability", state.Probability is { } probability ? $"{Plain.Amount(probability)} %" : "");
        Add("Owner", Plain.Named(state.Owner, state.OwnerName));
        Add("Account", Plain.Named(state.Account, state.AccountName));
        Add("Type", Plain.Cell(state.Type));
        Add("Segment", Plain.Cell(state.Segment));
        Add("Flags", Plain.Cell(string.Join(", ", state.Flags)));
        Add("Next step", Plain.Cell(state.NextStep));
        Add("Created", Plain.Instant(state.CreatedAt));
        Add("Pushed", state.TimesPushed == 0 ? "never" : Plain.Times(state.TimesPushed));
        console.Write(table);

        void Add(string name, string value)
        {
            if (value.Length > 0)
            {
                table.AddRow(name, value);
            }
        }
    }
}
