using System.Globalization;
using System.IO.Compression;
using System.Xml;
using DealLedger.Core.Ledger;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace DealLedger.Server.Tables;

/// <summary>
/// Writes tables as the sheets of an Excel workbook: frozen headers, widths that fit, real numbers and dates, no formula. The same tables
/// give the same bytes. Instants are to the millisecond, the finest that a spreadsheet holds.
/// </summary>
public static class TableWorkbook
{
    private const int LongestText = 32_767;
    private const int WidestColumn = 60;
    private static readonly DateTime SerialZero = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Utc);

    // Spreadsheets take 1900 for a leap year, so serial numbers agree only from here on.
    private static readonly DateTime FirstSerial = new(1900, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly DateTimeOffset EntryTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // The places of the formats in the style sheet.
    private const uint Header = 1;
    private const uint Money = 2;
    private const uint Whole = 3;
    private const uint Day = 4;
    private const uint Moment = 5;

    /// <summary>The workbook's file.</summary>
    public static byte[] Write(IReadOnlyList<SheetTable> sheets)
    {
        using var package = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(package, SpreadsheetDocumentType.Workbook))
        {
            var workbook = document.AddWorkbookPart();
            document.ChangeIdOfPart(workbook, "workbook");
            workbook.AddNewPart<WorkbookStylesPart>("styles").Stylesheet = Styles();
            var list = new Sheets();
            foreach (var (i, sheet) in sheets.Index())
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"sheet{i + 1}");
                WriteSheet(workbook.AddNewPart<WorksheetPart>(id), sheet);
                list.Append(new Sheet { Name = sheet.Name, SheetId = (uint)i + 1, Id = id });
            }

            workbook.Workbook = new Workbook(list);
        }

        return SameBytes(package);
    }

    private static void WriteSheet(WorksheetPart part, SheetTable sheet)
    {
        using var writer = OpenXmlWriter.Create(part);
        writer.WriteStartElement(new Worksheet());
        var pane = new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen };
        writer.WriteElement(new SheetViews(new SheetView(pane) { WorkbookViewId = 0 }));
        writer.WriteElement(new Columns(sheet.Header.Select((name, i) => Width(i, sheet.Rows.Select(r => Length(r[i])).Append(name.Length + 2).Max()))));
        writer.WriteStartElement(new SheetData());
        WriteRow(writer, 1, sheet.Header.Select(name => Inline(name, Header)));
        foreach (var (i, row) in sheet.Rows.Index())
        {
            WriteRow(writer, i + 2, row.Select(CellOf));
        }

        writer.WriteEndElement();
        if (sheet.Rows.Count > 0)
        {
            writer.WriteElement(new AutoFilter { Reference = $"A1:{ColumnName(sheet.Header.Count)}{sheet.Rows.Count + 1}" });
        }

        writer.WriteEndElement();
    }

    private static void WriteRow(OpenXmlWriter writer, int row, IEnumerable<Cell> cells)
    {
        writer.WriteStartElement(new Row { RowIndex = (uint)row });
        foreach (var (i, cell) in cells.Index())
        {
            cell.CellReference = string.Create(CultureInfo.InvariantCulture, $"{ColumnName(i + 1)}{row}");
            writer.WriteElement(cell);
        }

        writer.WriteEndElement();
    }

    private static Cell CellOf(SheetCell cell) => cell switch
    {
        SheetCell.Text x => Inline(x.Value, 0),
        SheetCell.Money x => Number(x.Value.ToText(), Money),
        SheetCell.Number x => Number(x.Value.ToString(CultureInfo.InvariantCulture), Whole),
        SheetCell.Date x when x.Value.ToDateTime(TimeOnly.MinValue) >= FirstSerial => Number(Serial(x.Value.ToDateTime(TimeOnly.MinValue)), Day),
        SheetCell.Date x => Inline(x.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), 0),
        SheetCell.Instant x when x.Value.UtcDateTime >= FirstSerial => Number(Serial(x.Value.UtcDateTime), Moment),
        SheetCell.Instant x => Inline(x.Value.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), 0),
        _ => new Cell(),
    };

    private static Cell Number(string value, uint style) => new() { CellValue = new CellValue(value), StyleIndex = style };

    // Inline, so that a text that begins with an equals sign stays one.
    private static Cell Inline(string text, uint style) => new()
    {
        DataType = CellValues.InlineString, StyleIndex = style, InlineString = new InlineString(new Text(Legal(text)) { Space = SpaceProcessingModeValues.Preserve }),
    };

    private static string Legal(string text)
    {
        var legal = text.ToCharArray();
        for (var i = 0; i < legal.Length; i++)
        {
            if (i + 1 < legal.Length && XmlConvert.IsXmlSurrogatePair(legal[i + 1], legal[i]))
            {
                i++;
            }
            else if (!XmlConvert.IsXmlChar(legal[i]))
            {
                legal[i] = '\uFFFD';
            }
        }

        return legal.Length <= LongestText ? new string(legal) : new string(legal, 0, char.IsHighSurrogate(legal[LongestText - 2]) ? LongestText - 2 : LongestText - 1) + "…";
    }

    // Days since the last day but one of 1899, as exactly as a spreadsheet takes them.
    private static string Serial(DateTime instant) => Math.Round((decimal)(instant - SerialZero).Ticks / TimeSpan.TicksPerDay, 9).ToText();

    private static int Length(SheetCell cell) => cell switch
    {
        SheetCell.Text x => x.Value.Length,
        SheetCell.Money x => (int)(x.Value.ToText().Length * 1.4) + 2,
        SheetCell.Number x => (int)(x.Value.ToString(CultureInfo.InvariantCulture).Length * 1.4),
        SheetCell.Date => 10,
        SheetCell.Instant => 19,
        _ => 0,
    };

    private static Column Width(int index, int longest) =>
        new() { Min = (uint)index + 1, Max = (uint)index + 1, Width = Math.Clamp(longest + 2, 8, WidestColumn), CustomWidth = true };

    private static string ColumnName(int count) => count <= 26 ? $"{(char)('A' + count - 1)}" : $"{(char)('A' + ((count - 1) / 26) - 1)}{(char)('A' + ((count - 1) % 26))}";

    private static Stylesheet Styles() => new(
        new NumberingFormats(
            new NumberingFormat { NumberFormatId = 164, FormatCode = "#,##0.00##" }, new NumberingFormat { NumberFormatId = 165, FormatCode = "yyyy-mm-dd" },
            new NumberingFormat { NumberFormatId = 166, FormatCode = "yyyy-mm-dd hh:mm:ss" }),
        new Fonts(new Font(), new Font(new Bold())),
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
        new Borders(new Border()),
        new CellStyleFormats(new CellFormat()),
        new CellFormats(
            new CellFormat(), new CellFormat { FontId = 1, ApplyFont = true }, Format(164), Format(3), Format(165), Format(166)));

    private static CellFormat Format(uint number) => new() { NumberFormatId = number, ApplyNumberFormat = true };

    // The package stamps its entries with the time at which it was written; ids of relations, which it would draw at random, are given above.
    private static byte[] SameBytes(MemoryStream package)
    {
        using var same = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(package.ToArray()), ZipArchiveMode.Read))
        using (var to = new ZipArchive(same, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in from.Entries.OrderBy(e => e.FullName, StringComparer.Ordinal))
            {
                var copy = to.CreateEntry(entry.FullName);
                copy.LastWriteTime = EntryTime;
                using var source = entry.Open();
                using var target = copy.Open();
                source.CopyTo(target);
            }
        }

        return same.ToArray();
    }
}
