using DealLedger.Core.Access;
using DealLedger.Core.Answers;
using DealLedger.Core.Ledger;
using DealLedger.Postgres;
using DealLedger.Server.Inputs;

namespace DealLedger.Server.Access.Personas;

/// <summary>
/// The personas of a tenant. Its manager is the one whose team has the most open deals this quarter, its rep the one in that team who has the most,
/// its leader the one at the top; where nobody has deals or a team there is no rep and no manager.
/// </summary>
public sealed class PersonaCast(LedgerHost ledger, TenantId tenant)
{
    private IReadOnlyList<Persona>? _cast;

    /// <summary>The tenant.</summary>
    public TenantId Tenant => tenant;

    /// <summary>The personas, in the order in which they are offered.</summary>
    public async Task<IReadOnlyList<Persona>> AllAsync(CancellationToken cancellation)
    {
        if (_cast is { } known)
        {
            return known;
        }

        var (people, forecast) = await ledger.AskAsync(
            tenant, null, Consistency.Strong,
            async (view, read) => (
                await view.PeopleAsync(ledger.Clock.GetUtcNow(), cancellation), await view.ForecastAsync(new ForecastWords { By = "owner" }.Read(read), cancellation)),
            cancellation);
        var cast = Of(people, forecast);

        // Who has nobody to choose from now may have later.
        if (cast.Any(persona => persona.Role == Role.Rep))
        {
            _cast = cast;
        }

        return cast;
    }

    private static List<Persona> Of(PeopleAnswer people, ForecastAnswer forecast)
    {
        var deals = (forecast.Rows ?? []).ToDictionary(row => row.Key, row => row.OpenPipeline.Count, StringComparer.Ordinal);
        var active = people.People.Where(person => person.IsActive).ToDictionary(person => person.Id, StringComparer.Ordinal);
        var teams = active.Values.Where(person => !person.LeadsTeam && person.Manager is { } manager && active.ContainsKey(manager) && deals.ContainsKey(person.Id))
            .GroupBy(person => person.Manager!, StringComparer.Ordinal).OrderByDescending(team => team.Sum(rep => deals[rep.Id])).ThenBy(team => team.Key, StringComparer.Ordinal);
        List<Persona> others = [new(Role.Finance), new(Role.Analyst), new(Role.Admin)];
        if (teams.FirstOrDefault() is not { } team)
        {
            return [new(Role.Leader), .. others];
        }

        var rep = team.OrderByDescending(person => deals[person.Id]).ThenBy(person => person.Id, StringComparer.Ordinal).First();
        var manager = active[team.Key];
        return [As(Role.Rep, rep), As(Role.Manager, manager), Above(manager, active) is { } head ? As(Role.Leader, head) : new(Role.Leader), .. others];
    }

    private static Persona As(Role role, PersonAnswer person) => new(role, person.Id, person.Name);

    // The top of the line; lines of others may go round in a circle.
    private static PersonAnswer? Above(PersonAnswer manager, Dictionary<string, PersonAnswer> active)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { manager.Id };
        PersonAnswer? top = null;
        for (var next = manager.Manager; next is not null && seen.Add(next) && active.TryGetValue(next, out var person); next = person.Manager)
        {
            top = person;
        }

        return top;
    }
}
