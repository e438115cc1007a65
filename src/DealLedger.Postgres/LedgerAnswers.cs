using DealLedger.Core;
using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.People;
using DealLedger.Core.Slippage;
using DealLedger.Core.Time;
using DealLedger.Core.Waterfall;
using DealLedger.Postgres.Answers;
using DealLedger.Postgres.ReadModels;
using Npgsql;
using NpgsqlTypes;

namespace DealLedger.Postgres;

/// <summary>Whether a question waits until the read models have reached the log as it was when the question came in.</summary>
public enum Consistency
{
    /// <summary>It waits.</summary>
    Strong,

    /// <summary>It answers from what is there; the answer's position says how far that is.</summary>
    Eventual,
}

/// <summary>The four questions, answered from one consistent snapshot each. SQL filters and sums; the rules are Core's.</summary>
public sealed class LedgerAnswers(LedgerDatabase database, LedgerStore ledger, TenantDirectory directory, Projector projector, TimeProvider clock)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private const string StatesAt = """
        SELECT {key}, c.standing, c.category, c.currency, coalesce(sum(c.amount), 0), count(*), count(*) FILTER (WHERE c.amount IS NULL)
        FROM ({believed}) c
        WHERE c.close_date BETWEEN $5 AND $6 AND c.at <= $7 AND c.held_to > $7 AND NOT c.deleted AND ($8 IS NULL OR coalesce(c.owner, '') = ANY ($8))
        GROUP BY 1, 2, 3, 4
        """;

    private const string ChangesInWindow = $$"""
        SELECT c.deal_id, c.at, {{ChangeRowTable.BeforeColumns}}, {{ChangeRowTable.ViewColumns}}
        FROM ({believed}) c
        WHERE c.at > $5 AND c.at <= $6
        ORDER BY c.deal_id, c.at, c.source_order, c.first_position
        """;

    // Deals that stayed as they were while the hierarchy above their owner moved.
    private const string Unchanged = $$"""
        SELECT c.deal_id, {{ChangeRowTable.ViewColumns}}
        FROM ({believed}) c
        WHERE c.close_date BETWEEN $5 AND $6 AND c.at <= $7 AND c.held_to > $8 AND NOT c.deleted AND c.owner = ANY ($9)
        """;

    // How often a deal was pushed by the window's end counts whoever owned it then; so the filter by owner comes after it.
    private const string DateMoves = """
        SELECT m.deal_id, m.at, m.b_owner, m.b_amount, m.b_currency, m.b_close_date, m.close_date, m.push_days, m.lifetime
        FROM (
            SELECT c.*, max(c.times_pushed) OVER (PARTITION BY c.deal_id) AS lifetime
            FROM ({believed}) c
            WHERE c.push_days IS NOT NULL AND c.at > $5 AND c.at <= $6
        ) m
        WHERE $7 IS NULL OR coalesce(m.b_owner, '') = ANY ($7)
        """;

    private const string SlipBasisOf = """
        SELECT {key}, c.currency, coalesce(sum(c.amount), 0), coalesce(sum(c.amount) FILTER (WHERE e.standing = $11 AND NOT e.deleted), 0)
        FROM ({believed}) c
        JOIN ({believed}) e ON e.deal_id = c.deal_id AND e.at <= $6 AND e.held_to > $6
        WHERE c.at <= $5 AND c.held_to > $5 AND c.close_date BETWEEN $7 AND $8 AND NOT c.deleted AND c.standing = $11 AND c.category = ANY ($9)
          AND ($10 IS NULL OR coalesce(c.owner, '') = ANY ($10))
        GROUP BY 1, 2
        """;

    /// <summary>The forecast as of an instant (DEFINITIONS 3).</summary>
    public async Task<ForecastAnswer> ForecastAsync(
        TenantId tenant, ForecastQuestion question, Consistency consistency, CancellationToken cancellation)
    {
        await using var snapshot = await OpenAsync(tenant, question.KnownAt, consistency, cancellation);
        var (over, teamNames) = await TeamsAsync(snapshot, question, cancellation);
        var teams = over.At(question.AsOf);
        var parts = await StatesAsync(snapshot, question.Period, question.AsOf, question.By, Owners(question, teams), cancellation);
        var currency = snapshot.Settings.ReportingCurrency;
        var figures = Forecast.Of(parts, currency, question.Rollup, question.By == GroupBy.Team ? teams : null, question.Team);
        var names = await KeyNamesAsync(tenant, question.By, teamNames, figures.Rows.Select(r => r.Key), cancellation);
        return new ForecastAnswer(
            Forecast.Definition, tenant.Value, question.AsOf, Known(question.KnownAt), snapshot.Reached, NotesOf(snapshot), question.Period, question.Rollup,
            currency, figures.Unconverted, figures.Total,
            question.By == GroupBy.None ? null : [.. figures.Rows.Select(r => r with { Name = names(r.Key) })]);
    }

    /// <summary>What changed between two instants (DEFINITIONS 4).</summary>
    public async Task<ChangesAnswer> ChangesAsync(
        TenantId tenant, ChangesQuestion question, Consistency consistency, CancellationToken cancellation)
    {
        await using var snapshot = await OpenAsync(tenant, question.KnownAt, consistency, cancellation);
        var scope = question.Scope(snapshot.Settings.ReportingCurrency);
        var (teams, teamNames) = await TeamsAsync(snapshot, question, cancellation);
        var window = new Window(question.From, question.To, teams);
        var waterfall = new WaterfallBuilder(scope, window, question.Mode, question.By, question.Limit);
        foreach (var part in await StatesAsync(snapshot, question.Period, question.From, question.By, Owners(question, window.AtStart), cancellation))
        {
            if (part.Outcome == Outcome.Open && part.Category != ForecastCategory.Omitted)
            {
                waterfall.AddStart(part.Key ?? "", part.Currency, part.Amount, part.Count, part.WithoutAmount);
            }
        }

        await AddChangedDealsAsync(snapshot, question, waterfall, cancellation);
        if (teams.OwnersMovedIn(question.From, question.To) is { Count: > 0 } moved)
        {
            await AddUnchangedDealsAsync(snapshot, question, moved, waterfall, cancellation);
        }

        var figures = waterfall.Figures();
        var deals = await DescribeAsync(snapshot, question, window, scope, figures.LargestDeals, cancellation);
        var names = await KeyNamesAsync(tenant, question.By, teamNames, figures.Rows.Select(r => r.Key), cancellation);
        return new ChangesAnswer(
            WaterfallBuilder.Definition, tenant.Value, question.Mode, question.From, question.To, Known(question.KnownAt), snapshot.Reached, NotesOf(snapshot),
            question.Period, scope.ReportingCurrency, figures.Total.Start, figures.Total.End, figures.Total.Movements,
            question.By == GroupBy.None ? null : [.. figures.Rows.Select(r => r with { Name = names(r.Key) })], deals, figures.DealsTotal);
    }

    /// <summary>Who pushed and slipped what in a window (DEFINITIONS 5).</summary>
    public async Task<SlippageAnswer> SlippageAsync(
        TenantId tenant, SlippageQuestion question, Consistency consistency, CancellationToken cancellation)
    {
        await using var snapshot = await OpenAsync(tenant, question.KnownAt, consistency, cancellation);
        var slippage = new SlippageBuilder(snapshot.Settings.Calendar, snapshot.Settings.ReportingCurrency);
        var (teams, teamNames) = await TeamsAsync(snapshot, question, cancellation);
        await AddMovesAsync(snapshot, question, teams, slippage, cancellation);
        if (question.Period is not null)
        {
            await AddBasisAsync(snapshot, question, teams.At(question.From), slippage, cancellation);
        }

        var hasPeriod = question.Period is not null;
        var total = slippage.Total(hasPeriod);
        var rows = question.By == GroupBy.None ? null : slippage.Rows(hasPeriod);
        var deals = (rows ?? []).Append(total).SelectMany(r => r.MostPushed).Select(d => d.Id)
            .Concat(question.By == GroupBy.Deal ? rows!.Select(r => r.Key) : []).ToHashSet(StringComparer.Ordinal);
        var dealNames = await snapshot.NamesAsync(deals, question.To, cancellation);
        var names = question.By == GroupBy.Deal ? key => dealNames.GetValueOrDefault(key, key) : await KeyNamesAsync(tenant, question.By, teamNames, (rows ?? []).Select(r => r.Key), cancellation);

        SlipRow Named(SlipRow row, string name) =>
            row with { Name = name, MostPushed = [.. row.MostPushed.Select(d => d with { Name = dealNames.GetValueOrDefault(d.Id, d.Id) })] };

        return new SlippageAnswer(
            SlippageBuilder.Definition, tenant.Value, question.From, question.To, question.Period, question.Basis, question.To > clock.GetUtcNow(),
            Known(question.KnownAt), snapshot.Reached, NotesOf(snapshot), snapshot.Settings.ReportingCurrency, Named(total, total.Name),
            rows is null ? null : [.. rows.Select(r => Named(r, names(r.Key)) with
            {
                Parent = question.By == GroupBy.Team ? teams.At(question.To).Parent(r.Key) : null,
            })]);
    }

    /// <summary>Everyone who was known at an instant, in the order of their ids, and whom they reported to.</summary>
    public async Task<PeopleAnswer> PeopleAsync(TenantId tenant, DateTimeOffset asOf, KnownAt knownAt, Consistency consistency, CancellationToken cancellation)
    {
        await using var snapshot = await OpenAsync(tenant, knownAt, consistency, cancellation);
        var facts = (await snapshot.FactsAsync(PersonEvent.Kind, cancellation)).FindAll(f => f.Data.At <= asOf);
        var hierarchy = ReportingLines.Of(facts).At(asOf);
        var states = facts.GroupBy(f => f.Stream.Id, StringComparer.Ordinal).Select(g => PersonState.Of(g.Key, g)).OrderBy(p => p.Id, StringComparer.Ordinal).ToList();
        var texts = await directory.TextsAsync(tenant, [.. states.SelectMany(p => new[] { p.Name, p.Email }).SelectMany(TextId)], cancellation);
        return new PeopleAnswer(
            tenant.Value, asOf, Known(knownAt), snapshot.Reached, NotesOf(snapshot),
            [.. states.Select(p => new PersonAnswer(p.Id, Text(p.Name), Text(p.Email), hierarchy.ManagerOf(p.Id), hierarchy.IsTeam(p.Id), p.Team, p.IsActive))]);

        string? Text(string? reference) => NewText.TryParseReference(reference, out var id) ? texts.GetValueOrDefault(id.ToString("N")) : null;
    }

    /// <summary>A deal as of an instant with every event up to it. Refused when the deal is unknown or was not open yet.</summary>
    public async Task<DealAnswer> DealAsync(
        TenantId tenant, string opportunityId, DateTimeOffset asOf, KnownAt knownAt, Consistency consistency, CancellationToken cancellation)
    {
        await using var snapshot = await OpenAsync(tenant, knownAt, consistency, cancellation);
        var timelines = await snapshot.TimelinesAsync([opportunityId], cancellation);
        if (!timelines.TryGetValue(opportunityId, out var timeline))
        {
            throw new RefusedException(
                "opportunity-unknown", $"Opportunity '{opportunityId}' is not in the ledger{(snapshot.IsNow ? "" : " as it was known then")}; check the id as the CRM shows it.", "id");
        }

        var states = timeline.Changes.Select(c => c.After).OfType<Opportunity>().ToList();
        var people = await directory.PeopleNamesAsync(tenant, Ids(states.Select(s => s.Owner)), cancellation);
        var accounts = await directory.AccountNamesAsync(tenant, Ids(states.Select(s => s.Account)), cancellation);
        var texts = await directory.TextsAsync(tenant, [.. DealAnswer.TextsOf(timeline)], cancellation);
        return DealAnswer.Of(timeline, asOf, Known(knownAt), snapshot.Reached, people, accounts, texts)
            ?? throw new RefusedException(
                "opportunity-not-open-yet",
                $"Opportunity '{opportunityId}' was not open yet at {asOf.ToIso()}{(states.Count > 0 ? $"; it was opened at {states[0].CreatedAt.ToIso()}" : "")}.", "asOf");
    }

    private static IEnumerable<Guid> TextId(string? reference) => NewText.TryParseReference(reference, out var id) ? [id] : [];

    private static string[] Ids(IEnumerable<string?> ids) => [.. ids.OfType<string>().Distinct(StringComparer.Ordinal)];

    private async Task<Snapshot> OpenAsync(TenantId tenant, KnownAt knownAt, Consistency consistency, CancellationToken cancellation)
    {
        var head = consistency == Consistency.Strong ? await ledger.HeadAsync(tenant, cancellation) : 0;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var timer = clock.CreateTimer(_ => limit.Cancel(), null, LongestWait, Timeout.InfiniteTimeSpan);
        while (true)
        {
            try
            {
                await projector.CatchUpAsync(tenant, head, limit.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw new RefusedException(
                    "projection-behind", $"The read models have not reached position {head} yet; ask again, or with consistency=eventual for what is there.", "consistency");
            }

            var snapshot = await Snapshot.OpenAsync(database, tenant, knownAt, cancellation);

            // A rebuild that swapped in between may have put the position back for a moment.
            if (snapshot.Reached >= head)
            {
                return snapshot;
            }

            await snapshot.DisposeAsync();
        }
    }

    // The hierarchy that is looked at, and the names of the teams that have one of their own.
    private async Task<(TeamsOverTime Teams, Dictionary<string, string> Names)> TeamsAsync(Snapshot snapshot, IScoped question, CancellationToken cancellation)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        if (question.By != GroupBy.Team && question.Team is null)
        {
            return (TeamsOverTime.None, names);
        }

        var facts = await snapshot.FactsAsync(PersonEvent.Kind, cancellation);
        foreach (var fact in facts.Order(Comparer<RecordedFact>.Create(RecordedFact.Compare)))
        {
            if (fact.Data is TeamNamed { To: { } name })
            {
                names[fact.Stream.Id] = name;
            }
        }

        var lines = ReportingLines.Of(facts);
        if (snapshot.IsNow && lines.Moves.Count == 0)
        {
            throw new RefusedException("no-teams", "Nobody reports to anybody in this ledger; take people in with 'people import FILE' or with User.csv of an export.", "by");
        }

        if (question.Team is { } team && !lines.IsTeam(team))
        {
            throw new RefusedException("team-unknown", $"Nobody ever reported to '{team}'; name the person who leads the team, as 'people show' lists them.", "team");
        }

        return (question.Hierarchy == HierarchyChoice.Current ? TeamsOverTime.Always(lines.At(clock.GetUtcNow())) : TeamsOverTime.AsOf(lines), names);
    }

    // Whose deals are meant at an instant; none means everyone's.
    private static IReadOnlyList<string>? Owners(IScoped question, Hierarchy teams) => (question.Owner, question.Team) switch
    {
        (null, null) => null,
        ({ } owner, null) => [owner],
        (null, { } team) => teams.Members(team),
        ({ } owner, { } team) => teams.IsIn(team, owner) ? [owner] : [],
    };

    private static async Task<List<ForecastPart>> StatesAsync(
        Snapshot snapshot, Period period, DateTimeOffset asOf, GroupBy by, IReadOnlyList<string>? owners, CancellationToken cancellation)
    {
        await using var command = snapshot.Ask(StatesAt.Replace("{key}", Key(by), StringComparison.Ordinal), Date(period.Start), Date(period.End), Instant(asOf), Ids(owners));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var parts = new List<ForecastPart>();
        while (await reader.ReadAsync(cancellation))
        {
            parts.Add(new ForecastPart(
                Nullable(reader, 0), (Outcome)reader.GetInt16(1), (ForecastCategory)reader.GetInt16(2), Nullable(reader, 3), reader.GetDecimal(4), reader.GetInt64(5), reader.GetInt64(6)));
        }

        return parts;
    }

    private static async Task AddChangedDealsAsync(
        Snapshot snapshot, ChangesQuestion question, WaterfallBuilder waterfall, CancellationToken cancellation)
    {
        await using var command = snapshot.Ask(ChangesInWindow, Instant(question.From), Instant(question.To));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        string? deal = null;
        var steps = new List<ViewStep>();
        while (await reader.ReadAsync(cancellation))
        {
            var id = reader.GetString(0);
            if (id != deal)
            {
                Add();
                deal = id;
                steps.Clear();
            }

            steps.Add(new ViewStep(
                reader.GetFieldValue<DateTimeOffset>(1), ChangeRowTable.ReadView(reader, 2), ChangeRowTable.ReadView(reader, 13)!));
        }

        Add();

        void Add()
        {
            if (deal is not null)
            {
                waterfall.AddDeal(deal, steps[0].Before, steps);
            }
        }
    }

    private static async Task AddUnchangedDealsAsync(
        Snapshot snapshot, ChangesQuestion question, IReadOnlyList<string> owners, WaterfallBuilder waterfall, CancellationToken cancellation)
    {
        await using var command = snapshot.Ask(
            Unchanged, Date(question.Period.Start), Date(question.Period.End), Instant(question.From), Instant(question.To), Ids(owners));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            waterfall.AddDeal(reader.GetString(0), ChangeRowTable.ReadView(reader, 1), []);
        }
    }

    private static async Task<List<ChangedDeal>> DescribeAsync(
        Snapshot snapshot, ChangesQuestion question, Window window, PipelineScope scope, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var deals = new List<ChangedDeal>(ids.Count);
        foreach (var chunk in ids.Chunk(1_000))
        {
            var timelines = await snapshot.TimelinesAsync(chunk, cancellation);
            deals.AddRange(chunk.Select(id => ChangedDeal.Of(timelines[id], window, scope, question.Mode)).OfType<ChangedDeal>());
        }

        return deals;
    }

    private static async Task AddMovesAsync(
        Snapshot snapshot, SlippageQuestion question, TeamsOverTime teams, SlippageBuilder slippage, CancellationToken cancellation)
    {
        await using var command = snapshot.Ask(
            DateMoves, Instant(question.From), Instant(question.To), Ids(question.Owner is { } owner ? [owner] : null));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var move = new DateMove(
                reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1), Nullable(reader, 2), reader.IsDBNull(3) ? null : reader.GetDecimal(3),
                Nullable(reader, 4), reader.GetFieldValue<DateOnly>(5), reader.GetFieldValue<DateOnly>(6), reader.GetInt32(7), reader.GetInt32(8));
            if (question.Team is not { } team || teams.At(move.At).IsIn(team, move.Owner))
            {
                slippage.Add(Keys(question, move.OpportunityId, move.Owner ?? "", teams.At(move.At)), move);
            }
        }
    }

    private static IReadOnlyList<string> Keys(SlippageQuestion question, string deal, string owner, Hierarchy teams) => question.By switch
    {
        GroupBy.Owner => [owner],
        GroupBy.Deal => [deal],
        GroupBy.Team => teams.TeamsOf(owner, question.Team),
        _ => [],
    };

    private static async Task AddBasisAsync(
        Snapshot snapshot, SlippageQuestion question, Hierarchy teams, SlippageBuilder slippage, CancellationToken cancellation)
    {
        ForecastCategory[] categories = question.Basis switch
        {
            SlipBasis.Commit => [ForecastCategory.Commit],
            SlipBasis.Forecast => [ForecastCategory.Commit, ForecastCategory.MostLikely, ForecastCategory.BestCase],
            _ => [.. Enum.GetValues<ForecastCategory>().Where(c => c != ForecastCategory.Omitted)],
        };
        var key = question.By == GroupBy.Deal ? "c.deal_id" : "coalesce(c.owner, '')";
        await using var command = snapshot.Ask(
            SlipBasisOf.Replace("{key}", key, StringComparison.Ordinal),
            Instant(question.From), Instant(question.To), Date(question.Period!.Start), Date(question.Period.End),
            TenantDirectory.Array(categories.Select(c => (short)c)), Ids(Owners(question, teams)), new NpgsqlParameter<short> { TypedValue = (short)Outcome.Open });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var part = new SlipBasisPart(reader.GetString(0), Nullable(reader, 1), reader.GetDecimal(2), reader.GetDecimal(3));
            slippage.Add(Keys(question, part.Key, part.Key, teams), part);
        }
    }

    private async Task<Func<string, string>> KeyNamesAsync(
        TenantId tenant, GroupBy by, Dictionary<string, string> teamNames, IEnumerable<string> keys, CancellationToken cancellation)
    {
        var names = by is GroupBy.Owner or GroupBy.Team
            ? await directory.PeopleNamesAsync(tenant, [.. keys], cancellation)
            : new Dictionary<string, string>(StringComparer.Ordinal);
        return key => key.Length == 0 ? "(none)" : teamNames.GetValueOrDefault(key) ?? names.GetValueOrDefault(key, key);
    }

    private static IReadOnlyList<string> NotesOf(Snapshot snapshot) => snapshot.IsBeforeAll ? [Notes.NothingRecordedBefore] : [];

    private string Known(KnownAt knownAt) => knownAt switch
    {
        KnownAt.Position { Value: var position } => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"@{position}"),
        KnownAt.Instant { At: var instant } => instant.ToIso(),
        _ => clock.GetUtcNow().ToMicroseconds().ToIso(),
    };

    private static string Key(GroupBy by) => by switch
    {
        GroupBy.Owner or GroupBy.Team => "coalesce(c.owner, '')",
        GroupBy.Type => "coalesce(c.type, '')",
        GroupBy.Segment => "coalesce(c.segment, '')",
        GroupBy.Stage => "coalesce(c.stage, '')",
        _ => "NULL::varchar",
    };

    private static NpgsqlParameter Ids(IReadOnlyList<string>? ids) =>
        new() { Value = (object?)ids?.ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar };

    private static string? Nullable(NpgsqlDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetString(at);

    private static NpgsqlParameter<DateTime> Instant(DateTimeOffset instant) => new NpgsqlParameter<DateTime> { TypedValue = instant.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    private static NpgsqlParameter<DateOnly> Date(DateOnly day) => new NpgsqlParameter<DateOnly> { TypedValue = day };
}
