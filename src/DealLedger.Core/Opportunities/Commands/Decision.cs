using DealLedger.Core.Ledger;

namespace DealLedger.Core.Opportunities.Commands;

/// <summary>
/// Where a command comes from and what it is decided against: when it happened (UTC), who did it, the reference of its reason's text, and
/// the stages that the tenant knows.
/// </summary>
public sealed record Origin(DateTimeOffset At, string By, string? Reason, StageTable Stages, string DefaultCurrency);

/// <summary>What a command decides: events to record, nothing because all is so already, or a refusal.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>All is as the command wants it.</summary>
    public static Decision Nothing { get; } = new Recorded([]);

    /// <summary>Records these events as one change.</summary>
    public static Decision Record(params IReadOnlyList<IOpportunityEvent> events) => new Recorded(events);

    /// <summary>Refuses with a stable code and a sentence that says what would be right.</summary>
    public static Decision Refuse(string code, string message, string? field = "value") => new Refused(new Refusal(code, message, field));

    /// <summary>Events to record, in their order; none when nothing changes.</summary>
    public sealed record Recorded(IReadOnlyList<IOpportunityEvent> Events) : Decision;

    /// <summary>A refusal.</summary>
    public sealed record Refused(Refusal Refusal) : Decision;
}

/// <summary>Something that a person or a feed wants done to an opportunity. Deciding is pure: no clock, no I/O, no new ids.</summary>
public interface IOpportunityCommand
{
    /// <summary>What to record for a deal in this state, none when it is not open yet.</summary>
    Decision Decide(string id, Opportunity? deal, Origin origin);
}

/// <summary>A command on a deal that is there and not deleted; most are.</summary>
public abstract record OpportunityCommand : IOpportunityCommand
{
    /// <inheritdoc/>
    public Decision Decide(string id, Opportunity? deal, Origin origin) => deal switch
    {
        null => Decision.Refuse(
            "opportunity-unknown", $"Opportunity '{id}' is not in the ledger at {origin.At.ToIso()}; check the id, or open it first.", "id"),
        { IsDeleted: true } => Decision.Refuse("opportunity-deleted", $"Opportunity '{id}' is deleted; restore it first.", "id"),
        _ => Decide(deal, origin),
    };

    /// <summary>What to record for a deal that is there.</summary>
    protected abstract Decision Decide(Opportunity deal, Origin origin);

    /// <summary>Refuses what only makes sense on an open deal.</summary>
    protected static Decision RefuseClosed(Opportunity deal, string what) =>
        Decision.Refuse("opportunity-closed", $"Opportunity '{deal.Id}' is {deal.Standing.Name()}; reopen it to {what}.", "id");
}

/// <summary>The events that a move into a stage gives, whatever the command that leads there.</summary>
internal static class StageEvents
{
    public static IEnumerable<IOpportunityEvent> Entering(Opportunity deal, Stage stage, Origin origin)
    {
        if (stage.Name != deal.Stage)
        {
            yield return new StageMoved(deal.Stage, stage.Name, origin.At, origin.By);
        }

        if (stage.Category != deal.StageCategory)
        {
            yield return new CategoryChanged(deal.StageCategory.Name(), stage.Category.Name(), origin.At, origin.By);
        }
    }

    /// <summary>
    /// The stage of that name, or a refusal that lists those there are. An open stage of which nothing is known leaves the category of an
    /// open deal as it is.
    /// </summary>
    public static Stage? Find(string name, Opportunity? deal, Origin origin, out Decision refusal)
    {
        refusal = Decision.Nothing;
        if (origin.Stages.IsComplete && origin.Stages.Find(name) is null)
        {
            refusal = Decision.Refuse(
                "unknown-stage", $"'{name}' is not one of the stages: {string.Join(", ", origin.Stages.Stages.Select(s => s.Name))}.");
            return null;
        }

        var stage = origin.Stages.Resolve(name);
        return stage.Outcome == Outcome.Open && deal is { Standing: Outcome.Open } && origin.Stages.Find(name) is null
            ? stage with { Category = deal.StageCategory }
            : stage;
    }
}
