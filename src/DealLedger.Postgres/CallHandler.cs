using System.Globalization;
using System.Security.Cryptography;
using DealLedger.Core.Calls;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Core.Time;
using DealLedger.Postgres.Answers;

namespace DealLedger.Postgres;

/// <summary>A call to be recorded: what is stated, why, and what a repeat of the request is known by.</summary>
public sealed record NewCall(SubmitCall Call, string? Note = null, RequestKey? Request = null);

/// <summary>
/// A call as a source tells it: the id of its record, what was stated, whether its author states it of their own deals or team, its currency,
/// and its note.
/// </summary>
public sealed record ToldCall(string Record, SubmitCall Call, bool IsOwn, string Currency, string? Note);

/// <summary>Records calls (DEFINITIONS 6), each with the roll-up that is known when it is recorded.</summary>
public sealed class CallHandler(LedgerAnswers answers, FactHandler facts, TimeProvider clock)
{
    private const string Source = "user";
    private const int SaltBytes = 16;

    /// <summary>Records a call and returns its id. Refused by a <see cref="RefusedException"/> with the code that <see cref="SubmitCall.Fault"/> gives.</summary>
    public Task<string> SubmitAsync(TenantId tenant, NewCall call, CancellationToken cancellation) =>
        facts.Requests.OnceAsync(tenant, call.Request, () => RecordAsync(tenant, call, cancellation), before => before.StreamId, cancellation);

    private async Task<string> RecordAsync(TenantId tenant, NewCall call, CancellationToken cancellation)
    {
        if (CommandWords.CheckText("note", call.Note ?? "") is { } unreadable)
        {
            throw new RefusedException(unreadable);
        }

        var stated = call.Call;
        await using var view = await answers.OpenAsync(tenant, new KnownAt.Now(), Consistency.Strong, cancellation);
        var (scope, basis) = await BasisAsync(view, stated, await KnownPeople.ReadAsync(view.Snapshot, cancellation), isTold: false, cancellation);
        var note = string.IsNullOrWhiteSpace(call.Note)
            ? null
            : new NewText(Guid.CreateVersion7(clock.GetUtcNow()), RandomNumberGenerator.GetBytes(SaltBytes), call.Note.Trim());
        var recorded = await facts.RecordAsync(
            tenant, CallSubmitted.Kind, Source, call.Request, () => facts.ReadOfPeriodsAsync(tenant, CallSubmitted.Kind, [stated.Period.Id], cancellation),
            known =>
            {
                var book = CallBook.Of(known);
                var stream = new StreamKey(CallSubmitted.Kind, FreeId(book));
                return [new NewFact(stream, stated.Decide(book, scope, basis.Currency, basis, note?.Reference, source: null), note)];
            },
            cancellation);
        return recorded[0].Stream.Id;
    }

    /// <summary>
    /// Records what a source tells and is not known, each with the roll-up as of the call that is known now, and returns how many calls were
    /// recorded and how many known. A record that was changed since is another call; a note by or about an erased person does not come back.
    /// One that cannot be taken is handed to <paramref name="refuse"/>, and the others are recorded.
    /// </summary>
    public async Task<(long Recorded, long Known)> TellAsync(
        TenantId tenant, string source, IReadOnlyList<ToldCall> told, Func<ToldCall, Refusal, Task> refuse, Func<string, NewText> newText,
        CancellationToken cancellation)
    {
        var planned = new List<PlannedCall>();
        var refused = 0;
        await using (var view = await answers.OpenAsync(tenant, new KnownAt.Now(), Consistency.Strong, cancellation))
        {
            var known = Known(source, await view.Snapshot.FactsAsync(CallSubmitted.Kind, cancellation));
            var people = await KnownPeople.ReadAsync(view.Snapshot, cancellation);
            foreach (var call in told.OrderBy(t => t.Call.At).ThenBy(t => t.Record, StringComparer.Ordinal))
            {
                if (known.Contains(Key(source, call)))
                {
                    continue;
                }

                var stated = call.IsOwn && people.Lines.At(call.Call.At).IsTeam(call.Call.For) ? call.Call with { Layer = CallLayer.Manager } : call.Call;
                try
                {
                    var (scope, basis) = await BasisAsync(view, stated, people, isTold: true, cancellation);
                    var isKept = !string.IsNullOrWhiteSpace(call.Note) && !people.IsErased(stated.By) && !people.IsErased(stated.For);
                    planned.Add(new PlannedCall(call, stated, scope, basis, isKept ? newText(call.Note!.Trim()) : null));
                }
                catch (RefusedException fault)
                {
                    refused++;
                    await refuse(call, fault.Refusal);
                }
            }
        }

        var recorded = planned.Count == 0
            ? []
            : await facts.RecordAsync(tenant, CallSubmitted.Kind, source, known => Decide(source, planned, known), cancellation);
        return (recorded.Count, told.Count - refused - recorded.Count);
    }

    /// <summary>The position at which a call is recorded. Refused when there is no such call (<c>call-unknown</c>).</summary>
    public async Task<long> PositionOfAsync(TenantId tenant, string id, CancellationToken cancellation) =>
        await facts.ReadStreamAsync(tenant, new StreamKey(CallSubmitted.Kind, id), cancellation) is [var first, ..]
            ? first.Position
            : throw CallsQuery.Unknown(id);

    // Whose deals a call is about, and their roll-up as of the call, as known in the view; refused when the call cannot be taken. Sources
    // have authors of their own, such as those who administer them.
    private async Task<(CallScope Scope, CallBasis Basis)> BasisAsync(
        LedgerView view, SubmitCall call, KnownPeople people, bool isTold, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var end = new TimeWords(view.Settings.At(now), now).WindowEnd(call.Period);
        var teams = people.Lines.At(call.At);
        var isAuthorKnown = isTold || await people.MaySpeakAsync(call.By, cancellation);
        if (call.Fault(end, now, await people.HasAsync(call.For, cancellation), isAuthorKnown, teams) is { } fault)
        {
            throw new RefusedException(fault);
        }

        var scope = call.Scope(teams);
        return (scope, await Rollups.OneAsync(view, call.Slot(scope), call.At, cancellation));
    }

    private sealed record PlannedCall(ToldCall Told, SubmitCall Stated, CallScope Scope, CallBasis Basis, NewText? Note);

    private static List<NewFact> Decide(string source, List<PlannedCall> planned, IReadOnlyList<RecordedFact> known)
    {
        var there = Known(source, known);
        var records = known.Select(Call.Of).OfType<Call>().Where(c => c.Source is not null).GroupBy(c => c.Source!, StringComparer.Ordinal)
            .ToDictionary(r => r.Key, r => r.Count(), StringComparer.Ordinal);
        var bySlot = known.GroupBy(f => Call.Of(f)?.Slot).Where(s => s.Key is not null).ToDictionary(s => s.Key!, s => s.ToList());
        var decided = new List<NewFact>();
        foreach (var call in planned.Where(p => there.Add(Key(source, p.Told))))
        {
            var record = $"{source}:{call.Told.Record}";
            var version = records[record] = records.GetValueOrDefault(record) + 1;
            var id = version == 1 ? call.Told.Record : string.Create(CultureInfo.InvariantCulture, $"{call.Told.Record}.{version}");
            var stream = new StreamKey(CallSubmitted.Kind, id);
            if (!bySlot.TryGetValue(call.Stated.Slot(call.Scope), out var slot))
            {
                bySlot.Add(call.Stated.Slot(call.Scope), slot = []);
            }

            var submitted = call.Stated.Decide(CallBook.Of(slot), call.Scope, call.Told.Currency, call.Basis, call.Note?.Reference, record);
            slot.Add(new RecordedFact(stream, long.MaxValue, 1, submitted, submitted.At));
            decided.Add(new NewFact(stream, submitted, call.Note));
        }

        return decided;
    }

    private static HashSet<(string, DateTimeOffset, decimal)> Known(string source, IEnumerable<RecordedFact> facts) =>
    [
        .. facts.Select(Call.Of).OfType<Call>().Where(c => c.Source?.StartsWith(source + ":", StringComparison.Ordinal) == true)
            .Select(c => (c.Source!, c.At, c.Amount)),
    ];

    private static (string, DateTimeOffset, decimal) Key(string source, ToldCall told) => ($"{source}:{told.Record}", told.Call.At, told.Call.Amount);

    private static string FreeId(CallBook book)
    {
        while (true)
        {
            var id = CallId.Of(RandomNumberGenerator.GetBytes(CallId.Bytes));
            if (book.Find(id) is null)
            {
                return id;
            }
        }
    }
}
