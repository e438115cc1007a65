using System.Globalization;
using DealLedger.Core;
using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Postgres;
using DealLedger.Server.Inputs;

namespace DealLedger.Server.Pages.Changes;

/// <summary>All that the start page shows, from one view: what changed, the question as it was meant, and what there is to choose from.</summary>
public sealed record ChangesModel(ChangesAnswer Answer, ChangesQuestion Question, FilterChoices Choices)
{
    /// <summary>How many deals come at a time.</summary>
    public const string PageLength = "100";

    /// <summary>How many places the amounts of the page have.</summary>
    public int Places { get; } = Shown.Places([Answer.Start.Amount, Answer.End.Amount, .. Answer.Movements.Select(m => m.Amount)]);

    /// <summary>Asks for it.</summary>
    public static async Task<ChangesModel> AskAsync(LedgerView view, InputReader read, ChangesWords words, CancellationToken cancellation)
    {
        var question = words.Read(read);
        var answer = await view.ChangesAsync(question, cancellation);
        return new ChangesModel(answer, question, await FilterChoices.AskAsync(view, read, question.Period, question.To, cancellation));
    }

    /// <summary>The address that shows the same for ever.</summary>
    public PageAddress Exact(PageFrame frame) => frame.Address
        .With("period", Answer.Period.Id).With("from", Answer.From.ToIso()).With("to", Answer.To.ToIso()).With("knownAt", KnownAt(frame));

    /// <summary>The address of a deal as this page knows it, at one of its events if one is named.</summary>
    public string Deal(PageFrame frame, string id, long? position = null) =>
        frame.To("/deals/" + Uri.EscapeDataString(id)).With("asOf", Answer.To.ToIso()).With("knownAt", KnownAt(frame))
        + (position is { } at ? string.Create(CultureInfo.InvariantCulture, $"#event-{at}") : "");

    /// <summary>The address of the deals in the open pipeline at one of the two instants, in the row of a key if one is named.</summary>
    public string Pipeline(PageFrame frame, DateTimeOffset asOf, string? key = null) =>
        frame.Address.To("/deals", "tenant", "consistency", "owner", "team", "hierarchy", "settings", "rates", key is null ? "" : "by").With("key", key)
            .With("period", Answer.Period.Id).With("asOf", asOf.ToIso()).With("knownAt", KnownAt(frame)).ToString();

    /// <summary>What a person is called.</summary>
    public string NameOf(string id) => Choices.NameOf(id);

    private string KnownAt(PageFrame frame) => frame.KnownAt(Answer.KnownAt, Answer.Position);
}
