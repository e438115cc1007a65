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
            question.Period is { } asked
                ? await view.Snapshot.FactsAsync(QuotaSet.Kind, [asked.Id], cancellation)
                : await view.Snapshot.FactsAsync(QuotaSet.Kind, cancellation));
        var quotas = book.At(question.AsOf)
            .Where(q => (question.Period is not { } period || q.Slot.Period == period) && (question.For is not { } who || q.Slot.For == who)).ToList();
        var names = await view.Directory.PeopleNamesAsync(view.Tenant, [.. quotas.Select(q => q.Slot.For).Distinct(StringComparer.Ordinal)], cancellation);
        return new QuotasAnswer(
            Definition, view.Tenant.Value, question.AsOf, view.KnownText, view.Position, view.Notes,
            [
                .. quotas.Select(q => new QuotaState(
                    q.Slot.For, names.GetValueOrDefault(q.Slot.For), q.Slot.Scope, q.Slot.Period, q.Amount!.Value, q.Currency, q.At, q.By, q.Source, q.Position)),
            ]);
    }
}
