using System.Globalization;
using DealLedger.Core.Answers;
using DealLedger.Server.Tables;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>Settings and rates for people, and as rows.</summary>
internal static class OrganisationText
{
    public static void Write(IAnsiConsole console, SettingsAnswer answer)
    {
        console.MarkupLine($"[bold]Settings[/] as of {Plain.Instant(answer.AsOf)}");
        var month = CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(answer.FiscalYearStart);
        var table = Tables.New("Setting", "Value");
        table.AddRow("Fiscal year begins with", month);
        table.AddRow("Fiscal calendar", answer.FiscalCalendar is { } months
            ? string.Create(CultureInfo.InvariantCulture, $"{months.Count} months from {months[0].Start:yyyy-MM-dd} to {months[^1].End:yyyy-MM-dd}")
            : "months of the year");
        table.AddRow("Weeks begin on", Plain.Cell(answer.WeekStart));
        table.AddRow("Time zone", Plain.Cell(answer.TimeZone));
        table.AddRow("Answers are told in", Plain.Cell(answer.Currency));
        console.Write(table);
        if (answer.History.Count == 0)
        {
            console.MarkupLine("Nothing was ever set; 'settings set' does.");
            return;
        }

        var history = Tables.New("Setting", "Value", "From|", "By", "Recorded|", "Position>");
        foreach (var told in answer.History)
        {
            history.AddRow(
                Plain.Cell(told.Setting), Plain.Cell(told.Value), told.From is { } from ? Plain.Instant(from) : "since ever", Plain.Cell(told.By),
                Plain.Instant(told.RecordedAt), Plain.Count(told.Position));
        }

        console.Write(history);
    }

    public static void WriteRows(TextWriter writer, SettingsAnswer answer)
    {
        var csv = CsvTable.WithHeader(writer, ["setting", "value", "from", "by", "position", "recordedAt"]);
        foreach (var told in answer.History)
        {
            csv.Text(told.Setting).Text(told.Value).Instant(told.From).Text(told.By).Number(told.Position).Instant(told.RecordedAt).EndRow();
        }
    }

    public static void Write(IAnsiConsole console, RatesAnswer answer)
    {
        console.MarkupLine($"[bold]Rates[/] as of {Plain.Instant(answer.AsOf)}; answers are told in {Plain.Cell(answer.Currency)}");
        if (answer.Rates.Count == 0)
        {
            console.MarkupLine("No rate was in force; 'rates import FILE' and 'rates set' record some.");
            return;
        }

        var table = Tables.New("One", "is worth>", "", "From|", "Until|", "By");
        foreach (var rate in answer.Rates)
        {
            table.AddRow(
                Plain.Cell(rate.Of), rate.Rate.ToString(CultureInfo.InvariantCulture), Plain.Cell(rate.In), Plain.Instant(rate.From),
                rate.Until is { } until ? Plain.Instant(until) : "", Plain.Cell(rate.By));
        }

        console.Write(table);
    }

    public static void WriteRows(TextWriter writer, RatesAnswer answer)
    {
        var csv = CsvTable.WithHeader(writer, ["of", "in", "rate", "from", "until", "by", "position"]);
        foreach (var rate in answer.Rates)
        {
            csv.Text(rate.Of).Text(rate.In).Number(rate.Rate).Instant(rate.From).Instant(rate.Until).Text(rate.By).Number(rate.Position).EndRow();
        }
    }
}
