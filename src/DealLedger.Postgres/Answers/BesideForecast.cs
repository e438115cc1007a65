using DealLedger.Core.Answers;
using DealLedger.Core.Calls;
using DealLedger.Core.Currencies;
using DealLedger.Core.Forecasting;
using DealLedger.Core.People;
using DealLedger.Core.Quotas;
using DealLedger.Core.Time;

namespace DealLedger.Postgres.Answers;

/// <summary>Puts the calls in force and the quotas beside a finished forecast (DEFINITIONS 3, Beside the roll-up).</summary>
internal sealed class BesideForecast
{
    private readonly ForecastQuestion _question;
    private readonly ForecastAnswer _answer;
    private readonly FiscalCalendar _calendar;
    private readonly Rates _rates;
    private readonly Hierarchy _teams;
    private readonly ILookup<(CallScope, string), StandingCall> _calls;
    private readonly QuotaBook _quotas;
    private readonly HashSet<string> _left;

    private BesideForecast(
        ForecastQuestion question, ForecastAnswer answer, FiscalCalendar calendar, Rates rates, Hierarchy teams, ILookup<(CallScope, string), StandingCall> calls,
        QuotaBook quotas, HashSet<string> left) =>
        (_question, _answer, _calendar, _rates, _teams, _calls, _quotas, _left) = (question, answer, calendar, rates, teams, calls, quotas, left);

    /// <summary>
    /// The answer with what stands beside its total, and beside its rows where they are owners or teams. Which calls are stale takes the roll-ups of
    /// everybody; where nobody asks for it, none is said to be.
    /// </summary>
    public static async Task<ForecastAnswer> AddAsync(
        LedgerView view, ForecastQuestion question, ForecastAnswer answer, CancellationToken cancellation, bool tellsStale = true)
    {
        var snapshot = view.Snapshot;
        var settings = view.SettingsOf(question, question.AsOf);
        var calendar = settings.Calendar;
        var facts = await snapshot.FactsAsync(CallSubmitted.Kind, [question.Period.Id], cancellation);
        var quotas = await snapshot.FactsAsync(QuotaSet.Kind, PeriodParts.NamesWithin(calendar, question.Period), cancellation);
        if (facts.Count == 0 && quotas.Count == 0)
        {
            return answer;
        }

        var ofName = CallBook.Of(facts).InForce(question.AsOf);
        var inForce = ofName.Where(c => c.Slot.Period == question.Period).ToList();
        var book = QuotaBook.Of(quotas);
        var isOther = book.At(question.AsOf).Select(q => q.Slot.Period)
            .Any(p => p != (p.Id == question.Period.Id ? question.Period : calendar.TryParse(p.Id, out var part) ? part : null));
        HashSet<string> stale = tellsStale ? await CallsQuery.StaleAsync(view, inForce, question.AsOf, cancellation) : [];
        var note = await CallsQuery.NotesAsync(view, inForce, cancellation);
        var people = await view.Snapshot.PeopleNamesAsync(cancellation);
        var calls = inForce
            .OrderBy(c => c.Slot.Layer).ThenByDescending(c => c.Slot.Category).ThenBy(c => c.Slot.For, StringComparer.Ordinal)
            .ToLookup(c => (c.Slot.Scope, c.Slot.For), c => new StandingCall(
                c.Id, c.Slot.For, people.GetValueOrDefault(c.Slot.For), c.Slot.Layer, c.Slot.Category, c.Amount, c.Currency, c.By, people.GetValueOrDefault(c.By), c.At,
                note(c).Text, note(c).IsErased, stale.Contains(c.Id)));
        var (_, names) = await view.TeamsAsync(question, cancellation);
        var told = await snapshot.FactsAsync(PersonEvent.Kind, cancellation);
        var lines = await snapshot.LinesAsync(cancellation);
        var left = told.Where(f => f.Data.At <= question.AsOf).GroupBy(f => f.Stream.Id, StringComparer.Ordinal)
            .Where(p => !PersonState.Of(p.Key, p).IsActive).Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
        var teams = question.Hierarchy == HierarchyChoice.Current ? lines.At(view.Clock.GetUtcNow()) : lines.At(question.AsOf);
        var rates = (await view.RatesAsync(question, settings, cancellation)).At(question.AsOf);
        var beside = new BesideForecast(question, answer, calendar, rates, teams, calls, book, left);
        var rows = beside.Rows();
        var missing = await view.KeyNamesAsync(question.By, names, cancellation);
        return answer with
        {
            Notes =
            [
                .. answer.Notes, .. inForce.Count < ofName.Count ? new[] { Notes.CallsOfAnotherCalendar } : [],
                .. isOther ? new[] { Notes.QuotasOfAnotherCalendar } : [],
            ],
            Total = beside.Total(),
            Rows = rows?.ConvertAll(r => r.Name.Length == 0 ? r with { Name = missing(r.Key) } : r),
        };
    }

    private ForecastRow Total()
    {
        if (_question is { Owner: { } owner, Team: { } team } && !_teams.IsIn(team, owner))
        {
            return _answer.Total;
        }

        if (_question.Owner is { } own)
        {
            return With(_answer.Total, CallScope.Own, own);
        }

        return _question.Team is { } asked ? With(_answer.Total, CallScope.Team, asked) : _answer.Total.With([.. TopCalls()], TopQuota());
    }

    // Of everyone: what is said of those that nobody stands above.
    private IEnumerable<StandingCall> TopCalls() => _calls
        .Where(c => c.Key.Item1 == CallScope.Team ? IsTop(c.Key.Item2) : _teams.TeamsOf(c.Key.Item2) is [Hierarchy.NoTeam])
        .SelectMany(c => c).OrderBy(c => c.Layer).ThenByDescending(c => c.Category).ThenBy(c => c.For, StringComparer.Ordinal);

    // Of every top team and of those in no team; no total from a part, so none where a top team has none.
    private decimal? TopQuota()
    {
        var alone = _quotas.Holders(CallScope.Own).Where(h => _teams.TeamsOf(h) is [Hierarchy.NoTeam])
            .Select(h => Quota(CallScope.Own, h)).OfType<decimal>().ToList();
        var teams = _teams.People.Where(IsTop).Select(TeamQuota).ToList();
        return teams.Count + alone.Count == 0 || teams.Contains(null) ? null : teams.Sum() + alone.Sum();
    }

    // The team's own, else the sum of those of its members and of the teams in it; who leads it or has left needs none.
    private decimal? TeamQuota(string team)
    {
        if (Quota(CallScope.Team, team) is { } set)
        {
            return set;
        }

        var reports = _teams.People.Where(p => _teams.ManagerOf(p) == team)
            .Select(p => _teams.IsTeam(p) ? TeamQuota(p) : Quota(CallScope.Own, p) ?? (_left.Contains(p) ? 0 : null)).ToList();
        return reports.Contains(null) ? null : reports.Sum() + (Quota(CallScope.Own, team) ?? 0);
    }

    // Also the lines of those who have a call or a quota and no deals.
    private List<ForecastRow>? Rows()
    {
        if (_answer.Rows is not { } rows || _question.By is not (GroupBy.Owner or GroupBy.Team))
        {
            return _answer.Rows?.ToList();
        }

        var scope = _question.By == GroupBy.Team ? CallScope.Team : CallScope.Own;
        var keys = rows.Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        var more = _calls.Select(c => c.Key).Where(k => k.Item1 == scope).Select(k => k.Item2)
            .Concat(_quotas.Holders(scope).Where(h => Quota(scope, h) is not null))
            .Where(who => !keys.Contains(who) && IsAskedFor(who, scope)).Distinct(StringComparer.Ordinal);
        return
        [
            .. rows.Concat(more.Select(who => ForecastRow.Empty(who, scope == CallScope.Team ? _teams.Parent(who) : null) with { Name = "" }))
                .OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => r.Key.Length == 0 ? r : With(r, scope, r.Key)),
        ];
    }

    private bool IsAskedFor(string who, CallScope scope) =>
        (scope == CallScope.Own || _teams.IsTeam(who)) && (_question.Owner is not { } owner || (scope == CallScope.Own && owner == who))
        && (_question.Team is not { } team || _teams.IsIn(team, who));

    private bool IsTop(string who) => _teams.IsTeam(who) && _teams.Parent(who) is null;

    private ForecastRow With(ForecastRow row, CallScope scope, string who) => row.With([.. _calls[(scope, who)]], Quota(scope, who));

    private decimal? Quota(CallScope scope, string who) =>
        _quotas.Amount(new QuotaSlot(who, scope, _question.Period), _calendar, _rates, _question.AsOf);
}
