using DealLedger.Core;
using DealLedger.Core.Access;
using DealLedger.Core.Answers;
using DealLedger.Core.Calls;
using DealLedger.Core.Comparing;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Sealing;
using DealLedger.Core.Time;
using DealLedger.Postgres.ReadModels;

namespace DealLedger.Postgres.Answers;

/// <summary>Answers which calls were stated from one view (DEFINITIONS 6).</summary>
internal static class CallsQuery
{
    private const string Definition = "calls/1";

    /// <summary>The calls as of an instant, the latest first.</summary>
    public static async Task<CallsAnswer> ListAsync(LedgerView view, CallsQuestion question, CancellationToken cancellation)
    {
        var book = CallBook.Of(
            question.Period is { } named
                ? await view.Snapshot.FactsAsync(CallSubmitted.Kind, [named.Id], cancellation)
                : await view.Snapshot.FactsAsync(CallSubmitted.Kind, cancellation));
        var sight = await view.SightAsync(cancellation);
        var stated = question.All ? book.All.Where(c => c.At <= question.AsOf) : book.InForce(question.AsOf);
        var asked = stated
            .Where(c => (question.Period is not { } period || c.Slot.Period.Id == period.Id) && (question.For is not { } who || c.Slot.For == who)
                && (question.Layer is not { } layer || c.Slot.Layer == layer) && sight.Sees(c.Slot.For, c.At)).ToList();
        var calls = asked.Where(c => question.Period is not { } period || c.Slot.Period == period)
            .OrderByDescending(c => c.At).ThenByDescending(c => c.Position).ToList();
        IReadOnlyList<string> notes = calls.Count < asked.Count ? [.. view.NotesFor(sight), Notes.CallsOfAnotherCalendar] : view.NotesFor(sight);
        return new CallsAnswer(
            Definition, view.Tenant.Value, question.AsOf, view.KnownText, view.Position, notes,
            await StatesAsync(view, book, calls.GetRange(0, Math.Min(question.Limit, calls.Count)), question.AsOf, cancellation), calls.Count);
    }

    /// <summary>A call as of an instant, what its roll-up is then, and the deals that moved since.</summary>
    public static async Task<CallAnswer> ShowAsync(LedgerView view, string id, DateTimeOffset asOf, int limit, CancellationToken cancellation)
    {
        var slot = CallBook.Of(await FactTable.ReadSlotOfCallAsync(view.Snapshot, id, cancellation));
        var call = slot.Find(id) ?? throw Unknown(id);
        (await view.SightAsync(cancellation)).Require(call.Slot.For, call.At);
        if (call.At > asOf)
        {
            throw new RefusedException(
                "call-not-stated-yet", $"Call '{id}' was stated at {call.At.ToIso()}; ask for that instant or a later one, not for {asOf.ToIso()}.", "asOf");
        }

        var state = (await StatesAsync(view, slot, [call], asOf, cancellation))[0];
        var now = await Rollups.OneAsync(view, call.Slot, asOf, cancellation);
        var moved = await MovedAsync(view, state, asOf, limit, cancellation);
        var seal = await view.Snapshot.SealAsync(SealOccasion.Call(id), cancellation);
        return new CallAnswer(
            Definition, view.Tenant.Value, asOf, view.KnownText, view.Position, view.Notes, state, now, call.Basis.DifferencesTo(now), moved.Deals,
            moved.DealsTotal, seal?.Id);
    }

    /// <summary>The deals that moved between a call's basis and an instant; at most so many are listed.</summary>
    public static async Task<DealDifferences> MovedAsync(LedgerView view, CallState call, DateTimeOffset asOf, int limit, CancellationToken cancellation)
    {
        var then = await view.KnowingAsync(new KnownAt.Position(call.Basis.Position), cancellation);
        var slot = new CallSlot(call.Period, call.For, call.Scope, call.Layer, call.Category);
        return await view.DifferencesAsync(then, call.At, Rollups.Question(view, slot, asOf), limit, cancellation);
    }

    /// <summary>The refusal of a call that there is not.</summary>
    public static RefusedException Unknown(string id) => new("call-unknown", $"There is no call '{id}'; 'call list --all' shows those that there are.", "id");

    /// <summary>Which of these calls are stale as of an instant: the roll-up of their scope is another one than their basis.</summary>
    public static async Task<HashSet<string>> StaleAsync(
        LedgerView view, IReadOnlyCollection<Call> calls, DateTimeOffset asOf, CancellationToken cancellation)
    {
        var stale = new HashSet<string>(StringComparer.Ordinal);
        foreach (var period in calls.GroupBy(c => c.Slot.Period))
        {
            var rollups = await Rollups.AllAsync(view, period.Key, asOf, period.Any(c => c.Slot.Scope == CallScope.Team), cancellation);
            stale.UnionWith(period.Where(c => c.Basis.DifferencesTo(rollups.Of(c.Slot)).Count > 0).Select(c => c.Id));
        }

        return stale;
    }

    /// <summary>The texts of these notes, by the reference that the calls hold, and whether they were erased; none for who may not read notes.</summary>
    public static async Task<Func<Call, (string? Text, bool IsErased)>> NotesAsync(LedgerView view, IEnumerable<Call> calls, CancellationToken cancellation)
    {
        if (!view.Caller.May(Right.ReadNotes))
        {
            return _ => (null, false);
        }

        var texts = await view.Snapshot.TextsAsync([.. calls.SelectMany(c => NewText.TryParseReference(c.Note, out var id) ? [id] : Array.Empty<Guid>())], cancellation);
        return call => !NewText.TryParseReference(call.Note, out var id) ? (null, false)
            : texts.GetValueOrDefault(id.ToString("N")) is { } text ? (text, false)
            : (null, true);
    }

    private static async Task<IReadOnlyList<CallState>> StatesAsync(
        LedgerView view, CallBook book, IReadOnlyList<Call> calls, DateTimeOffset asOf, CancellationToken cancellation)
    {
        var stale = await StaleAsync(view, calls, asOf, cancellation);
        var note = await NotesAsync(view, calls, cancellation);
        var names = await view.Snapshot.PeopleNamesAsync(cancellation);
        return
        [
            .. calls.Select(c => new CallState(
                c.Id, c.Slot.Period, c.Slot.For, names.GetValueOrDefault(c.Slot.For), c.Slot.Scope, c.Slot.Layer, c.Slot.Category, c.Amount, c.Currency, c.By,
                names.GetValueOrDefault(c.By), c.At, c.RecordedAt, c.Position, note(c).Text, note(c).IsErased, c.Source, c.Replaces,
                book.ReplacementOf(c, asOf)?.Id, stale.Contains(c.Id), c.Basis)),
        ];
    }
}
