using DealLedger.Core.Answers;
using DealLedger.Core.Organisation;
using DealLedger.Core.Time;
using DealLedger.Postgres;
using DealLedger.Server.Inputs;

namespace DealLedger.Server.Pages;

/// <summary>What the filters of a page offer: periods around the one that is shown, and the teams and people of an instant.</summary>
public sealed class FilterChoices
{
    // A longer list is no help to anybody; ids are typed then.
    private const int Most = 1_000;

    private readonly Settings _settings;
    private readonly Period _currentQuarter;
    private readonly Dictionary<string, string> _names;

    private FilterChoices(Settings settings, Period currentQuarter, Period period, IReadOnlyList<PersonAnswer> people)
    {
        (_settings, _currentQuarter, Period) = (settings, currentQuarter, period);
        _names = people.Where(p => p.Name is not null).ToDictionary(p => p.Id, p => p.Name!, StringComparer.Ordinal);
        Teams = Bounded(TeamTree.Order([.. people.Where(p => p.LeadsTeam)], p => p.Id, p => p.Manager)
            .Select(team => (team.Row.Id, new string('\u2003', team.Level) + Shown.Name(team.Row.Team ?? team.Row.Name ?? team.Row.Id))));
        Reps = Bounded(people.Select(p => (p.Id, Name: Shown.Name(p.Name ?? p.Id))).OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The period that is shown.</summary>
    public Period Period { get; }

    /// <summary>The periods to choose from, by groups of a name.</summary>
    public IReadOnlyList<(string Group, IReadOnlyList<string> Periods)> Periods => PeriodChoices.Around(_settings.Calendar, _currentQuarter, Period);

    /// <summary>The teams to choose from, as the tree that they are, by the id of who leads them; none when there are too many or none.</summary>
    public IReadOnlyList<(string Id, string Name)>? Teams { get; }

    /// <summary>The people to choose from; none when there are too many or none.</summary>
    public IReadOnlyList<(string Id, string Name)>? Reps { get; }

    /// <summary>Asks for the choices of a page that shows this period as of an instant; by the settings that its question was read by.</summary>
    public static async Task<FilterChoices> AskAsync(LedgerView view, InputReader read, Period period, DateTimeOffset asOf, CancellationToken cancellation) =>
        new(read.Settings, read.Time.CurrentQuarter, period, (await view.PeopleAsync(asOf, cancellation)).People);

    /// <summary>What a person is called.</summary>
    public string NameOf(string id) => _names.GetValueOrDefault(id, id);

    private static List<(string Id, string Name)>? Bounded(IEnumerable<(string Id, string Name)> all)
    {
        var choices = all.Take(Most + 1).ToList();
        return choices.Count is > 0 and <= Most ? choices : null;
    }
}
