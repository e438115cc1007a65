using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;
using DealLedger.Postgres.ReadModels;

namespace DealLedger.Postgres.Answers;

/// <summary>Answers which deals a column of a forecast counts, from one view: every deal of the period passes by, the largest are kept (DEFINITIONS 3).</summary>
internal static class DealsQuery
{
    private const string InPeriod = $$"""
        SELECT c.deal_id, {{ChangeRowTable.ViewColumns}}
        FROM ({believed}) c
        WHERE c.close_date BETWEEN $5 AND $6 AND c.at <= $7 AND c.held_to > $7 AND NOT c.deleted AND ($8 IS NULL OR coalesce(c.owner, '') = ANY ($8))
        """;

    /// <summary>The deals that a column of a forecast counts (DEFINITIONS 3).</summary>
    public static async Task<DealsAnswer> AnswerAsync(LedgerView view, DealsQuestion question, CancellationToken cancellation)
    {
        var (snapshot, forecast) = (view.Snapshot, question.Forecast);
        var (over, _) = await view.TeamsAsync(forecast, cancellation);
        var teams = over.At(forecast.AsOf);
        var settings = view.SettingsOf(forecast, forecast.AsOf);
        var rates = (await view.RatesAsync(forecast, settings, cancellation)).At(forecast.AsOf);
        var counted = new CountedDeals(question, teams, rates);
        await using (var command = snapshot.Ask(
            InPeriod, Sql.Date(forecast.Period.Start), Sql.Date(forecast.Period.End), Sql.Instant(forecast.AsOf), Sql.Ids(Scoping.Owners(forecast, teams))))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                counted.Add(reader.GetString(0), ChangeRowTable.ReadView(reader, 1)!);
            }
        }

        var figures = counted.Figures();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var chunk in figures.Deals.Chunk(1_000))
        {
            foreach (var (id, name) in await snapshot.NamesAsync([.. chunk.Select(d => d.Id)], forecast.AsOf, cancellation))
            {
                names[id] = name;
            }
        }

        return new DealsAnswer(
            Forecast.Definition, view.Tenant.Value, forecast.AsOf, view.KnownText, snapshot.Reached, view.Notes, forecast.Period, forecast.Rollup,
            question.Column, question.Key, rates.Reporting, figures.Unconverted, figures.Total,
            [.. figures.Deals.Select(d => Listed(d, names.GetValueOrDefault(d.Id, d.Id)))], figures.Next?.ToString(), settings.Version, forecast.RatesAt);
    }

    private static ListedDeal Listed(CountedDeal deal, string name)
    {
        var state = deal.State;
        return new ListedDeal(
            deal.Id, name, state.Owner, state.Stage, state.Category.Name(), state.Outcome.Name(), state.Amount, state.Currency, deal.Value, state.CloseDate,
            state.Probability, state.Type, state.Segment);
    }
}
