namespace DealLedger.Core.Ledger;

/// <summary>One fact that the ledger keeps, of whatever stream: when it happened in the business (UTC, to the microsecond), and by whom (an id).</summary>
public interface ILedgerEvent
{
    /// <summary>When it happened in the business, in UTC, to the microsecond.</summary>
    DateTimeOffset At { get; }

    /// <summary>The id of who did it.</summary>
    string By { get; }
}

/// <summary>A fact that is not about an opportunity: about a person, a call, a rate and so on. Each kind has streams of its own.</summary>
public abstract record FactEvent(DateTimeOffset At, string By) : ILedgerEvent;

/// <summary>The name of a stream: the kind of thing that its events are about, and which one.</summary>
public readonly record struct StreamKey(string Kind, string Id)
{
    /// <summary>The kind of the streams of opportunities.</summary>
    public const string OpportunityKind = "opportunity";

    /// <summary>The stream of an opportunity.</summary>
    public static StreamKey Opportunity(string id) => new(OpportunityKind, id);

    /// <summary>Orders keys by kind, then by id, character by character.</summary>
    public static int Compare(StreamKey a, StreamKey b) =>
        string.CompareOrdinal(a.Kind, b.Kind) is not 0 and var byKind ? byKind : string.CompareOrdinal(a.Id, b.Id);

    /// <summary>The key as it is stored: kind, slash, id.</summary>
    public override string ToString() => $"{Kind}/{Id}";
}
