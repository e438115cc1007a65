using DealLedger.Core.Ledger;
using DealLedger.Core.Time;
using DealLedger.Import.Salesforce;

namespace DealLedger.Import.Organisation;

/// <summary>Reads a fiscal calendar from a file with a row for every month: Quarter (2026-Q1), Month (2026-01), Start and End (its first and last day).</summary>
public static class CalendarFile
{
    /// <summary>The calendar's table. Refused when the file is missing, a row is wrong, or the months make no calendar.</summary>
    public static async Task<CalendarTable> ReadAsync(FileInfo file, CancellationToken cancellation)
    {
        await using var table = await ExportTable.OpenAsync(file.Directory!, file.Name, ["Quarter", "Month", "Start", "End"], cancellation)
            ?? throw new RefusedException("file-missing", $"There is no file '{file.FullName}'; name a CSV file with the columns Quarter, Month, Start, End.", "value");
        var months = new List<FiscalMonth>();
        await foreach (var row in table.ReadAsync(cancellation))
        {
            var (quarter, month, start, end) = (row.RequiredText("Quarter"), row.RequiredText("Month"), row.RequiredDate("Start"), row.RequiredDate("End"));
            if (row.Fault is { } fault)
            {
                throw new RefusedException("row-refused", $"{file.Name}, line {table.Line}, {fault.Field}, '{fault.Value}': {fault.Reason}. Nothing was recorded.", fault.Field);
            }

            months.Add(new FiscalMonth(month, quarter.ToUpperInvariant(), start, end));
        }

        return CalendarTable.Of(months);
    }
}
