using System.Globalization;
using System.Text.Json;
using DealLedger.Core;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Time;
using Npgsql;

namespace DealLedger.Postgres.ReadModels;

/// <summary>Change rows to and from their table.</summary>
internal static class ChangeRowTable
{
    public const string Columns = """
        at, valid_to, known_from, first_position, last_position, run_from, known_to, ended_by, times_pushed, push_days, close_date, b_close_date,
        standing, category, tie, b_changed, b_standing, b_category, deleted, b_deleted, overrides, tenant_id, deal_id, owner, stage, currency,
        amount, probability, type, segment, name, account, b_owner, b_stage, b_currency, b_amount, b_probability, b_type, b_segment
        """;

    public const string ViewColumns = "standing, deleted, category, amount, currency, close_date, owner, stage, type, segment, probability";

    /// <summary>The states of a deal in two sub-selects of <see cref="ViewColumns"/> that are joined, a and then b.</summary>
    public const string ViewsOfBoth = """
        a.standing, a.deleted, a.category, a.amount, a.currency, a.close_date, a.owner, a.stage, a.type, a.segment, a.probability,
        b.standing, b.deleted, b.category, b.amount, b.currency, b.close_date, b.owner, b.stage, b.type, b.segment, b.probability
        """;

    /// <summary>How many columns <see cref="ViewColumns"/> are.</summary>
    public const int ViewCount = 11;

    /// <summary>The state before, as <see cref="ReadBefore"/> reads it beside the one after.</summary>
    public const string BeforeColumns =
        "b_changed, b_standing, b_deleted, b_category, b_amount, b_currency, b_close_date, b_owner, b_stage, b_type, b_segment, b_probability";

    /// <summary><see cref="BeforeColumns"/> and <see cref="ViewColumns"/> without what sums by owner do not look at.</summary>
    public static readonly string ColumnsOfOwners = WithoutKind($"{BeforeColumns}, {ViewColumns}");

    /// <summary>Whether a change, a row called c, makes a difference to sums by owner.</summary>
    public static readonly string ConcernsOwners = Concerns(AllFields & ~(Field.Stage | Field.Type | Field.Segment));

    /// <summary>Whether a change, a row called c, makes a difference to sums by type, segment and stage.</summary>
    public static readonly string ConcernsKinds = Concerns(AllFields & ~Field.Owner);

    /// <summary>Whether a change, a row called c, can make a difference to whose open pipeline a deal is in, and what it is worth there.</summary>
    public static readonly string ConcernsPipeline = Concerns(AllFields & ~(Field.Stage | Field.Type | Field.Segment | Field.Probability));

    /// <summary>The owner before a change, of a row called c.</summary>
    public static readonly string OwnerBefore = Before(Field.Owner, "owner");

    /// <summary>The amount before a change, of a row called c.</summary>
    public static readonly string AmountBefore = Before(Field.Amount, "amount");

    /// <summary>The currency before a change, of a row called c.</summary>
    public static readonly string CurrencyBefore = Before(Field.Currency, "currency");

    /// <summary>How many columns <see cref="BeforeColumns"/> are.</summary>
    public const int BeforeCount = 12;

    /// <summary>The columns that <see cref="Read"/> expects, in its order.</summary>
    public const string RowColumns = $"""
        at, valid_to, known_from, first_position, last_position, run_from, known_to, ended_by, deal_id, tie, push_days, times_pushed, name, account, overrides,
        {BeforeColumns}, {ViewColumns}
        """;

    private const int Fixed = 15;

    private const Field AllFields = (Field)((1 << 11) - 1);

    /// <summary>Copies rows into a table: the read model itself or one that is being filled beside it.</summary>
    public static async Task CopyAsync(
        NpgsqlConnection connection, string table, TenantId tenant, IEnumerable<ChangeRow> rows, CancellationToken cancellation)
    {
        await using var copy = await BinaryCopy.BeginAsync(connection, table, Columns, cancellation);
        foreach (var row in rows)
        {
            Write(copy, tenant, row);
        }

        await copy.CompleteAsync(cancellation);
    }

    /// <summary>Writes one row in the order of <see cref="Columns"/>.</summary>
    public static void Write(BinaryCopy copy, TenantId tenant, ChangeRow row)
    {
        var (after, changed) = (row.After, Changed(row.Before, row.After));
        var before = row.Before ?? after;
        copy.StartRow();
        copy.Instant(row.At);
        copy.Instant(row.ValidTo);
        copy.Int64(row.KnownFrom);
        copy.Int64(row.FirstPosition, unless: row.KnownFrom);
        copy.Int64(row.LastPosition, unless: row.KnownFrom);
        copy.Int64(row.RunFrom, unless: row.KnownFrom);
        copy.Int64(row.KnownTo, unless: ChangeRow.Still);
        copy.Int64(row.EndedBy, unless: ChangeRow.Still);
        copy.Int32(row.TimesPushed);
        copy.Int32(row.PushDays);
        copy.Date(after.CloseDate);
        copy.Date(Has(Field.CloseDate) ? before.CloseDate : null);
        copy.Int16((short)after.Standing);
        copy.Int16((short)after.Category);
        copy.Int16(row.Tie == 0 ? null : checked((short)row.Tie));
        copy.Int16((short?)changed);
        copy.Int16(Has(Field.Standing) ? (short)before.Standing : null);
        copy.Int16(Has(Field.Category) ? (short)before.Category : null);
        copy.Bool(after.IsDeleted);
        copy.Bool(Has(Field.Deleted) ? before.IsDeleted : null);
        copy.Bool(row.Overrides);
        copy.Text(tenant.Value);
        copy.Text(row.OpportunityId);
        copy.Text(after.Owner);
        copy.Text(after.Stage);
        copy.Text(after.Currency);
        copy.Numeric(after.Amount);
        copy.Numeric(after.Probability);
        copy.Text(after.Type);
        copy.Text(after.Segment);
        copy.Text(row.Name);
        copy.Text(row.Account);
        copy.Text(Has(Field.Owner) ? before.Owner : null);
        copy.Text(Has(Field.Stage) ? before.Stage : null);
        copy.Text(Has(Field.Currency) ? before.Currency : null);
        copy.Numeric(Has(Field.Amount) ? before.Amount : null);
        copy.Numeric(Has(Field.Probability) ? before.Probability : null);
        copy.Text(Has(Field.Type) ? before.Type : null);
        copy.Text(Has(Field.Segment) ? before.Segment : null);

        bool Has(Field field) => (changed & field) is not (null or Field.None);
    }

    /// <summary>Writes one row that is believed still as an object with the columns that questions look at.</summary>
    public static void Write(Utf8JsonWriter json, TenantId tenant, ChangeRow row)
    {
        json.WriteStartObject();
        json.WriteString("tenant_id", tenant.Value);
        json.WriteString("deal_id", row.OpportunityId);
        json.WriteString("at", row.At.ToIso());
        json.WriteString("valid_to", row.ValidTo?.ToIso() ?? "infinity");
        json.WriteNumber("known_from", row.KnownFrom);
        json.WriteNumber("first_position", row.FirstPosition);
        json.WriteNumber("last_position", row.LastPosition);
        json.WriteNumber("tie", row.Tie);
        json.WriteNumber("times_pushed", row.TimesPushed);
        json.WriteString("name", row.Name);
        json.WriteString("account", row.Account);
        json.WriteBoolean("overrides", row.Overrides);
        if (row.PushDays is { } days)
        {
            json.WriteNumber("push_days", days);
        }

        Write(json, "", row.After, AllFields);
        if (Changed(row.Before, row.After) is { } changed)
        {
            json.WriteNumber("b_changed", (short)changed);
            Write(json, "b_", row.Before!, changed);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string prefix, DealView view, Field fields)
    {
        if ((fields & Field.Standing) != 0)
        {
            json.WriteNumber(prefix + "standing", (int)view.Standing);
        }

        if ((fields & Field.Deleted) != 0)
        {
            json.WriteBoolean(prefix + "deleted", view.IsDeleted);
        }

        if ((fields & Field.Category) != 0)
        {
            json.WriteNumber(prefix + "category", (int)view.Category);
        }

        Text(Field.Amount, "amount", view.Amount?.ToText());
        Text(Field.Currency, "currency", view.Currency);
        Text(Field.CloseDate, "close_date", view.CloseDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Text(Field.Owner, "owner", view.Owner);
        Text(Field.Stage, "stage", view.Stage);
        Text(Field.Type, "type", view.Type);
        Text(Field.Segment, "segment", view.Segment);
        Text(Field.Probability, "probability", view.Probability?.ToText());

        void Text(Field field, string name, string? value)
        {
            if ((fields & field) != 0)
            {
                json.WriteString(prefix + name, value);
            }
        }
    }

    /// <summary>The end of validity as stored: infinity where there is none.</summary>
    public static DateTime ValidTo(ChangeRow row) => row.ValidTo?.UtcDateTime ?? DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc);

    /// <summary>Reads a view from eleven columns; none where the first is null.</summary>
    public static DealView? ReadView(NpgsqlDataReader reader, int at) => reader.IsDBNull(at)
        ? null
        : new DealView(
            (Outcome)reader.GetInt16(at), reader.GetBoolean(at + 1), (ForecastCategory)reader.GetInt16(at + 2),
            DecimalAt(reader, at + 3), Sql.Nullable(reader, at + 4), DateAt(reader, at + 5), Sql.Nullable(reader, at + 6), Sql.Nullable(reader, at + 7),
            Sql.Nullable(reader, at + 8), Sql.Nullable(reader, at + 9), DecimalAt(reader, at + 10));

    /// <summary>Reads the view before a change from <see cref="BeforeColumns"/>; none where there was no state.</summary>
    public static DealView? ReadBefore(NpgsqlDataReader reader, int at, DealView after)
    {
        if (reader.IsDBNull(at))
        {
            return null;
        }

        var changed = (Field)reader.GetInt16(at);
        return changed == Field.None
            ? after
            : new DealView(
                Has(Field.Standing) ? (Outcome)reader.GetInt16(at + 1) : after.Standing,
                Has(Field.Deleted) ? reader.GetBoolean(at + 2) : after.IsDeleted,
                Has(Field.Category) ? (ForecastCategory)reader.GetInt16(at + 3) : after.Category,
                Has(Field.Amount) ? DecimalAt(reader, at + 4) : after.Amount,
                Has(Field.Currency) ? Sql.Nullable(reader, at + 5) : after.Currency,
                Has(Field.CloseDate) ? DateAt(reader, at + 6) : after.CloseDate,
                Has(Field.Owner) ? Sql.Nullable(reader, at + 7) : after.Owner,
                Has(Field.Stage) ? Sql.Nullable(reader, at + 8) : after.Stage,
                Has(Field.Type) ? Sql.Nullable(reader, at + 9) : after.Type,
                Has(Field.Segment) ? Sql.Nullable(reader, at + 10) : after.Segment,
                Has(Field.Probability) ? DecimalAt(reader, at + 11) : after.Probability);

        bool Has(Field field) => (changed & field) != 0;
    }

    /// <summary>Reads a whole row, given <see cref="RowColumns"/>.</summary>
    public static ChangeRow Read(NpgsqlDataReader reader)
    {
        var (validTo, knownFrom) = (reader.GetFieldValue<DateTime>(1), reader.GetInt64(2));
        var after = ReadView(reader, Fixed + BeforeCount)!;
        return ChangeRow.Stored(
            new ChangeRow(
                reader.GetString(8), PositionAt(reader, 3, knownFrom), PositionAt(reader, 4, knownFrom), PositionAt(reader, 5, knownFrom), knownFrom,
                reader.GetFieldValue<DateTimeOffset>(0), reader.IsDBNull(9) ? 0 : reader.GetInt16(9), ReadBefore(reader, Fixed, after), after,
                reader.IsDBNull(10) ? null : reader.GetInt32(10), reader.GetInt32(11), Sql.Nullable(reader, 12), Sql.Nullable(reader, 13), reader.GetBoolean(14)),
            PositionAt(reader, 6, ChangeRow.Still),
            validTo == DateTime.MaxValue ? null : new DateTimeOffset(validTo, TimeSpan.Zero),
            PositionAt(reader, 7, ChangeRow.Still));
    }

    // What did not change takes no room.
    private static Field? Changed(DealView? before, DealView after) => before is null
        ? null
        : (before.Standing != after.Standing ? Field.Standing : 0) | (before.IsDeleted != after.IsDeleted ? Field.Deleted : 0)
            | (before.Category != after.Category ? Field.Category : 0) | (before.Amount != after.Amount ? Field.Amount : 0)
            | (before.Currency != after.Currency ? Field.Currency : 0) | (before.CloseDate != after.CloseDate ? Field.CloseDate : 0)
            | (before.Owner != after.Owner ? Field.Owner : 0) | (before.Stage != after.Stage ? Field.Stage : 0)
            | (before.Type != after.Type ? Field.Type : 0) | (before.Segment != after.Segment ? Field.Segment : 0)
            | (before.Probability != after.Probability ? Field.Probability : 0);

    private static long PositionAt(NpgsqlDataReader reader, int at, long otherwise) => reader.IsDBNull(at) ? otherwise : reader.GetInt64(at);

    private static decimal? DecimalAt(NpgsqlDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetDecimal(at);

    private static string WithoutKind(string columns) =>
        string.Join(", ", columns.Split(',', StringSplitOptions.TrimEntries).Select(c => c is "b_stage" or "stage" or "b_type" or "type" or "b_segment" or "segment" ? "NULL" : c));

    // A first change is not told field by field.
    private static string Concerns(Field fields) => $"(c.b_changed IS NULL OR c.b_changed & {(short)fields} <> 0)";

    private static string Before(Field field, string column) =>
        $"CASE WHEN c.b_changed & {(short)field} <> 0 THEN c.b_{column} ELSE c.{column} END";

    private static DateOnly? DateAt(NpgsqlDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetFieldValue<DateOnly>(at);

    // The bits of b_changed: the fields of a view in its own order.
    [Flags]
    private enum Field : short
    {
        None = 0,
        Standing = 1,
        Deleted = 2,
        Category = 4,
        Amount = 8,
        Currency = 16,
        CloseDate = 32,
        Owner = 64,
        Stage = 128,
        Type = 256,
        Segment = 512,
        Probability = 1024,
    }
}
