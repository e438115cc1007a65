using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;
using DealLedger.Core.People;
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
        await ReadAsync(snapshot, forecast, teams, counted.Add, cancellation);
        var figures = counted.Figures();
        return new DealsAnswer(
            Forecast.Definition, view.Tenant.Value, forecast.AsOf, view.KnownText, snapshot.Reached, view.Notes, forecast.Period, forecast.Rollup,
            question.Column, question.Key, rates.Reporting, figures.Unconverted, figures.Total,
            await ListAsync(snapshot, figures.Deals, forecast.AsOf, cancellation), figures.Next?.ToString(), settings.Version, forecast.RatesAt);
    }

    /// <summary>Reads every deal that is in the period and the scope of a forecast, with its state.</summary>
    public static async Task ReadAsync(Snapshot snapshot, ForecastQuestion forecast, Hierarchy teams, Action<string, DealView> add, CancellationToken cancellation)
    {
        await using var command = snapshot.Ask(
            InPeriod, Sql.Date(forecast.Period.Start), Sql.Date(forecast.Period.End), Sql.Instant(forecast.AsOf), Sql.Ids(Scoping.Owners(forecast, teams)));
        await using var batch = snapshot.AskWith(PlannerSetting.PagesOnce, command);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            add(reader.GetString(0), ChangeRowTable.ReadView(reader, 1)!);
        }
    }

    /// <summary>Deals as they are listed, in this order, with their names as of an instant.</summary>
    public static async Task<IReadOnlyList<ListedDeal>> ListAsync(Snapshot snapshot, IReadOnlyList<CountedDeal> deals, DateTimeOffset asOf, CancellationToken cancellation)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var chunk in deals.Chunk(1_000))
        {
            foreach (var (id, name) in await snapshot.NamesAsync([.. chunk.Select(d => d.Id)], asOf, cancellation))
            {
                names[id] = name;
            }
        }

        return [.. deals.Select(d => Listed(d, names.GetValueOrDefault(d.Id, d.Id)))];
    }

    private static ListedDeal Listed(CountedDeal deal, string name)
    {
        var state = deal.State;
        return new ListedDeal(
            deal.Id, name, state.Owner, state.Stage, state.Category.Name(), state.Outcome.Name(), state.Amount, state.Currency, deal.Value, state.CloseDate,
            state.Probability, state.Type, state.Segment);
    }
}
