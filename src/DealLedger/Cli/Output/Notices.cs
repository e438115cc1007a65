using DealLedger.Core.Answers;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>The notes of an answer in words.</summary>
internal static class Notices
{
    public static void Write(IAnsiConsole console, IReadOnlyList<string> notes, string knownAt)
    {
        foreach (var note in notes)
        {
            console.MarkupLine(note == Notes.NothingRecordedBefore
                ? $"Nothing was recorded up to {Plain.Cell(knownAt)}, so there is nothing to show; leave out --known-at for what is known now."
                : Plain.Cell(note));
        }
    }
}
