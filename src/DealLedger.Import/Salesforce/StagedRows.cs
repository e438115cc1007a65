using DealLedger.Core.Opportunities;
using DealLedger.Postgres.Imports;

namespace DealLedger.Import.Salesforce;

/// <summary>
/// Rows of an export to and from the form in which they are staged: the fields one behind the other in binary, what a staged row tells
/// beside them left out. The form lives as long as one import.
/// </summary>
internal static class StagedRows
{
    /// <summary>Puts what a staged row does not tell anyway of a deal's row.</summary>
    public static void Put(BinaryWriter to, OpportunityRow row)
    {
        to.Write(row.Stage);
        to.Write(row.IsDeleted);
        Put(to, row.IsClosed);
        Put(to, row.IsWon);
        Put(to, row.Category);
        Put(to, row.Amount);
        Put(to, row.Currency);
        Put(to, row.CloseDate);
        Put(to, row.Probability);
        Put(to, row.Owner);
        Put(to, row.Name);
        Put(to, row.Account);
        Put(to, row.Type);
        Put(to, row.Segment);
        Put(to, row.NextStep);
        Put(to, row.CreatedBy);
        Put(to, row.ModifiedAt);
        Put(to, row.ModifiedBy);
        Put(to, row.SystemModstamp);
    }

    /// <summary>The deal's row that was put so.</summary>
    public static OpportunityRow Opportunity(StagedRow staged, BinaryReader from) => new(staged.Record, from.ReadString(), staged.At)
    {
        IsDeleted = from.ReadBoolean(),
        IsClosed = Flag(from),
        IsWon = Flag(from),
        Category = Category(from),
        Amount = Number(from),
        Currency = Text(from),
        CloseDate = Date(from),
        Probability = Number(from),
        Owner = Text(from),
        Name = Text(from),
        Account = Text(from),
        Type = Text(from),
        Segment = Text(from),
        NextStep = Text(from),
        CreatedBy = Text(from),
        ModifiedAt = Instant(from),
        ModifiedBy = Text(from),
        SystemModstamp = Instant(from),
    };

    /// <summary>Puts what a staged row does not tell anyway of a history row.</summary>
    public static void Put(BinaryWriter to, HistoryRow row)
    {
        to.Write(row.By);
        to.Write(row.Stage);
        Put(to, row.Category);
        Put(to, row.Amount);
        Put(to, row.CloseDate);
        Put(to, row.Probability);
    }

    /// <summary>The history row that was put so.</summary>
    public static HistoryRow Change(StagedRow staged, BinaryReader from) => new(staged.Record, staged.DealId, staged.At, from.ReadString(), from.ReadString())
    {
        Category = Category(from),
        Amount = Number(from),
        CloseDate = Date(from),
        Probability = Number(from),
    };

    /// <summary>Puts what a staged row does not tell anyway of a row of field history.</summary>
    public static void Put(BinaryWriter to, FieldHistoryRow row)
    {
        to.Write(row.By);
        to.Write(row.Field);
        Put(to, row.OldValue);
        Put(to, row.NewValue);
    }

    /// <summary>The row of field history that was put so.</summary>
    public static FieldHistoryRow FieldChange(StagedRow staged, BinaryReader from) =>
        new(staged.Record, staged.DealId, staged.At, from.ReadString(), from.ReadString(), Text(from), Text(from));

    private static void Put(BinaryWriter to, string? value)
    {
        to.Write(value is not null);
        if (value is not null)
        {
            to.Write(value);
        }
    }

    private static string? Text(BinaryReader from) => from.ReadBoolean() ? from.ReadString() : null;

    private static void Put(BinaryWriter to, decimal? value)
    {
        to.Write(value is not null);
        if (value is { } number)
        {
            to.Write(number);
        }
    }

    private static decimal? Number(BinaryReader from) => from.ReadBoolean() ? from.ReadDecimal() : null;

    private static void Put(BinaryWriter to, DateTimeOffset? value) => to.Write(value?.UtcTicks ?? -1);

    private static DateTimeOffset? Instant(BinaryReader from) => from.ReadInt64() is >= 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    private static void Put(BinaryWriter to, DateOnly? value) => to.Write(value?.DayNumber ?? -1);

    private static DateOnly? Date(BinaryReader from) => from.ReadInt32() is >= 0 and var day ? DateOnly.FromDayNumber(day) : null;

    private static void Put(BinaryWriter to, bool? value) => to.Write((sbyte)(value switch { true => 1, false => 0, null => -1 }));

    private static bool? Flag(BinaryReader from) => from.ReadSByte() switch { 1 => true, 0 => false, _ => null };

    private static void Put(BinaryWriter to, ForecastCategory? value) => to.Write(value is { } category ? (sbyte)category : (sbyte)-1);

    private static ForecastCategory? Category(BinaryReader from) => from.ReadSByte() is >= 0 and var category ? (ForecastCategory)category : null;
}
