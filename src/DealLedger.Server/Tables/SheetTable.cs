namespace DealLedger.Server.Tables;

/// <summary>What a cell of a table in a file holds.</summary>
public abstract record SheetCell
{
    private SheetCell()
    {
    }

    /// <summary>Nothing.</summary>
    public sealed record Empty : SheetCell;

    /// <summary>A text, whatever it begins with.</summary>
    public sealed record Text(string Value) : SheetCell;

    /// <summary>An amount of money, exact; the currency stands in the header or in a cell beside it.</summary>
    public sealed record Money(decimal Value) : SheetCell;

    /// <summary>A whole number.</summary>
    public sealed record Number(long Value) : SheetCell;

    /// <summary>A day.</summary>
    public sealed record Date(DateOnly Value) : SheetCell;

    /// <summary>An instant in UTC.</summary>
    public sealed record Instant(DateTimeOffset Value) : SheetCell;

    /// <summary>A text; an empty one is nothing.</summary>
    public static SheetCell Of(string? text) => string.IsNullOrEmpty(text) ? new Empty() : new Text(text);

    /// <summary>An amount, if there is one.</summary>
    public static SheetCell Of(decimal? amount) => amount is { } value ? new Money(value) : new Empty();

    /// <summary>A whole number.</summary>
    public static SheetCell Of(long number) => new Number(number);

    /// <summary>A day, if there is one.</summary>
    public static SheetCell Of(DateOnly? date) => date is { } value ? new Date(value) : new Empty();

    /// <summary>An instant, if there is one.</summary>
    public static SheetCell Of(DateTimeOffset? instant) => instant is { } value ? new Instant(value) : new Empty();

    /// <summary>yes or no.</summary>
    public static SheetCell Of(bool flag) => new Text(flag ? "yes" : "no");
}

/// <summary>One table of a file: its name, a header, and rows of as many cells.</summary>
public sealed record SheetTable(string Name, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<SheetCell>> Rows);
