using DealLedger.Core.Currencies;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;
using Npgsql;

namespace DealLedger.Benchmarks.Yardsticks;

/// <summary>What somebody does who has the events alone: reads all of them in one pass, folds every deal, and adds the forecast up.</summary>
internal static class LogFold
{
    /// <summary>The forecast by owner. The log must be in the order of time, as this one is.</summary>
    public static async Task<ForecastFigures> ForecastAsync(NpgsqlDataSource source, ForecastQuestion question, CancellationToken cancellation)
    {
        var deals = new Dictionary<string, Opportunity?>(StringComparer.Ordinal);
        await using (var command = source.CreateCommand(
            "SELECT stream_id, type, data FROM ledger.mt_events WHERE tenant_id = $1 AND stream_id LIKE 'opportunity/%' ORDER BY seq_id"))
        {
            command.CommandTimeout = 0;
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = MeasuredLedger.Tenant.Value });
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                var e = EventJson.Read(reader.GetString(1), reader.GetFieldValue<byte[]>(2), default, null);
                if (e.At <= question.AsOf)
                {
                    var stream = reader.GetString(0);
                    deals[stream] = Opportunity.Apply(deals.GetValueOrDefault(stream), stream, e);
                }
            }
        }

        var parts = deals.Values.OfType<Opportunity>()
            .Where(d => !d.IsDeleted && d.CloseDate >= question.Period.Start && d.CloseDate <= question.Period.End)
            .Select(d => new ForecastPart(
                d.Owner ?? "", d.Outcome, d.Category, d.Currency, AmountSum.One(d.Amount), d.Amount is null ? 1 : 0, d.Amount is null ? 0 : d.Probability ?? 0));
        return Forecast.Of(parts, Rates.None("USD"), question.Rollup);
    }
}
