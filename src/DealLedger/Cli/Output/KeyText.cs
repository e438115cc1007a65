using DealLedger.Core.Answers;
using DealLedger.Server.Tables;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>Keys for people, and as rows.</summary>
internal static class KeyText
{
    public static void Write(IAnsiConsole console, KeysAnswer answer)
    {
        if (answer.Keys.Count == 0)
        {
            console.MarkupLine($"The tenant {Plain.Cell(answer.Tenant)} has no keys; 'key add' makes one.");
            return;
        }

        var table = Tables.New("Key|", "Role", "Person", "Made|", "By", "Expires|", "Used last|", "Revoked|", "For");
        foreach (var key in answer.Keys)
        {
            table.AddRow(
                Plain.Cell(key.Id), key.Role.ToString().ToLowerInvariant(), Plain.Cell(key.Person), Plain.Instant(key.CreatedAt), Plain.Cell(key.CreatedBy),
                Instant(key.ExpiresAt), Instant(key.LastUsedAt), Instant(key.RevokedAt), Plain.Cell(key.Note));
        }

        console.Write(table);
    }

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
