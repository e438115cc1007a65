using DealLedger.Core.Ledger;

namespace DealLedger.Core.People;

/// <summary>
/// What a source tells of a person. None means that it tells nothing of that, except for the manager, who is told by
/// <see cref="TellsManager"/>: none is nobody then. Since is when the manager came to be theirs, in UTC.
/// </summary>
public sealed record PersonTold(
    string Id, string? Name, string? Email, string? Manager, bool TellsManager = true, string? Team = null, bool? IsActive = null, DateTimeOffset? Since = null);

/// <summary>A person as the ledger knows one: the latest that was told of each thing. Name and e-mail are references to texts.</summary>
public sealed record PersonState(string Id, long Version, string? Name, string? Email, string? Team, bool IsActive, bool IsErased)
{
    /// <summary>The state that the facts of one person give, in whatever order they come.</summary>
    public static PersonState Of(string id, IEnumerable<RecordedFact> facts)
    {
        var state = new PersonState(id, 0, null, null, null, IsActive: true, IsErased: false);
        foreach (var fact in facts.Order(Comparer<RecordedFact>.Create(RecordedFact.Compare)))
        {
            state = fact.Data switch
            {
                PersonRenamed e => state with { Name = e.To },
                PersonEmailChanged e => state with { Email = e.To },
                TeamNamed e => state with { Team = e.To },
                PersonLeft => state with { IsActive = false },
                PersonReturned => state with { IsActive = true },
                PersonErased => state with { IsErased = true },
                _ => state,
            };
            state = state with { Version = Math.Max(state.Version, fact.Version) };
        }

        return state;
    }
}

/// <summary>Decides what a source that tells of people adds to what is known of them. Pure.</summary>
public static class PeopleDecision
{
    /// <summary>
    /// The events that bring a person to what is told, names and e-mails given as texts and not yet as references: what differs from what
    /// is known, and nothing else; of an erased person neither name nor e-mail comes back. What is told of a person for the first time
    /// without saying since when, held since ever.
    /// </summary>
    public static List<PersonEvent> Decide(
        PersonTold told, IReadOnlyList<RecordedFact> known, IReadOnlyDictionary<string, string> texts, DateTimeOffset now, string by)
    {
        var state = PersonState.Of(told.Id, known);

        // One who was erased without being told of before is new all the same.
        var isNew = known.All(f => f.Data is PersonErased);
        var at = told.Since ?? (isNew ? PersonListed.SinceEver : now);
        var events = new List<PersonEvent>();
        var manager = ReportingLines.Of(known).ManagerAt(told.Id, at);
        if (isNew)
        {
            events.Add(new PersonListed(told.TellsManager ? told.Manager : null, at, by));
        }
        else if (told.TellsManager && told.Manager != manager)
        {
            events.Add(new ManagerChanged(manager, told.Manager, at, by));
        }

        var since = isNew ? at : now;
        if (told.Name is { } name && name != Text(state.Name) && !state.IsErased)
        {
            events.Add(new PersonRenamed(name, since, by));
        }

        if (told.Email is { } email && email != Text(state.Email) && !state.IsErased)
        {
            events.Add(new PersonEmailChanged(email, since, by));
        }

        if (told.Team is { } team && team != state.Team)
        {
            events.Add(new TeamNamed(state.Team, team, since, by));
        }

        if (told.IsActive is { } active && active != state.IsActive)
        {
            events.Add(active ? new PersonReturned(now, by) : new PersonLeft(now, by));
        }

        return events;

        string? Text(string? reference) => NewText.TryParseReference(reference, out var id) ? texts.GetValueOrDefault(id.ToString("N")) : null;
    }

    /// <summary>The refusal of somebody whom nothing was told of and who never owned a deal.</summary>
    public static Refusal Unknown(string person, string field) => new(
        "person-unknown",
        $"Nobody with the id '{person}' is known; 'people show' lists everyone, 'people import FILE' takes people in, and who owns a deal is known too.",
        field);

    /// <summary>The people who would report to themselves by way of others at some instant, in their order; none when nobody does.</summary>
    public static IReadOnlyList<string> Circle(IEnumerable<RecordedFact> facts)
    {
        var lines = ReportingLines.Of(facts);
        foreach (var move in lines.Moves)
        {
            var line = new List<string>();
            for (var person = move.Person; person is not null; person = lines.ManagerAt(person, move.At))
            {
                if (line.IndexOf(person) is >= 0 and var place)
                {
                    return line[place..];
                }

                line.Add(person);
            }
        }

        return [];
    }
}
