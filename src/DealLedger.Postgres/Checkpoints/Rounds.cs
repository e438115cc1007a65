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

    // So many stay in memory until they are written.
    private const int RoundsAtOnce = 16;

    private const string Columns = $"c.at, {ChangeRowTable.BeforeColumns}, {ChangeRowTable.ViewColumns}";

    private readonly string _changesUntil = $"""
        SELECT {Columns} FROM {rows} c WHERE c.tenant_id = $1 AND c.known_to IS NULL AND c.at > $2 AND c.at <= $3
        """;

    private readonly string _nextChanges = $"""
        SELECT {Columns} FROM {rows} c WHERE c.tenant_id = $1 AND c.known_to IS NULL AND c.at > $2
        ORDER BY c.at FETCH FIRST $3 ROWS WITH TIES
        """;

    private readonly Dictionary<DateOnly, MonthSums> _months = [];
    private readonly SortedSet<DateOnly> _touched = [];
    private SumGroups? _groups;

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
            var sums = await SumAsync(after, between, RoundsAtOnce, cancellation);
            foreach (var round in sums.Rounds)
            {
                await WriteAsync(round, cancellation);
            }

            if (sums.IsAll)
            {
                return sums.Left;
            }

            after = sums.Last;
        }
    }

    /// <summary>Sums about so many rounds after an instant.</summary>
    public async Task<SummedRounds> SumAsync(DateTime after, long between, int most, CancellationToken cancellation)
    {
        await LoadAsync(after, cancellation);
        var limit = (most + 1) * between;
        await using var command = Command(_nextChanges, Instant(after), Number(limit));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rounds = new List<Round>();
        var changes = 0L;
        (DateTime At, long Place)? boundary = null;
        while (await reader.ReadAsync(cancellation))
        {
            // Changes of one instant are in one round.
            var at = reader.GetDateTime(0);
            if (boundary is { } reached && at > reached.At)
            {
                rounds.Add(Pack(reached.At, reached.Place));
                boundary = null;
            }

            Apply(reader);
            changes++;
            boundary ??= changes % between == 0 ? (at, changes) : null;
        }

        if (boundary is { } last)
        {
            rounds.Add(Pack(last.At, last.Place));
        }

        rounds.RemoveAll(r => changes - r.Place < between / 2);
        return new SummedRounds(
            rounds, rounds.Count == 0 ? after : rounds[^1].At, rounds.Count == 0 ? changes : changes - rounds[^1].Place, changes < limit);
    }

    /// <summary>Writes a round that was summed.</summary>
    public async Task WriteAsync(Round made, CancellationToken cancellation)
    {
        await _groups!.SaveAsync(connection, tenant, generation, cancellation);
        await using (var copy = await BinaryCopy.BeginAsync(
            connection, "dealledger.checkpoint_sums", "tenant_id, generation, month, at, by_owner, by_kind", cancellation))
        {
            foreach (var (month, byOwner, byKind) in made.Months)
            {
                copy.StartRow();
                copy.Text(tenant.Value);
                copy.Int32(generation);
                copy.Date(month);
                copy.Instant(new DateTimeOffset(made.At));
                copy.Bytes(byOwner);
                copy.Bytes(byKind);
            }

            await copy.CompleteAsync(cancellation);
        }

        await using var round = Command(
            "INSERT INTO dealledger.checkpoint (tenant_id, generation, at, currency) VALUES ($1, $2, $3, $4)",
            new NpgsqlParameter<int> { TypedValue = generation }, Instant(made.At), TenantDirectory.Text(reportingCurrency));
        await round.ExecuteNonQueryAsync(cancellation);
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

    /// <summary>The sums as of an instant of the months that changed since the round before, which this was asked for last, in the order of the months.</summary>
    public async Task<List<PackedMonth>> ApplyAsync(DateTime after, DateTime until, CancellationToken cancellation)
    {
        _groups ??= await SumGroups.LoadAsync(connection, tenant, generation, cancellation);
        await using var command = Command(_changesUntil, Instant(after), Instant(until));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            Apply(reader);
        }

        return Pack(until, 0).Months;
    }

    private static DateOnly? MonthOf(DealView? deal) => deal is { IsDeleted: false, CloseDate: { } day } ? Month(day) : null;

    private void Apply(NpgsqlDataReader reader)
    {
        var after = ChangeRowTable.ReadView(reader, ChangeRowTable.BeforeCount + 1)!;
        Add(ChangeRowTable.ReadBefore(reader, 1, after), -1);
        Add(after, +1);
    }

    private void Add(DealView? deal, int sign)
    {
        if (MonthOf(deal) is { } month)
        {
            if (!_months.TryGetValue(month, out var sums))
            {
                _months.Add(month, sums = new MonthSums(_groups!, reportingCurrency));
            }

            _touched.Add(month);
            sums.Add(deal!, sign);
        }
    }

    private Round Pack(DateTime at, long place)
    {
        var round = new Round(at, place, [.. _touched.Select(m => _months[m].Pack(m))]);
        _touched.Clear();
        return round;
    }

    private async Task LoadAsync(DateTime upTo, CancellationToken cancellation)
    {
        _months.Clear();
        _touched.Clear();
        _groups = await SumGroups.LoadAsync(connection, tenant, generation, cancellation);
        await using var command = Command(
            """
            SELECT DISTINCT ON (c.month) c.month, c.by_owner, c.by_kind FROM dealledger.checkpoint_sums c
            WHERE c.tenant_id = $1 AND c.generation = $2 AND c.at <= $3 ORDER BY c.month, c.at DESC
            """,
            new NpgsqlParameter<int> { TypedValue = generation }, Instant(upTo));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            _months.Add(
                reader.GetFieldValue<DateOnly>(0),
                MonthSums.Unpack(_groups, reportingCurrency, reader.GetFieldValue<byte[]>(1), reader.GetFieldValue<byte[]>(2)));
        }
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

/// <summary>The sums as of an instant, made after so many changes, of the months that changed since the round before.</summary>
internal sealed record Round(DateTime At, long Place, List<PackedMonth> Months);

/// <summary>Rounds with the instant of the last of them, how many changes come after it at the least, and whether those are all that there are.</summary>
internal sealed record SummedRounds(List<Round> Rounds, DateTime Last, long Left, bool IsAll);
