using System.Globalization;
using DealLedger.Core.Access;
using DealLedger.Server.Tables;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>Entries of the access log for people, and as rows.</summary>
internal static class AccessText
{
    /// <summary>A table, the newest first.</summary>
    public static void Write(IAnsiConsole console, AccessAnswer answer)
    {
        if (answer.Entries.Count == 0)
        {
            console.WriteLine($"The access log of tenant {answer.Tenant} has no such entry.");
            return;
        }

        var table = Tables.New("No>", "At|", "Who", "Did", "Asked", "From>", "Form", "Outcome");
        foreach (var entry in answer.Entries)
        {
            table.AddRow(
                Plain.Count(entry.Number), Plain.Instant(entry.At), Plain.Named(entry.Person, entry.Caller), Plain.Cell(entry.Action), Plain.Cell(Asked(entry)),
                entry.Position is { } position ? Plain.Count(position) : "", Plain.Cell(entry.Form), Plain.Cell(entry.Outcome));
        }

        console.Write(table);
        if (answer.Next is { } next)
        {
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The ones before: --before {next}"));
        }
    }

    /// <summary>All that an entry has, as rows.</summary>
    public static void WriteRows(TextWriter writer, AccessAnswer answer)
    {
        var csv = CsvTable.WithHeader(
            writer, ["number", "at", "kind", "caller", "role", "person", "action", "asked", "position", "form", "outcome", "previous", "hash"]);
        foreach (var entry in answer.Entries)
        {
            csv.Number(entry.Number).Instant(entry.At).Text(entry.Kind).Text(entry.Caller).Text(entry.Role).Text(entry.Person).Text(entry.Action)
                .Text(Asked(entry)).Number((decimal?)entry.Position).Text(entry.Form).Text(entry.Outcome).Text(entry.Previous.ToString())
                .Text(entry.Hash.ToString()).EndRow();
        }
    }

    private static string Asked(AccessEntry entry) =>
        string.Join(", ", entry.Asked.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}={a.Value}"));
}
