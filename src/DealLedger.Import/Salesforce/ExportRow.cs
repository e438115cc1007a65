using System.Text;
using DealLedger.Core;
using DealLedger.Core.Opportunities;

namespace DealLedger.Import.Salesforce;

/// <summary>Why a row was refused: the column, its value, shortened, and what would be right.</summary>
internal sealed record RowFault(string Field, string Value, string Reason);

/// <summary>
/// The current row of a file, cell by cell. The first cell that cannot be taken is kept in <see cref="Fault"/>; reading goes on, and the
/// one who reads looks at it in the end.
/// </summary>
internal sealed class ExportRow(ExportTable table)
{
    /// <summary>The longest name, in characters.</summary>
    public const int LongestName = 5_000;

    /// <summary>The largest cell, in characters.</summary>
    public const int LargestCell = 131_072;

    private const int LongestId = 64;
    private const int ShownOfValue = 120;

    /// <summary>What was wrong first, if anything.</summary>
    public RowFault? Fault { get; private set; }

    /// <summary>The file's columns.</summary>
    public ExportTable Table { get; } = table;

    /// <summary>Refuses the row, unless something was wrong before.</summary>
    public void Refuse(string field, string value, string reason) =>
        Fault ??= new RowFault(field, value.Length <= ShownOfValue ? value : value[..ShownOfValue] + "…", reason);

    /// <summary>Refuses the row when a cell is too large; tells whether it is.</summary>
    public bool RefuseIfLarge(string column, ReadOnlySpan<byte> cell)
    {
        if (cell.Length <= LargestCell || Encoding.UTF8.GetCharCount(cell) <= LargestCell)
        {
            return false;
        }

        Refuse(column, Encoding.UTF8.GetString(cell[..ShownOfValue]), $"it has {Encoding.UTF8.GetCharCount(cell)} characters; a cell has at most {LargestCell}");
        return true;
    }

    /// <summary>A text; none where the cell is blank.</summary>
    public string? Text(string column, int longest = LongestName)
    {
        var cell = Table.Cell(column);
        if (RefuseIfLarge(column, cell))
        {
            return null;
        }

        if (!ExportTable.IsText(cell))
        {
            Refuse(column, "", "it holds bytes that are no text; save the file in UTF-8");
            return null;
        }

        var text = Encoding.UTF8.GetString(cell);
        if (text.Length > longest)
        {
            Refuse(column, text, $"it has {text.Length} characters; at most {longest} are taken");
            return null;
        }

        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    /// <summary>A text that has to be there.</summary>
    public string RequiredText(string column) => Required(column, Text(column), "a text");

    /// <summary>An id in its form of 18 characters; none for "none".</summary>
    public string? Id(string column)
    {
        if (Text(column) is not { } cell || SalesforceValues.IsNoId(cell))
        {
            return null;
        }

        if (SalesforceId.To18(cell) is { } id)
        {
            return id;
        }

        Refuse(column, cell, $"write {SalesforceValues.AcceptedIds}");
        return null;
    }

    /// <summary>An id that has to be there.</summary>
    public string RequiredId(string column) => Required(column, Id(column), SalesforceValues.AcceptedIds);

    /// <summary>The id of a person, of Salesforce's form or any other; none where the cell is blank.</summary>
    public string? PersonId(string column)
    {
        if (Text(column) is not { } cell || SalesforceValues.IsNoId(cell))
        {
            return null;
        }

        if (SalesforceId.To18(cell) is { } id)
        {
            return id;
        }

        if (cell.Length <= LongestId && cell.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '-'))
        {
            return cell;
        }

        Refuse(column, cell, $"write an id of 1 to {LongestId} letters, digits and . _ : -");
        return null;
    }

    /// <summary>The id of a person that has to be there.</summary>
    public string RequiredPersonId(string column) => Required(column, PersonId(column), "an id");

    /// <summary>An instant; none where the cell is blank.</summary>
    public DateTimeOffset? Instant(string column) => Read<DateTimeOffset>(column, SalesforceValues.TryInstant, SalesforceValues.AcceptedInstants);

    /// <summary>An instant that has to be there.</summary>
    public DateTimeOffset RequiredInstant(string column) => Required(column, Instant(column), SalesforceValues.AcceptedInstants);

    /// <summary>A date; none where the cell is blank.</summary>
    public DateOnly? Date(string column) => Read<DateOnly>(column, SalesforceValues.TryDate, SalesforceValues.AcceptedDates);

    /// <summary>An amount; none where the cell is blank.</summary>
    public decimal? Amount(string column) => Read<decimal>(column, SalesforceValues.TryAmount, SalesforceValues.AcceptedAmounts);

    /// <summary>A probability in percent; none where the cell is blank.</summary>
    public decimal? Probability(string column) => Read<decimal>(column, SalesforceValues.TryProbability, SalesforceValues.AcceptedProbabilities);

    /// <summary>A day that must be there.</summary>
    public DateOnly RequiredDate(string column) => Required(column, Date(column), SalesforceValues.AcceptedDates);

    /// <summary>A rate of a currency, above 0, that must be there.</summary>
    public decimal RequiredRate(string column) => Required(column, Read<decimal>(column, SalesforceValues.TryRate, SalesforceValues.AcceptedRates), SalesforceValues.AcceptedRates);

    /// <summary>Yes or no; none where the cell is blank.</summary>
    public bool? Flag(string column) => Read<bool>(column, SalesforceValues.TryFlag, "1, 0, true or false");

    /// <summary>The forecast category, by its own column or by that of its name.</summary>
    public ForecastCategory? Category() =>
        Read<ForecastCategory>("ForecastCategory", CategoryNames.TryParse, CategoryNames.Accepted)
        ?? Read<ForecastCategory>("ForecastCategoryName", CategoryNames.TryParse, CategoryNames.Accepted);

    private delegate bool TryRead<T>(string cell, out T value);

    private T? Read<T>(string column, TryRead<T> read, string accepted)
        where T : struct
    {
        if (Text(column) is not { } cell)
        {
            return null;
        }

        if (read(cell.Trim(), out var value))
        {
            return value;
        }

        Refuse(column, cell, $"write {accepted}");
        return null;
    }

    private string Required(string column, string? value, string accepted)
    {
        if (value is null)
        {
            Refuse(column, "", $"it is blank; write {accepted}");
        }

        return value ?? "";
    }

    private T Required<T>(string column, T? value, string accepted)
        where T : struct
    {
        if (value is null)
        {
            Refuse(column, "", $"it is blank; write {accepted}");
        }

        return value ?? default;
    }
}
