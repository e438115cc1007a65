using DealLedger.Core.Answers;
using DealLedger.Core.CallSheet;
using DealLedger.Core.Currencies;
using DealLedger.Core.FollowUps;
using DealLedger.Core.Forecasting;
using DealLedger.Core.People;
using DealLedger.Core.Waterfall;

namespace DealLedger.Postgres.Answers;

/// <summary>Answers what a team's forecast call looks at from one view: two forecasts, one pass over what changed, and one over the deals of the period.</summary>
internal sealed class CallSheetQuery
{
    // Stream by stream, whatever the planner thinks of the log.
    private const string EverFlagged = """
        SELECT wanted.id FROM unnest($2::varchar[]) AS wanted (id)
        CROSS JOIN LATERAL (
            SELECT FROM ledger.mt_events e
            WHERE e.tenant_id = $1 AND e.stream_id = 'opportunity/' || wanted.id AND e.seq_id <= $3 AND e.type = 'flag_set' LIMIT 1
        ) flagged
        """;

    private readonly LedgerView _view;
    private readonly CallSheetQuestion _question;
    private readonly TeamsOverTime _teams;
    private readonly RatesOverTime _rates;

    private CallSheetQuery(LedgerView view, CallSheetQuestion question, TeamsOverTime teams, RatesOverTime rates) =>
        (_view, _question, _teams, _rates) = (view, question, teams, rates);

    /// <summary>The call sheet of a team, of the top one where none is named.</summary>
    public static async Task<CallSheetAnswer> AnswerAsync(LedgerView view, CallSheetQuestion asked, CancellationToken cancellation)
    {
        var settings = view.SettingsOf(asked, asked.AsOf);
        var question = asked with { Team = asked.Team ?? await TopTeamAsync(view, asked, cancellation), Settings = settings };
        var (teams, names) = await view.TeamsAsync(question, cancellation);
        var people = await view.Snapshot.PeopleNamesAsync(cancellation);
        var query = new CallSheetQuery(view, question, teams, await view.RatesAsync(question, settings, cancellation));
        var now = await view.ForecastAsync(question.ForecastAt(question.AsOf), cancellation);
        var before = await ForecastQuery.AnswerAsync(view, question.ForecastAt(question.Since), cancellation);
        var window = new Window(question.Since, question.AsOf, new LensOverTime(teams, query._rates));
        var moves = new SheetMovements(question.Changes.Scope, window, SheetRules.Shown);
        await ChangesQuery.ReadDealsAsync(view.Snapshot, question.Changes.Period, window, needsKind: true, moves.AddDeal, cancellation);
        var open = await query.OpenDealsAsync(cancellation);
        var parts = new Dictionary<SheetPartKind, SheetPart>();
        foreach (var kind in Enum.GetValues<SheetPartKind>())
        {
            var moved = moves.Take(kind);
            parts.Add(kind, new SheetPart(
                Figures(now, kind), Figures(before, kind), await ToldAsync(moved.Won), await ToldAsync(moved.Lost), await ToldAsync(moved.Slipped),
                await ToldAsync(moved.Moved),
                await DealsQuery.ListAsync(view.Snapshot, [.. open[kind].Take(SheetRules.KeyDeals)], question.AsOf, cancellation),
                await query.FlaggedAsync(open[kind], cancellation)));
        }

        var followUps = new FollowUpsQuestion(question.AsOf, question.Team, Limit: SheetRules.KeyDeals);
        var due = await FollowUpsQuery.ListAsync(view, followUps, cancellation);
        var closed = await FollowUpsQuery.ListAsync(
            view, followUps with { Standing = FollowUpStanding.Closed, ClosedSince = question.Since, Limit = SheetRules.Shown }, cancellation);
        return new CallSheetAnswer(
            SheetRules.Definition, view.Tenant.Value, question.Since, question.AsOf, view.KnownText, view.Position, now.Notes, question.Period,
            question.Team, question.Team is { } team ? names.GetValueOrDefault(team) ?? people.GetValueOrDefault(team) : null, now.Currency, before.Unconverted,
            now.Unconverted, now.Total, SheetFigures.Of([now.Total]), SheetFigures.Of([before.Total]), parts[SheetPartKind.NewAndExpansion],
            parts[SheetPartKind.Renewals], due.FollowUps, due.FollowUpsTotal, closed.FollowUps, closed.FollowUpsTotal, settings.Version,
            question.RatesAt);

        async Task<SheetChanges> ToldAsync(SheetMoves told) => new(
            told.Count, told.Amount, await ChangesQuery.DescribeAsync(view.Snapshot, question.Changes, window, question.Changes.Scope, told.Largest, cancellation));
    }

    // The one with the most people, of those that nobody stands above; none where nobody reports to anybody.
    private static async Task<string?> TopTeamAsync(LedgerView view, CallSheetQuestion question, CancellationToken cancellation)
    {
        var teams = (await view.Snapshot.LinesAsync(cancellation)).At(question.Hierarchy == HierarchyChoice.Current ? view.Clock.GetUtcNow() : question.AsOf);
        return teams.People.Where(p => teams.IsTeam(p) && teams.Parent(p) is null)
            .OrderByDescending(p => teams.Members(p).Count).ThenBy(p => p, StringComparer.Ordinal).FirstOrDefault();
    }

    private static SheetFigures Figures(ForecastAnswer forecast, SheetPartKind kind) => SheetFigures.Of(forecast.Rows!.Where(r => SheetRules.PartOf(r.Key) == kind));

    // Of each part the largest, as many as flags are looked for in.
    private async Task<Dictionary<SheetPartKind, IReadOnlyList<CountedDeal>>> OpenDealsAsync(CancellationToken cancellation)
    {
        var forecast = _question.ForecastAt(_question.AsOf);
        var (teams, rates) = (_teams.At(_question.AsOf), _rates.At(_question.AsOf));
        var open = Enum.GetValues<SheetPartKind>().ToDictionary(
            kind => kind, _ => new CountedDeals(new DealsQuestion(forecast, ForecastColumn.OpenPipeline, Limit: SheetRules.LookedAt), teams, rates));
        await DealsQuery.ReadAsync(_view.Snapshot, forecast, teams, (id, deal) => open[SheetRules.PartOf(deal.Type)].Add(id, deal), cancellation);
        return open.ToDictionary(o => o.Key, o => o.Value.Figures().Deals);
    }

    // Flags stand in no read model: those who ever had one are found in the log, and folded.
    private async Task<SheetFlagged> FlaggedAsync(IReadOnlyList<CountedDeal> open, CancellationToken cancellation)
    {
        var ever = await _view.Snapshot.IdsAsync(EverFlagged, [.. open.Select(d => d.Id)], cancellation);
        var timelines = await _view.Snapshot.TimelinesAsync(ever, cancellation);
        var flagged = open.Where(d => timelines.ContainsKey(d.Id))
            .Select(d => (Deal: d, Flags: SheetRules.WarningsOf(timelines[d.Id].StateAt(_question.AsOf)?.Flags ?? []))).Where(d => d.Flags.Count > 0).ToList();
        var listed = await DealsQuery.ListAsync(_view.Snapshot, [.. flagged.Take(SheetRules.Shown).Select(f => f.Deal)], _question.AsOf, cancellation);
        return new SheetFlagged(open.Count, flagged.Count, [.. listed.Zip(flagged, (deal, f) => new FlaggedDeal(deal, f.Flags))]);
    }
}
