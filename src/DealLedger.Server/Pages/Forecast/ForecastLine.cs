using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;

namespace DealLedger.Server.Pages.Forecast;

/// <summary>What a line of the page is about.</summary>
public enum LineKind
{
    /// <summary>A team, with all below it.</summary>
    Team,

    /// <summary>The deals of one who leads a team, which are a part of it.</summary>
    Own,

    /// <summary>A person who leads nobody.</summary>
    Rep,

    /// <summary>A type, a segment or a stage.</summary>
    Group,
}

/// <summary>
/// A line of the forecast as the page shows it: below which team, how deep, and whether those in it are shown. Against is the same line as of the
/// second instant, where there is one.
/// </summary>
public sealed record ForecastLine(LineKind Kind, ForecastRow Row, ForecastRow? Against, string? Above, int Level = 0, bool IsOpen = false)
{
    /// <summary>Whether no team above it is closed.</summary>
    public bool IsShown { get; init; } = true;

    /// <summary>The address of the page about this line alone; none for one that is no team and nobody.</summary>
    public string? Alone(PageFrame frame) => this switch
    {
        { Row.Key: "" } or { Kind: LineKind.Group } => null,
        { Kind: LineKind.Team } => frame.Address.With("team", Row.Key).ToString(),
        _ => frame.Address.With("owner", Row.Key).ToString(),
    };

    /// <summary>What groups the forecast into such lines.</summary>
    public string By(GroupBy asked) => Kind switch
    {
        LineKind.Team => "team",
        LineKind.Group => asked.ToString().ToLowerInvariant(),
        _ => "owner",
    };
}

/// <summary>The lines of a forecast: teams as the tree that they are, with the people in them, or one line a group.</summary>
public static class ForecastLines
{
    /// <summary>One line a row, in the order of their names.</summary>
    public static IReadOnlyList<ForecastLine> Flat(LineKind kind, IReadOnlyList<ForecastRow> rows, IReadOnlyList<ForecastRow>? against) =>
        [.. Beside(rows, against).Select(pair => new ForecastLine(kind, pair.Row, pair.Against, null)).OrderBy(l => l.Row.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>
    /// The tree below a team, or below all: a person stands below the team that their deals count in first, one who leads a team in that. The
    /// teams that <paramref name="isOpen"/> names, by id and level, show who is in them.
    /// </summary>
    public static IReadOnlyList<ForecastLine> Tree(
        ForecastsAt now, ForecastsAt? against, IReadOnlyDictionary<string, PersonAnswer> people, string? below, Func<string, int, bool> isOpen)
    {
        var teams = Beside(now.Answer.Rows!, against?.Answer.Rows).Where(t => t.Row.Key.Length > 0).ToList();
        var keys = teams.Select(t => t.Row.Key).ToHashSet(StringComparer.Ordinal);
        var nodes = teams.Where(t => t.Row.Key != below)
            .Select(t => new ForecastLine(LineKind.Team, t.Row, t.Against, t.Row.Parent))
            .Concat(Beside(now.Reps, against?.Reps).Select(r => keys.Contains(r.Row.Key)
                ? new ForecastLine(LineKind.Own, r.Row, r.Against, r.Row.Key)
                : new ForecastLine(LineKind.Rep, r.Row, r.Against, people.GetValueOrDefault(r.Row.Key)?.Manager)))
            .OrderBy(n => n.Kind == LineKind.Own ? 0 : 1).ThenBy(n => n.Kind).ThenBy(n => n.Row.Name, StringComparer.OrdinalIgnoreCase).ToList();

        // A person who leads a team has two lines, so that of the team alone goes by the id.
        return Opened(TeamTree.Order(nodes, n => n.Kind == LineKind.Team ? n.Row.Key : "own " + n.Row.Key, n => n.Above == below ? null : n.Above), isOpen);
    }

    private static List<ForecastLine> Opened(IEnumerable<(ForecastLine Line, int Level)> tree, Func<string, int, bool> isOpen)
    {
        var lines = new List<ForecastLine>();
        var closedAt = int.MaxValue;
        foreach (var (line, level) in tree)
        {
            closedAt = level <= closedAt ? int.MaxValue : closedAt;
            var opened = line with { Level = level, IsOpen = line.Kind == LineKind.Team && isOpen(line.Row.Key, level), IsShown = closedAt == int.MaxValue };
            lines.Add(opened);
            if (closedAt == int.MaxValue && !opened.IsOpen)
            {
                closedAt = level;
            }
        }

        return lines;
    }

    // A line that one of the two instants lacks has nothing in it there.
    private static IEnumerable<(ForecastRow Row, ForecastRow? Against)> Beside(IReadOnlyList<ForecastRow> rows, IReadOnlyList<ForecastRow>? against)
    {
        if (against is null)
        {
            return rows.Select(r => (r, (ForecastRow?)null));
        }

        var then = against.ToDictionary(r => r.Key, StringComparer.Ordinal);
        var keys = rows.Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        return rows.Select(r => (r, (ForecastRow?)(then.GetValueOrDefault(r.Key) ?? ForecastRow.Empty(r.Key, r.Parent))))
            .Concat(against.Where(r => !keys.Contains(r.Key)).Select(r => (ForecastRow.Empty(r.Key, r.Parent) with { Name = r.Name }, (ForecastRow?)r)));
    }
}
