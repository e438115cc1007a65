using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;

namespace DealLedger.Tests.Audit;

/// <summary>A workbook read back: per sheet its rows, each the text of a cell by the header of its column.</summary>
internal sealed class Workbook
{
    private readonly Dictionary<string, List<Dictionary<string, string>>> _rows = [];

    private Workbook()
    {
    }

    public IReadOnlyList<string> Sheets => [.. _rows.Keys];

    public List<Dictionary<string, string>> this[string sheet] => _rows[sheet];

    /// <summary>Reads a file that is valid, has frozen headers and columns of set widths, and holds no formula.</summary>
    public static Workbook Read(string path)
    {
        using var document = SpreadsheetDocument.Open(path, isEditable: false);
        new OpenXmlValidator().Validate(document).Select(e => e.Description).ShouldBeEmpty();
        var workbook = new Workbook();
        foreach (var sheet in document.WorkbookPart!.Workbook.Sheets!.Elements<Sheet>())
        {
            var content = ((WorksheetPart)document.WorkbookPart.GetPartById(sheet.Id!.Value!)).Worksheet;
            content.Descendants<Pane>().ShouldHaveSingleItem().State!.Value.ShouldBe(PaneStateValues.Frozen);
            content.Descendants<CellFormula>().ShouldBeEmpty();
            var rows = content.Descendants<Row>().Select(r => r.Elements<Cell>().ToList()).ToList();
            content.Descendants<Column>().Count(c => c.Width!.Value > 0).ShouldBe(rows[0].Count);
            workbook._rows.Add(
                sheet.Name!.Value!,
                rows.Skip(1).Select(row => rows[0].Zip(row).ToDictionary(cell => TextOf(cell.First), cell => TextOf(cell.Second), StringComparer.Ordinal)).ToList());
        }

        return workbook;
    }

    /// <summary>An instant as a cell holds it, to the millisecond.</summary>
    public static DateTime Instant(string serial) =>
        new DateTime(1899, 12, 30, 0, 0, 0, DateTimeKind.Utc).AddMilliseconds((double)Math.Round(decimal.Parse(serial, CultureInfo.InvariantCulture) * 86_400_000));

    /// <summary>A day as a cell holds it.</summary>
    public static DateOnly Day(string serial) => DateOnly.FromDateTime(Instant(serial));

    private static string TextOf(Cell cell) => cell.InlineString?.InnerText ?? cell.CellValue?.Text ?? "";
}
