using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Time;

namespace DealLedger.Core.Calls;

/// <summary>What a call is about and at which layer: of the calls with the same of these, the latest is in force.</summary>
public sealed record CallSlot(Period Period, string For, CallScope Scope, CallLayer Layer, ForecastCategory Category);

/// <summary>A call as the ledger holds it (DEFINITIONS 6): what <see cref="CallSubmitted"/> says, with its id and where it is recorded.</summary>
public sealed record Call(
    string Id, CallSlot Slot, decimal Amount, string Currency, DateTimeOffset At, string By, string? Note, string? Replaces, string? Source, CallBasis Basis,
    long Position, DateTimeOffset RecordedAt)
{
    /// <summary>The call that a fact tells; none where it is no call, or lacks what a call needs.</summary>
    public static Call? Of(RecordedFact fact)
    {
        if (fact is not { Stream.Kind: CallSubmitted.Kind, Data: CallSubmitted { Period: { } period, For: { } who, Currency: { } currency } e }
            || CallWords.Read(CallWords.Scopes, e.Scope) is not { } scope || CallWords.Read(CallWords.Layers, e.Layer) is not { } layer
            || CallWords.Read(CallWords.Categories, e.Category) is not { } category)
        {
            return null;
        }

        var basis = new CallBasis(
            e.Position, e.BasisCurrency ?? currency,
            new Cell(e.ClosedAmount, e.ClosedCount, e.ClosedWithoutAmount), new Cell(e.CommitAmount, e.CommitCount, e.CommitWithoutAmount),
            new Cell(e.MostLikelyAmount, e.MostLikelyCount, e.MostLikelyWithoutAmount), new Cell(e.BestCaseAmount, e.BestCaseCount, e.BestCaseWithoutAmount),
            new Cell(e.PipelineAmount, e.PipelineCount, e.PipelineWithoutAmount), new Cell(e.OmittedAmount, e.OmittedCount, e.OmittedWithoutAmount),
            new Cell(e.LostAmount, e.LostCount, e.LostWithoutAmount), new Cell(e.OpenPipelineAmount, e.OpenPipelineCount, e.OpenPipelineWithoutAmount));
        return new Call(
            fact.Stream.Id, new CallSlot(new Period(period, e.Start, e.End), who, scope, layer, category), e.Amount, currency, e.At, e.By, e.Note, e.Replaces,
            e.Source, basis, fact.Position, fact.RecordedAt);
    }
}

/// <summary>The calls that were recorded. Total: of a stream to which others added more, the first event counts.</summary>
public sealed class CallBook
{
    private readonly ILookup<CallSlot, Call> _bySlot;

    private CallBook(List<Call> all) => (All, _bySlot) = (all, all.ToLookup(c => c.Slot));

    /// <summary>Every call, in the order in which they were stated, then recorded.</summary>
    public IReadOnlyList<Call> All { get; }

    /// <summary>The calls that these facts tell.</summary>
    public static CallBook Of(IEnumerable<RecordedFact> facts) => new(
        [.. facts.Where(f => f.Version == 1).Order(Comparer<RecordedFact>.Create(RecordedFact.Compare)).Select(Call.Of).OfType<Call>()]);

    /// <summary>The calls for one period.</summary>
    public CallBook For(Period period) => new([.. All.Where(c => c.Slot.Period == period)]);

    /// <summary>The calls in force at an instant: the latest of each slot.</summary>
    public IReadOnlyList<Call> InForce(DateTimeOffset asOf) => [.. _bySlot.Select(s => s.LastOrDefault(c => c.At <= asOf)).OfType<Call>()];

    /// <summary>The call with an id, if there is one.</summary>
    public Call? Find(string id) => All.FirstOrDefault(c => c.Id == id);

    /// <summary>The call of a slot that is in force at an instant, if there is one.</summary>
    public Call? InForce(CallSlot slot, DateTimeOffset asOf) => _bySlot[slot].LastOrDefault(c => c.At <= asOf);

    /// <summary>The call that replaced another one, if there is one by an instant.</summary>
    public Call? ReplacementOf(Call call, DateTimeOffset asOf) => _bySlot[call.Slot].SkipWhile(c => c != call).Skip(1).FirstOrDefault(c => c.At <= asOf);
}
