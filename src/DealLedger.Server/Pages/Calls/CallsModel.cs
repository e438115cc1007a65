using DealLedger.Core;
using DealLedger.Core.Answers;
using DealLedger.Core.Calls;
using DealLedger.Postgres;
using DealLedger.Server.Inputs;

namespace DealLedger.Server.Pages.Calls;

/// <summary>All that the list of calls shows, from one view: the calls, how near those of a period came, and what there is to choose from.</summary>
public sealed record CallsModel(CallsAnswer Answer, AccuracyAnswer Accuracy, FilterChoices Choices)
{
    /// <summary>How many places the amounts of the calls have.</summary>
    public int Places { get; } = Shown.Places(Answer.Calls.Select(c => c.Amount));

    /// <summary>How many places the amounts have that calls are held against.</summary>
    public int PlacesOfActual { get; } = Shown.Places(Accuracy.Rows.SelectMany(r => r.Weeks).SelectMany(w => new[] { w.Calls.Call, w.Calls.Actual }));

    /// <summary>Asks for it: the calls of one period with their accuracy, or those of all with that of the quarter that ended last.</summary>
    public static async Task<CallsModel> AskAsync(LedgerView view, InputReader read, CallListWords words, CancellationToken cancellation)
    {
        var question = words.Read(read);
        var answer = await view.CallsAsync(question, cancellation);
        var accuracy = await view.AccuracyAsync(question.Period ?? read.QuarterBefore(question.AsOf), question.AsOf, cancellation);
        return new CallsModel(answer, accuracy, await FilterChoices.AskAsync(view, read, question.Period ?? read.Time.CurrentQuarter, question.AsOf, cancellation));
    }

    /// <summary>The address that shows the same for ever.</summary>
    public PageAddress Exact(PageFrame frame) => frame.Address.With("asOf", Answer.AsOf.ToIso()).With("knownAt", KnownAt(frame));

    /// <summary>The address of a call as this page knows it.</summary>
    public string Call(PageFrame frame, string id) =>
        frame.To("/calls/" + Uri.EscapeDataString(id)).With("asOf", Answer.AsOf.ToIso()).With("knownAt", KnownAt(frame)).ToString();

    /// <summary>The address of the audit file of the period whose accuracy is shown.</summary>
    public string Audit(PageFrame frame) => frame.Address.To("/api/audit", "tenant", "consistency", "settings").With("period", Accuracy.Period.Id)
        .With("asOf", Answer.AsOf.ToIso()).With("knownAt", KnownAt(frame)).ToString();

    private string KnownAt(PageFrame frame) => frame.KnownAt(Answer.KnownAt, Answer.Position);
}
