using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Time;
using Npgsql;

namespace DealLedger.Benchmarks.Yardsticks;

/// <summary>
/// What a company keeps that has no ledger: every deal on every day, indexed by day. Sixty days of the same history; the statements that
/// follow get more memory than the server's default, and list no deals.
/// </summary>
internal sealed class SnapshotTable(NpgsqlDataSource source, TenantId tenant)
{
    public const int Days = 60;

    private const string Forecast = """
        SELECT s.owner, s.standing, s.category, s.currency, coalesce(sum(s.amount), 0), count(*), count(*) FILTER (WHERE s.amount IS NULL)
        FROM raw.snapshot s
        WHERE s.day = $1 AND s.close_date BETWEEN $2 AND $3 AND NOT s.deleted
        GROUP BY 1, 2, 3, 4
        """;

    // Consecutive days from the first to the last one, or these two alone.
    private const string Changes = """
        SELECT coalesce(b.owner, a.owner), coalesce(b.day, a.day + {step}),
               CASE WHEN a.deal_id IS NULL THEN 'new' WHEN a.value = 0 THEN 'in' WHEN b.standing = 1 THEN 'won' WHEN b.standing = 2 THEN 'lost'
                    WHEN b.close_date NOT BETWEEN $3 AND $4 THEN 'moved out' WHEN b.owner <> a.owner THEN 'transferred' ELSE 'amount' END,
               coalesce(sum(a.value), 0), coalesce(sum(b.value), 0), count(*)
        FROM (SELECT s.*, {value} AS value FROM raw.snapshot s WHERE {first}) a
        FULL JOIN (SELECT s.*, {value} AS value FROM raw.snapshot s WHERE {second}) b ON b.deal_id = a.deal_id AND b.day = a.day + {step}
        WHERE a.value <> 0 OR b.value <> 0
        GROUP BY 1, 2, 3
        """;

    private const string Value =
        "CASE WHEN s.standing = 0 AND NOT s.deleted AND s.category <> 5 AND s.close_date BETWEEN $3 AND $4 THEN coalesce(s.amount, 0) ELSE 0 END";

    private const string Pushes = """
        SELECT a.owner, count(*), count(DISTINCT a.deal_id), sum(a.amount), sum(b.close_date - a.close_date)
        FROM raw.snapshot a
        JOIN raw.snapshot b ON b.deal_id = a.deal_id AND b.day = a.day + 1
        WHERE a.standing = 0 AND NOT a.deleted AND b.standing = 0 AND NOT b.deleted AND b.close_date > a.close_date
        GROUP BY 1
        """;

    public static DateOnly LastDay { get; } = new(2025, 6, 30);

    public static DateOnly FirstDay => LastDay.AddDays(1 - Days);

    /// <summary>The last microsecond of a day in UTC.</summary>
    public static DateTimeOffset EndOf(DateOnly day) => new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero).AddTicks(-10);

    public async Task CreateAsync(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(
            $"""
            CREATE TABLE raw.snapshot (
                day date NOT NULL, deal_id varchar COLLATE "C" NOT NULL, owner varchar, stage varchar, type varchar, segment varchar,
                standing smallint NOT NULL, deleted boolean NOT NULL, category smallint NOT NULL, amount numeric, currency varchar,
                close_date date, probability numeric);
            INSERT INTO raw.snapshot
            SELECT d.day, c.deal_id, c.owner, c.stage, c.type, c.segment, c.standing, c.deleted, c.category, c.amount, c.currency, c.close_date, c.probability
            FROM (SELECT day::date, day + interval '1 day' - interval '1 microsecond' AS until
                  FROM generate_series('{FirstDay:O}'::timestamptz, '{LastDay:O}'::timestamptz, '1 day') day) d
            JOIN dealledger.deal_change c ON c.at <= d.until AND c.valid_to > d.until
            WHERE c.tenant_id = '{tenant.Value}' AND c.known_to = {ChangeRow.Still}
            ORDER BY d.day;
            CREATE INDEX ON raw.snapshot (day);
            ANALYZE raw.snapshot;
            """,
            connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The forecast of a day by owner; returns the open pipeline.</summary>
    public async Task<decimal> ForecastAsync(DateOnly day, Period period, CancellationToken cancellation)
    {
        decimal open = 0;
        await ReadAsync(
            Forecast,
            [Day(day), Day(period.Start), Day(period.End)],
            reader => open += reader.GetInt16(1) == (short)Outcome.Open && reader.GetInt16(2) != (short)ForecastCategory.Omitted ? reader.GetDecimal(4) : 0,
            cancellation);
        return open;
    }

    /// <summary>What changed between two days by owner and reason, between the two alone or day by day; returns the pipeline at the two ends.</summary>
    public async Task<(decimal Start, decimal End)> ChangesAsync(DateOnly from, DateOnly to, Period period, bool dayByDay, CancellationToken cancellation)
    {
        var sql = Changes.Replace("{value}", Value, StringComparison.Ordinal)
            .Replace("{step}", dayByDay ? "1" : "($2::date - $1::date)", StringComparison.Ordinal)
            .Replace("{first}", dayByDay ? "s.day >= $1 AND s.day < $2" : "s.day = $1", StringComparison.Ordinal)
            .Replace("{second}", dayByDay ? "s.day > $1 AND s.day <= $2" : "s.day = $2", StringComparison.Ordinal);
        var next = dayByDay ? from.AddDays(1) : to;
        var (start, end) = (0m, 0m);
        await ReadAsync(
            sql,
            [Day(from), Day(to), Day(period.Start), Day(period.End)],
            reader =>
            {
                var day = reader.GetFieldValue<DateOnly>(1);
                start += day == next ? reader.GetDecimal(3) : 0;
                end += day == to ? reader.GetDecimal(4) : 0;
            },
            cancellation);
        return (start, end);
    }

    /// <summary>Pushes by owner over all days of the table; returns their number.</summary>
    public async Task<long> PushesAsync(CancellationToken cancellation)
    {
        long pushes = 0;
        await ReadAsync(Pushes, [], reader => pushes += reader.GetInt64(1), cancellation);
        return pushes;
    }

    private static NpgsqlParameter<DateOnly> Day(DateOnly day) => new() { TypedValue = day };

    private async Task ReadAsync(string sql, NpgsqlParameter[] parameters, Action<NpgsqlDataReader> row, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var memory = new NpgsqlCommand("SET LOCAL work_mem = '64MB'", connection))
        {
            await memory.ExecuteNonQueryAsync(cancellation);
        }

        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            row(reader);
        }
    }
}
