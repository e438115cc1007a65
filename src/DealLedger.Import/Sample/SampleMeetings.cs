using DealLedger.Core.FollowUps;
using DealLedger.Core.Ledger;
using DealLedger.Import.Salesforce;
using DealLedger.Postgres;

namespace DealLedger.Import.Sample;

/// <summary>
/// Records what a sample company agreed on in its meetings: quotas, forecast calls and follow-ups, each since its own instant in the past. It is
/// recorded when the deals are in, for the basis of a call is the roll-up that is known then. What is recorded already stays as it is.
/// </summary>
internal sealed class SampleMeetings(LedgerAnswers answers, FactHandler facts, TimeProvider clock)
{
    private const string Source = "sample";

    public async Task RecordAsync(TenantId tenant, SampleWorld world, IReadOnlyList<SampleDeal> deals, CancellationToken cancellation)
    {
        var book = new SampleBook(world, deals);
        await new QuotaHandler(answers, facts, clock).TellAsync(
            tenant, Source, SampleQuotas.Plan(world, book), (_, refusal) => throw new RefusedException(refusal), cancellation);
        await new CallHandler(answers, facts, clock).TellAsync(
            tenant, Source, SampleCalls.Plan(world, book), (_, refusal) => throw new RefusedException(refusal), NewTexts.By(clock), cancellation);
        var followUps = SampleFollowUps.Plan(world, deals);
        await facts.RecordAsync(
            tenant, FollowUpEvent.Kind, Source,
            known =>
            {
                var there = known.Select(fact => fact.Stream.Id).ToHashSet(StringComparer.Ordinal);
                return [.. followUps.Where(one => !there.Contains(one.Id)).SelectMany(Facts)];
            },
            cancellation);
    }

    private IEnumerable<NewFact> Facts(SampleFollowUp followUp)
    {
        var newText = NewTexts.By(clock);
        var stream = new StreamKey(FollowUpEvent.Kind, followUp.Id);
        NewText text = newText(followUp.Text);
        FollowUpOpened opened = followUp.Opened.Decide(text.Reference);
        yield return new(stream, opened, text);
        if (followUp.Changed is { } change)
        {
            FollowUp open = FollowUp.Of([new RecordedFact(stream, 0, 1, opened, opened.At)])!;
            foreach (FollowUpEvent changed in change.Decide(open))
            {
                yield return new(stream, changed);
            }
        }

        if (followUp.Closed is { } close)
        {
            NewText? result = followUp.Result is { } told ? newText(told) : null;
            yield return new(stream, close.Decide(result?.Reference), result);
        }
    }
}
