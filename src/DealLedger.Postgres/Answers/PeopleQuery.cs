using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.People;

namespace DealLedger.Postgres.Answers;

/// <summary>Answers who reported to whom from one view.</summary>
internal static class PeopleQuery
{
    /// <summary>Everyone who was known at an instant, in the order of their ids, and whom they reported to.</summary>
    public static async Task<PeopleAnswer> AnswerAsync(LedgerView view, DateTimeOffset asOf, CancellationToken cancellation)
    {
        var snapshot = view.Snapshot;
        var facts = (await snapshot.FactsAsync(PersonEvent.Kind, cancellation)).Where(f => f.Data.At <= asOf).ToList();
        var hierarchy = (await snapshot.LinesAsync(cancellation)).At(asOf);
        var states = facts.GroupBy(f => f.Stream.Id, StringComparer.Ordinal).Select(g => PersonState.Of(g.Key, g)).OrderBy(p => p.Id, StringComparer.Ordinal).ToList();
        var texts = await view.Snapshot.TextsAsync([.. states.SelectMany(p => new[] { p.Name, p.Email }).SelectMany(r => NewText.TryParseReference(r, out var id) ? [id] : Array.Empty<Guid>())], cancellation);
        return new PeopleAnswer(
            view.Tenant.Value, asOf, view.KnownText, snapshot.Reached, view.Notes,
            [.. states.Select(p => new PersonAnswer(p.Id, Text(p.Name), Text(p.Email), hierarchy.ManagerOf(p.Id), hierarchy.IsTeam(p.Id), p.Team, p.IsActive))]);

        string? Text(string? reference) => NewText.TryParseReference(reference, out var id) ? texts.GetValueOrDefault(id.ToString("N")) : null;
    }
}
