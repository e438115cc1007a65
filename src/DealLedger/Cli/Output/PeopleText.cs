using DealLedger.Core.Answers;
using DealLedger.Server.Pages;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>People for people: everyone below the one they reported to.</summary>
internal static class PeopleText
{
    public static void Write(IAnsiConsole console, PeopleAnswer answer)
    {
        console.MarkupLine($"[bold]Who reported to whom[/] as of {Plain.Instant(answer.AsOf)}");
        Notices.Write(console, answer.Notes, answer.KnownAt);
        if (answer.People.Count == 0)
        {
            console.MarkupLine("Nobody is known; take people in with 'people import FILE' or with User.csv of an export.");
            return;
        }

        var table = Tables.New("Person", "Id|", "Team", "");
        foreach (var (person, level) in TeamTree.Order(answer.People, p => p.Id, p => p.Manager))
        {
            table.AddRow(
                TeamTree.Indented(Plain.NameOr(person.Id, person.Name), level), Plain.Cell(person.Id),
                Plain.Cell(person.Team ?? (person.LeadsTeam ? $"{person.Name ?? person.Id}'s team" : "")), person.IsActive ? "" : "left");
        }

        console.Write(table);
    }
}
