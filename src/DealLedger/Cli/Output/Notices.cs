using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>The notes of an answer in words.</summary>
internal static class Notices
{
    /// <summary>What no rate converts.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<Unconverted> unconverted, string when = "")
    {
        foreach (var left in unconverted)
        {
            console.MarkupLine(
                $"No rate{when} converts {Plain.Amount(left.Amount)} {Plain.Cell(left.Currency)} in {Plain.Count(left.Count)} deals; they are not in the sums. 'rates set' and 'rates import' tell rates.");
        }
    }

    public static void Write(IAnsiConsole console, IReadOnlyList<string> notes, string knownAt)
    {
        foreach (var note in notes)
        {
            console.MarkupLine(note switch
            {
                Notes.NothingRecordedBefore =>
                    $"Nothing was recorded up to {Plain.Cell(knownAt)}, so there is nothing to show; leave out --known-at for what is known now.",
                Notes.CallsOfAnotherCalendar => OfAnotherCalendar("Calls that were stated", "call"),
                Notes.QuotasOfAnotherCalendar => OfAnotherCalendar("Quotas that were set", "quota"),
                _ => Plain.Cell(note),
            });
        }
    }

    private static string OfAnotherCalendar(string what, string command) =>
        $"{what} for a period of this name with other days are left out: the calendar was another one; '{command} list' without --period shows them.";
}
