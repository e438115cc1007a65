using DealLedger.Benchmarks.Data;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Time;
using Npgsql;
using NpgsqlTypes;

namespace DealLedger.Benchmarks.Yardsticks;

/// <summary>Which days a snapshot table holds.</summary>
internal enum SnapshotDays
{
    /// <summary>The last sixty.</summary>
    All,

    /// <summary>The last one and the one a week before: as many as a comparison takes.</summary>
    OfAWeek,
}

/// <summary>
/// What a company keeps that has no ledger: every deal on every day with all that the CRM shows of it, indexed by day. The statements that
/// follow get more memory than the server's default, and list no deals.
/// </summary>
internal sealed class SnapshotTable(NpgsqlDataSource source, SnapshotDays held)
{
    public const int Days = 60;

    private const string Forecast = """
        SELECT s.owner, s.standing, s.category, s.currency, coalesce(sum(s.amount), 0), count(*), count(*) FILTER (WHERE s.amount IS NULL)
        FROM raw_snapshot.deal s
        WHERE s.day = $1 AND s.close_date BETWEEN $2 AND $3 AND NOT s.deleted
        GROUP BY 1, 2, 3, 4
        """;

    private const string Changes = $"""
        SELECT coalesce(b.owner, a.owner),
               CASE WHEN a.deal_id IS NULL THEN 'new' WHEN a.value = 0 THEN 'in' WHEN b.standing = 1 THEN 'won' WHEN b.standing = 2 THEN 'lost'
                    WHEN b.close_date NOT BETWEEN $3 AND $4 THEN 'moved out' WHEN b.owner <> a.owner THEN 'transferred' ELSE 'amount' END,
               coalesce(sum(a.value), 0), coalesce(sum(b.value), 0), count(*)
        FROM (SELECT s.*, {Value} AS value FROM raw_snapshot.deal s WHERE s.day = $1) a
        FULL JOIN (SELECT s.*, {Value} AS value FROM raw_snapshot.deal s WHERE s.day = $2) b ON b.deal_id = a.deal_id
        WHERE a.value <> 0 OR b.value <> 0
        GROUP BY 1, 2
        """;

    private const string Value =
        "CASE WHEN s.standing = 0 AND NOT s.deleted AND s.category <> 5 AND s.close_date BETWEEN $3 AND $4 THEN coalesce(s.amount, 0) ELSE 0 END";

    private const string Pushes = """
        SELECT a.owner, count(*), count(DISTINCT a.deal_id), sum(a.amount), sum(b.close_date - a.close_date)
        FROM raw_snapshot.deal a
        JOIN raw_snapshot.deal b ON b.deal_id = a.deal_id AND b.day = a.day + 1
        WHERE a.standing = 0 AND NOT a.deleted AND b.standing = 0 AND NOT b.deleted AND b.close_date > a.close_date
        GROUP BY 1
        """;

    public static DateOnly LastDay { get; } = new(2025, 6, 30);

    public static DateOnly FirstDay => LastDay.AddDays(1 - Days);

    /// <summary>The last microsecond of a day in UTC.</summary>
    public static DateTimeOffset EndOf(DateOnly day) => new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero).AddTicks(-10);

    /// <summary>Makes the table from the history itself, so that it owes nothing to the ledger.</summary>
    public async Task CreateAsync(MadeUpHistory history, CancellationToken cancellation)
    {
        await ExecuteAsync(
            """
            CREATE SCHEMA raw_snapshot;
            CREATE TABLE raw_snapshot.deal (
                day date NOT NULL, deal_id varchar COLLATE "C" NOT NULL, name varchar, account varchar, owner varchar, stage varchar, type varchar,
                segment varchar, standing smallint NOT NULL, deleted boolean NOT NULL, category smallint NOT NULL, amount numeric, currency varchar,
                close_date date, probability numeric, created_at timestamptz NOT NULL)
            """,
            cancellation);
        DateOnly[] days = held == SnapshotDays.All ? [.. Enumerable.Range(0, Days).Select(FirstDay.AddDays)] : [LastDay.AddDays(-7), LastDay];
        var deals = history.Walks(EndOf(days[0]), EndOf(days[^1])).ToList();
        await using (var connection = await source.OpenConnectionAsync(cancellation))
        {
            await using var writer = await connection.BeginBinaryImportAsync("COPY raw_snapshot.deal FROM STDIN (FORMAT binary)", cancellation);
            foreach (var day in days)
            {
                cancellation.ThrowIfCancellationRequested();
                deals.ForEach(deal => Write(writer, day, deal.At(EndOf(day))));
            }

            await writer.CompleteAsync(cancellation);
        }

        await ExecuteAsync("CREATE INDEX ON raw_snapshot.deal (day)", cancellation);
        await ExecuteAsync("VACUUM (ANALYZE) raw_snapshot.deal", cancellation);
    }

    /// <summary>The bytes of a row, its share of the index included.</summary>
    public async Task<double> BytesOfARowAsync(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("SELECT pg_total_relation_size('raw_snapshot.deal')::float8 / count(*) FROM raw_snapshot.deal");
        return (double)(await command.ExecuteScalarAsync(cancellation))!;
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

    /// <summary>What changed between two days by owner and one coarse reason, by a full join; returns the open pipeline at the two ends.</summary>
    public async Task<(decimal Start, decimal End)> ChangesAsync(DateOnly from, DateOnly to, Period period, CancellationToken cancellation)
    {
        var (start, end) = (0m, 0m);
        await ReadAsync(
            Changes,
            [Day(from), Day(to), Day(period.Start), Day(period.End)],
            reader => (start, end) = (start + reader.GetDecimal(2), end + reader.GetDecimal(3)),
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

    private static void Write(NpgsqlBinaryImporter writer, DateOnly day, Opportunity? deal)
    {
        if (deal is null)
        {
            return;
        }

        writer.StartRow();
        writer.Write(day, NpgsqlDbType.Date);
        writer.Write(deal.Id, NpgsqlDbType.Varchar);
        Text(deal.Name);
        Text(deal.Account);
        Text(deal.Owner);
        Text(deal.Stage);
        Text(deal.Type);
        Text(deal.Segment);
        writer.Write((short)deal.Standing, NpgsqlDbType.Smallint);
        writer.Write(deal.IsDeleted, NpgsqlDbType.Boolean);
        writer.Write((short)deal.Category, NpgsqlDbType.Smallint);
        Number(deal.Amount);
        Text(deal.Currency);
        writer.Write(deal.CloseDate!.Value, NpgsqlDbType.Date);
        Number(deal.Probability);
        writer.Write(deal.CreatedAt, NpgsqlDbType.TimestampTz);

        void Text(string? text) => writer.Write(text, NpgsqlDbType.Varchar);

        void Number(decimal? number)
        {
            if (number is { } some)
            {
                writer.Write(some, NpgsqlDbType.Numeric);
            }
            else
            {
                writer.WriteNull();
            }
        }
    }

    private static NpgsqlParameter<DateOnly> Day(DateOnly day) => new() { TypedValue = day };

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellation);
    }

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
