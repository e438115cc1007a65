using DealLedger.Core;
using DealLedger.Core.Currencies;
using DealLedger.Core.FollowUps;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Organisation;
using DealLedger.Core.People;
using DealLedger.Core.Sealing;
using DealLedger.Core.Time;
using DealLedger.Postgres.Checkpoints;
using DealLedger.Postgres.Ledger;
using DealLedger.Postgres.ReadModels;
using DealLedger.Postgres.Sealing;
using DealLedger.Postgres.Telemetry;
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
    private const string HoldReadModels = "LOCK TABLE ONLY dealledger.deal_change IN ACCESS SHARE MODE";

    private const string BelievedNow = """
        SELECT c.*, c.valid_to AS held_to FROM dealledger.deal_change c
        WHERE c.tenant_id = $1 AND c.known_to IS NULL
        """;

    // Deals of which the position cuts a change in two come folded from the log ($4) instead of from their rows.
    private const string BelievedThen = """
        SELECT c.*, CASE WHEN c.ended_by > $2 THEN 'infinity' ELSE c.valid_to END AS held_to FROM dealledger.deal_change c
        WHERE c.tenant_id = $1 AND c.known_from <= $2 AND (c.known_to IS NULL OR c.known_to > $2) AND c.deal_id <> ALL ($3)
        UNION ALL
        SELECT c.*, c.valid_to AS held_to FROM jsonb_populate_recordset(NULL::dealledger.deal_change, $4) c
        """;

    // All that an answer has to know before it is asked, in one round trip.
    private const string State = $"""
        SELECT p.position, p.widest_run, p.generation, p.unsummed <= {TailsOfRounds} * p.changes_a_round,
               (SELECT coalesce(max(e.seq_id), 0) FROM ledger.mt_events e WHERE e.tenant_id = $1),
               t.created_at, t.erasures,
               (SELECT array_agg((SELECT max(f.position) FROM dealledger.fact f WHERE f.tenant_id = $1 AND f.kind = k.kind) ORDER BY k.place)
                FROM unnest($2::varchar[]) WITH ORDINALITY AS k (kind, place)),
               t.suspended_at
        FROM dealledger.projection p JOIN dealledger.tenant t ON t.tenant_id = p.tenant_id WHERE p.tenant_id = $1
        """;

    // The same with the parameters of an earlier snapshot, which come after those of this one.
    private static readonly string EarlierBelievedThen =
        BelievedThen.Replace("$2", "$5", StringComparison.Ordinal).Replace("$3", "$6", StringComparison.Ordinal).Replace("$4", "$7", StringComparison.Ordinal);

    // Beyond that the rows of a period are read quicker than the changes since the last round.
    private const string TailsOfRounds = "4";

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly bool _isOwner;
    private readonly LedgerDatabase _database;
    private readonly Dictionary<string, long> _newest = new(StringComparer.Ordinal);
    private DateTime _made;
    private long _erasures;
    private StraddlingDeals _straddling = StraddlingDeals.None;

    private Snapshot(LedgerDatabase database, NpgsqlConnection connection, NpgsqlTransaction transaction, TenantId tenant, bool isOwner)
    {
        (_database, _connection, _transaction, Tenant, _isOwner) = (database, connection, transaction, tenant, isOwner);
    }

    /// <summary>The tenant looked at.</summary>
    public TenantId Tenant { get; }

    /// <summary>What measures how long answers take.</summary>
    public LedgerMeters Meters => _database.Meters;

    /// <summary>The position that the read models have reached: what an answer reflects.</summary>
    public long Reached { get; private set; }

    /// <summary>The position of the newest event that is visible.</summary>
    public long Head { get; private set; }

    /// <summary>The last position that the question may know of.</summary>
    public long KnownTo { get; private set; }

    /// <summary>Whether the question knows all that is reached.</summary>
    public bool IsNow => KnownTo == Reached;

    /// <summary>Whether something is recorded, but all of it after what the question may know.</summary>
    public bool IsBeforeAll { get; private set; }

    /// <summary>The tenant's settings over time, as known.</summary>
    public SettingsHistory Settings { get; private set; } = SettingsHistory.None;

    /// <summary>A tenant's newest state. What the question may know of it is told by <see cref="KnowAsync"/>, before anything is asked.</summary>
    public static async Task<Snapshot> OpenAsync(LedgerDatabase database, TenantId tenant, CancellationToken cancellation)
    {
        var connection = await database.OpenAsync(tenant, cancellation);
        var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        var snapshot = new Snapshot(database, connection, transaction, tenant, isOwner: true);
        try
        {
            await snapshot.LoadAsync(cancellation);
            return snapshot;
        }
        catch
        {
            await snapshot.DisposeAsync();
            throw;
        }
    }

    /// <summary>Knows what was known at a point of the log, which a refusal finds in this field of the question.</summary>
    public async Task KnowAsync(KnownAt knownAt, string field, CancellationToken cancellation)
    {
        KnownTo = await PositionOfAsync(knownAt, field, cancellation);
        Settings = SettingsHistory.Of(await FactsAsync(SettingsEvent.Kind, cancellation));
        IsBeforeAll = !IsNow && await LogPositions.IsEmptyToAsync(_connection, Tenant, KnownTo, cancellation);
        if (!IsNow && WidestRun > 0)
        {
            _straddling = await StraddlingDeals.ReadAsync(_connection, Tenant, KnownTo, WidestRun, cancellation);
        }
    }

    /// <summary>
    /// The same state of the database, knowing what was known at another point of the log, which a refusal finds in this field of the
    /// question. It lives as long as this one.
    /// </summary>
    public async Task<Snapshot> KnowingAsync(KnownAt knownAt, string field, CancellationToken cancellation)
    {
        var snapshot = new Snapshot(_database, _connection, _transaction, Tenant, isOwner: false);
        await snapshot.LoadAsync(cancellation);
        await snapshot.KnowAsync(knownAt, field, cancellation);
        return snapshot;
    }

    /// <summary>A command over the rows believed; <c>{believed}</c> stands for them, and the first parameter of the question is $5.</summary>
    public NpgsqlCommand Ask(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql.Replace("{believed}", IsNow ? BelievedNow : BelievedThen, StringComparison.Ordinal), _connection) { CommandTimeout = 120 };
        command.Parameters.Add(Sql.Text(Tenant.Value));
        AddKnowledge(command);
        command.Parameters.AddRange(parameters);
        return command;
    }

    /// <summary>The same for several commands, which the database goes on with while the results of those before are read.</summary>
    public NpgsqlBatch AskTogether(params IReadOnlyList<NpgsqlCommand> questions)
    {
        var batch = new NpgsqlBatch(_connection) { Timeout = 120 };
        foreach (var question in questions)
        {
            var command = new NpgsqlBatchCommand(question.CommandText);
            foreach (NpgsqlParameter parameter in question.Parameters)
            {
                command.Parameters.Add(parameter.Clone());
            }

            batch.BatchCommands.Add(command);
        }

        return batch;
    }

    /// <summary>The same for one command between settings.</summary>
    public NpgsqlBatch AskWith(IReadOnlyList<PlannerSetting> settings, NpgsqlCommand question) =>
        AskTogether([.. PlannerSetting.Around(settings, question)]);

    /// <summary>
    /// Commands over the checkpoints of what is believed now, those of the generation $2 with a round at $3 or before in the currency $4; $5 says
    /// whether the last round is near enough to what is newest, and $6 is where the parameters of the question begin.
    /// </summary>
    public NpgsqlBatch AskCheckpoints(IEnumerable<string> statements, DateTimeOffset asOf, string currency, params NpgsqlParameter[] parameters)
    {
        var batch = new NpgsqlBatch(_connection);
        foreach (var sql in statements)
        {
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.Add(Sql.Text(Tenant.Value));
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Generation });
            command.Parameters.Add(Sql.Instant(asOf));
            command.Parameters.Add(Sql.Text(currency));
            command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = IsSummedUp });
            foreach (var parameter in parameters)
            {
                command.Parameters.Add(parameter.Clone());
            }

            batch.BatchCommands.Add(command);
        }

        return batch;
    }

    /// <summary>The groups of checkpoints that are known.</summary>
    public IReadOnlyList<SumGroup> KnownGroups => _database.Groups.Of(Tenant, _made, Generation);

    /// <summary>The groups known before, and those of a reader that come behind them.</summary>
    public Task<IReadOnlyList<SumGroup>> AddGroupsAsync(IReadOnlyList<SumGroup> before, NpgsqlDataReader reader, CancellationToken cancellation) =>
        _database.Groups.AddAsync(Tenant, _made, Generation, before, reader, cancellation);

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

    /// <summary>Those of these deals that a statement finds in the log up to what is known, $3; the tenant is $1, the deals are $2.</summary>
    public async Task<List<string>> IdsAsync(string sql, IReadOnlyCollection<string> deals, CancellationToken cancellation)
    {
        await using var batch = OpportunityStreams.PagesAtOnce(
            _connection, sql, Sql.Text(Tenant.Value), Sql.Array(deals), new NpgsqlParameter<long> { TypedValue = KnownTo });
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var found = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    /// <summary>The names of everyone as they are now, by their ids. What is read comes by the snapshot's own connection: whoever holds one must not wait for another.</summary>
    public async Task<IReadOnlyDictionary<string, string>> PeopleNamesAsync(CancellationToken cancellation) =>
        await _database.Names.ReadAsync(
            _connection, Tenant, _made, await FactsAsync(PersonEvent.Kind, Reached, cancellation), _erasures, cancellation);

    /// <summary>The names of these accounts as they are now.</summary>
    public Task<IReadOnlyDictionary<string, string>> AccountNamesAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation) =>
        Names.OfAccountsAsync(_connection, Tenant, ids, cancellation);

    /// <summary>The contents of these texts as they are now.</summary>
    public Task<IReadOnlyDictionary<string, string>> TextsAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellation) =>
        Names.OfTextsAsync(_connection, Tenant, ids, cancellation);

    /// <summary>The facts of a kind of streams as known, in the order of recording.</summary>
    public Task<IReadOnlyList<RecordedFact>> FactsAsync(string kind, CancellationToken cancellation) => FactsAsync(kind, KnownTo, cancellation);

    /// <summary>Who reported to whom, as known.</summary>
    public async Task<ReportingLines> LinesAsync(CancellationToken cancellation) =>
        _database.Facts.Told(await FactsAsync(PersonEvent.Kind, cancellation), ReportingLines.Of);

    /// <summary>Who reported to whom, whatever the question may know.</summary>
    public async Task<ReportingLines> AllLinesAsync(CancellationToken cancellation) =>
        _database.Facts.Told(await FactsAsync(PersonEvent.Kind, Reached, cancellation), ReportingLines.Of);

    /// <summary>The rates over time, as known.</summary>
    public async Task<RateHistory> RatesAsync(CancellationToken cancellation) => _database.Facts.Told(await FactsAsync(RateSet.Kind, cancellation), RateHistory.Of);

    /// <summary>The follow-ups over time, as known.</summary>
    public async Task<FollowUpBook> FollowUpsAsync(CancellationToken cancellation) =>
        _database.Facts.Told(await FactsAsync(FollowUpEvent.Kind, cancellation), FollowUpBook.Of);

    /// <summary>The facts of a kind about these periods, by their names, as known, in the order of recording.</summary>
    public async Task<IReadOnlyList<RecordedFact>> FactsAsync(string kind, IReadOnlyList<string> periods, CancellationToken cancellation) =>
        _newest.ContainsKey(kind) ? await FactTable.ReadOfPeriodsAsync(_connection, Tenant, kind, KnownTo, periods, cancellation) : [];

    /// <summary>The seal that was made for an occasion, none when it has not been made.</summary>
    public Task<Seal?> SealAsync(string occasion, CancellationToken cancellation) => SealTable.OfOccasionAsync(_connection, Tenant, occasion, cancellation);

    /// <summary>The first seal that covers a position of the log, none when it is not sealed yet.</summary>
    public Task<Seal?> SealOverAsync(long position, CancellationToken cancellation) => SealTable.FirstOverAsync(_connection, Tenant, position, cancellation);

    /// <summary>The seals of what is known here, made up to an instant, in the order of their ids.</summary>
    public Task<List<Seal>> SealsAsync(DateTimeOffset upTo, CancellationToken cancellation) => SealTable.ListOfAsync(_connection, Tenant, KnownTo, upTo, cancellation);

    /// <summary>The names of these deals as of an instant, as known; those without one are left out.</summary>
    public Task<Dictionary<string, string>> NamesAsync(IReadOnlyCollection<string> deals, DateTimeOffset asOf, CancellationToken cancellation) =>
        LastToldAsync("name", deals, asOf, cancellation);

    /// <summary>The accounts of these deals as of an instant, as known; those without one are left out.</summary>
    public Task<Dictionary<string, string>> AccountsAsync(IReadOnlyCollection<string> deals, DateTimeOffset asOf, CancellationToken cancellation) =>
        LastToldAsync("account", deals, asOf, cancellation);

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

    // A column that holds something in the rows alone that changed it, and nothing of it in those that took it away.
    private async Task<Dictionary<string, string>> LastToldAsync(
        string column, IReadOnlyCollection<string> deals, DateTimeOffset asOf, CancellationToken cancellation)
    {
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var command = Ask(
            $$"""
            SELECT DISTINCT ON (c.deal_id) c.deal_id, c.{{column}} FROM ({believed}) c
            WHERE c.deal_id = ANY ($5) AND c.{{column}} IS NOT NULL AND c.at <= $6
            ORDER BY c.deal_id, c.at DESC, c.tie DESC NULLS LAST
            """,
            Sql.Array(deals), Sql.Instant(asOf));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            if (reader.GetString(1) is { Length: > 0 } value)
            {
                told[reader.GetString(0)] = value;
            }
        }

        return told;
    }

    private async Task<IReadOnlyList<RecordedFact>> FactsAsync(string kind, long upTo, CancellationToken cancellation) =>
        _newest.TryGetValue(kind, out var newest) ? await _database.Facts.ReadAsync(_connection, Tenant, _made, kind, newest, upTo, cancellation) : [];

    private void AddKnowledge(NpgsqlCommand command)
    {
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = KnownTo });
        command.Parameters.Add(Sql.Array(_straddling.Ids));
        command.Parameters.Add(new NpgsqlParameter { Value = _straddling.Rows, NpgsqlDbType = NpgsqlDbType.Jsonb });
    }

    private async Task LoadAsync(CancellationToken cancellation)
    {
        await using var hold = new NpgsqlBatch(_connection, _transaction);
        hold.BatchCommands.Add(new NpgsqlBatchCommand(HoldReadModels));
        var state = new NpgsqlBatchCommand(State);
        state.Parameters.Add(Sql.Text(Tenant.Value));
        state.Parameters.Add(Sql.Array(FactTable.Kinds));
        hold.BatchCommands.Add(state);
        await using var reader = await hold.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
        {
            throw TenantRefusals.Unknown(Tenant);
        }

        TenantRefusals.Check(Tenant, reader, 8);
        Reached = reader.GetInt64(0);
        WidestRun = reader.GetInt64(1);
        Generation = reader.GetInt32(2);
        IsSummedUp = reader.GetBoolean(3);
        Head = reader.GetInt64(4);
        _made = reader.GetDateTime(5);
        _erasures = reader.GetInt64(6);
        foreach (var (kind, newest) in FactTable.Kinds.Zip(reader.GetFieldValue<long?[]>(7)).Where(k => k.Second is not null))
        {
            _newest.Add(kind, newest!.Value);
        }
    }

    private long WidestRun { get; set; }

    private int Generation { get; set; }

    private bool IsSummedUp { get; set; }

    private async Task<long> PositionOfAsync(KnownAt knownAt, string field, CancellationToken cancellation)
    {
        switch (knownAt)
        {
            case KnownAt.Position { Value: var position }:
                return position <= Reached
                    ? position
                    : throw new RefusedException("position-unknown", $"The log has reached position {Reached}; @{position} is not in it yet.", field);
            case KnownAt.Instant { At: var instant }:
                return await LogPositions.AtAsync(_connection, Tenant, instant, Reached, cancellation);
            default:
                return Reached;
        }
    }
}
