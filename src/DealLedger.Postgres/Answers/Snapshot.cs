using System.Text;
using System.Text.Json;
using DealLedger.Core;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Organisation;
using DealLedger.Core.Sealing;
using DealLedger.Core.Time;
using DealLedger.Postgres.Ledger;
using DealLedger.Postgres.ReadModels;
using DealLedger.Postgres.Sealing;
using Npgsql;
using NpgsqlTypes;

namespace DealLedger.Postgres.Answers;

/// <summary>
/// One consistent view of a tenant: the position that the read models have reached, the position that the question knows up to, and the
/// change rows as they were believed there. Everything an answer says is read through one of these.
/// </summary>
internal sealed class Snapshot : IAsyncDisposable
{
    // Held through the transaction, so that a rebuild swaps before the snapshot or after it, never under it.
    private const string HoldReadModels = "LOCK TABLE dealledger.deal_change IN ACCESS SHARE MODE";

    private const string BelievedNow = """
        SELECT c.*, c.valid_to AS held_to FROM dealledger.deal_change c
        WHERE c.tenant_id = $1 AND c.known_to = 9223372036854775807
        """;

    // Deals of which the position cuts a change in two come folded from the log ($4) instead of from their rows.
    private const string BelievedThen = """
        SELECT c.*, CASE WHEN c.ended_by > $2 THEN 'infinity' ELSE c.valid_to END AS held_to FROM dealledger.deal_change c
        WHERE c.tenant_id = $1 AND c.known_from <= $2 AND c.known_to > $2 AND c.deal_id <> ALL ($3)
        UNION ALL
        SELECT c.*, c.valid_to AS held_to FROM jsonb_populate_recordset(NULL::dealledger.deal_change, $4) c
        """;

    // The same with the parameters of an earlier snapshot, which come after those of this one.
    private static readonly string EarlierBelievedThen =
        BelievedThen.Replace("$2", "$5", StringComparison.Ordinal).Replace("$3", "$6", StringComparison.Ordinal).Replace("$4", "$7", StringComparison.Ordinal);

    // The last position whose stamp is not later, by halving: the ledger stamps its own appends in strictly rising order.
    private const string PositionAt = """
        WITH RECURSIVE halving (low, high) AS (
            SELECT 0::bigint, $3::bigint
            UNION ALL
            SELECT CASE WHEN s.stamp <= $2 THEN m.middle ELSE h.low END, CASE WHEN s.stamp <= $2 THEN h.high ELSE m.middle - 1 END
            FROM halving h
            CROSS JOIN LATERAL (SELECT (h.low + h.high + 1) / 2 AS middle) m
            CROSS JOIN LATERAL (
                SELECT coalesce((
                    SELECT e.timestamp FROM ledger.mt_events e
                    WHERE e.tenant_id = $1 AND e.seq_id <= m.middle AND e.timestamp > '-infinity' ORDER BY e.seq_id DESC LIMIT 1), '-infinity') AS stamp
            ) s
            WHERE h.low < h.high
        )
        SELECT low FROM halving WHERE low = high
        """;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly bool _isOwner;
    private string[] _straddling = [];
    private string _straddlingRows = "[]";

    private Snapshot(NpgsqlConnection connection, NpgsqlTransaction transaction, TenantId tenant, bool isOwner)
    {
        (_connection, _transaction, Tenant, _isOwner) = (connection, transaction, tenant, isOwner);
    }

    /// <summary>The tenant looked at.</summary>
    public TenantId Tenant { get; }

    /// <summary>The position that the read models have reached: what an answer reflects.</summary>
    public long Reached { get; private set; }

    /// <summary>The last position that the question may know of.</summary>
    public long KnownTo { get; private set; }

    /// <summary>Whether the question knows all that is reached.</summary>
    public bool IsNow => KnownTo == Reached;

    /// <summary>Whether something is recorded, but all of it after what the question may know.</summary>
    public bool IsBeforeAll { get; private set; }

    /// <summary>The tenant's settings over time, as known.</summary>
    public SettingsHistory Settings { get; private set; } = SettingsHistory.None;

    /// <summary>A view of the tenant's newest state, knowing what was known at a point of the log.</summary>
    public static async Task<Snapshot> OpenAsync(LedgerDatabase database, TenantId tenant, KnownAt knownAt, CancellationToken cancellation)
    {
        var connection = await database.Server.OpenConnectionAsync(cancellation);
        var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        var snapshot = new Snapshot(connection, transaction, tenant, isOwner: true);
        try
        {
            await snapshot.LoadAsync(knownAt, "knownAt", cancellation);
            return snapshot;
        }
        catch
        {
            await snapshot.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// The same state of the database, knowing what was known at another point of the log, which a refusal finds in this field of the
    /// question. It lives as long as this one.
    /// </summary>
    public async Task<Snapshot> KnowingAsync(KnownAt knownAt, string field, CancellationToken cancellation)
    {
        var snapshot = new Snapshot(_connection, _transaction, Tenant, isOwner: false);
        await snapshot.LoadAsync(knownAt, field, cancellation);
        return snapshot;
    }

    /// <summary>A command over the rows believed; <c>{believed}</c> stands for them, and the first parameter of the question is $5.</summary>
    public NpgsqlCommand Ask(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql.Replace("{believed}", IsNow ? BelievedNow : BelievedThen, StringComparison.Ordinal), _connection) { CommandTimeout = 120 };
        command.Parameters.Add(TenantDirectory.Text(Tenant.Value));
        AddKnowledge(command);
        command.Parameters.AddRange(parameters);
        return command;
    }

    /// <summary>
    /// A command over the rows believed here, <c>{believed}</c>, and in an earlier state of knowledge, <c>{earlier}</c>; the first parameter
    /// of the question is $8.
    /// </summary>
    public NpgsqlCommand AskBeside(Snapshot earlier, string sql, params NpgsqlParameter[] parameters)
    {
        var command = Ask(sql.Replace("{earlier}", earlier.IsNow ? BelievedNow : EarlierBelievedThen, StringComparison.Ordinal));
        earlier.AddKnowledge(command);
        command.Parameters.AddRange(parameters);
        return command;
    }

    /// <summary>The timelines of these deals as known.</summary>
    public async Task<Dictionary<string, Timeline>> TimelinesAsync(IReadOnlyCollection<string> deals, CancellationToken cancellation)
    {
        var streams = await OpportunityStreams.ReadAsync(_connection, Tenant, deals, KnownTo, cancellation);
        return streams.ToDictionary(s => s.Key, s => Timeline.Of(s.Key, s.Value), StringComparer.Ordinal);
    }

    /// <summary>The facts of a kind of streams as known, in the order of recording.</summary>
    public Task<List<RecordedFact>> FactsAsync(string kind, CancellationToken cancellation) => FactTable.ReadAsync(_connection, Tenant, kind, KnownTo, cancellation);

    /// <summary>The facts of a kind about these periods, by their names, as known, in the order of recording.</summary>
    public Task<List<RecordedFact>> FactsAsync(string kind, IReadOnlyList<string> periods, CancellationToken cancellation) =>
        FactTable.ReadOfPeriodsAsync(_connection, Tenant, kind, KnownTo, periods, cancellation);

    /// <summary>The seal that was made for an occasion, none when it has not been made.</summary>
    public Task<Seal?> SealAsync(string occasion, CancellationToken cancellation) => SealTable.OfOccasionAsync(_connection, Tenant, occasion, cancellation);

    /// <summary>The seals of what is known here, made up to an instant, in the order of their ids.</summary>
    public Task<List<Seal>> SealsAsync(DateTimeOffset upTo, CancellationToken cancellation) => SealTable.ListOfAsync(_connection, Tenant, KnownTo, upTo, cancellation);

    /// <summary>All facts of a kind that are recorded, whatever the question may know.</summary>
    public Task<List<RecordedFact>> AllFactsAsync(string kind, CancellationToken cancellation) => FactTable.ReadAsync(_connection, Tenant, kind, Reached, cancellation);

    /// <summary>The names of these deals as of an instant, as known; the id where it has none.</summary>
    public async Task<Dictionary<string, string>> NamesAsync(IReadOnlyCollection<string> deals, DateTimeOffset asOf, CancellationToken cancellation)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var chunk in deals.Chunk(2_000))
        {
            await using var command = new NpgsqlCommand(
                $"""
                SELECT {EventRows.Columns} FROM ledger.mt_events e
                WHERE e.tenant_id = $1 AND e.stream_id = ANY ($2) AND e.seq_id <= $3 AND e.type IN ('opportunity_opened', 'opportunity_renamed')
                """,
                _connection);
            command.Parameters.Add(TenantDirectory.Text(Tenant.Value));
            command.Parameters.Add(TenantDirectory.Array(chunk.Select(LedgerDatabase.Stream)));
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = KnownTo });
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var events = new List<(string Deal, RecordedEvent Event)>();
            while (await reader.ReadAsync(cancellation))
            {
                var (stream, e) = EventRows.Read(reader);
                events.Add((EventRows.OpportunityId(stream)!, e));
            }

            foreach (var deal in events.GroupBy(e => e.Deal, e => e.Event, StringComparer.Ordinal))
            {
                names[deal.Key] = Timeline.Of(deal.Key, deal).StateAt(asOf)?.Name ?? deal.Key;
            }
        }

        return names;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_isOwner)
        {
            return;
        }

        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private void AddKnowledge(NpgsqlCommand command)
    {
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = KnownTo });
        command.Parameters.Add(TenantDirectory.Array(_straddling));
        command.Parameters.Add(new NpgsqlParameter { Value = _straddlingRows, NpgsqlDbType = NpgsqlDbType.Jsonb });
    }

    private async Task LoadAsync(KnownAt knownAt, string field, CancellationToken cancellation)
    {
        await using (var hold = new NpgsqlBatch(_connection, _transaction))
        {
            hold.BatchCommands.Add(new NpgsqlBatchCommand(HoldReadModels));
            var state = new NpgsqlBatchCommand(
                """
                SELECT p.position, p.widest_run FROM dealledger.projection p WHERE p.tenant_id = $1
                """);
            state.Parameters.Add(TenantDirectory.Text(Tenant.Value));
            hold.BatchCommands.Add(state);
            await using var reader = await hold.ExecuteReaderAsync(cancellation);
            if (!await reader.ReadAsync(cancellation))
            {
                throw new RefusedException("tenant-unknown", $"There is no tenant '{Tenant}'; import or record something into it first.", "tenant");
            }

            Reached = reader.GetInt64(0);
            WidestRun = reader.GetInt64(1);
        }

        KnownTo = await PositionOfAsync(knownAt, field, cancellation);
        Settings = SettingsHistory.Of(await FactsAsync(SettingsEvent.Kind, cancellation));
        IsBeforeAll = !IsNow && await IsEmptyToAsync(KnownTo, cancellation);
        if (!IsNow && WidestRun > 0)
        {
            await LoadStraddlingAsync(cancellation);
        }
    }

    private long WidestRun { get; set; }

    private async Task<long> PositionOfAsync(KnownAt knownAt, string field, CancellationToken cancellation)
    {
        switch (knownAt)
        {
            case KnownAt.Position { Value: var position }:
                return position <= Reached
                    ? position
                    : throw new RefusedException("position-unknown", $"The log has reached position {Reached}; @{position} is not in it yet.", field);
            case KnownAt.Instant { At: var instant }:
                await using (var command = new NpgsqlCommand(PositionAt, _connection))
                {
                    command.Parameters.Add(TenantDirectory.Text(Tenant.Value));
                    command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = instant.UtcDateTime });
                    command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Reached });
                    return (long)(await command.ExecuteScalarAsync(cancellation))!;
                }

            default:
                return Reached;
        }
    }

    // Tombstones record nothing, and they may stand before all that does.
    private async Task<bool> IsEmptyToAsync(long position, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "SELECT NOT EXISTS (SELECT FROM ledger.mt_events e WHERE e.tenant_id = $1 AND e.seq_id <= $2 AND e.timestamp > '-infinity')", _connection);
        command.Parameters.Add(TenantDirectory.Text(Tenant.Value));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position });
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task LoadStraddlingAsync(CancellationToken cancellation)
    {
        await using (var command = new NpgsqlCommand(
            """
            SELECT DISTINCT c.deal_id FROM dealledger.deal_change c
            WHERE c.tenant_id = $1 AND c.run_from <= $2 AND c.known_from > $2
              AND 'opportunity/' || c.deal_id IN (SELECT e.stream_id FROM ledger.mt_events e WHERE e.tenant_id = $1 AND e.seq_id > $2 AND e.seq_id <= $2 + $3)
            """,
            _connection))
        {
            command.Parameters.Add(TenantDirectory.Text(Tenant.Value));
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = KnownTo });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = WidestRun });
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var deals = new List<string>();
            while (await reader.ReadAsync(cancellation))
            {
                deals.Add(reader.GetString(0));
            }

            _straddling = [.. deals];
        }

        if (_straddling.Length > 0)
        {
            var streams = await OpportunityStreams.ReadAsync(_connection, Tenant, _straddling, KnownTo, cancellation);
            _straddlingRows = Json(streams.SelectMany(s => ChangeRows.Of(s.Key, s.Value)).Where(r => r.KnownTo == ChangeRow.Still));
        }
    }

    private string Json(IEnumerable<ChangeRow> rows)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var row in rows)
            {
                json.WriteStartObject();
                json.WriteString("tenant_id", Tenant.Value);
                json.WriteString("deal_id", row.OpportunityId);
                json.WriteNumber("first_position", row.FirstPosition);
                json.WriteNumber("last_position", row.LastPosition);
                json.WriteString("changed_by", row.By);
                json.WriteString("at", row.At.ToIso());
                json.WriteString("valid_to", row.ValidTo?.ToIso() ?? "infinity");
                json.WriteString("source_order", row.Order);
                json.WriteNumber("times_pushed", row.TimesPushed);
                json.WriteBoolean("overrides", row.Overrides);
                if (row.PushDays is { } days)
                {
                    json.WriteNumber("push_days", days);
                }

                View(json, "b_", row.Before);
                View(json, "", row.After);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void View(Utf8JsonWriter json, string prefix, DealView? view)
    {
        if (view is null)
        {
            return;
        }

        json.WriteNumber(prefix + "standing", (int)view.Standing);
        json.WriteBoolean(prefix + "deleted", view.IsDeleted);
        json.WriteNumber(prefix + "category", (int)view.Category);
        json.WriteString(prefix + "amount", view.Amount?.ToText());
        json.WriteString(prefix + "currency", view.Currency);
        json.WriteString(prefix + "close_date", view.CloseDate?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteString(prefix + "owner", view.Owner);
        json.WriteString(prefix + "stage", view.Stage);
        json.WriteString(prefix + "type", view.Type);
        json.WriteString(prefix + "segment", view.Segment);
        json.WriteString(prefix + "probability", view.Probability?.ToText());
    }
}
