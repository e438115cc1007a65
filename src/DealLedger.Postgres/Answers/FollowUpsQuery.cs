using DealLedger.Core;
using DealLedger.Core.Access;
using DealLedger.Core.Answers;
using DealLedger.Core.FollowUps;
using DealLedger.Core.Ledger;
using DealLedger.Core.Time;

namespace DealLedger.Postgres.Answers;

/// <summary>Answers which follow-ups there are from one view.</summary>
internal static class FollowUpsQuery
{
    private const string Definition = "follow-ups/1";

    /// <summary>The follow-ups as of an instant: those to be done by the day that they are due on, then those closed, the latest first.</summary>
    public static async Task<FollowUpsAnswer> ListAsync(LedgerView view, FollowUpsQuestion question, CancellationToken cancellation)
    {
        var sight = await view.SightAsync(cancellation);
        var asked = (await view.Snapshot.FollowUpsAsync(cancellation)).At(question.AsOf).Where(f => question.Asks(f) && IsSeen(sight, f, question.AsOf)).ToList();
        return new FollowUpsAnswer(
            Definition, view.Tenant.Value, question.AsOf, view.KnownText, view.Position, view.NotesFor(sight),
            await StatesAsync(view, asked.GetRange(0, Math.Min(question.Limit, asked.Count)), question.AsOf, cancellation), asked.Count);
    }

    /// <summary>A follow-up as of an instant.</summary>
    public static async Task<FollowUpAnswer> ShowAsync(LedgerView view, string id, DateTimeOffset asOf, CancellationToken cancellation)
    {
        var known = (await view.Snapshot.FollowUpsAsync(cancellation)).At(asOf).FirstOrDefault(f => f.Id == id)
            ?? throw new RefusedException(
                "follow-up-unknown", $"There was no follow-up '{id}' at {asOf.ToIso()}; 'follow-up list --standing all' shows those that there are.", "id");
        var sight = await view.SightAsync(cancellation);
        if (!IsSeen(sight, known, asOf))
        {
            sight.Require(known.Owner, asOf);
        }

        return new FollowUpAnswer(
            Definition, view.Tenant.Value, asOf, view.KnownText, view.Position, view.Notes, (await StatesAsync(view, [known], asOf, cancellation))[0]);
    }

    // Who is to do it, and who leads the team whose call it came from.
    private static bool IsSeen(Sight sight, FollowUp followUp, DateTimeOffset asOf) => sight.Sees(followUp.Owner, asOf) || sight.Sees(followUp.Team, asOf);

    private static async Task<IReadOnlyList<FollowUpState>> StatesAsync(
        LedgerView view, List<FollowUp> followUps, DateTimeOffset asOf, CancellationToken cancellation)
    {
        if (followUps.Count == 0)
        {
            return [];
        }

        var references = followUps.SelectMany(f => new[] { f.Note, f.Result }).SelectMany(r => NewText.TryParseReference(r, out var id) ? [id] : Array.Empty<Guid>());
        var texts = await view.Snapshot.TextsAsync([.. references], cancellation);
        var people = await view.Snapshot.PeopleNamesAsync(cancellation);
        var deals = await view.Snapshot.NamesAsync([.. followUps.Select(f => f.Deal).OfType<string>().Distinct(StringComparer.Ordinal)], asOf, cancellation);
        var today = new TimeWords(view.Settings.At(asOf), asOf).Today;
        return
        [
            .. followUps.Select(f => new FollowUpState(
                f.Id, f.Team, Text(f.Note), IsErased(f.Note), f.Owner, people.GetValueOrDefault(f.Owner), f.Due, f.IsOpen && f.Due < today,
                f.Deal, f.Deal is { } deal ? deals.GetValueOrDefault(deal) : null, f.OpenedAt, f.OpenedBy, people.GetValueOrDefault(f.OpenedBy),
                f.ClosedAt, f.ClosedBy, f.ClosedBy is { } by ? people.GetValueOrDefault(by) : null, Text(f.Result), IsErased(f.Result),
                f.OpenedPosition, f.Position)),
        ];

        string? Text(string? reference) => NewText.TryParseReference(reference, out var id) ? texts.GetValueOrDefault(id.ToString("N")) : null;

        bool IsErased(string? reference) => NewText.TryParseReference(reference, out _) && Text(reference) is null;
    }
}
