using System.Security.Cryptography;
using System.Text;
using DealLedger.Core.Opportunities;

namespace DealLedger.Core.Ledger;

/// <summary>
/// An event to be recorded: its derived id, what happened, the change that it belongs to, the source record that told it, the source's
/// own order of ties, and the text that its data refers to, if any.
/// </summary>
public sealed record NewEvent(Guid Id, ILedgerEvent Data, string CorrelationId, string Source, string Order, NewText? Text = null)
{
    /// <summary>The reference of the text that says why, for events whose data has no place for it.</summary>
    public string? Reason => Text is not null && Data is IOpportunityEvent and not (CategoryOverridden or CategoryOverrideCleared or NextStepChanged) ? Text.Reference : null;
}

/// <summary>
/// A text about or by a person. The event holds only <see cref="Reference"/>, the text's id and salted hash; content and salt lie in a
/// side table, so that they can be erased with every total and proof unchanged.
/// </summary>
public sealed record NewText(Guid Id, byte[] Salt, string Content)
{
    /// <summary>What the event holds: <c>text:ID:HASH</c>, the hash being SHA-256 over salt and content in hexadecimal.</summary>
    public string Reference => $"text:{Id:N}:{Hash()}";

    /// <summary>The id of the text that a reference names; false when it is no reference.</summary>
    public static bool TryParseReference(string? reference, out Guid id)
    {
        id = default;
        return reference is { Length: 102 } && reference.StartsWith("text:", StringComparison.Ordinal) && Guid.TryParseExact(reference.AsSpan(5, 32), "N", out id);
    }

    private string Hash() => Convert.ToHexStringLower(SHA256.HashData([.. Salt, .. Encoding.UTF8.GetBytes(Content)]));
}

/// <summary>
/// What to append to one stream: the version that the writer decided on, of an opportunity the events up to it in the order of recording,
/// and the events to add.
/// </summary>
public sealed record StreamAppend(StreamKey Stream, long ExpectedVersion, IReadOnlyList<RecordedEvent> Known, IReadOnlyList<NewEvent> Events)
{
    /// <summary>What to append to an opportunity's stream.</summary>
    public StreamAppend(string opportunityId, long expectedVersion, IReadOnlyList<RecordedEvent> known, IReadOnlyList<NewEvent> events)
        : this(StreamKey.Opportunity(opportunityId), expectedVersion, known, events)
    {
    }

    /// <summary>The key of the request that is carried out, if it has one: nothing is appended when a request under that key was carried out before.</summary>
    public RequestKey? Request { get; init; }
}

/// <summary>An account as a CRM lists one.</summary>
public sealed record Account(string Id, string? Name);
