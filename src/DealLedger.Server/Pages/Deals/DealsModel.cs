using DealLedger.Core;
using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Postgres;
using DealLedger.Server.Inputs;

namespace DealLedger.Server.Pages.Deals;

/// <summary>All that the list of deals shows, from one view: the deals, the question as it was meant, and what there is to choose from.</summary>
public sealed record DealsModel(DealsAnswer Answer, DealsQuestion Question, FilterChoices Choices)
{
    /// <summary>How many places the amounts of the page have.</summary>
    public int Places { get; } = Shown.Places([Answer.Total.Amount]);

    /// <summary>Asks for it.</summary>
    public static async Task<DealsModel> AskAsync(LedgerView view, InputReader read, DealsWords words, CancellationToken cancellation)
    {
        var question = words.Read(read);
        var answer = await view.DealsAsync(question, cancellation);
        return new DealsModel(answer, question, await FilterChoices.AskAsync(view, read, question.Forecast.Period, question.Forecast.AsOf, cancellation));
    }

    /// <summary>The address that shows the same for ever.</summary>
    public PageAddress Exact(PageFrame frame) =>
        frame.Address.With("period", Answer.Period.Id).With("asOf", Answer.AsOf.ToIso()).With("knownAt", KnownAt(frame));

    /// <summary>The address of a deal as this page knows it.</summary>
    public string Deal(PageFrame frame, string id) =>
        frame.To("/deals/" + Uri.EscapeDataString(id)).With("asOf", Answer.AsOf.ToIso()).With("knownAt", KnownAt(frame)).ToString();

    private string KnownAt(PageFrame frame) => frame.KnownAt(Answer.KnownAt, Answer.Position);
}
