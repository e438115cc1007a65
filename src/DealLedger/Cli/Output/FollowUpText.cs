using DealLedger.Core.Answers;
using DealLedger.Server.Pages;
using DealLedger.Server.Tables;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>Follow-ups for people, and as rows.</summary>
internal static class FollowUpText
{
    /// <summary>The follow-up that a command changed, in the form that is asked for.</summary>
    public static Task WriteAsync(CommandRun run, FollowUpAnswer answer) => run.WriteAsync(answer, (writer, told) => WriteRows(writer, [told.FollowUp]), console =>
    {
        Write(console, [answer.FollowUp]);
        return Task.CompletedTask;
    });

    /// <summary>Follow-ups as a table.</summary>
    public static void Write(IAnsiConsole console, FollowUpsAnswer answer)
    {
        Notices.Write(console, answer.Notes, answer.KnownAt);
        if (answer.FollowUps.Count == 0)
        {
            console.MarkupLine("No follow-up stands so; 'follow-up open' opens one.");
            return;
        }

        Write(console, answer.FollowUps);
        if (answer.FollowUpsTotal > answer.FollowUps.Count)
        {
            console.MarkupLine($"The first {Plain.Count(answer.FollowUps.Count)} of {Plain.Count(answer.FollowUpsTotal)} follow-ups; --limit shows more.");
        }
    }

    /// <summary>Follow-ups as a table.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<FollowUpState> followUps)
    {
        var table = Tables.New("Id|", "What", "Owner", "Due|", "", "Deal", "Result");
        foreach (var one in followUps)
        {
            table.AddRow(
                Plain.Cell(one.Id), one.TextErased ? "(erased)" : Plain.Cell(one.Text), Plain.NameOr(one.Owner, one.OwnerName), Shown.Day(one.Due),
                one.ClosedAt is not null ? "closed" : one.Overdue ? "overdue" : "", Plain.NameOr(one.Deal, one.DealName),
                one.ResultErased ? "(erased)" : Plain.Cell(one.Result));
        }

        console.Write(table);
    }

    /// <summary>Follow-ups as rows.</summary>
    public static void WriteRows(TextWriter writer, IReadOnlyList<FollowUpState> followUps)
    {
        var csv = CsvTable.WithHeader(
            writer,
            ["id", "team", "text", "owner", "ownerName", "due", "overdue", "deal", "dealName", "openedAt", "openedBy", "closedAt", "closedBy", "result", "position"]);
        foreach (var one in followUps)
        {
            csv.Text(one.Id).Text(one.Team).Text(one.Text).Text(one.Owner).Text(one.OwnerName).Date(one.Due).Flag(one.Overdue).Text(one.Deal).Text(one.DealName)
                .Instant(one.OpenedAt).Text(one.OpenedBy).Instant(one.ClosedAt).Text(one.ClosedBy).Text(one.Result).Number(one.Position).EndRow();
        }
    }
}
