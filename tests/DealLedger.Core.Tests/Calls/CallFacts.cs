using DealLedger.Core.Calls;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.People;
using DealLedger.Core.Time;

namespace DealLedger.Core.Tests.Calls;

/// <summary>Calls and reporting lines as facts: bob and ann report to mia, mia to top.</summary>
internal static class CallFacts
{
    public static readonly Period Quarter = new("2026-Q2", new DateOnly(2026, 4, 1), new DateOnly(2026, 6, 30));
    public static readonly DateTimeOffset Noon = new(2026, 5, 10, 12, 0, 0, TimeSpan.Zero);

    public static readonly CallBasis Basis = new(
        7, "USD", new Cell(1, 2, 3), new Cell(4.5m, 5, 6), new Cell(7, 8, 9), new Cell(10, 11, 12), new Cell(13, 14, 15), new Cell(16, 17, 18), new Cell(19, 20, 21),
        new Cell(22, 23, 24));

    public static Hierarchy Teams { get; } = Lines(("ann", "mia"), ("bob", "mia"), ("mia", "top")).At(Noon);

    public static SubmitCall By(string who, string by, CallLayer layer, decimal amount, DateTimeOffset? at = null) =>
        new(Quarter, who, layer, ForecastCategory.Commit, amount, at ?? Noon, by);

    public static RecordedFact Fact(string id, long position, CallSubmitted call, long version = 1) =>
        new(new StreamKey(CallSubmitted.Kind, id), position, version, call, Noon);

    public static RecordedFact Fact(string id, long position, decimal amount, DateTimeOffset at, CallLayer layer = CallLayer.Rep) =>
        Fact(id, position, By("ann", "ann", layer, amount, at).Decide(CallBook.Of([]), CallScope.Own, "USD", Basis, null, null));

    public static ReportingLines Lines(params (string Person, string Manager)[] lines) => ReportingLines.Of(
        lines.Select((l, i) => new RecordedFact(new StreamKey(PersonEvent.Kind, l.Person), i + 1, 1, new PersonListed(l.Manager, PersonListed.SinceEver, "test"), Noon)));
}
