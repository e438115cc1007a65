using DealLedger.Core.Ledger;
using DealLedger.Core.Overrides;

namespace DealLedger.Postgres.Answers;

/// <summary>Answers which categories were overridden from one view.</summary>
internal static class OverridesQuery
{
    private const string DealsOverridden = """
        SELECT DISTINCT c.deal_id FROM ({believed}) c
        WHERE c.overrides AND c.at <= $5 AND ($6 IS NULL OR c.close_date BETWEEN $6 AND $7) AND ($8 IS NULL OR c.owner = ANY ($8))
        ORDER BY c.deal_id
        """;

    /// <summary>The override ledger as of an instant.</summary>
    public static async Task<OverridesAnswer> AnswerAsync(LedgerView view, OverridesQuestion question, CancellationToken cancellation)
    {
        var snapshot = view.Snapshot;
        var (teams, _) = await view.TeamsAsync(question, cancellation);
        var ledger = new OverrideLedger(question, view.SettingsOf(question, question.AsOf), o => question.Team is null || teams.At(o.At).IsIn(question.Team, o.Owner));
        foreach (var chunk in (await DealsAsync(snapshot, question, cancellation)).Chunk(1_000))
        {
            foreach (var timeline in (await snapshot.TimelinesAsync(chunk, cancellation)).Values)
            {
                ledger.Add(timeline);
            }
        }

        var listed = ledger.Newest();
        var people = await view.Snapshot.PeopleNamesAsync(cancellation);
        var texts = await view.Snapshot.TextsAsync([.. listed.Select(o => NewText.TryParseReference(o.Reason, out var id) ? id : (Guid?)null).OfType<Guid>()], cancellation);
        return new OverridesAnswer(
            OverridesAnswer.Version, view.Tenant.Value, question.AsOf, view.KnownText, snapshot.Reached, view.Notes, question.Period, ledger.Total,
            question.ByPerson ? ledger.ByPerson(id => people.GetValueOrDefault(id, id)) : null, [.. listed.Select(o => ledger.Answer(o, people, texts))],
            ledger.Overrides.Count);
    }

    private static async Task<List<string>> DealsAsync(Snapshot snapshot, OverridesQuestion question, CancellationToken cancellation)
    {
        await using var command = snapshot.Ask(
            DealsOverridden, Sql.Instant(question.AsOf), Sql.DateIfAny(question.Period?.Start), Sql.DateIfAny(question.Period?.End),
            Sql.Ids(question.Owner is { } owner ? [owner] : null));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var deals = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            deals.Add(reader.GetString(0));
        }

        return deals;
    }
}
