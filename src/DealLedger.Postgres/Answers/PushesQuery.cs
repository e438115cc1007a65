using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Slippage;

namespace DealLedger.Postgres.Answers;

/// <summary>Answers when pushes were made and on which deals, from one view: every move of the window passes by (DEFINITIONS 5).</summary>
internal static class PushesQuery
{
    /// <summary>When the pushes of a window were made, and on which deals.</summary>
    public static async Task<PushesAnswer> AnswerAsync(LedgerView view, PushesQuestion question, CancellationToken cancellation)
    {
        var (snapshot, asked, now) = (view.Snapshot, question.Slippage, view.Clock.GetUtcNow());
        var settings = view.SettingsOf(asked, asked.To);
        var rates = await view.RatesAsync(asked, settings, cancellation);
        var (teams, teamNames) = await view.TeamsAsync(asked, cancellation);

        // Nothing can have been pushed in weeks that are still to come.
        var weeks = PushWeeks.Of(settings, asked.From, asked.To < now ? asked.To : now);
        var pushes = new PushesBuilder(weeks, question.Limit, question.After);
        await SlippageQuery.ReadMovesAsync(snapshot, asked, teams, pushes.Add, cancellation);
        var figures = pushes.Figures();
        var deals = new List<CloseDatePath>(figures.Deals.Count);
        foreach (var chunk in figures.Deals.Chunk(1_000))
        {
            var timelines = await snapshot.TimelinesAsync(chunk, cancellation);
            deals.AddRange(chunk.Select(id => CloseDatePath.Of(timelines[id], asked, teams, settings.Calendar, rates)));
        }

        var names = await view.KeyNamesAsync(GroupBy.Owner, teamNames, cancellation);
        return new PushesAnswer(
            SlippageBuilder.Definition, view.Tenant.Value, asked.From, asked.To, asked.Period, asked.To > now, view.KnownText, snapshot.Reached, view.Notes,
            settings.ReportingCurrency, figures.Pushes, figures.Weeks, [.. figures.Rows.Select(r => r with { Name = names(r.Key) })], figures.RepsTotal, deals,
            figures.DealsTotal, figures.Next?.ToString(), settings.Version, asked.RatesAt);
    }
}
