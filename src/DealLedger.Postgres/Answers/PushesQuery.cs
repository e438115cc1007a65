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
        var (teams, _) = await view.TeamsAsync(question.Slippage, cancellation);
        var pushes = Builder(view, question);
        await SlippageQuery.ReadMovesAsync(view.Snapshot, question.Slippage, teams, pushes.Add, cancellation);
        return await AnswerAsync(view, question, pushes.Figures(), cancellation);
    }

    /// <summary>The same beside who pushed and slipped what in that window, for the same scope: the moves are read once for both.</summary>
    public static async Task<(SlippageAnswer Slippage, PushesAnswer Pushes)> BesideAsync(
        LedgerView view, SlippageQuestion slippage, PushesQuestion question, CancellationToken cancellation)
    {
        var asked = question.Slippage;
        if ((asked.From, asked.To, asked.Owner, asked.Team, asked.Hierarchy) != (slippage.From, slippage.To, slippage.Owner, slippage.Team, slippage.Hierarchy))
        {
            throw new ArgumentException("The pushes are asked for in another window or scope than the slippage.", nameof(question));
        }

        var pushes = Builder(view, question);
        var answer = await SlippageQuery.AnswerAsync(view, slippage, cancellation, pushes.Add);
        return (answer, await AnswerAsync(view, question, pushes.Figures(), cancellation));
    }

    // Nothing can have been pushed in weeks that are still to come.
    private static PushesBuilder Builder(LedgerView view, PushesQuestion question)
    {
        var (asked, now) = (question.Slippage, view.Clock.GetUtcNow());
        var weeks = PushWeeks.Of(view.SettingsOf(asked, asked.To), asked.From, asked.To < now ? asked.To : now);
        return new PushesBuilder(weeks, question.Limit, question.After);
    }

    private static async Task<PushesAnswer> AnswerAsync(LedgerView view, PushesQuestion question, PushFigures figures, CancellationToken cancellation)
    {
        var (snapshot, asked, now) = (view.Snapshot, question.Slippage, view.Clock.GetUtcNow());
        var settings = view.SettingsOf(asked, asked.To);
        var rates = await view.RatesAsync(asked, settings, cancellation);
        var (teams, teamNames) = await view.TeamsAsync(asked, cancellation);
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
