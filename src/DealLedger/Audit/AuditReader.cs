using System.Globalization;
using DealLedger.Core;
using DealLedger.Core.Answers;
using DealLedger.Core.Calls;
using DealLedger.Core.Comparing;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Overrides;
using DealLedger.Core.Sealing;
using DealLedger.Core.Waterfall;
using DealLedger.Postgres;
using DealLedger.Postgres.Sealing;
using DealLedger.Server.Pages;

namespace DealLedger.Audit;

/// <summary>
/// Reads all that an audit of a period says from one view, by the questions that the commands ask, so that every figure is theirs. A list that is
/// longer than an answer can hold is refused (<c>audit-too-large</c>): an audit leaves nothing out.
/// </summary>
internal sealed class AuditReader(LedgerView view, Proofs proofs, AuditQuestion question)
{
    private const int MostRows = 1_000_000;

    private static readonly string[] Cells = ["closed", "commit", "most likely", "best case", "pipeline", "omitted", "lost", "open pipeline"];
    private static readonly string[] Sides = ["Before", "After"];

    private readonly List<AuditProof> _proofs = [];
    private IReadOnlyList<Seal> _seals = [];
    private string _currency = "";

    /// <summary>The sheets and the proofs beside them.</summary>
    public async Task<AuditBook> ReadAsync(CancellationToken cancellation)
    {
        _seals = await view.SealsAsync(question.AsOf, cancellation);
        var forecast = await view.ForecastAsync(new ForecastQuestion(question.Period, question.AsOf, question.KnownAt, GroupBy.Owner) { Settings = question.Settings }, cancellation);
        _currency = forecast.Currency;
        var changes = await view.ChangesAsync(
            new ChangesQuestion(question.Period, question.From, question.To, question.KnownAt, Limit: ChangesQuestion.MaxLimit), cancellation);
        RefuseCut("Movements", changes.Deals.Count, changes.DealsTotal);
        var calls = await view.CallsAsync(new CallsQuestion(question.AsOf, question.Period, All: true, Limit: CallsQuestion.MaxLimit), cancellation);
        RefuseCut("Calls", calls.Calls.Count, calls.CallsTotal);
        var stated = calls.Calls.OrderBy(c => c.Layer).ThenBy(c => Week(c.At), StringComparer.Ordinal).ThenBy(c => c.For, StringComparer.Ordinal)
            .ThenBy(c => c.Scope).ThenByDescending(c => c.Category).ThenBy(c => c.At).ThenBy(c => c.Position).ToList();
        var overrides = await view.OverridesAsync(
            new OverridesQuestion(question.AsOf, question.KnownAt, question.Period, Limit: OverridesQuestion.MaxLimit) { Settings = question.Settings }, cancellation);
        RefuseCut("Overrides", overrides.Overrides.Count, overrides.OverridesTotal);
        var late = await view.LateChangesAsync(question.Period, question.AsOf, question.LateAfter, MostRows + 1, cancellation);

        AuditSheet[] sheets =
        [
            Summary(forecast, changes, calls, overrides), await CallsAsync(stated, cancellation), await MovedAsync(stated, cancellation), Overrides(overrides), Late(late),
            Forecast(forecast), Waterfall(changes), Movements(changes), await SealsAsync(stated, cancellation),
        ];
        foreach (var sheet in sheets)
        {
            RefuseCut(sheet.Name, MostRows, Math.Max(MostRows, sheet.Rows.Count));
        }

        return new AuditBook(sheets, _proofs);
    }

    private static void RefuseCut(string sheet, long listed, long total)
    {
        if (total > listed)
        {
            throw new RefusedException("audit-too-large", $"The sheet '{sheet}' would hold more than {listed} rows; ask for a shorter period.", "period");
        }
    }

    private AuditSheet Summary(ForecastAnswer forecast, ChangesAnswer changes, CallsAnswer calls, OverridesAnswer overrides)
    {
        var rows = new List<IReadOnlyList<AuditCell>>();
        Add("What", AuditCell.Of("Audit of a forecast period"));
        Add("Tenant", AuditCell.Of(view.Tenant.Value));
        Add("Period", AuditCell.Of(question.Period.Id));
        Add("Period begins", AuditCell.Of(question.Period.Start));
        Add("Period ends", AuditCell.Of(question.Period.End));
        Add("As of (UTC)", AuditCell.Of(question.AsOf));
        Add("Known to position", AuditCell.Of(view.KnownTo));
        Add("Reporting currency", AuditCell.Of(_currency));
        Add("Late is later than (hours)", AuditCell.Of((long)question.LateAfter.TotalHours));
        Add("Waterfall from (UTC)", AuditCell.Of(question.From));
        Add("Waterfall to (UTC)", AuditCell.Of(question.To));
        foreach (var definition in new[] { forecast.Definition, changes.Definition, calls.Definition, overrides.Definition, Seal.Version, Proof.Version })
        {
            Add("Definition", AuditCell.Of(definition));
        }

        foreach (var left in forecast.Unconverted)
        {
            Add($"Not converted and not in the sums ({left.Currency})", AuditCell.Of(left.Amount));
        }

        if (_seals is [.., var newest])
        {
            Add("Newest seal", AuditCell.Of(newest.Id));
            Add("Events under it", AuditCell.Of(newest.Size));
            Add("Its root", AuditCell.Of(newest.Root.ToString()));
            Add("Made (UTC)", AuditCell.Of(newest.At));
        }

        return new AuditSheet("Summary", ["What", "Value"], rows);

        void Add(string name, AuditCell value) => rows.Add([AuditCell.Of(name), value]);
    }

    private async Task<AuditSheet> CallsAsync(IReadOnlyList<CallState> calls, CancellationToken cancellation)
    {
        var currency = InHeader(calls.Select(c => c.Currency));
        var basis = InHeader(calls.Select(c => c.Basis.Currency));
        var rows = new List<IReadOnlyList<AuditCell>>();
        foreach (var c in calls)
        {
            rows.Add(
            [
                AuditCell.Of(c.Layer.ToString()), AuditCell.Of(Week(c.At)), AuditCell.Of(c.Id), AuditCell.Of(c.For), AuditCell.Of(c.ForName), AuditCell.Of(c.Scope.ToString()),
                AuditCell.Of(c.Category.Name()), AuditCell.Of(c.Amount), AuditCell.Of(c.Currency), AuditCell.Of(c.At), AuditCell.Of(c.RecordedAt), AuditCell.Of(c.Position),
                AuditCell.Of(c.By), AuditCell.Of(c.ByName), AuditCell.Of(c.NoteErased ? "(erased)" : c.Note), AuditCell.Of(c.Replaces),
                AuditCell.Of(c.ReplacedBy), AuditCell.Of(c.Stale),
                AuditCell.Of(c.Basis.Position), .. Basis(c.Basis), AuditCell.Of(await ProofAsync(c, cancellation)),
            ]);
        }

        return new AuditSheet(
            "Calls",
            [
                "Layer", "Week", "Call", "For", "Name", "Scope", "Category", $"Amount ({currency})", "Currency", "At (UTC)", "Recorded (UTC)", "Position", "By", "By name", "Note",
                "Replaces", "Replaced by", "Stale", "Basis position", .. Cells.Select(cell => $"Basis {cell} ({basis})"), .. Cells.Select(cell => $"Basis {cell} deals"), "Proof",
            ],
            rows);
    }

    private async Task<AuditSheet> MovedAsync(IReadOnlyList<CallState> calls, CancellationToken cancellation)
    {
        var moved = new List<(CallState Call, ComparedDeal Deal)>();
        foreach (var call in calls)
        {
            var since = await view.MovedSinceAsync(call, question.AsOf, DealDifferences.MaxLimit, cancellation);
            RefuseCut("Moved since", since.Deals.Count, since.DealsTotal);
            moved.AddRange(since.Deals.Select(d => (call, d)));
            RefuseCut("Moved since", MostRows, Math.Max(MostRows, moved.Count));
        }

        var own = InHeader(moved.SelectMany(m => new[] { m.Deal.Before?.Currency, m.Deal.After?.Currency }));
        return new AuditSheet(
            "Moved since",
            [
                "Call", "Layer", "For", "Deal", "Deal name", .. Sides.SelectMany(side => StateHeader(side, own)),
                .. Cells.Select(cell => $"{Capital(cell)} difference ({_currency})"), "Events", "Moves of people", "Last at (UTC)", "Last recorded (UTC)", "Last by", "Last position",
            ],
            [.. moved.Select(m => MovedRow(m.Call, m.Deal))]);
    }

    private static IReadOnlyList<AuditCell> MovedRow(CallState call, ComparedDeal deal)
    {
        var last = deal.Events.Select(e => new LastEvent(e.Position, e.At, e.RecordedAt, e.By))
            .Concat(deal.Moves.Select(m => new LastEvent(m.Position, m.At, m.RecordedAt, m.By))).MaxBy(e => e.Position);
        return
        [
            AuditCell.Of(call.Id), AuditCell.Of(call.Layer.ToString()), AuditCell.Of(call.For), AuditCell.Of(deal.Id), AuditCell.Of(deal.Name),
            .. State(deal.Before), .. State(deal.After), .. Amounts(deal.Difference),
            AuditCell.Of(deal.Events.Count), AuditCell.Of(deal.Moves.Count), AuditCell.Of(last?.At), AuditCell.Of(last?.RecordedAt), AuditCell.Of(last?.By),
            last is null ? new AuditCell.Empty() : AuditCell.Of(last.Position),
        ];
    }

    private static AuditSheet Overrides(OverridesAnswer answer) => new(
        "Overrides",
        [
            "Period", "Author", "Author name", "Deal", "Deal name", "Replaced", "Category", $"Amount ({InHeader(answer.Overrides.Select(o => o.Currency))})", "Currency", "Close date",
            "Owner", "Reason", "At (UTC)", "Recorded (UTC)", "Until (UTC)", "Days held", "Ended", "Deal did it", "Position",
        ],
        [
            .. answer.Overrides.OrderBy(o => o.Period, StringComparer.Ordinal).ThenBy(o => o.Author, StringComparer.Ordinal).ThenBy(o => o.At).ThenBy(o => o.Position)
                .Select(o => new[]
                {
                    AuditCell.Of(o.Period), AuditCell.Of(o.Author), AuditCell.Of(o.AuthorName), AuditCell.Of(o.DealId), AuditCell.Of(o.DealName), AuditCell.Of(o.Replaced),
                    AuditCell.Of(o.Category), AuditCell.Of(o.Amount), AuditCell.Of(o.Currency), AuditCell.Of(o.CloseDate), AuditCell.Of(o.Owner),
                    AuditCell.Of(o.ReasonErased ? "(erased)" : o.Reason), AuditCell.Of(o.At), AuditCell.Of(o.RecordedAt), AuditCell.Of(o.Until), AuditCell.Of(o.DaysHeld),
                    AuditCell.Of(o.End.ToString()), AuditCell.Of(o.Verdict.ToString()), AuditCell.Of(o.Position),
                }),
        ]);

    private static AuditSheet Late(IReadOnlyList<LateChange> changes)
    {
        var own = InHeader(changes.SelectMany(c => new[] { c.Before?.Currency, c.After.Currency }));
        return new AuditSheet(
            "Late changes",
            [
                "Deal", "Deal name", "At (UTC)", "Recorded (UTC)", "Days late", "Deal recorded since (UTC)", "By", "Position", .. Sides.SelectMany(side => ViewHeader(side, own)),
            ],
            [
                .. changes.Select(c => new[]
                {
                    AuditCell.Of(c.DealId), AuditCell.Of(c.DealName), AuditCell.Of(c.At), AuditCell.Of(c.RecordedAt), AuditCell.Of((long)(c.RecordedAt - c.At).TotalDays),
                    AuditCell.Of(c.DealRecordedAt), AuditCell.Of(c.By), AuditCell.Of(c.Position),
                }.Concat(View(c.Before)).Concat(View(c.After)).ToList()),
            ]);
    }

    private AuditSheet Forecast(ForecastAnswer answer) => new(
        "Forecast",
        [
            "Owner", "Name", .. Cells.Select(cell => $"{Capital(cell)} ({_currency})"), .. Cells.Select(cell => $"{Capital(cell)} deals"),
            .. Cells.Select(cell => $"{Capital(cell)} without amount"),
        ],
        [
            .. answer.Rows!.Append(answer.Total).Select(row => new[] { AuditCell.Of(row.Key), AuditCell.Of(row.Name) }
                .Concat(Amounts(ForecastCells.Of(row))).Concat(All(ForecastCells.Of(row)).Select(c => AuditCell.Of(c.Count)))
                .Concat(All(ForecastCells.Of(row)).Select(c => AuditCell.Of(c.WithoutAmount))).ToList()),
        ]);

    private AuditSheet Waterfall(ChangesAnswer answer) => new(
        "Waterfall", ["Step", $"Amount ({_currency})", "Deals"],
        [
            [AuditCell.Of("Open pipeline at the start"), AuditCell.Of(answer.Start.Amount), AuditCell.Of(answer.Start.Count)],
            .. answer.Movements.Select(m => new[] { AuditCell.Of(m.Kind.Label()), AuditCell.Of(m.Amount), AuditCell.Of(m.Deals) }),
            [AuditCell.Of("Open pipeline at the end"), AuditCell.Of(answer.End.Amount), AuditCell.Of(answer.End.Count)],
        ]);

    private AuditSheet Movements(ChangesAnswer answer) => new(
        "Movements", ["Deal", "Deal name", "Owner", "Movement", $"Amount ({_currency})", "At (UTC)", "By", "Before", "After", "Position"],
        [
            .. answer.Deals.SelectMany(d => d.Movements.Select(m => new[]
            {
                AuditCell.Of(d.Id), AuditCell.Of(d.Name), AuditCell.Of(d.Owner), AuditCell.Of(m.Kind.Label()), AuditCell.Of(m.Amount), AuditCell.Of(m.At), AuditCell.Of(m.By),
                AuditCell.Of(m.Before), AuditCell.Of(m.After), AuditCell.Of(m.Position),
            })),
        ]);

    // From the last one before the period's window and its first call; the log under each but the newest is proved to be the newest's beginning.
    private async Task<AuditSheet> SealsAsync(IReadOnlyList<CallState> calls, CancellationToken cancellation)
    {
        var begin = calls.Select(c => c.RecordedAt).Append(question.From).Min();
        var first = Math.Max(0, _seals.ToList().FindLastIndex(s => s.At <= begin));
        var rows = new List<IReadOnlyList<AuditCell>>();
        foreach (var seal in _seals.Skip(first))
        {
            var newest = _seals[^1];
            string? file = null;
            if (seal != newest)
            {
                file = string.Create(CultureInfo.InvariantCulture, $"seals-{seal.Id}-{newest.Id}.json");
                _proofs.Add(new AuditProof(file, (await proofs.ConsistencyAsync(view.Tenant, seal.Id, newest.Id, cancellation)).ToFile()));
            }

            rows.Add(
            [
                AuditCell.Of(seal.Id), AuditCell.Of(seal.At), AuditCell.Of(seal.Occasion), AuditCell.Of(seal.Size), AuditCell.Of(seal.Root.ToString()),
                AuditCell.Of(seal.Previous?.ToString()), AuditCell.Of(seal.Key.ToString()), AuditCell.Of(seal.Signature), AuditCell.Of(file),
            ]);
        }

        return new AuditSheet("Seals", ["Seal", "Made (UTC)", "Occasion", "Events", "Root", "Previous", "Key", "Signature", "Proof"], rows);
    }

    private async Task<string?> ProofAsync(CallState call, CancellationToken cancellation)
    {
        if (_seals is not [.., var newest] || newest.Size < call.Position)
        {
            return null;
        }

        // By position: an id that others gave need not make a file name.
        var file = string.Create(CultureInfo.InvariantCulture, $"call-at-{call.Position}.json");
        _proofs.Add(new AuditProof(file, (await proofs.EventAsync(view.Tenant, call.Position, newest.Id, cancellation)).ToFile()));
        return file;
    }

    private static Cell[] All(ForecastCells c) => [c.Closed, c.Commit, c.MostLikely, c.BestCase, c.Pipeline, c.Omitted, c.Lost, c.OpenPipeline];

    private static IEnumerable<AuditCell> Amounts(ForecastCells cells) => All(cells).Select(c => AuditCell.Of(c.Amount));

    private static IEnumerable<AuditCell> Basis(CallBasis b)
    {
        Cell[] cells = [b.Closed, b.Commit, b.MostLikely, b.BestCase, b.Pipeline, b.Omitted, b.Lost, b.OpenPipeline];
        return cells.Select(c => AuditCell.Of(c.Amount)).Concat(cells.Select(c => AuditCell.Of(c.Count)));
    }

    private static IEnumerable<string> StateHeader(string side, string currency) => ViewHeader(side, currency).Append($"{side}: column");

    private static IEnumerable<string> ViewHeader(string side, string currency) =>
    [
        $"{side}: stage", $"{side}: category", $"{side}: outcome", $"{side}: amount ({currency})", $"{side}: currency", $"{side}: close date", $"{side}: owner",
    ];

    private static IEnumerable<AuditCell> State(ComparedState? s) =>
    [
        AuditCell.Of(s?.Stage), AuditCell.Of(s?.Category), AuditCell.Of(s?.Outcome), AuditCell.Of(s?.Amount), AuditCell.Of(s?.Currency), AuditCell.Of(s?.CloseDate),
        AuditCell.Of(s?.Owner), AuditCell.Of(s?.Column),
    ];

    private static IEnumerable<AuditCell> View(DealView? v) =>
    [
        AuditCell.Of(v?.Stage), AuditCell.Of(v?.Category.Name()), AuditCell.Of(v?.Outcome.Name()), AuditCell.Of(v?.Amount), AuditCell.Of(v?.Currency), AuditCell.Of(v?.CloseDate),
        AuditCell.Of(v?.Owner),
    ];

    // The currency where there is but one.
    private static string InHeader(IEnumerable<string?> currencies) =>
        currencies.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList() is [var one] ? one : "own currency";

    private static string Capital(string cell) => char.ToUpperInvariant(cell[0]) + cell[1..];

    private string Week(DateTimeOffset at) => question.Settings.Weeks.Name(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, question.Settings.Zone).DateTime));

    private sealed record LastEvent(long Position, DateTimeOffset At, DateTimeOffset RecordedAt, string By);
}
