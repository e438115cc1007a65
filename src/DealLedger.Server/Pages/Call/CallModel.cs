using System.Globalization;
using DealLedger.Core;
using DealLedger.Core.Answers;
using DealLedger.Core.Calls;
using DealLedger.Core.Comparing;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Sealing;
using DealLedger.Postgres;
using DealLedger.Server.Inputs;

namespace DealLedger.Server.Pages.Call;

/// <summary>What came of making a call once more from the log: up to which position it is the same, or how it differs.</summary>
public sealed record Reproduced(long? To, string? Differs);

/// <summary>
/// All that the page of a call shows, from one view: the call with its basis and what moved since, the first seal that covers it, none when there is
/// none yet, and who its people are.
/// </summary>
public sealed record CallModel(CallAnswer Answer, Seal? CoveredBy, Reproduced? Reproduced, IReadOnlyDictionary<string, string> Names)
{
    /// <summary>The columns of the basis.</summary>
    public static readonly IReadOnlyList<(ForecastColumn Column, Func<CallBasis, Cell> Of)> Columns =
    [
        (ForecastColumn.Closed, b => b.Closed), (ForecastColumn.Commit, b => b.Commit), (ForecastColumn.MostLikely, b => b.MostLikely),
        (ForecastColumn.BestCase, b => b.BestCase), (ForecastColumn.Pipeline, b => b.Pipeline), (ForecastColumn.OpenPipeline, b => b.OpenPipeline),
        (ForecastColumn.Omitted, b => b.Omitted), (ForecastColumn.Lost, b => b.Lost),
    ];

    /// <summary>How many places the amounts of the page have.</summary>
    public int Places { get; } = Shown.Places(
        Columns.SelectMany(c => new[] { c.Of(Answer.Call.Basis).Amount, c.Of(Answer.Now).Amount }).Concat(
            Answer.Moved.SelectMany(d => new[] { d.Before?.Value ?? 0, d.After?.Value ?? 0 })));

    /// <summary>Asks for it.</summary>
    public static async Task<CallModel> AskAsync(
        LedgerView view, InputReader read, string id, CallShowWords words, Reproduced? reproduced, CancellationToken cancellation)
    {
        words.Reproduces(read);
        var (asOf, limit) = words.Read(read);
        var answer = await view.CallAsync(id, asOf, limit, cancellation);
        var people = await view.PeopleAsync(asOf, cancellation);
        var seal = await view.SealOverAsync(answer.Call.Position, cancellation);
        return new CallModel(answer, seal, reproduced, people.People.Where(p => p.Name is not null).ToDictionary(p => p.Id, p => p.Name!, StringComparer.Ordinal));
    }

    /// <summary>Which seal tells whether anybody touched the call: the one that was made for it, else the first one that covers it.</summary>
    public string Sealed => Answer.Seal is { } own ? $"seal {Shown.Count(own)}, made for it"
        : CoveredBy is { } seal ? $"seal {Shown.Count(seal.Id)}, which covers it, made {Shown.Instant(seal.At)}"
        : "not sealed yet; the next seal covers it";

    /// <summary>What a person is called.</summary>
    public string NameOf(string id) => Names.GetValueOrDefault(id, id);

    /// <summary>The address that shows the same for ever.</summary>
    public PageAddress Exact(PageFrame frame) => frame.Address.With("asOf", Answer.AsOf.ToIso()).With("knownAt", KnownAt(frame));

    /// <summary>The address of another call as this page knows it.</summary>
    public string Call(PageFrame frame, string id) =>
        frame.To("/calls/" + Uri.EscapeDataString(id)).With("asOf", Answer.AsOf.ToIso()).With("knownAt", KnownAt(frame)).ToString();

    /// <summary>The address of the deals that a column of the basis counted.</summary>
    public string Then(PageFrame frame, ForecastColumn column) =>
        Counted(frame, column).With("asOf", Answer.Call.At.ToIso()).With("knownAt", string.Create(CultureInfo.InvariantCulture, $"@{Answer.Call.Basis.Position}")).ToString();

    /// <summary>The address of the deals that the same column counts now.</summary>
    public string Now(PageFrame frame, ForecastColumn column) => Counted(frame, column).With("asOf", Answer.AsOf.ToIso()).With("knownAt", KnownAt(frame)).ToString();

    /// <summary>The address of a deal as this page knows it, at one of its events if one is named.</summary>
    public string Deal(PageFrame frame, string id, long? position = null) =>
        frame.To("/deals/" + Uri.EscapeDataString(id)).With("asOf", Answer.AsOf.ToIso()).With("knownAt", KnownAt(frame))
        + (position is { } at ? string.Create(CultureInfo.InvariantCulture, $"#event-{at}") : "");

    private PageAddress Counted(PageFrame frame, ForecastColumn column) => frame.To("/deals").With("period", Answer.Call.Period.Id)
        .With(Answer.Call.Scope == CallScope.Team ? "team" : "owner", Answer.Call.For).With("column", column.Word());

    private string KnownAt(PageFrame frame) => frame.KnownAt(Answer.KnownAt, Answer.Position);
}
