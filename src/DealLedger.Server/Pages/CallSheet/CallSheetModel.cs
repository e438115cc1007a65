using System.Globalization;
using DealLedger.Core;
using DealLedger.Core.Access;
using DealLedger.Core.Answers;
using DealLedger.Core.CallSheet;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Waterfall;
using DealLedger.Postgres;
using DealLedger.Server.Inputs;

namespace DealLedger.Server.Pages.CallSheet;

/// <summary>
/// All that the call sheet shows, from one view: the sheet, the question as it was meant, what there is to choose from, and what was typed into its
/// forms. NamesAuthors says whether whoever looks may say who it was that did something.
/// </summary>
public sealed record CallSheetModel(CallSheetAnswer Answer, CallSheetQuestion Question, FilterChoices Choices, FollowUpDraft Draft, bool NamesAuthors)
{
    /// <summary>How many rows of a list are printed: all lists of a team together fit on one page.</summary>
    public const int Printed = 3;

    /// <summary>How many of the key open deals, and of the follow-ups to be done, are printed.</summary>
    public const int PrintedKey = 6;

    /// <summary>The class of a row that is not printed.</summary>
    public static string? Spare(int row, int printed) => row < printed ? null : "spare";

    /// <summary>How many places the amounts of the page have.</summary>
    public int Places { get; } = Shown.Places([Answer.Now.Forecast.Amount, Answer.Now.Upside.Amount, Answer.Before.Forecast.Amount, Answer.Before.Upside.Amount]);

    /// <summary>The parts with their titles, in their order.</summary>
    public IReadOnlyList<(string Id, SheetPartKind Kind, SheetPart Part)> Parts =>
        [("new", SheetPartKind.NewAndExpansion, Answer.NewAndExpansion), ("renewals", SheetPartKind.Renewals, Answer.Renewals)];

    /// <summary>What the team is called; everyone where there are no teams.</summary>
    public string TeamName => Answer.Team is { } team ? Shown.Name(Answer.TeamName ?? team) : "everyone";

    /// <summary>Asks for it.</summary>
    public static async Task<CallSheetModel> AskAsync(LedgerView view, InputReader read, CallSheetWords words, FollowUpDraft draft, CancellationToken cancellation)
    {
        var question = words.Read(read);
        var answer = await view.CallSheetAsync(question, cancellation);
        var choices = await FilterChoices.AskAsync(view, read, question.Period, question.AsOf, cancellation);
        return new CallSheetModel(answer, question, choices, draft, read.Caller.May(Right.NameOthers));
    }

    /// <summary>Whether the page shows what is so now, so that what is added to it shows.</summary>
    public static bool IsNow(PageFrame frame) => frame.Address["asOf"]?.Trim() is null or "now" && !frame.IsKnownThen;

    /// <summary>The address that shows the same for ever.</summary>
    public PageAddress Exact(PageFrame frame) => frame.Address
        .With("period", Answer.Period.Id).With("team", Answer.Team).With("since", Answer.Since.ToIso()).With("asOf", Answer.AsOf.ToIso()).With("knownAt", KnownAt(frame));

    /// <summary>The address of a deal as this page knows it, at one of its events if one is named.</summary>
    public string Deal(PageFrame frame, string id, long? position = null) =>
        frame.To("/deals/" + Uri.EscapeDataString(id)).With("asOf", Answer.AsOf.ToIso()).With("knownAt", KnownAt(frame))
        + (position is { } at ? string.Create(CultureInfo.InvariantCulture, $"#event-{at}") : "");

    /// <summary>The address of the deals of the team, of one part if one is named, that a column of the forecast counts, cumulative.</summary>
    public string Deals(PageFrame frame, ForecastColumn column, SheetPartKind? part = null) =>
        frame.Address.To("/deals", Kept).With("team", Answer.Team).With("period", Answer.Period.Id).With("asOf", Answer.AsOf.ToIso()).With("knownAt", KnownAt(frame))
            .With("column", column.Word()).With("rollup", column is ForecastColumn.Commit or ForecastColumn.BestCase ? "cumulative" : null)
            .With("part", part is { } one ? SheetPartWords.Of(one) : null).ToString();

    /// <summary>The address of what changed in a part since the last call, of one kind if one is named.</summary>
    public string Changes(PageFrame frame, SheetPartKind part, MovementKind? kind) =>
        frame.Address.To("/", Kept).With("team", Answer.Team).With("period", Answer.Period.Id).With("from", Answer.Since.ToIso()).With("to", Answer.AsOf.ToIso())
            .With("knownAt", KnownAt(frame)).With("kind", kind?.Word()).With("part", SheetPartWords.Of(part)) + "#deals";

    /// <summary>What a person is called.</summary>
    public string NameOf(string id) => Choices.NameOf(id);

    private static readonly string[] Kept = ["tenant", "consistency", "hierarchy", "settings", "rates"];

    private string KnownAt(PageFrame frame) => frame.KnownAt(Answer.KnownAt, Answer.Position);
}
