using System.Text;
using DealLedger.Core.Calls;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Quotas;

namespace DealLedger.Core.Tests.Calls;

/// <summary>The stored form of calls and quotas. A stored event never changes: a text in here may be added, never edited.</summary>
public sealed class CallJsonTests
{
    private static readonly CallSubmitted Submitted =
        CallFacts.By("ann", "mia", CallLayer.Manager, 120.50m).Decide(CallBook.Of([]), CallScope.Own, "EUR", CallFacts.Basis, "text:1", "salesforce:0J8") with { Replaces = "b" };

    public static TheoryData<string, FactEvent, string> Stored => new()
    {
        {
            "call_submitted", Submitted,
            """{"Period":"2026-Q2","Start":"2026-04-01","End":"2026-06-30","For":"ann","Scope":"own","Layer":"manager","Category":"commit","Amount":120.5,"""
            + "\"Currency\":\"EUR\",\"Note\":\"text:1\",\"Replaces\":\"b\",\"Source\":\"salesforce:0J8\",\"Position\":7,\"BasisCurrency\":\"USD\","
            + "\"ClosedAmount\":1,\"ClosedCount\":2,\"ClosedWithoutAmount\":3,\"CommitAmount\":4.5,\"CommitCount\":5,\"CommitWithoutAmount\":6,"
            + "\"MostLikelyAmount\":7,\"MostLikelyCount\":8,\"MostLikelyWithoutAmount\":9,\"BestCaseAmount\":10,\"BestCaseCount\":11,\"BestCaseWithoutAmount\":12,"
            + "\"PipelineAmount\":13,\"PipelineCount\":14,\"PipelineWithoutAmount\":15,\"OmittedAmount\":16,\"OmittedCount\":17,\"OmittedWithoutAmount\":18,"
            + "\"LostAmount\":19,\"LostCount\":20,\"LostWithoutAmount\":21,\"OpenPipelineAmount\":22,\"OpenPipelineCount\":23,\"OpenPipelineWithoutAmount\":24,"
            + "\"At\":\"2026-05-10T12:00:00+00:00\",\"By\":\"mia\"}"
        },
        {
            "quota_set", new QuotaSet("2026-Q2", new DateOnly(2026, 4, 1), new DateOnly(2026, 6, 30), "team", 500, "USD", null, CallFacts.Noon, "cfo"),
            """{"Period":"2026-Q2","Start":"2026-04-01","End":"2026-06-30","Scope":"team","Amount":500,"Currency":"USD","Source":null,"At":"2026-05-10T12:00:00+00:00","By":"cfo"}"""
        },
    };

    [Theory]
    [MemberData(nameof(Stored))]
    public void An_event_is_stored_under_its_name_as_this_text_and_read_back_the_same(string name, FactEvent e, string json)
    {
        EventJson.TypeName(e).ShouldBe(name);
        Encoding.UTF8.GetString(EventJson.Write(e)).ShouldBe(json);
        EventJson.ReadFact(name, Encoding.UTF8.GetBytes(json), CallFacts.Noon, "writer").ShouldBe(e);
    }

    [Fact]
    public void A_call_says_what_its_event_says()
    {
        var call = Call.Of(CallFacts.Fact("a", 9, Submitted)).ShouldNotBeNull();

        call.ShouldBe(new Call(
            "a", new CallSlot(CallFacts.Quarter, "ann", CallScope.Own, CallLayer.Manager, ForecastCategory.Commit), 120.5m, "EUR", CallFacts.Noon, "mia", "text:1", "b",
            "salesforce:0J8", CallFacts.Basis, 9, CallFacts.Noon));
    }

    [Fact]
    public void What_lacks_what_a_call_needs_is_none()
    {
        Call.Of(CallFacts.Fact("a", 9, Submitted with { Layer = "boss" })).ShouldBeNull();
        Call.Of(CallFacts.Fact("a", 9, Submitted with { Category = "omitted" })).ShouldBeNull();
        Call.Of(CallFacts.Fact("a", 9, Submitted with { Scope = null })).ShouldBeNull();
        Call.Of(CallFacts.Fact("a", 9, Submitted with { For = null })).ShouldBeNull();
    }
}
