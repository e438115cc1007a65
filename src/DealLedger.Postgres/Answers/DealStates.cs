using DealLedger.Core.Opportunities;
using DealLedger.Postgres.ReadModels;

namespace DealLedger.Postgres.Answers;

/// <summary>Deals by their ids as they stand at an instant, as known; those that were not open yet are left out.</summary>
internal static class DealStates
{
    private const string OfDeals = $$"""
        SELECT c.deal_id, {{ChangeRowTable.ViewColumns}}
        FROM ({believed}) c
        WHERE c.deal_id = ANY ($5) AND c.at <= $6 AND c.held_to > $6
        """;

    /// <summary>The states of these deals.</summary>
    public static async Task<Dictionary<string, DealView>> ReadAsync(
        Snapshot snapshot, IReadOnlyCollection<string> deals, DateTimeOffset asOf, CancellationToken cancellation)
    {
        await using var command = snapshot.Ask(OfDeals, Sql.Array(deals), Sql.Instant(asOf));
        await using var batch = snapshot.AskWith(PlannerSetting.PagesOnce, command);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var states = new Dictionary<string, DealView>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            states.Add(reader.GetString(0), ChangeRowTable.ReadView(reader, 1)!);
        }

        return states;
    }
}
