using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using Npgsql;

namespace DealLedger.Postgres.ReadModels;

/// <summary>Change rows to and from their table.</summary>
internal static class ChangeRowTable
{
    public const string Columns = """
        tenant_id, deal_id, first_position, last_position, run_from, known_from, known_to, at, valid_to, ended_by, source_order, changed_by,
        push_days, times_pushed, b_standing, b_deleted, b_category, b_amount, b_currency, b_close_date, b_owner, b_stage, b_type, b_segment,
        b_probability, standing, deleted, category, amount, currency, close_date, owner, stage, type, segment, probability,
        overrides
        """;

    public const string ViewColumns = "standing, deleted, category, amount, currency, close_date, owner, stage, type, segment, probability";

    public const string BeforeColumns = "b_standing, b_deleted, b_category, b_amount, b_currency, b_close_date, b_owner, b_stage, b_type, b_segment, b_probability";

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
        copy.StartRow();
        copy.Text(tenant.Value);
        copy.Text(row.OpportunityId);
        copy.Int64(row.FirstPosition);
        copy.Int64(row.LastPosition);
        copy.Int64(row.RunFrom);
        copy.Int64(row.KnownFrom);
        copy.Int64(row.KnownTo);
        copy.Instant(row.At);
        copy.Instant(row.ValidTo);
        copy.Int64(row.EndedBy);
        copy.Text(row.Order);
        copy.Text(row.By);
        if (row.PushDays is { } days)
        {
            copy.Int32(days);
        }
        else
        {
            copy.Null();
        }

        copy.Int32(row.TimesPushed);
        WriteView(copy, row.Before);
        WriteView(copy, row.After);
        copy.Bool(row.Overrides);
    }

    private static void WriteView(BinaryCopy copy, DealView? view)
    {
        if (view is null)
        {
            for (var i = 0; i < 11; i++)
            {
                copy.Null();
            }

            return;
        }

        copy.Int16((short)view.Standing);
        copy.Bool(view.IsDeleted);
        copy.Int16((short)view.Category);
        copy.Numeric(view.Amount);
        copy.Text(view.Currency);
        copy.Date(view.CloseDate);
        copy.Text(view.Owner);
        copy.Text(view.Stage);
        copy.Text(view.Type);
        copy.Text(view.Segment);
        copy.Numeric(view.Probability);
    }

    /// <summary>The end of validity as stored: infinity where there is none.</summary>
    public static DateTime ValidTo(ChangeRow row) => row.ValidTo?.UtcDateTime ?? DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc);

    /// <summary>Reads a view from eleven columns; none where the first is null.</summary>
    public static DealView? ReadView(NpgsqlDataReader reader, int at) => reader.IsDBNull(at)
        ? null
        : new DealView(
            (Outcome)reader.GetInt16(at), reader.GetBoolean(at + 1), (ForecastCategory)reader.GetInt16(at + 2),
            reader.IsDBNull(at + 3) ? null : reader.GetDecimal(at + 3), TextAt(reader, at + 4),
            reader.IsDBNull(at + 5) ? null : reader.GetFieldValue<DateOnly>(at + 5), TextAt(reader, at + 6), TextAt(reader, at + 7),
            TextAt(reader, at + 8), TextAt(reader, at + 9), reader.IsDBNull(at + 10) ? null : reader.GetDecimal(at + 10));

    /// <summary>Reads a whole row in the order of <see cref="Columns"/>.</summary>
    public static ChangeRow Read(NpgsqlDataReader reader)
    {
        var validTo = reader.GetFieldValue<DateTime>(8);
        return ChangeRow.Stored(
            new ChangeRow(
                reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5),
                reader.GetFieldValue<DateTimeOffset>(7), reader.GetString(10), reader.GetString(11), ReadView(reader, 14), ReadView(reader, 25)!,
                reader.IsDBNull(12) ? null : reader.GetInt32(12), reader.GetInt32(13), reader.GetBoolean(36)),
            reader.GetInt64(6),
            validTo == DateTime.MaxValue ? null : new DateTimeOffset(validTo, TimeSpan.Zero),
            reader.GetInt64(9));
    }

    private static string? TextAt(NpgsqlDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetString(at);
}
