using DealLedger.Core.Ledger;

namespace DealLedger.Core.Opportunities;

// The vocabulary of an opportunity. Read this file first. The stored names and JSON are frozen by EventJsonTests.

/// <summary>One fact in the life of an opportunity: what changed, from what to what.</summary>
public interface IOpportunityEvent : ILedgerEvent;

/// <summary>The opportunity came to be, with these fields. Category is its stage's own; an override is an event of its own.</summary>
public sealed record OpportunityOpened(
    string? Name, string? Account, string? Owner, string? Stage, string? Category, string? Outcome, decimal? Amount, string? Currency,
    DateOnly? CloseDate, decimal? Probability, string? Type, string? Segment, DateTimeOffset At, string By) : IOpportunityEvent;

/// <summary>The opportunity entered another stage.</summary>
public sealed record StageMoved(string? From, string? To, DateTimeOffset At, string By) : IOpportunityEvent;

/// <summary>The category that the stage gives changed, with the stage.</summary>
public sealed record CategoryChanged(string? From, string? To, DateTimeOffset At, string By) : IOpportunityEvent;

/// <summary>A person put the deal into another category than its stage's. Reason is a reference to a text.</summary>
public sealed record CategoryOverridden(string? From, string? To, string? Reason, DateTimeOffset At, string By) : IOpportunityEvent;

/// <summary>The override ended; the stage's own category counts again. Reason is a reference to a text.</summary>
public sealed record CategoryOverrideCleared(string? From, string? To, string? Reason, DateTimeOffset At, string By) : IOpportunityEvent;

/// <summary>The amount changed, in the deal's own currency; none means that the deal has no amount.</summary>
public sealed record AmountChanged(decimal? From, decimal? To, DateTimeOffset At, string By) : IOpportunityEvent;

/// <summary>The expected close date was moved.</summary>
public sealed record CloseDateMoved(DateOnly? From, DateOnly? To, DateTimeOffset At, string By) : IOpportunityEvent;

/// <summary>The deal went to another rep.</summary>
public sealed record OwnerChanged(string? From, string? To, DateTimeOffset At, string By) : IOpportunityEvent;

/// <summary>The deal got another name.</summary>
public sealed record OpportunityRenamed(string? From, string? To, DateTimeOffset At, string By) : IOpportunityEvent;

/// <summary>The deal belongs to another account.</summary>
public sealed record AccountChanged(string? From, string? To, DateTimeOffset At, string By) : IOpportunityEvent;

/// <summary>The deal's type changed, such as New, Expansion, Renewal.</summary>
public sealed record TypeChanged(string? From, string? To, DateTimeOffset At, string By) : IOpportunityEvent;

/// <summary>The deal's segment changed.</summary>
public sealed record SegmentChanged(string? From, string? To, DateTimeOffset At, string By) : IOpportunityEvent;

/// <summary>The probability of winning changed, in percent, 0 to 100.</summary>
public sealed record ProbabilityChanged(decimal? From, decimal? To, DateTimeOffset At, string By) : IOpportunityEvent;

/// <summary>The amount is in another currency (ISO 4217).</summary>
public sealed record CurrencyChanged(string? From, string? To, DateTimeOffset At, string By) : IOpportunityEvent;

/// <summary>The deal was won.</summary>
public sealed record OpportunityWon(DateTimeOffset At, string By) : IOpportunityEvent;

/// <summary>The deal was lost.</summary>
public sealed record OpportunityLost(DateTimeOffset At, string By) : IOpportunityEvent;

/// <summary>A closed deal is open again.</summary>
public sealed record OpportunityReopened(DateTimeOffset At, string By) : IOpportunityEvent;

/// <summary>The deal was deleted in its source; its history stays.</summary>
public sealed record OpportunityDeleted(DateTimeOffset At, string By) : IOpportunityEvent;

/// <summary>A deleted deal came back.</summary>
public sealed record OpportunityRestored(DateTimeOffset At, string By) : IOpportunityEvent;

/// <summary>The deal went into another one, named by its id, and is deleted here.</summary>
public sealed record OpportunityMerged(string? Into, DateTimeOffset At, string By) : IOpportunityEvent;

/// <summary>A flag such as "At risk" was set.</summary>
public sealed record FlagSet(string? Flag, DateTimeOffset At, string By) : IOpportunityEvent;

/// <summary>A flag was taken off.</summary>
public sealed record FlagCleared(string? Flag, DateTimeOffset At, string By) : IOpportunityEvent;

/// <summary>The next step was written anew. To is a reference to a text.</summary>
public sealed record NextStepChanged(string? To, DateTimeOffset At, string By) : IOpportunityEvent;

/// <summary>An event that cannot be read as one of the vocabulary: it is kept, has no effect, and is listed.</summary>
public sealed record UnreadableEvent(string Type, string Why, DateTimeOffset At, string By) : IOpportunityEvent;
