using System.Buffers;
using System.Globalization;
using DealLedger.Core;
using DealLedger.Core.Ledger;

namespace DealLedger.Cli.Output;

/// <summary>Rows as RFC 4180 writes them. A text that a spreadsheet would take for a formula gets an apostrophe before it.</summary>
internal sealed class CsvTable(TextWriter writer)
{
    private static readonly SearchValues<char> MustQuote = SearchValues.Create(",\"\r\n");

    private bool _isInRow;

    public static CsvTable WithHeader(TextWriter writer, IEnumerable<string> columns)
    {
        var table = new CsvTable(writer);
        foreach (var column in columns)
        {
            table.Text(column);
        }

        return table.EndRow();
    }

    public CsvTable Text(string? text) =>
        Cell(text is { Length: > 0 } && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text);

    public CsvTable Number(decimal? number) => Cell(number?.ToText());

    public CsvTable Number(long number) => Cell(number.ToString(CultureInfo.InvariantCulture));

    public CsvTable Flag(bool flag) => Cell(flag ? "true" : "false");

    public CsvTable Instant(DateTimeOffset? instant) => Cell(instant?.ToIso());

    public CsvTable Date(DateOnly? date) => Cell(date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public CsvTable EndRow()
    {
        writer.Write("\r\n");
        _isInRow = false;
        return this;
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
