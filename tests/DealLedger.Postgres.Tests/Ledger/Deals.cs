using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;

namespace DealLedger.Postgres.Tests.Ledger;

/// <summary>Events as a source gives them, for tests that append without a command.</summary>
internal static class Deals
{
    public static DateOnly CloseDate { get; } = new(2026, 6, 15);

    public static OpportunityOpened Opened(decimal? amount, DateTimeOffset? at = null) => new(
        null, null, "ann", "Prospecting", "Pipeline", "open", amount, "USD", CloseDate, null, null, null, at ?? TestLedger.Noon, "ann");

    public static AmountChanged Amount(decimal? from, decimal? to, DateTimeOffset? at = null) => new(from, to, at ?? TestLedger.Noon.AddHours(1), "ann");

    /// <summary>An event that a record of a source gave.</summary>
    public static NewEvent From(string record, IOpportunityEvent e, string? change = null) =>
        new(EventId.Derive(TestLedger.Tenant, "test", record, EventJson.TypeName(e)), e, change ?? record, "test", record);

    /// <summary>A new stream of these events, each a change of its own.</summary>
    public static StreamAppend New(string id, params IOpportunityEvent[] events) => new(id, 0, [], [.. events.Select((e, i) => From($"{id}-{i}", e))]);

    /// <summary>More of these events on a stream that is known.</summary>
    public static StreamAppend More(string id, IReadOnlyList<RecordedEvent> known, params IOpportunityEvent[] events) =>
        new(id, known.Count, known, [.. events.Select((e, i) => From($"{id}-{known.Count + i}", e))]);
}
