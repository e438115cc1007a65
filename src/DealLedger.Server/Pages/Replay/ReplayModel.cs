using System.Globalization;
using DealLedger.Core;
using DealLedger.Core.Comparing;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Replay;
using DealLedger.Core.Transitions;
using DealLedger.Core.Waterfall;
using DealLedger.Postgres;
using DealLedger.Server.Inputs;

namespace DealLedger.Server.Pages.Replay;

/// <summary>All that the replay shows, from one view: the weeks, which of them is shown, where its deals went, and what there is to choose from.</summary>
public sealed record ReplayModel(ReplayAnswer Answer, int Week, TransitionsAnswer Followed, FilterChoices Choices)
{
    /// <summary>The columns of a week.</summary>
    public static readonly IReadOnlyList<ForecastColumn> Columns =
        [ForecastColumn.Closed, ForecastColumn.Commit, ForecastColumn.MostLikely, ForecastColumn.BestCase, ForecastColumn.Pipeline];

    /// <summary>How many places the amounts of the page have.</summary>
    public int Places { get; } = Shown.Places(
    [
        .. Answer.Weeks.Select(w => w.Forecast).Append(Answer.Start).SelectMany(f => Columns.Select(c => Of(f, c).Amount)),
        .. Answer.Weeks.SelectMany(w => w.Movements).Select(m => m.Amount), .. Followed.Transitions.SelectMany(t => new[] { t.Start.Amount, t.End.Amount }),
    ]);

    /// <summary>The forecast that is shown.</summary>
    public ForecastCells Forecast => Week == 0 ? Answer.Start : Answer.Weeks[Week - 1].Forecast;

    /// <summary>The instant that is shown.</summary>
    public DateTimeOffset AsOf => AsOfWeek(Week);

    /// <summary>Closed and Commit, what was sure then, less the result: positive is over-forecast.</summary>
    public decimal Distance => Sure - Answer.Result.Amount;

    /// <summary>What the result is called: it is final once the period has ended.</summary>
    public string ResultLabel => Answer.Partial ? "Closed so far" : "Result";

    /// <summary>Closed and Commit together.</summary>
    public decimal Sure => Forecast.Closed.Amount + Forecast.Commit.Amount;

    /// <summary>Asks for it.</summary>
    public static async Task<ReplayModel> AskAsync(LedgerView view, InputReader read, ReplayWords words, FollowedWords followed, CancellationToken cancellation)
    {
        var question = words.Read(read);
        var answer = await view.ReplayAsync(question, cancellation);
        var week = followed.ReadWeek(read, answer);
        var weekEnd = week == 0 ? answer.From : answer.Weeks[week - 1].AsOf;
        var transitions = await view.TransitionsAsync(followed.Read(read, question, weekEnd, answer.To), cancellation);
        return new ReplayModel(answer, week, transitions, await FilterChoices.AskAsync(view, read, question.Period, answer.To, cancellation));
    }

    /// <summary>A column of a week.</summary>
    public static Cell Of(ForecastCells forecast, ForecastColumn column) => column switch
    {
        ForecastColumn.Closed => forecast.Closed,
        ForecastColumn.Commit => forecast.Commit,
        ForecastColumn.MostLikely => forecast.MostLikely,
        ForecastColumn.BestCase => forecast.BestCase,
        ForecastColumn.Pipeline => forecast.Pipeline,
        ForecastColumn.Omitted => forecast.Omitted,
        ForecastColumn.Lost => forecast.Lost,
        _ => forecast.OpenPipeline,
    };

    /// <summary>The last instant of a week, 0 for the one before the first.</summary>
    public DateTimeOffset AsOfWeek(int week) => week == 0 ? Answer.From : Answer.Weeks[week - 1].AsOf;

    /// <summary>The address that shows the same for ever.</summary>
    public PageAddress Exact(PageFrame frame)
    {
        var exact = frame.Address.With("period", Answer.Period.Id).With("asOf", Answer.AsOf.ToIso()).With("week", Word(Week))
            .With("knownAt", KnownAt(frame));
        return exact.With("from", Followed.From == AsOf ? null : Followed.From.ToIso()).With("to", Followed.To == Answer.To ? null : Followed.To.ToIso());
    }

    /// <summary>The same page at another week, with its deals followed from there.</summary>
    public static string AtWeek(PageFrame frame, int week) =>
        frame.Address.Without("after", "from").With("week", Word(week)).ToString();

    /// <summary>The same page with the deals listed that went from one place to another.</summary>
    public static string Moved(PageFrame frame, DealPlace? was, DealPlace? @is) =>
        frame.Address.Without("after").With("was", was?.Word()).With("is", @is?.Word()) + "#deals";

    /// <summary>The address of the deals that a column of the forecast counts at an instant.</summary>
    public string Counted(PageFrame frame, ForecastColumn column, DateTimeOffset asOf) =>
        Scoped(frame, "/deals").With("column", column.Word()).With("asOf", asOf.ToIso()).ToString();

    /// <summary>The address of the deals that moved so in a week.</summary>
    public string Changed(PageFrame frame, ReplayWeek week, MovementKind kind) =>
        Scoped(frame, "/").With("from", week.From.ToIso()).With("to", week.AsOf.ToIso()).With("kind", kind.Word()) + "#deals";

    /// <summary>The address of a deal as this page knows it.</summary>
    public string Deal(PageFrame frame, string id) =>
        frame.To("/deals/" + Uri.EscapeDataString(id)).With("asOf", Followed.To.ToIso()).With("knownAt", KnownAt(frame)).ToString();

    // The first one is shown unless asked otherwise.
    private static string? Word(int week) => week == 1 ? null : week.ToString(CultureInfo.InvariantCulture);

    private PageAddress Scoped(PageFrame frame, string path) => frame.Address.To(path, "tenant", "consistency", "owner", "team", "hierarchy", "settings", "rates")
        .With("period", Answer.Period.Id).With("knownAt", KnownAt(frame));

    private string KnownAt(PageFrame frame) => frame.KnownAt(Answer.KnownAt, Answer.Position);
}
