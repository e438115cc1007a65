using DealLedger.Core;
using DealLedger.Core.Answers;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;

namespace DealLedger.Postgres.Answers;

/// <summary>Answers with a deal and its history from one view.</summary>
internal static class DealQuery
{
    /// <summary>A deal as of an instant with every event up to it. Refused when the deal is unknown, was not open yet or may not be seen.</summary>
    public static async Task<DealAnswer> AnswerAsync(LedgerView view, string opportunityId, DateTimeOffset asOf, CancellationToken cancellation)
    {
        var snapshot = view.Snapshot;
        var timelines = await snapshot.TimelinesAsync([opportunityId], cancellation);
        if (!timelines.TryGetValue(opportunityId, out var timeline))
        {
            throw new RefusedException(
                "opportunity-unknown", $"Opportunity '{opportunityId}' is not in the ledger{(snapshot.IsNow ? "" : " as it was known then")}; check the id as the CRM shows it.", "id");
        }

        // Who owns a deal now sees what it was, and who owned it then what it was up to then.
        var (sight, now) = (await view.SightAsync(cancellation), view.Clock.GetUtcNow());
        if (!sight.Sees(timeline.StateAt(now)?.Owner, now))
        {
            sight.Require(timeline.StateAt(asOf)?.Owner, asOf);
        }

        var states = timeline.Changes.Select(c => c.After).OfType<Opportunity>().ToList();
        var people = await view.Snapshot.PeopleNamesAsync(cancellation);
        var accounts = await view.Snapshot.AccountNamesAsync(Ids(states.Select(s => s.Account)), cancellation);
        var texts = await view.Snapshot.TextsAsync([.. DealAnswer.TextsOf(timeline)], cancellation);
        return DealAnswer.Of(timeline, asOf, view.KnownText, snapshot.Reached, people, accounts, texts)
            ?? throw new RefusedException(
                "opportunity-not-open-yet",
                $"Opportunity '{opportunityId}' was not open yet at {asOf.ToIso()}{(states.Count > 0 ? $"; it was opened at {states[0].CreatedAt.ToIso()}" : "")}.", "asOf");
    }

    private static string[] Ids(IEnumerable<string?> ids) => [.. ids.OfType<string>().Distinct(StringComparer.Ordinal)];
}
