using DealLedger.Core;
using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Postgres;
using DealLedger.Server.Inputs;

namespace DealLedger.Server.Pages.Forecast;

/// <summary>The forecast as of an instant as the page groups it; where that is by team, with the lines of the people in them.</summary>
public sealed record ForecastsAt(ForecastAnswer Answer, IReadOnlyList<ForecastRow> Reps)
{
    /// <summary>Asks for it.</summary>
    public static async Task<ForecastsAt> AskAsync(LedgerView view, ForecastQuestion question, CancellationToken cancellation)
    {
        var answer = await view.ForecastAsync(question, cancellation);
        return new ForecastsAt(
            answer, question.By == GroupBy.Team ? (await view.ForecastAsync(question with { By = GroupBy.Owner }, cancellation)).Rows! : []);
    }
}

/// <summary>
/// All that the page of a forecast shows, from one view: the forecast, that of the second instant if there is one, the lines, the course of the
/// period, and what there is to choose from.
/// </summary>
public sealed record ForecastModel(
    ForecastAnswer Answer, ForecastAnswer? Against, ForecastQuestion Question, IReadOnlyList<ForecastLine> Lines, ForecastCourse Course, FilterChoices Choices,
    IReadOnlyDictionary<string, PersonAnswer> People, DateTimeOffset Now)
{
    /// <summary>How many places the amounts of the page have.</summary>
    public int Places { get; } = Shown.Places(
        [.. new[] { Answer.Total, Against?.Total }.OfType<ForecastRow>().SelectMany(row => ForecastLabels.Columns.Select(c => c.Cell(row).Amount))]);

    /// <summary>The calls in force about the total and the lines, each once: those of the last word first.</summary>
    public IReadOnlyList<StandingCall> Calls { get; } =
    [
        .. Answer.Total.Calls.Concat(Lines.SelectMany(l => l.Row.Calls)).DistinctBy(c => c.Id).OrderByDescending(c => c.Layer)
            .ThenBy(c => c.ForName ?? c.For, StringComparer.OrdinalIgnoreCase).ThenByDescending(c => c.Category),
    ];

    /// <summary>Asks for it.</summary>
    public static async Task<ForecastModel> AskAsync(
        LedgerView view, InputReader read, ForecastWords words, ForecastPageWords page, CancellationToken cancellation)
    {
        var question = words.Read(read);
        var againstAt = page.ReadAgainst(read);
        var named = page.ReadOpen(read);
        var now = read.Instant("asOf", null, "now");
        var people = (await view.PeopleAsync(question.Hierarchy == HierarchyChoice.Current ? now : question.AsOf, cancellation)).People
            .ToDictionary(p => p.Id, StringComparer.Ordinal);
        question = question with { By = By(question, people.Values) };

        var forecast = await ForecastsAt.AskAsync(view, question, cancellation);
        var against = againstAt is { } then ? await ForecastsAt.AskAsync(view, question with { AsOf = then }, cancellation) : null;
        var lines = question.By == GroupBy.Team
            ? ForecastLines.Tree(
                forecast, against, people, question.Team,
                (team, level) => page.Open is null ? level == 0 : page.Open == ForecastPageWords.All || named.Contains(team))
            : ForecastLines.Flat(question.By == GroupBy.Owner ? LineKind.Rep : LineKind.Group, forecast.Answer.Rows!, against?.Answer.Rows);
        return new ForecastModel(
            forecast.Answer, against?.Answer, question, lines, await ForecastCourse.AskAsync(view, question, read.Time, now, cancellation),
            await FilterChoices.AskAsync(view, read, question.Period, question.AsOf, cancellation), people, now);
    }

    /// <summary>The address that shows the same for ever.</summary>
    public PageAddress Exact(PageFrame frame) => frame.Address
        .With("period", Answer.Period.Id).With("asOf", Answer.AsOf.ToIso()).With("against", Against?.AsOf.ToIso()).With("knownAt", KnownAt(frame));

    /// <summary>The address of the same page as of another instant.</summary>
    public string At(PageFrame frame, DateTimeOffset asOf) =>
        (asOf >= Now ? frame.Address.Without("asOf") : frame.Address.With("asOf", asOf.ToIso())).With("period", Answer.Period.Id).ToString();

    /// <summary>The address of the page with a team opened or closed, which leaves the others as they are.</summary>
    public string Opened(PageFrame frame, ForecastLine line)
    {
        var open = Lines.Where(l => l.IsOpen && l != line).Select(l => l.Row.Key);
        var named = (line.IsOpen ? open : open.Prepend(line.Row.Key)).Take(ForecastPageWords.MostOpen).ToList();
        return frame.Address.With("open", named.Count == 0 ? ForecastPageWords.None : string.Join(',', named)) + "#lines";
    }

    /// <summary>The address of the deals that a cell counts: of a line, or of all; none for a line of deals that have no key.</summary>
    public string? Deals(PageFrame frame, ForecastColumn column, DateTimeOffset asOf, ForecastLine? line = null) => line is { Row.Key: "" }
        ? null
        : frame.Address.To("/deals", "tenant", "consistency", "owner", "team", "rollup", "hierarchy", "settings", "rates")
            .With("by", line?.By(Question.By)).With("key", line?.Row.Key).With("column", column == ForecastColumn.OpenPipeline ? null : column.Word())
            .With("period", Answer.Period.Id).With("asOf", asOf.ToIso()).With("knownAt", KnownAt(frame)).ToString();

    /// <summary>The address of the deals that a column counts at a step of the course, where each category stands alone.</summary>
    public string CourseDeals(PageFrame frame, ForecastColumn column, DateTimeOffset asOf) =>
        Deals(frame with { Address = frame.Address.Without("rollup") }, column, asOf)!;

    /// <summary>The address of a call as the API tells it, with its basis and what moved since.</summary>
    public string Call(PageFrame frame, string id) =>
        frame.To("/api/calls/" + Uri.EscapeDataString(id)).With("asOf", Answer.AsOf.ToIso()).With("knownAt", KnownAt(frame)).ToString();

    /// <summary>The people above whom the page is about, from the top, each with the address of their team; none where it is about all.</summary>
    public IReadOnlyList<(string Name, string Address)> Above(PageFrame frame)
    {
        var line = new List<(string, string)>();
        var told = new HashSet<string>(StringComparer.Ordinal);
        for (var id = Question.Owner ?? Question.Team; id is not null && told.Add(id); id = People.GetValueOrDefault(id)?.Manager)
        {
            if (id == (Question.Owner ?? Question.Team))
            {
                continue;
            }

            line.Insert(0, (NameOf(id), frame.Address.Without("owner").With("team", id).ToString()));
        }

        return line;
    }

    /// <summary>What the team that a person leads is called, or else the person.</summary>
    public string NameOf(string id) => People.GetValueOrDefault(id) is { } person ? person.Team ?? person.Name ?? id : Choices.NameOf(id);

    // A tree, where there are teams and it is not about one person.
    private static GroupBy By(ForecastQuestion question, IEnumerable<PersonAnswer> people) => question.By is not (GroupBy.None or GroupBy.Team)
        ? question.By
        : question.Owner is null && people.Any(p => p.LeadsTeam) ? GroupBy.Team : GroupBy.Owner;

    private string KnownAt(PageFrame frame) => frame.KnownAt(Answer.KnownAt, Answer.Position);
}
