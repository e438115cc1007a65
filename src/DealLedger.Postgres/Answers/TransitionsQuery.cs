using DealLedger.Core.Answers;
using DealLedger.Core.Opportunities;
using DealLedger.Core.People;
using DealLedger.Core.Transitions;
using DealLedger.Core.Waterfall;
using DealLedger.Postgres.ReadModels;

namespace DealLedger.Postgres.Answers;

/// <summary>
/// Answers where the deals that a forecast counts at one instant are at another, from one view (DEFINITIONS 3 and 4). Every deal of the period at either
/// instant passes by; those that it does not count at the other one are looked up there, all at once.
/// </summary>
internal static class TransitionsQuery
{
    private const string AtBothEnds = $$"""
        SELECT coalesce(a.deal_id, b.deal_id), {{ChangeRowTable.ViewsOfBoth}}
        FROM (
            SELECT c.deal_id, {{ChangeRowTable.ViewColumns}}
            FROM ({believed}) c
            WHERE c.close_date BETWEEN $5 AND $6 AND c.at <= $7 AND c.held_to > $7 AND NOT c.deleted AND ($9 IS NULL OR coalesce(c.owner, '') = ANY ($9))
        ) a
        FULL JOIN (
            SELECT c.deal_id, {{ChangeRowTable.ViewColumns}}
            FROM ({believed}) c
            WHERE c.close_date BETWEEN $5 AND $6 AND c.at <= $8 AND c.held_to > $8 AND NOT c.deleted AND ($10 IS NULL OR coalesce(c.owner, '') = ANY ($10))
        ) b ON b.deal_id = a.deal_id
        """;

    /// <summary>Where the deals of a forecast at one instant are at another.</summary>
    public static async Task<TransitionsAnswer> AnswerAsync(LedgerView view, TransitionsQuestion question, CancellationToken cancellation)
    {
        var snapshot = view.Snapshot;
        var settings = view.SettingsOf(question, question.To);
        var rates = await view.RatesAsync(question, settings, cancellation);
        var (teams, _) = await view.TeamsAsync(question, cancellation);
        var lenses = new LensOverTime(teams, rates);
        var sums = new TransitionSums(question, lenses.At(question.From), lenses.At(question.To));
        await AddAsync(snapshot, question, teams, sums, cancellation);
        var figures = sums.Figures();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var chunk in figures.Deals.Chunk(1_000))
        {
            foreach (var (id, name) in await snapshot.NamesAsync([.. chunk.Select(d => d.Id)], question.To, cancellation))
            {
                names[id] = name;
            }
        }

        return new TransitionsAnswer(
            TransitionsAnswer.Version, view.Tenant.Value, question.From, question.To, view.KnownText, snapshot.Reached, view.Notes, question.Period, rates.Reporting,
            figures.Transitions, question.Was, question.Is,
            [
                .. figures.Deals.Select(d => new TransitionedDeal(
                    d.Id, names.GetValueOrDefault(d.Id, d.Id), d.After.Owner, d.Was, d.Is, d.Start, d.End, d.Before?.CloseDate, d.After.CloseDate)),
            ],
            figures.DealsTotal, figures.Next?.ToString(), figures.UnconvertedAtStart, figures.Unconverted, settings.Version, question.RatesAt);
    }

    private static async Task AddAsync(
        Snapshot snapshot, TransitionsQuestion question, TeamsOverTime teams, TransitionSums sums, CancellationToken cancellation)
    {
        var (left, came) = (new Dictionary<string, DealView>(StringComparer.Ordinal), new Dictionary<string, DealView>(StringComparer.Ordinal));
        await using (var command = snapshot.Ask(
            AtBothEnds, Sql.Date(question.Period.Start), Sql.Date(question.Period.End), Sql.Instant(question.From), Sql.Instant(question.To),
            Sql.Ids(Scoping.Owners(question, teams.At(question.From))), Sql.Ids(Scoping.Owners(question, teams.At(question.To)))))
        await using (var batch = snapshot.AskWith(PlannerSetting.PagesOnce, command))
        await using (var reader = await batch.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                var (id, before, after) = (reader.GetString(0), ChangeRowTable.ReadView(reader, 1), ChangeRowTable.ReadView(reader, 1 + ChangeRowTable.ViewCount));
                if (after is null)
                {
                    left.Add(id, before!);
                }
                else if (before is null)
                {
                    came.Add(id, after);
                }
                else
                {
                    sums.Add(id, before, after);
                }
            }
        }

        var now = await DealStates.ReadAsync(snapshot, left.Keys, question.To, cancellation);
        foreach (var (id, before) in left)
        {
            sums.Add(id, before, now.GetValueOrDefault(id));
        }

        var then = await DealStates.ReadAsync(snapshot, came.Keys, question.From, cancellation);
        foreach (var (id, after) in came)
        {
            sums.Add(id, then.GetValueOrDefault(id), after);
        }
    }
}
