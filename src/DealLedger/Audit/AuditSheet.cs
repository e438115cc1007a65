namespace DealLedger.Audit;

/// <summary>What a cell of an audit file holds.</summary>
internal abstract record AuditCell
{
    private AuditCell()
    {
    }

    /// <summary>Nothing.</summary>
    public sealed record Empty : AuditCell;

    /// <summary>A text, whatever it begins with.</summary>
    public sealed record Text(string Value) : AuditCell;

    /// <summary>An amount of money, exact; the currency stands in the header or in a cell beside it.</summary>
    public sealed record Money(decimal Value) : AuditCell;

    /// <summary>A whole number.</summary>
    public sealed record Number(long Value) : AuditCell;

    /// <summary>A day.</summary>
    public sealed record Date(DateOnly Value) : AuditCell;

    /// <summary>An instant in UTC.</summary>
    public sealed record Instant(DateTimeOffset Value) : AuditCell;

    public static AuditCell Of(string? text) => string.IsNullOrEmpty(text) ? new Empty() : new Text(text);

    public static AuditCell Of(decimal? amount) => amount is { } value ? new Money(value) : new Empty();

    public static AuditCell Of(long number) => new Number(number);

    public static AuditCell Of(DateOnly? date) => date is { } value ? new Date(value) : new Empty();

    public static AuditCell Of(DateTimeOffset? instant) => instant is { } value ? new Instant(value) : new Empty();

    public static AuditCell Of(bool flag) => new Text(flag ? "yes" : "no");
}

/// <summary>One table of an audit file: its name, a header, and rows of as many cells.</summary>
internal sealed record AuditSheet(string Name, IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<AuditCell>> Rows);

/// <summary>A proof that is written beside an audit file.</summary>
internal sealed record AuditProof(string FileName, byte[] Content);

/// <summary>All that an audit of a period says.</summary>
internal sealed record AuditBook(IReadOnlyList<AuditSheet> Sheets, IReadOnlyList<AuditProof> Proofs);
