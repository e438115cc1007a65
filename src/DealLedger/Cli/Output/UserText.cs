using DealLedger.Server.Tables;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>Users for people, and as rows.</summary>
internal static class UserText
{
    /// <summary>Users as a table.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<UserDocument> users)
    {
        if (users.Count == 0)
        {
            console.MarkupLine("Nobody signs in with a password; 'user add NAME --role R' adds a user.");
            return;
        }

        var table = Tables.New("Name|", "Role|", "Person|", "Last signed in|", "");
        foreach (var user in users)
        {
            table.AddRow(
                Plain.Cell(user.Name), Plain.Cell(user.Role), Plain.Cell(user.Person), user.LastSignInAt is { } at ? Plain.Instant(at) : "never",
                user.DisabledAt is { } since ? $"disabled since {Plain.Instant(since)}" : user.LockedUntil is { } until ? $"locked until {Plain.Instant(until)}" : "");
        }

        console.Write(table);
    }

    /// <summary>Users as rows.</summary>
    public static void WriteRows(TextWriter writer, IReadOnlyList<UserDocument> users)
    {
        var csv = CsvTable.WithHeader(writer, ["name", "role", "person", "createdAt", "disabledAt", "lockedUntil", "lastSignInAt"]);
        foreach (var user in users)
        {
            csv.Text(user.Name).Text(user.Role).Text(user.Person).Instant(user.CreatedAt).Instant(user.DisabledAt).Instant(user.LockedUntil).Instant(user.LastSignInAt).EndRow();
        }
    }
}
