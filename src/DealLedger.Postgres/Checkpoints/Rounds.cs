using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Postgres.ReadModels;
using Npgsql;
using NpgsqlTypes;

namespace DealLedger.Postgres.Checkpoints;

/// <summary>
/// Rounds of checkpoints over the change rows of a tenant, in the order of time: each is the sums of the deals as of an instant, as believed
/// now, made of those of the round before and the changes since. Months in which nothing changed keep the sums of an earlier round.
/// </summary>
internal sealed class Rounds(NpgsqlConnection connection, TenantId tenant, string rows, int generation, string reportingCurrency)
{
    /// <summary>How many changes lie between two rounds, of a row of dealledger.projection called p: a large company has large rounds, and no more than a thousand.</summary>
    public const string Between = "greatest(p.changes_a_round, p.position / 1000)";

    private const int RoundsAtOnce = 64;

    private readonly string _changes = $"""
        SELECT {ChangeRowTable.BeforeColumns}, {ChangeRowTable.ViewColumns}
        FROM {rows} c WHERE c.tenant_id = $1 AND c.known_to IS NULL AND c.at > $2 AND c.at <= $3
        """;

    // The instants of every so manieth change after an instant, and how many changes come up to each.
    private readonly string _boundaries = $"""
        SELECT n.at, n.place, count(*) OVER () FROM (
            SELECT l.at, row_number() OVER (ORDER BY l.at) AS place FROM (
                SELECT c.at FROM {rows} c WHERE c.tenant_id = $1 AND c.known_to IS NULL AND c.at > $2 ORDER BY c.at LIMIT $3
            ) l
        ) n
        """;

    private Dictionary<DateOnly, MonthSums> _months = [];

    /// <summary>The month that a close date is in.</summary>
    public static DateOnly Month(DateOnly day) => new(day.Year, day.Month, 1);

    /// <summary>
    /// Makes all rounds after an instant; returns how many changes come after the last one. The newest half of what lies between two rounds is
    /// left alone: a change that is told a little late then leaves all rounds as they are.
    /// </summary>
    public async Task<long> MakeAllAsync(DateTime after, long between, CancellationToken cancellation)
    {
        while (true)
        {
            var (last, left, isAll) = await MakeAsync(after, between, RoundsAtOnce, cancellation);
            if (isAll)
            {
                return left;
            }

            after = last;
        }
    }

    /// <summary>Makes at most so many rounds after an instant: the last of them, how many changes come after it at the least, and whether all are made.</summary>
    public async Task<(DateTime Last, long Left, bool IsAll)> MakeAsync(DateTime after, long between, int most, CancellationToken cancellation)
    {
        var (boundaries, left) = await BoundariesAsync(after, between, most, cancellation);
        foreach (var until in boundaries)
        {
            await WriteAsync(until, await ApplyAsync(after, until, cancellation), cancellation);
            after = until;
        }

        return (after, left, boundaries.Count < most);
    }

    /// <summary>What is stored of a round, in the order of the months.</summary>
    public async Task<List<PackedMonth>> StoredAsync(DateTime at, CancellationToken cancellation)
    {
        await using var command = Command(
            "SELECT s.month, s.by_owner, s.by_kind FROM dealledger.checkpoint_sums s WHERE s.tenant_id = $1 AND s.generation = $2 AND s.at = $3 ORDER BY s.month",
            new NpgsqlParameter<int> { TypedValue = generation }, Instant(at));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var stored = new List<PackedMonth>();
        while (await reader.ReadAsync(cancellation))
        {
            stored.Add(new PackedMonth(reader.GetFieldValue<DateOnly>(0), reader.GetFieldValue<byte[]>(1), reader.GetFieldValue<byte[]>(2)));
        }

        return stored;
    }

    /// <summary>The sums as of an instant of the months that changed since the round before, in the order of the months.</summary>
    public async Task<List<PackedMonth>> ApplyAsync(DateTime after, DateTime until, CancellationToken cancellation)
    {
        var changes = await ChangesAsync(after, until, cancellation);
        var touched = changes.SelectMany(c => new[] { MonthOf(c.Before), MonthOf(c.After) }).OfType<DateOnly>().Distinct().Order().ToList();
        var months = await LoadAsync([.. touched.Where(m => !_months.ContainsKey(m))], after, cancellation);
        foreach (var month in touched.Where(_months.ContainsKey))
        {
            months.Add(month, _months[month]);
        }

        // The others are as good in the database.
        _months = months;
        foreach (var (before, now) in changes)
        {
            if (MonthOf(before) is { } left)
            {
                months[left].Add(before!, -1);
            }

            if (MonthOf(now) is { } entered)
            {
                months[entered].Add(now, +1);
            }
        }

        return touched.ConvertAll(m => months[m].Pack(m));
    }

    private static DateOnly? MonthOf(DealView? deal) => deal is { IsDeleted: false, CloseDate: { } day } ? Month(day) : null;

    /// <summary>The instants of at most so many rounds after another one, and how many changes come after the last of them at the least.</summary>
    public async Task<(List<DateTime> Boundaries, long Left)> BoundariesAsync(DateTime after, long between, int most, CancellationToken cancellation)
    {
        await using var command = Command(
            $"SELECT b.at, b.place, b.count FROM ({_boundaries}) b WHERE b.place % $4 = 0 OR b.place = b.count", Instant(after),
            Number((most + 1) * between), Number(between));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var boundaries = new List<DateTime>();
        long total = 0;
        long covered = 0;
        while (await reader.ReadAsync(cancellation))
        {
            var (at, place) = (reader.GetDateTime(0), reader.GetInt64(1));
            total = reader.GetInt64(2);
            if (place % between == 0 && total - place >= between / 2 && boundaries.Count < most && (boundaries.Count == 0 || at > boundaries[^1]))
            {
                boundaries.Add(at);
                covered = place;
            }
        }

        return (boundaries, total - covered);
    }

    private async Task<List<(DealView? Before, DealView After)>> ChangesAsync(DateTime after, DateTime until, CancellationToken cancellation)
    {
        await using var command = Command(_changes, Instant(after), Instant(until));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var changes = new List<(DealView?, DealView)>();
        while (await reader.ReadAsync(cancellation))
        {
            var view = ChangeRowTable.ReadView(reader, ChangeRowTable.BeforeCount)!;
            changes.Add((ChangeRowTable.ReadBefore(reader, 0, view), view));
        }

        return changes;
    }

    private async Task<Dictionary<DateOnly, MonthSums>> LoadAsync(List<DateOnly> months, DateTime upTo, CancellationToken cancellation)
    {
        var loaded = months.ToDictionary(m => m, _ => new MonthSums(reportingCurrency));
        if (months.Count == 0)
        {
            return loaded;
        }

        await using var command = Command(
            """
            SELECT m.month, s.by_owner, s.by_kind FROM unnest($3::date[]) AS m (month)
            CROSS JOIN LATERAL (
                SELECT c.by_owner, c.by_kind FROM dealledger.checkpoint_sums c
                WHERE c.tenant_id = $1 AND c.generation = $2 AND c.month = m.month AND c.at <= $4 ORDER BY c.at DESC LIMIT 1
            ) s
            """,
            new NpgsqlParameter<int> { TypedValue = generation }, TenantDirectory.Array(months), Instant(upTo));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            loaded[reader.GetFieldValue<DateOnly>(0)] = MonthSums.Unpack(reportingCurrency, reader.GetFieldValue<byte[]>(1), reader.GetFieldValue<byte[]>(2));
        }

        return loaded;
    }

    /// <summary>Writes a round.</summary>
    public async Task WriteAsync(DateTime at, List<PackedMonth> sums, CancellationToken cancellation)
    {
        await using (var copy = await BinaryCopy.BeginAsync(
            connection, "dealledger.checkpoint_sums", "tenant_id, generation, month, at, by_owner, by_kind", cancellation))
        {
            foreach (var (month, byOwner, byKind) in sums)
            {
                copy.StartRow();
                copy.Text(tenant.Value);
                copy.Int32(generation);
                copy.Date(month);
                copy.Instant(new DateTimeOffset(at));
                copy.Bytes(byOwner);
                copy.Bytes(byKind);
            }

            await copy.CompleteAsync(cancellation);
        }

        await using var round = Command(
            "INSERT INTO dealledger.checkpoint (tenant_id, generation, at, currency) VALUES ($1, $2, $3, $4)",
            new NpgsqlParameter<int> { TypedValue = generation }, Instant(at), TenantDirectory.Text(reportingCurrency));
        await round.ExecuteNonQueryAsync(cancellation);
    }

    private NpgsqlCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.Add(TenantDirectory.Text(tenant.Value));
        command.Parameters.AddRange(parameters);
        return command;
    }

    private static NpgsqlParameter<long> Number(long number) => new() { TypedValue = number };

    private static NpgsqlParameter<DateTime> Instant(DateTime at) => new() { TypedValue = at, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
