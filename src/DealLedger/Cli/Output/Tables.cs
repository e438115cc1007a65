using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>Tables in one look.</summary>
internal static class Tables
{
    /// <summary>A table with these columns; a name that ends in &gt; stands on the right, as numbers do, one that ends in | is never broken.</summary>
    public static Table New(params IReadOnlyList<string> columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
        {
            var isNumber = column.EndsWith('>');
            table.AddColumn(new TableColumn(new Text(column.TrimEnd('>', '|')))
            {
                Alignment = isNumber ? Justify.Right : Justify.Left,
                NoWrap = isNumber || column.EndsWith('|'),
            });
        }

        return table;
    }
}
