using System.Globalization;
using DealLedger.Core;
using DealLedger.Core.Access;
using DealLedger.Core.Answers;
using DealLedger.Core.Calls;
using DealLedger.Core.CallSheet;
using DealLedger.Core.Comparing;
using DealLedger.Core.Currencies;
using DealLedger.Core.Finding;
using DealLedger.Core.FollowUps;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Organisation;
using DealLedger.Core.Overrides;
using DealLedger.Core.People;
using DealLedger.Core.Replay;
using DealLedger.Core.Sealing;
using DealLedger.Core.Slippage;
using DealLedger.Core.Time;
using DealLedger.Core.Transitions;
using DealLedger.Postgres.Answers;

namespace DealLedger.Postgres;

/// <summary>
/// One consistent view of a tenant, as known at a point of its log: all questions asked of it see the same. SQL filters and sums; the
/// rules are Core's.
/// </summary>
public sealed class LedgerView : IAsyncDisposable
{
    internal LedgerView(Snapshot snapshot, KnownAt knownAt, TimeProvider clock, Caller caller)
    {
        (Snapshot, KnownAt, Clock, Caller) = (snapshot, knownAt, clock, caller);
        KnownText = knownAt switch
        {
            KnownAt.Position { Value: var position } => string.Create(CultureInfo.InvariantCulture, $"@{position}"),
            KnownAt.Instant { At: var instant } => instant.ToIso(),
            _ => clock.GetUtcNow().ToMicroseconds().ToIso(),
        };
    }

    /// <summary>The tenant looked at.</summary>
    public TenantId Tenant => Snapshot.Tenant;

    /// <summary>What the view is asked to know.</summary>
    public KnownAt KnownAt { get; }

    /// <summary>The position of the log that answers reflect.</summary>
    public long Position => Snapshot.Reached;

    /// <summary>The last position that answers may know of; <see cref="Position"/> unless the view looks at a state of knowledge in the past.</summary>
    public long KnownTo => Snapshot.KnownTo;

    /// <summary>The settings of the tenant over time, as known.</summary>
    public SettingsHistory Settings => Snapshot.Settings;

    internal Snapshot Snapshot { get; }

    /// <summary>Who asks: what they may not see is refused.</summary>
    internal Caller Caller { get; }

    internal TimeProvider Clock { get; }

    /// <summary>The state of knowledge as answers tell it: an instant, or a position.</summary>
    internal string KnownText { get; }

    /// <summary>The notes that every answer carries.</summary>
    internal IReadOnlyList<string> Notes => Snapshot.IsBeforeAll ? [Core.Answers.Notes.NothingRecordedBefore] : [];

    /// <summary>The forecast as of an instant, with the calls and quotas beside it (DEFINITIONS 3).</summary>
    public async Task<ForecastAnswer> ForecastAsync(ForecastQuestion question, CancellationToken cancellation)
    {
        (await SightAsync(cancellation)).Require(question, question.AsOf, question.AsOf);
        return await TimedAsync(
            "forecast",
            async () => await BesideForecast.AddAsync(this, question, await ForecastQuery.AnswerAsync(this, question, cancellation), cancellation));
    }

    /// <summary>The deals that a column of a forecast counts (DEFINITIONS 3).</summary>
    public async Task<DealsAnswer> DealsAsync(DealsQuestion question, CancellationToken cancellation)
    {
        (await SightAsync(cancellation)).Require(question.Forecast, question.Forecast.AsOf, question.Forecast.AsOf);
        return await TimedAsync("deals", () => DealsQuery.AnswerAsync(this, question, cancellation));
    }

    /// <summary>What changed between two instants (DEFINITIONS 4).</summary>
    public async Task<ChangesAnswer> ChangesAsync(ChangesQuestion question, CancellationToken cancellation)
    {
        (await SightAsync(cancellation)).Require(question, question.From, question.To);
        return await TimedAsync("changes", () => ChangesQuery.AnswerAsync(this, question, cancellation));
    }

    /// <summary>How the forecast of a period went from week to week (DEFINITIONS 3 and 4).</summary>
    public async Task<ReplayAnswer> ReplayAsync(ReplayQuestion question, CancellationToken cancellation)
    {
        (await SightAsync(cancellation)).Require(question, new DateTimeOffset(question.Period.Start.AddDays(-1), default, TimeSpan.Zero), question.AsOf);
        return await TimedAsync("replay", () => ReplayQuery.AnswerAsync(this, question, cancellation));
    }

    /// <summary>
    /// The totals of a forecast, each category alone, at instants in their order, with calls and quotas beside them; whether a call is stale is not
    /// told. Instants that a replay of the period up to the last of them passes cost little.
    /// </summary>
    public async Task<IReadOnlyList<ForecastRow>> CourseAsync(
        ForecastQuestion question, IReadOnlyList<DateTimeOffset> instants, CancellationToken cancellation)
    {
        (await SightAsync(cancellation)).Require(question, instants.DefaultIfEmpty(question.AsOf).Min(), instants.DefaultIfEmpty(question.AsOf).Max());
        return await TimedAsync("course", () => CourseQuery.AnswerAsync(this, question, instants, cancellation));
    }

    /// <summary>Where the deals that a forecast counts at one instant are at another (DEFINITIONS 3 and 4).</summary>
    public async Task<TransitionsAnswer> TransitionsAsync(TransitionsQuestion question, CancellationToken cancellation)
    {
        (await SightAsync(cancellation)).Require(question, question.From, question.To);
        return await TimedAsync("transitions", () => TransitionsQuery.AnswerAsync(this, question, cancellation));
    }

    /// <summary>Who pushed and slipped what in a window (DEFINITIONS 5).</summary>
    public async Task<SlippageAnswer> SlippageAsync(SlippageQuestion question, CancellationToken cancellation)
    {
        (await SightAsync(cancellation)).Require(question, question.From, question.To);
        return await TimedAsync("slippage", () => SlippageQuery.AnswerAsync(this, question, cancellation));
    }

    /// <summary>When the pushes of a window were made, and on which deals (DEFINITIONS 5).</summary>
    public async Task<PushesAnswer> PushesAsync(PushesQuestion question, CancellationToken cancellation)
    {
        (await SightAsync(cancellation)).Require(question.Slippage, question.Slippage.From, question.Slippage.To);
        return await TimedAsync("pushes", () => PushesQuery.AnswerAsync(this, question, cancellation));
    }

    /// <summary>Both of these from one reading of the moves: they ask about the same window and scope.</summary>
    public async Task<(SlippageAnswer Slippage, PushesAnswer Pushes)> SlippageAndPushesAsync(
        SlippageQuestion slippage, PushesQuestion pushes, CancellationToken cancellation)
    {
        var sight = await SightAsync(cancellation);
        sight.Require(slippage, slippage.From, slippage.To);
        sight.Require(pushes.Slippage, pushes.Slippage.From, pushes.Slippage.To);
        return await TimedAsync("slippage", () => PushesQuery.BesideAsync(this, slippage, pushes, cancellation));
    }

    /// <summary>The calls as of an instant (DEFINITIONS 6).</summary>
    public Task<CallsAnswer> CallsAsync(CallsQuestion question, CancellationToken cancellation) =>
        TimedAsync("calls", () => CallsQuery.ListAsync(this, question, cancellation));

    /// <summary>
    /// A call as of an instant, what its roll-up is then, and at most so many of the deals that moved since. Refused when there is no such
    /// call (<c>call-unknown</c>), and for an instant before it (<c>call-not-stated-yet</c>).
    /// </summary>
    public Task<CallAnswer> CallAsync(string id, DateTimeOffset asOf, int limit, CancellationToken cancellation) =>
        TimedAsync("call", () => CallsQuery.ShowAsync(this, id, asOf, limit, cancellation));

    /// <summary>The deals that moved between the basis of a call that this view listed and an instant; at most so many are listed.</summary>
    public Task<DealDifferences> MovedSinceAsync(CallState call, DateTimeOffset asOf, int limit, CancellationToken cancellation) =>
        TimedAsync("moved", () => CallsQuery.MovedAsync(this, call, asOf, limit, cancellation));

    /// <summary>The quotas that hold at an instant.</summary>
    public Task<QuotasAnswer> QuotasAsync(QuotasQuestion question, CancellationToken cancellation) =>
        TimedAsync("quotas", () => QuotasQuery.AnswerAsync(this, question, cancellation));

    /// <summary>The follow-ups that a question asks for.</summary>
    public Task<FollowUpsAnswer> FollowUpsAsync(FollowUpsQuestion question, CancellationToken cancellation) =>
        TimedAsync("follow-ups", () => FollowUpsQuery.ListAsync(this, question, cancellation));

    /// <summary>A follow-up as of an instant. Refused when there was none by then (<c>follow-up-unknown</c>).</summary>
    public Task<FollowUpAnswer> FollowUpAsync(string id, DateTimeOffset asOf, CancellationToken cancellation) =>
        TimedAsync("follow-up", () => FollowUpsQuery.ShowAsync(this, id, asOf, cancellation));

    /// <summary>What a team's forecast call looks at.</summary>
    public async Task<CallSheetAnswer> CallSheetAsync(CallSheetQuestion question, CancellationToken cancellation)
    {
        (await SightAsync(cancellation)).Require(question, question.Since, question.AsOf);
        return await TimedAsync("call-sheet", () => CallSheetQuery.AnswerAsync(this, question, cancellation));
    }

    /// <summary>Everyone who was known at an instant, in the order of their ids, and whom they reported to.</summary>
    public Task<PeopleAnswer> PeopleAsync(DateTimeOffset asOf, CancellationToken cancellation) =>
        TimedAsync("people", () => PeopleQuery.AnswerAsync(this, asOf, cancellation));

    /// <summary>A deal as of an instant with every event up to it. Refused when the deal is unknown or was not open yet.</summary>
    public Task<DealAnswer> DealAsync(string opportunityId, DateTimeOffset asOf, CancellationToken cancellation) =>
        TimedAsync("deal", () => DealQuery.AnswerAsync(this, opportunityId, asOf, cancellation));

    /// <summary>The deals that have an id, a name or an account that begins so, as they are now.</summary>
    public Task<FindAnswer> FindAsync(FindQuestion question, CancellationToken cancellation) =>
        TimedAsync("find", () => FindQuery.AnswerAsync(this, question, cancellation));

    /// <summary>How near the calls of a period came to what was closed, and who sandbags (DEFINITIONS 6).</summary>
    public Task<AccuracyAnswer> AccuracyAsync(Period period, DateTimeOffset asOf, CancellationToken cancellation) =>
        TimedAsync("accuracy", () => AccuracyQuery.AnswerAsync(this, period, asOf, cancellation));

    /// <summary>The settings in force at an instant, and everything that was ever set.</summary>
    public SettingsAnswer SettingsAt(DateTimeOffset asOf) => OrganisationQuery.Settings(this, asOf);

    /// <summary>The rates in force at an instant.</summary>
    public Task<RatesAnswer> RatesAtAsync(DateTimeOffset asOf, CancellationToken cancellation) => OrganisationQuery.RatesAsync(this, asOf, cancellation);

    /// <summary>Which categories were overridden up to an instant, by whom, and what came of it.</summary>
    public async Task<OverridesAnswer> OverridesAsync(OverridesQuestion question, CancellationToken cancellation)
    {
        (await SightAsync(cancellation)).Require(question, DateTimeOffset.MinValue, question.AsOf);
        return await TimedAsync("overrides", () => OverridesQuery.AnswerAsync(this, question, cancellation));
    }

    /// <summary>
    /// The changes, up to an instant, of deals that closed in a period before or after them, which were recorded more than so much later than they
    /// happened; at most so many, in the order of recording.
    /// </summary>
    public Task<IReadOnlyList<LateChange>> LateChangesAsync(
        Period period, DateTimeOffset asOf, TimeSpan after, int limit, CancellationToken cancellation) =>
        TimedAsync("late-changes", () => LateChangesQuery.AnswerAsync(this, period, asOf, after, limit, cancellation));

    /// <summary>The seals of what is known here, made up to an instant, in the order of their ids.</summary>
    public async Task<IReadOnlyList<Seal>> SealsAsync(DateTimeOffset upTo, CancellationToken cancellation) => await Snapshot.SealsAsync(upTo, cancellation);

    /// <summary>The first seal that covers a position of the log, none when it is not sealed yet.</summary>
    public Task<Seal?> SealOverAsync(long position, CancellationToken cancellation) => Snapshot.SealOverAsync(position, cancellation);

    /// <summary>What was recorded between two states of knowledge changed in a forecast; this view knows all that either does.</summary>
    public async Task<RestatedAnswer> RestatedAsync(RestatedQuestion question, CancellationToken cancellation)
    {
        (await SightAsync(cancellation)).Require(question.Forecast, question.Forecast.AsOf, question.Forecast.AsOf);
        return await TimedAsync("restated", () => RestatedQuery.AnswerAsync(this, question, cancellation));
    }

    /// <summary>
    /// The deals that count differently in a forecast as known here than as of an instant (UTC) in a view that knows less, as
    /// <see cref="KnowingAsync"/> gives one. At most <paramref name="limit"/> are listed.
    /// </summary>
    public Task<DealDifferences> DifferencesAsync(
        LedgerView earlier, DateTimeOffset earlierAsOf, ForecastQuestion question, int limit, CancellationToken cancellation) =>
        TimedAsync("differences", () => DifferencesQuery.AnswerAsync(earlier, earlierAsOf, this, question, limit, cancellation));

    /// <summary>
    /// The same view, knowing only what was known at another point of the log; it lives as long as this one. Refused when the position is not
    /// in the log yet; the refusal names the field of the question that told it.
    /// </summary>
    public async Task<LedgerView> KnowingAsync(KnownAt knownAt, CancellationToken cancellation, string field = "knownAt") =>
        new(await Snapshot.KnowingAsync(knownAt, field, cancellation), knownAt, Clock, Caller);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Snapshot.DisposeAsync();

    private Task<T> TimedAsync<T>(string kind, Func<Task<T>> answer) => Snapshot.Meters.AnswerAsync(kind, Tenant, answer);

    /// <summary>
    /// The hierarchy that a question looks at, and the names of the teams that have one of their own. Refused where a question asks for
    /// teams and there are none (<c>no-teams</c>), or for one that nobody ever reported to (<c>team-unknown</c>).
    /// </summary>
    internal async Task<(TeamsOverTime Teams, Dictionary<string, string> Names)> TeamsAsync(IScoped question, CancellationToken cancellation)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        if (question.By != GroupBy.Team && question.Team is null)
        {
            return (TeamsOverTime.None, names);
        }

        foreach (var fact in (await Snapshot.FactsAsync(PersonEvent.Kind, cancellation)).Where(f => f.Data is TeamNamed).Order(Comparer<RecordedFact>.Create(RecordedFact.Compare)))
        {
            if (fact.Data is TeamNamed { To: { } name })
            {
                names[fact.Stream.Id] = name;
            }
        }

        // A question about what was known before anybody told of teams is answered: with none.
        var lines = await Snapshot.LinesAsync(cancellation);
        var told = await Snapshot.AllLinesAsync(cancellation);
        if (told.Moves.Count == 0)
        {
            throw new RefusedException("no-teams", "Nobody reports to anybody in this ledger; take people in with 'people import FILE' or with User.csv of an export.", "by");
        }

        if (question.Team is { } team && !told.IsTeam(team))
        {
            throw new RefusedException("team-unknown", $"Nobody ever reported to '{team}'; name the person who leads the team, as 'people show' lists them.", "team");
        }

        return (question.Hierarchy == HierarchyChoice.Current ? TeamsOverTime.Always(lines.At(Clock.GetUtcNow())) : TeamsOverTime.AsOf(lines), names);
    }

    /// <summary>The same for a list that holds only what whoever asks may see.</summary>
    internal IReadOnlyList<string> NotesFor(Sight sight) => sight.SeesAll ? Notes : [.. Notes, Core.Answers.Notes.OwnOnly];

    /// <summary>Whose deals whoever asks sees.</summary>
    public async Task<Sight> SightAsync(CancellationToken cancellation) => Caller.Reach is Reach.Own or Reach.Below
        ? new Sight(Caller, await Snapshot.LinesAsync(cancellation), (await Snapshot.AllLinesAsync(cancellation)).At(Clock.GetUtcNow()))
        : new Sight(Caller, ReportingLines.Of([]), Hierarchy.Flat);

    /// <summary>The settings that a question about an instant is answered by.</summary>
    internal Settings SettingsOf(IScoped question, DateTimeOffset asked) => question.Settings ?? Settings.At(asked);

    /// <summary>The rates that a question is answered by, in the reporting currency of its settings.</summary>
    internal async Task<RatesOverTime> RatesAsync(IScoped question, Settings settings, CancellationToken cancellation)
    {
        var history = await Snapshot.RatesAsync(cancellation);
        return question.RatesAt is { } at
            ? RatesOverTime.Fixed(history, settings.ReportingCurrency, at)
            : RatesOverTime.AsOf(history, settings.ReportingCurrency);
    }

    /// <summary>What the rows of these keys are called.</summary>
    internal async Task<Func<string, string>> KeyNamesAsync(GroupBy by, Dictionary<string, string> teamNames, CancellationToken cancellation)
    {
        var names = by is GroupBy.Owner or GroupBy.Team
            ? await Snapshot.PeopleNamesAsync(cancellation)
            : new Dictionary<string, string>(StringComparer.Ordinal);
        var teams = by == GroupBy.Team ? teamNames : [];
        return key => key.Length == 0 ? "(none)" : teams.GetValueOrDefault(key) ?? names.GetValueOrDefault(key, key);
    }
}
