using System.Security.Cryptography;
using System.Text;
using DealLedger.Core.Calls;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Core.Time;
using DealLedger.Postgres.Answers;

namespace DealLedger.Postgres;

/// <summary>A call to be recorded: what is stated, why, and the key under which a repeat is the same request.</summary>
public sealed record NewCall(SubmitCall Call, string? Note = null, string? Key = null);

/// <summary>Records calls (DEFINITIONS 6), each with the roll-up that is known when it is recorded.</summary>
public sealed class CallHandler(LedgerAnswers answers, FactHandler facts, TimeProvider clock)
{
    private const string Source = "user";
    private const int SaltBytes = 16;

    /// <summary>Records a call and returns its id. Refused by a <see cref="RefusedException"/> with the code that <see cref="SubmitCall.Fault"/> gives.</summary>
    public async Task<string> SubmitAsync(TenantId tenant, NewCall call, CancellationToken cancellation)
    {
        if (CommandWords.CheckText("note", call.Note ?? "") is { } unreadable)
        {
            throw new RefusedException(unreadable);
        }

        var keyed = call.Key is { } key ? CallId.Of(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant}\n{key}"))) : null;
        if (keyed is not null && (await facts.ReadStreamAsync(tenant, new StreamKey(CallSubmitted.Kind, keyed), cancellation)).Count > 0)
        {
            return keyed;
        }

        var stated = call.Call;
        await using var view = await answers.OpenAsync(tenant, new KnownAt.Now(), Consistency.Strong, cancellation);
        var (scope, basis) = await BasisAsync(view, stated, await KnownPeople.ReadAsync(view.Snapshot, cancellation), cancellation);
        var note = string.IsNullOrWhiteSpace(call.Note)
            ? null
            : new NewText(Guid.CreateVersion7(clock.GetUtcNow()), RandomNumberGenerator.GetBytes(SaltBytes), call.Note.Trim());
        var recorded = await facts.RecordAsync(
            tenant, Source, () => facts.ReadOfPeriodsAsync(tenant, CallSubmitted.Kind, [stated.Period.Id], cancellation),
            known =>
            {
                var book = CallBook.Of(known);
                if (keyed is not null && book.Find(keyed) is not null)
                {
                    return [];
                }

                var id = keyed ?? FreeId(book);
                return [new NewFact(new StreamKey(CallSubmitted.Kind, id), stated.Decide(book, scope, basis.Currency, basis, note?.Reference, source: null), note)];
            },
            cancellation);
        return recorded.Count == 0 ? keyed! : recorded[0].Stream.Id;
    }

    /// <summary>The position at which a call is recorded. Refused when there is no such call (<c>call-unknown</c>).</summary>
    public async Task<long> PositionOfAsync(TenantId tenant, string id, CancellationToken cancellation) =>
        (await facts.ReadStreamAsync(tenant, new StreamKey(CallSubmitted.Kind, id), cancellation)) is [var first, ..] ? first.Position : throw CallsQuery.Unknown(id);

    // Whose deals a call is about, and their roll-up as of the call, as known in the view; refused when the call cannot be taken.
    internal async Task<(CallScope Scope, CallBasis Basis)> BasisAsync(LedgerView view, SubmitCall call, KnownPeople people, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var end = new TimeWords(view.Settings.At(now), now).WindowEnd(call.Period);
        var teams = people.Lines.At(call.At);
        if (call.Fault(end, now, await people.HasAsync(call.For, cancellation), teams) is { } fault)
        {
            throw new RefusedException(fault);
        }

        var scope = call.Scope(teams);
        return (scope, await Rollups.OneAsync(view, call.Slot(scope), call.At, cancellation));
    }

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
