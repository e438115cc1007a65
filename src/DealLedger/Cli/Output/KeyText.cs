using DealLedger.Core.Answers;
using DealLedger.Server.Tables;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>Keys for people, and as rows.</summary>
internal static class KeyText
{
    /// <summary>Keys as a table; when and by whom they were made is in the rows, which have the room.</summary>
    public static void Write(IAnsiConsole console, KeysAnswer answer)
    {
        if (answer.Keys.Count == 0)
        {
            console.MarkupLine($"The tenant {Plain.Cell(answer.Tenant)} has no keys; 'key add' makes one.");
            return;
        }

        var table = Tables.New("Key|", "Role|", "Person|", "Used last|", "Ends|", "For");
        foreach (var key in answer.Keys)
        {
            var ends = key.RevokedAt is { } revoked ? $"revoked {Plain.Instant(revoked)}" : Instant(key.ExpiresAt);
            table.AddRow(
                Plain.Cell(key.Id), key.Role.ToString().ToLowerInvariant(), Plain.Cell(key.Person), Instant(key.LastUsedAt), ends, Plain.Cell(key.Note));
        }

        console.Write(table);
    }

    /// <summary>All that is known of keys, as rows.</summary>
    public static void WriteRows(TextWriter writer, KeysAnswer answer)
    {
        var csv = CsvTable.WithHeader(
            writer, ["id", "role", "person", "note", "createdAt", "createdBy", "expiresAt", "lastUsedAt", "revokedAt", "revokedBy"]);
        foreach (var key in answer.Keys)
        {
            csv.Text(key.Id).Text(key.Role.ToString().ToLowerInvariant()).Text(key.Person).Text(key.Note).Instant(key.CreatedAt).Text(key.CreatedBy)
                .Instant(key.ExpiresAt).Instant(key.LastUsedAt).Instant(key.RevokedAt).Text(key.RevokedBy).EndRow();
        }
    }

    private static string Instant(DateTimeOffset? instant) => instant is { } known ? Plain.Instant(known) : "";
}
