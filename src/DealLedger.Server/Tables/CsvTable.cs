using System.Buffers;
using System.Globalization;
using System.Text;
using DealLedger.Core;
using DealLedger.Core.Ledger;

namespace DealLedger.Server.Tables;

/// <summary>Rows as RFC 4180 writes them. A text that a spreadsheet would take for a formula gets an apostrophe before it.</summary>
public sealed class CsvTable(TextWriter writer)
{
    private static readonly SearchValues<char> MustQuote = SearchValues.Create(",\"\r\n");

    private bool _isInRow;

    /// <summary>A table that begins with the names of its columns.</summary>
    public static CsvTable WithHeader(TextWriter writer, IEnumerable<string> columns)
    {
        var table = new CsvTable(writer);
        foreach (var column in columns)
        {
            table.Text(column);
        }

        return table.EndRow();
    }

    /// <summary>A text.</summary>
    public CsvTable Text(string? text) =>
        Cell(text is { Length: > 0 } && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text);

    /// <summary>An exact number.</summary>
    public CsvTable Number(decimal? number) => Cell(number?.ToText());

    /// <summary>A whole number.</summary>
    public CsvTable Number(long number) => Cell(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>true or false.</summary>
    public CsvTable Flag(bool flag) => Cell(flag ? "true" : "false");

    /// <summary>A day.</summary>
    public CsvTable Date(DateOnly? date) => Cell(date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>An instant in UTC.</summary>
    public CsvTable Instant(DateTimeOffset? instant) => Cell(instant?.ToIso());

    /// <summary>Ends a row.</summary>
    public CsvTable EndRow()
    {
        writer.Write("\r\n");
        _isInRow = false;
        return this;
    }

    /// <summary>A whole table as a file.</summary>
    public static byte[] Write(SheetTable table)
    {
        using var text = new StringWriter();
        var csv = WithHeader(text, table.Header);
        foreach (var row in table.Rows)
        {
            foreach (var cell in row)
            {
                _ = cell switch
                {
                    SheetCell.Text x => csv.Text(x.Value),
                    SheetCell.Money x => csv.Number(x.Value),
                    SheetCell.Number x => csv.Number(x.Value),
                    SheetCell.Date x => csv.Date(x.Value),
                    SheetCell.Instant x => csv.Instant(x.Value),
                    _ => csv.Text(null),
                };
            }

            csv.EndRow();
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private CsvTable Cell(string? text)
    {
        if (_isInRow)
        {
            writer.Write(',');
        }

        _isInRow = true;
        writer.Write(text.AsSpan().IndexOfAny(MustQuote) >= 0 ? $"\"{text!.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text);
        return this;
    }
}
