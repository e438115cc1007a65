using System.Globalization;
using DealLedger.Core;
using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Slippage;
using DealLedger.Core.Time;
using DealLedger.Postgres;
using DealLedger.Server.Inputs;

namespace DealLedger.Server.Pages.Slippage;

/// <summary>All that the page of slippage shows, from one view: the sums, the pushes behind them, the question as it was meant, and what there is to choose from.</summary>
public sealed record SlippageModel(SlippageAnswer Answer, PushesAnswer Pushes, SlippageQuestion Question, FiscalCalendar Calendar, FilterChoices Choices)
{
    /// <summary>How many places the amounts of the page have.</summary>
    public int Places { get; } = Shown.Places(
        (Answer.Rows ?? []).Append(Answer.Total).SelectMany(r => new[] { r.AmountPushed, r.AmountSlipped, r.AmountPulledIn, r.BasisAmount, r.SlippedAmount }));

    /// <summary>What was asked about, in a word: a period, or the first and the last day.</summary>
    public string Window => Answer.Period?.Id ?? $"{Shown.Day(Answer.From + Instants.Microsecond)} to {Shown.Day(Answer.To)}";

    /// <summary>Asks for it, by rep unless teams are asked for.</summary>
    public static async Task<SlippageModel> AskAsync(
        LedgerView view, InputReader read, SlippageWords words, PushesWords listed, CancellationToken cancellation)
    {
        var question = (words with { By = words.By ?? "owner" }).Read(read);
        if (question.By == GroupBy.Deal)
        {
            read.Refuse("by", "'deal' is not one of owner, team; the page lists the deals in any case.");
        }

        var quarter = new TimeWords(read.Settings, question.To).CurrentQuarter;
        var (slippage, pushes) = await view.SlippageAndPushesAsync(question, listed.Read(read), cancellation);
        return new SlippageModel(
            slippage, pushes, question, read.Settings.Calendar,
            await FilterChoices.AskAsync(view, read, question.Period ?? quarter, question.To, cancellation));
    }

    /// <summary>The address that shows the same for ever.</summary>
    public PageAddress Exact(PageFrame frame)
    {
        var address = frame.Address.With("by", Question.By == GroupBy.Team ? "team" : "owner").With("knownAt", KnownAt(frame));
        return Answer.Period is { } period ? address.With("period", period.Id) : address.With("from", Answer.From.ToIso()).With("to", Answer.To.ToIso());
    }

    /// <summary>The address of the same for one row alone; none for what belongs to nobody.</summary>
    public PageAddress? OfRow(PageFrame frame, SlipRow row) => (row.Key.Length, Question.By) switch
    {
        (0, _) => null,
        (_, GroupBy.Team) => frame.Address.Without("by", "after").With("team", row.Key),
        _ => frame.Address.Without("after").With("owner", row.Key),
    };

    /// <summary>The address of the same for one week alone, of one rep if one is named.</summary>
    public static string Week(PageFrame frame, PushWeek week, string? owner = null)
    {
        var address = frame.Address.Without("period", "after").With("from", week.From.ToIso()).With("to", week.To.ToIso());
        return (owner is { Length: > 0 } ? address.With("owner", owner) : address).ToString() + "#deals";
    }

    /// <summary>The address of the deals that the slip rate is measured against, those of a row if one is given; none where no list shows just them.</summary>
    public string? Basis(PageFrame frame, SlipRow? row = null) => Answer.Period is { } period && Answer.Basis != SlipBasis.Forecast && row is not { Key.Length: 0 }
        ? frame.Address.To("/deals", "tenant", "consistency", "owner", "team", "hierarchy", "settings", "rates")
            .With("by", row is null ? null : Question.By == GroupBy.Team ? "team" : "owner").With("key", row?.Key)
            .With("column", Answer.Basis == SlipBasis.Commit ? "commit" : null)
            .With("period", period.Id).With("asOf", Answer.From.ToIso()).With("knownAt", KnownAt(frame)).ToString()
        : null;

    /// <summary>The address of a deal as this page knows it, at one of its events if one is named.</summary>
    public string Deal(PageFrame frame, string id, long? position = null) =>
        frame.To("/deals/" + Uri.EscapeDataString(id)).With("asOf", Answer.Partial ? null : Answer.To.ToIso()).With("knownAt", KnownAt(frame))
        + (position is { } at ? string.Create(CultureInfo.InvariantCulture, $"#event-{at}") : "");

    /// <summary>A share in percent to one place; nothing where there is none.</summary>
    public static string Rate(decimal? share) => share is { } rate ? (rate * 100).ToString("0.0' %'", CultureInfo.InvariantCulture) : "";

    /// <summary>An average of days to a tenth.</summary>
    public static string Days(decimal days) => days.ToString("#,##0.0", CultureInfo.InvariantCulture);

    private string KnownAt(PageFrame frame) => frame.KnownAt(Answer.KnownAt, Answer.Position);
}
