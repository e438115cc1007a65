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
    // So many stay in memory until they are written.
    private const int RoundsAtOnce = 8;

    /// <summary>What is read of a change, a row called c.</summary>
    public const string Columns = $"c.at, {ChangeRowTable.BeforeColumns}, {ChangeRowTable.ViewColumns}";

    private const int ColumnCount = 1 + ChangeRowTable.BeforeCount + ChangeRowTable.ViewCount;

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
    /// Makes all rounds of a generation, whose every change comes in the order of time, as <see cref="Columns"/> and whether it is believed no more; returns how
    /// many changes come after the last round. The newest half of what lies between two rounds is left alone: a change that is told a little late then leaves
    /// all rounds as they are. What somebody left who did not come to the end is taken away.
    /// </summary>
    public async Task<long> MakeAllAsync(NpgsqlDataReader changes, long between, CancellationToken cancellation)
    {
        await ClearAsync(cancellation);
        _groups = await SumGroups.LoadAsync(connection, tenant, generation, cancellation);
        var waiting = new List<DatedChange>();
        var summing = Task.CompletedTask;
        try
        {
            for (var isMore = true; isMore;)
            {
                isMore = await FillAsync(waiting, changes, Limit(between, RoundsAtOnce), cancellation);
                var ends = Ends(waiting, between);
                await summing;

                // The next ones are read while these are summed.
                var some = waiting;
                summing = Task.Run(() => WriteAsync(Sum(some, ends), cancellation), cancellation);
                waiting = waiting[ends.LastOrDefault()..];
            }

            await summing;
            return waiting.Count;
        }
        finally
        {
            await summing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Sums about so many rounds after an instant, which is that of the last round that is stored or was summed here.</summary>
    public async Task<SummedRounds> SumAsync(DateTime after, long between, int most, CancellationToken cancellation)
    {
        _groups ??= await SumGroups.LoadAsync(connection, tenant, generation, cancellation);
        var changes = await NextAsync(after, between, most, cancellation);
        await LoadAsync(changes, after, cancellation);
        var ends = Ends(changes, between);
        var rounds = Sum(changes, ends);
        return new SummedRounds(
            rounds, rounds.Count == 0 ? after : rounds[^1].At, changes.Count - ends.LastOrDefault(), changes.Count < Limit(between, most));
    }

    /// <summary>Writes a round that was summed.</summary>
    public async Task WriteAsync(Round made, CancellationToken cancellation)
    {
        await _groups!.SaveAsync(connection, tenant, generation, cancellation);
        await using (var copy = await BinaryCopy.BeginAsync(
            connection, "dealledger.checkpoint_sums", "tenant_id, generation, month, at, whole_at, by_owner, by_kind", cancellation))
        {
            foreach (var sums in made.Months)
            {
                copy.StartRow();
                copy.Text(tenant.Value);
                copy.Int32(generation);
                copy.Date(sums.Month);
                copy.Instant(new DateTimeOffset(sums.At));
                copy.Instant(new DateTimeOffset(sums.WholeAt));
                copy.Bytes(sums.ByOwner);
                copy.Bytes(sums.ByKind);
            }

            await copy.CompleteAsync(cancellation);
        }

        await using var round = Command(
            "INSERT INTO dealledger.checkpoint (tenant_id, generation, at, currency) VALUES ($1, $2, $3, $4)",
            new NpgsqlParameter<int> { TypedValue = generation }, Instant(made.At), Sql.Text(reportingCurrency));
        await round.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>What is stored of a round, in the order of the months.</summary>
    public async Task<List<PackedMonth>> StoredAsync(DateTime at, CancellationToken cancellation)
    {
        await using var command = Command(
            "SELECT s.month, s.at, s.whole_at, s.by_owner, s.by_kind FROM dealledger.checkpoint_sums s WHERE s.tenant_id = $1 AND s.generation = $2 AND s.at = $3 ORDER BY s.month",
            new NpgsqlParameter<int> { TypedValue = generation }, Instant(at));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var stored = new List<PackedMonth>();
        while (await reader.ReadAsync(cancellation))
        {
            stored.Add(Read(reader));
        }

        return stored;
    }

    /// <summary>
    /// The sums as of an instant of the months that changed since the round before, which this was asked for last, in the order of the months. Nothing
    /// that is stored is made use of but the numbers of groups.
    /// </summary>
    public async Task<List<PackedMonth>> ApplyAsync(DateTime after, DateTime until, CancellationToken cancellation)
    {
        _groups ??= await SumGroups.LoadAsync(connection, tenant, generation, cancellation);
        (await ReadAsync(Command(_changesUntil, Instant(after), Instant(until)), cancellation)).ForEach(Apply);
        return Pack(until).Months;
    }

    // One round's more than is made of them: the newest of those are left alone.
    private static long Limit(long between, int most) => (most + 1) * between;

    private Task<List<DatedChange>> NextAsync(DateTime after, long between, int most, CancellationToken cancellation) =>
        ReadAsync(Command(_nextChanges, Instant(after), Number(Limit(between, most))), cancellation);

    // How many changes each round and those before it have. Changes of one instant are in one round.
    private static List<int> Ends(List<DatedChange> changes, long between)
    {
        var ends = new List<int>();
        for (var place = between; changes.Count - place >= between / 2; place = ((ends[^1] / between) + 1) * between)
        {
            var end = (int)place;
            while (end < changes.Count && changes[end].At == changes[(int)place - 1].At)
            {
                end++;
            }

            ends.Add(end);
        }

        return ends;
    }

    private List<Round> Sum(List<DatedChange> changes, List<int> ends)
    {
        var rounds = new List<Round>();
        var applied = 0;
        foreach (var end in ends)
        {
            for (; applied < end; applied++)
            {
                Apply(changes[applied]);
            }

            rounds.Add(Pack(changes[end - 1].At));
        }

        return rounds;
    }

    private async Task WriteAsync(List<Round> rounds, CancellationToken cancellation)
    {
        foreach (var round in rounds)
        {
            await WriteAsync(round, cancellation);
        }
    }

    private async Task ClearAsync(CancellationToken cancellation)
    {
        foreach (var table in new[] { "checkpoint", "checkpoint_group", "checkpoint_sums" })
        {
            await using var clear = Command(
                $"DELETE FROM dealledger.{table} WHERE tenant_id = $1 AND generation = $2", new NpgsqlParameter<int> { TypedValue = generation });
            await clear.ExecuteNonQueryAsync(cancellation);
        }
    }

    private static DateOnly? MonthOf(DealView? deal) => deal is { IsDeleted: false, CloseDate: { } day } ? Month(day) : null;

    private static async Task<List<DatedChange>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var changes = new List<DatedChange>();
            while (await reader.ReadAsync(cancellation))
            {
                changes.Add(ReadChange(reader));
            }

            return changes;
        }
    }

    // Reads until there are so many, and all of the last one's instant; false at the end.
    private static async Task<bool> FillAsync(List<DatedChange> changes, NpgsqlDataReader reader, long most, CancellationToken cancellation)
    {
        while (await reader.ReadAsync(cancellation))
        {
            if (reader.GetBoolean(ColumnCount))
            {
                continue;
            }

            changes.Add(ReadChange(reader));
            if (changes.Count > most && changes[^2].At != changes[^1].At)
            {
                return true;
            }
        }

        return false;
    }

    private static DatedChange ReadChange(NpgsqlDataReader reader)
    {
        var after = ChangeRowTable.ReadView(reader, ChangeRowTable.BeforeCount + 1)!;
        return new DatedChange(reader.GetDateTime(0), ChangeRowTable.ReadBefore(reader, 1, after), after);
    }

    private void Apply(DatedChange change)
    {
        Add(change.Before, -1);
        Add(change.After, +1);
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

    private Round Pack(DateTime at)
    {
        var round = new Round(at, [.. _touched.Select(m => _months[m].Pack(m, at))]);
        _touched.Clear();
        return round;
    }

    // The months of these changes, as the rounds up to an instant left them. What is in memory is as good.
    private async Task LoadAsync(List<DatedChange> changes, DateTime upTo, CancellationToken cancellation)
    {
        var missing = changes.SelectMany(c => new[] { MonthOf(c.Before), MonthOf(c.After) }).OfType<DateOnly>().Where(m => !_months.ContainsKey(m)).ToHashSet();
        if (missing.Count == 0)
        {
            return;
        }

        await using var command = Command(
            """
            SELECT c.month, c.at, c.whole_at, c.by_owner, c.by_kind FROM unnest($3::date[]) AS m (month)
            CROSS JOIN LATERAL (
                SELECT c.whole_at FROM dealledger.checkpoint_sums c
                WHERE c.tenant_id = $1 AND c.generation = $2 AND c.month = m.month AND c.at <= $4 ORDER BY c.at DESC LIMIT 1
            ) n
            CROSS JOIN LATERAL (
                SELECT c.month, c.at, c.whole_at, c.by_owner, c.by_kind FROM dealledger.checkpoint_sums c
                WHERE c.tenant_id = $1 AND c.generation = $2 AND c.month = m.month AND c.at BETWEEN n.whole_at AND $4 OFFSET 0
            ) c
            ORDER BY c.at
            """,
            new NpgsqlParameter<int> { TypedValue = generation }, Sql.Array(missing), Instant(upTo));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var packed = Read(reader);
            if (!_months.TryGetValue(packed.Month, out var sums))
            {
                _months.Add(packed.Month, sums = new MonthSums(_groups!, reportingCurrency));
            }

            sums.Unpack(packed);
        }
    }

    private static PackedMonth Read(NpgsqlDataReader reader) => new(
        reader.GetFieldValue<DateOnly>(0), reader.GetDateTime(1), reader.GetDateTime(2), reader.GetFieldValue<byte[]>(3), reader.GetFieldValue<byte[]>(4));

    private NpgsqlCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.AddRange(parameters);
        return command;
    }

    private static NpgsqlParameter<long> Number(long number) => new() { TypedValue = number };

    private static NpgsqlParameter<DateTime> Instant(DateTime at) => new() { TypedValue = at, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}

/// <summary>A change of one deal at an instant: its state before, if there was one, and after.</summary>
internal readonly record struct DatedChange(DateTime At, DealView? Before, DealView After);

/// <summary>The sums as of an instant of the months that changed since the round before.</summary>
internal sealed record Round(DateTime At, List<PackedMonth> Months);

/// <summary>Rounds with the instant of the last of them, how many changes come after it at the least, and whether those are all that there are.</summary>
internal sealed record SummedRounds(List<Round> Rounds, DateTime Last, long Left, bool IsAll);
