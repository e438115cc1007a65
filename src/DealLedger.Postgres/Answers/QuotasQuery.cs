using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Quotas;

namespace DealLedger.Postgres.Answers;

/// <summary>Answers which quotas hold from one view.</summary>
internal static class QuotasQuery
{
    private const string Definition = "quotas/1";

    /// <summary>The quotas that hold at an instant, as they were set.</summary>
    public static async Task<QuotasAnswer> AnswerAsync(LedgerView view, QuotasQuestion question, CancellationToken cancellation)
    {
        var book = QuotaBook.Of(
            question.Period is { } named
                ? await view.Snapshot.FactsAsync(QuotaSet.Kind, [named.Id], cancellation)
                : await view.Snapshot.FactsAsync(QuotaSet.Kind, cancellation));
        var sight = await view.SightAsync(cancellation);
        var asked = book.At(question.AsOf)
            .Where(q => sight.Sees(q.Slot.For, question.AsOf) && (question.Period is not { } period || q.Slot.Period.Id == period.Id) && (question.For is not { } who || q.Slot.For == who)).ToList();
        var quotas = asked.FindAll(q => question.Period is not { } period || q.Slot.Period == period);
        IReadOnlyList<string> notes = quotas.Count < asked.Count ? [.. view.NotesFor(sight), Notes.QuotasOfAnotherCalendar] : view.NotesFor(sight);
        var names = await view.Snapshot.PeopleNamesAsync(cancellation);
        return new QuotasAnswer(
            Definition, view.Tenant.Value, question.AsOf, view.KnownText, view.Position, notes,
            [
                .. quotas.Select(q => new QuotaState(
                    q.Slot.For, names.GetValueOrDefault(q.Slot.For), q.Slot.Scope, q.Slot.Period, q.Amount!.Value, q.Currency, q.At, q.By, q.Source, q.Position)),
            ]);
    }
}
