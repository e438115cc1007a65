using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using Npgsql;
using NpgsqlTypes;

namespace DealLedger.Postgres.ReadModels;

/// <summary>Change rows to and from their table.</summary>
internal static class ChangeRowTable
{
    public const string Columns = """
        tenant_id, deal_id, first_position, last_position, run_from, known_from, known_to, at, valid_to, ended_by, source_order, changed_by,
        push_days, times_pushed, b_standing, b_deleted, b_category, b_amount, b_currency, b_close_date, b_owner, b_stage, b_type, b_segment,
        b_probability, standing, deleted, category, amount, currency, close_date, owner, stage, type, segment, probability
        """;

    public const string ViewColumns = "standing, deleted, category, amount, currency, close_date, owner, stage, type, segment, probability";

    public const string BeforeColumns = "b_standing, b_deleted, b_category, b_amount, b_currency, b_close_date, b_owner, b_stage, b_type, b_segment, b_probability";

    /// <summary>Copies rows into a table: the read model itself or one that is being filled beside it.</summary>
    public static async Task CopyAsync(
        NpgsqlConnection connection, string table, TenantId tenant, IEnumerable<ChangeRow> rows, CancellationToken cancellation)
    {
        await using var writer = await connection.BeginBinaryImportAsync($"COPY {table} ({Columns}) FROM STDIN (FORMAT binary)", cancellation);
        foreach (var row in rows)
        {
            Write(writer, tenant, row);
        }

        await writer.CompleteAsync(cancellation);
    }

    /// <summary>Writes one row. Not asynchronously: a task a column costs more than the column, and the importer buffers.</summary>
    public static void Write(NpgsqlBinaryImporter writer, TenantId tenant, ChangeRow row)
    {
        writer.StartRow();
        writer.Write(tenant.Value, NpgsqlDbType.Varchar);
        writer.Write(row.OpportunityId, NpgsqlDbType.Varchar);
        writer.Write(row.FirstPosition, NpgsqlDbType.Bigint);
        writer.Write(row.LastPosition, NpgsqlDbType.Bigint);
        writer.Write(row.RunFrom, NpgsqlDbType.Bigint);
        writer.Write(row.KnownFrom, NpgsqlDbType.Bigint);
        writer.Write(row.KnownTo, NpgsqlDbType.Bigint);
        writer.Write(row.At.UtcDateTime, NpgsqlDbType.TimestampTz);
        writer.Write(ValidTo(row), NpgsqlDbType.TimestampTz);
        writer.Write(row.EndedBy, NpgsqlDbType.Bigint);
        writer.Write(row.Order, NpgsqlDbType.Varchar);
        writer.Write(row.By, NpgsqlDbType.Varchar);
        Nullable(row.PushDays, NpgsqlDbType.Integer);
        writer.Write(row.TimesPushed, NpgsqlDbType.Integer);
        View(row.Before);
        View(row.After);

        void View(DealView? view)
        {
            if (view is null)
            {
                for (var i = 0; i < 11; i++)
                {
                    writer.WriteNull();
                }

                return;
            }

            writer.Write((short)view.Standing, NpgsqlDbType.Smallint);
            writer.Write(view.IsDeleted, NpgsqlDbType.Boolean);
            writer.Write((short)view.Category, NpgsqlDbType.Smallint);
            Nullable(view.Amount, NpgsqlDbType.Numeric);
            Text(view.Currency);
            Nullable(view.CloseDate, NpgsqlDbType.Date);
            Text(view.Owner);
            Text(view.Stage);
            Text(view.Type);
            Text(view.Segment);
            Nullable(view.Probability, NpgsqlDbType.Numeric);
        }

        void Nullable<T>(T? value, NpgsqlDbType type)
            where T : struct
        {
            if (value is { } some)
            {
                writer.Write(some, type);
            }
            else
            {
                writer.WriteNull();
            }
        }

        void Text(string? value)
        {
            if (value is null)
            {
                writer.WriteNull();
            }
            else
            {
                writer.Write(value, NpgsqlDbType.Varchar);
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
                reader.IsDBNull(12) ? null : reader.GetInt32(12), reader.GetInt32(13)),
            reader.GetInt64(6),
            validTo == DateTime.MaxValue ? null : new DateTimeOffset(validTo, TimeSpan.Zero),
            reader.GetInt64(9));
    }

    private static string? TextAt(NpgsqlDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetString(at);
}
