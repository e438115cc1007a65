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

    /// <summary>The calls as of an instant. Refused when the list is to go on after a call that is not in it (<c>after-unknown</c>).</summary>
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
        var names = await view.Snapshot.PeopleNamesAsync(cancellation);
        var calls = InOrder(asked.Where(c => question.Period is not { } period || c.Slot.Period == period), question.Order, names).ToList();
        var first = question.After is { } after ? calls.FindIndex(c => c.Id == after) + 1 : 0;
        if (question.After is not null && first == 0)
        {
            throw new RefusedException(
                "after-unknown", $"The list has no call '{question.After}' to go on after; write the 'next' of an answer to the same question.", "after");
        }

        var listed = calls.GetRange(first, Math.Min(question.Limit, calls.Count - first));
        IReadOnlyList<string> notes = calls.Count < asked.Count ? [.. view.NotesFor(sight), Notes.CallsOfAnotherCalendar] : view.NotesFor(sight);
        return new CallsAnswer(
            Definition, view.Tenant.Value, question.AsOf, view.KnownText, view.Position, notes,
            await StatesAsync(view, book, listed, question.AsOf, cancellation), calls.Count,
            listed.Count > 0 && first + listed.Count < calls.Count ? listed[^1].Id : null);
    }

    private static IOrderedEnumerable<Call> InOrder(IEnumerable<Call> calls, CallOrder order, IReadOnlyDictionary<string, string> names) => (order switch
    {
        CallOrder.Period => calls.OrderByDescending(c => c.Slot.Period.Start).ThenBy(c => c.Slot.Period.End).ThenBy(c => c.Slot.Layer)
            .ThenByDescending(c => c.Slot.Category).ThenBy(c => names.GetValueOrDefault(c.Slot.For, c.Slot.For), StringComparer.OrdinalIgnoreCase)
            .ThenByDescending(c => c.At),
        _ => calls.OrderByDescending(c => c.At),
    }).ThenByDescending(c => c.Position);

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
