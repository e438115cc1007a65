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
using DealLedger.Server.Pages;
using DealLedger.Server.Tables;

namespace DealLedger.Server.Audit;

/// <summary>
/// Reads all that an audit of a period says from one view, by the questions that the commands ask, so that every figure is theirs. A list that is
/// longer than an answer can hold is refused (<c>audit-too-large</c>): an audit leaves nothing out. Proofs are made when the view is closed.
/// </summary>
public sealed class AuditReader(LedgerView view, AuditQuestion question)
{
    private const int MostRows = 1_000_000;

    private static readonly string[] Cells = ["closed", "commit", "most likely", "best case", "pipeline", "omitted", "lost", "open pipeline"];
    private static readonly string[] Sides = ["Before", "After"];

    private readonly List<WantedProof> _proofs = [];
    private IReadOnlyList<Seal> _seals = [];
    private string _currency = "";

    /// <summary>The sheets, and the proofs that are to lie beside them.</summary>
    public async Task<AuditDraft> ReadAsync(CancellationToken cancellation)
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

        SheetTable[] sheets =
        [
            Summary(forecast, changes, calls, overrides), Calls(stated), await MovedAsync(stated, cancellation), Overrides(overrides), Late(late),
            Forecast(forecast), Waterfall(changes), Movements(changes), SealsOf(stated),
        ];
        foreach (var sheet in sheets)
        {
            RefuseCut(sheet.Name, MostRows, Math.Max(MostRows, sheet.Rows.Count));
        }

        return new AuditDraft(view.Tenant, sheets, _proofs);
    }

    private static void RefuseCut(string sheet, long listed, long total)
    {
        if (total > listed)
        {
            throw new RefusedException("audit-too-large", $"The sheet '{sheet}' would hold more than {listed} rows; ask for a shorter period.", "period");
        }
    }

    private SheetTable Summary(ForecastAnswer forecast, ChangesAnswer changes, CallsAnswer calls, OverridesAnswer overrides)
    {
        var rows = new List<IReadOnlyList<SheetCell>>();
        Add("What", SheetCell.Of("Audit of a forecast period"));
        Add("Tenant", SheetCell.Of(view.Tenant.Value));
        Add("Period", SheetCell.Of(question.Period.Id));
        Add("Period begins", SheetCell.Of(question.Period.Start));
        Add("Period ends", SheetCell.Of(question.Period.End));
        Add("As of (UTC)", SheetCell.Of(question.AsOf));
        Add("Known to position", SheetCell.Of(view.KnownTo));
        Add("Reporting currency", SheetCell.Of(_currency));
        Add("Late is later than (hours)", SheetCell.Of((long)question.LateAfter.TotalHours));
        Add("Waterfall from (UTC)", SheetCell.Of(question.From));
        Add("Waterfall to (UTC)", SheetCell.Of(question.To));
        foreach (var definition in new[] { forecast.Definition, changes.Definition, calls.Definition, overrides.Definition, Seal.Version, Proof.Version })
        {
            Add("Definition", SheetCell.Of(definition));
        }

        foreach (var left in forecast.Unconverted)
        {
            Add($"Not converted and not in the sums ({left.Currency})", SheetCell.Of(left.Amount));
        }

        if (_seals is [.., var newest])
        {
            Add("Newest seal", SheetCell.Of(newest.Id));
            Add("Events under it", SheetCell.Of(newest.Size));
            Add("Its root", SheetCell.Of(newest.Root.ToString()));
            Add("Made (UTC)", SheetCell.Of(newest.At));
        }

        return new SheetTable("Summary", ["What", "Value"], rows);

        void Add(string name, SheetCell value) => rows.Add([SheetCell.Of(name), value]);
    }

    private SheetTable Calls(IReadOnlyList<CallState> calls)
    {
        var currency = InHeader(calls.Select(c => c.Currency));
        var basis = InHeader(calls.Select(c => c.Basis.Currency));
        var rows = new List<IReadOnlyList<SheetCell>>();
        foreach (var c in calls)
        {
            rows.Add(
            [
                SheetCell.Of(c.Layer.ToString()), SheetCell.Of(Week(c.At)), SheetCell.Of(c.Id), SheetCell.Of(c.For), SheetCell.Of(c.ForName), SheetCell.Of(c.Scope.ToString()),
                SheetCell.Of(c.Category.Name()), SheetCell.Of(c.Amount), SheetCell.Of(c.Currency), SheetCell.Of(c.At), SheetCell.Of(c.RecordedAt), SheetCell.Of(c.Position),
                SheetCell.Of(c.By), SheetCell.Of(c.ByName), SheetCell.Of(c.NoteErased ? "(erased)" : c.Note), SheetCell.Of(c.Replaces),
                SheetCell.Of(c.ReplacedBy), SheetCell.Of(c.Stale),
                SheetCell.Of(c.Basis.Position), .. Basis(c.Basis), SheetCell.Of(ProofOf(c)),
            ]);
        }

        return new SheetTable(
            "Calls",
            [
                "Layer", "Week", "Call", "For", "Name", "Scope", "Category", $"Amount ({currency})", "Currency", "At (UTC)", "Recorded (UTC)", "Position", "By", "By name", "Note",
                "Replaces", "Replaced by", "Stale", "Basis position", .. Cells.Select(cell => $"Basis {cell} ({basis})"), .. Cells.Select(cell => $"Basis {cell} deals"), "Proof",
            ],
            rows);
    }

    private async Task<SheetTable> MovedAsync(IReadOnlyList<CallState> calls, CancellationToken cancellation)
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
        return new SheetTable(
            "Moved since",
            [
                "Call", "Layer", "For", "Deal", "Deal name", .. Sides.SelectMany(side => StateHeader(side, own)),
                .. Cells.Select(cell => $"{Capital(cell)} difference ({_currency})"), "Events", "Moves of people", "Last at (UTC)", "Last recorded (UTC)", "Last by", "Last position",
            ],
            [.. moved.Select(m => MovedRow(m.Call, m.Deal))]);
    }

    private static IReadOnlyList<SheetCell> MovedRow(CallState call, ComparedDeal deal)
    {
        var last = deal.Events.Select(e => new LastEvent(e.Position, e.At, e.RecordedAt, e.By))
            .Concat(deal.Moves.Select(m => new LastEvent(m.Position, m.At, m.RecordedAt, m.By))).MaxBy(e => e.Position);
        return
        [
            SheetCell.Of(call.Id), SheetCell.Of(call.Layer.ToString()), SheetCell.Of(call.For), SheetCell.Of(deal.Id), SheetCell.Of(deal.Name),
            .. State(deal.Before), .. State(deal.After), .. Amounts(deal.Difference),
            SheetCell.Of(deal.Events.Count), SheetCell.Of(deal.Moves.Count), SheetCell.Of(last?.At), SheetCell.Of(last?.RecordedAt), SheetCell.Of(last?.By),
            last is null ? new SheetCell.Empty() : SheetCell.Of(last.Position),
        ];
    }

    private static SheetTable Overrides(OverridesAnswer answer) => new(
        "Overrides",
        [
            "Period", "Author", "Author name", "Deal", "Deal name", "Replaced", "Category", $"Amount ({InHeader(answer.Overrides.Select(o => o.Currency))})", "Currency", "Close date",
            "Owner", "Reason", "At (UTC)", "Recorded (UTC)", "Until (UTC)", "Days held", "Ended", "Deal did it", "Position",
        ],
        [
            .. answer.Overrides.OrderBy(o => o.Period, StringComparer.Ordinal).ThenBy(o => o.Author, StringComparer.Ordinal).ThenBy(o => o.At).ThenBy(o => o.Position)
                .Select(o => new[]
                {
                    SheetCell.Of(o.Period), SheetCell.Of(o.Author), SheetCell.Of(o.AuthorName), SheetCell.Of(o.DealId), SheetCell.Of(o.DealName), SheetCell.Of(o.Replaced),
                    SheetCell.Of(o.Category), SheetCell.Of(o.Amount), SheetCell.Of(o.Currency), SheetCell.Of(o.CloseDate), SheetCell.Of(o.Owner),
                    SheetCell.Of(o.ReasonErased ? "(erased)" : o.Reason), SheetCell.Of(o.At), SheetCell.Of(o.RecordedAt), SheetCell.Of(o.Until), SheetCell.Of(o.DaysHeld),
                    SheetCell.Of(o.End.ToString()), SheetCell.Of(o.Verdict.ToString()), SheetCell.Of(o.Position),
                }),
        ]);

    private static SheetTable Late(IReadOnlyList<LateChange> changes)
    {
        var own = InHeader(changes.SelectMany(c => new[] { c.Before?.Currency, c.After.Currency }));
        return new SheetTable(
            "Late changes",
            [
                "Deal", "Deal name", "At (UTC)", "Recorded (UTC)", "Days late", "Deal recorded since (UTC)", "By", "Position", .. Sides.SelectMany(side => ViewHeader(side, own)),
            ],
            [
                .. changes.Select(c => new[]
                {
                    SheetCell.Of(c.DealId), SheetCell.Of(c.DealName), SheetCell.Of(c.At), SheetCell.Of(c.RecordedAt), SheetCell.Of((long)(c.RecordedAt - c.At).TotalDays),
                    SheetCell.Of(c.DealRecordedAt), SheetCell.Of(c.By), SheetCell.Of(c.Position),
                }.Concat(View(c.Before)).Concat(View(c.After)).ToList()),
            ]);
    }

    private SheetTable Forecast(ForecastAnswer answer) => new(
        "Forecast",
        [
            "Owner", "Name", .. Cells.Select(cell => $"{Capital(cell)} ({_currency})"), .. Cells.Select(cell => $"{Capital(cell)} deals"),
            .. Cells.Select(cell => $"{Capital(cell)} without amount"),
        ],
        [
            .. answer.Rows!.Append(answer.Total).Select(row => new[] { SheetCell.Of(row.Key), SheetCell.Of(row.Name) }
                .Concat(Amounts(ForecastCells.Of(row))).Concat(All(ForecastCells.Of(row)).Select(c => SheetCell.Of(c.Count)))
                .Concat(All(ForecastCells.Of(row)).Select(c => SheetCell.Of(c.WithoutAmount))).ToList()),
        ]);

    private SheetTable Waterfall(ChangesAnswer answer) => new(
        "Waterfall", ["Step", $"Amount ({_currency})", "Deals"],
        [
            [SheetCell.Of("Open pipeline at the start"), SheetCell.Of(answer.Start.Amount), SheetCell.Of(answer.Start.Count)],
            .. answer.Movements.Select(m => new[] { SheetCell.Of(m.Kind.Label()), SheetCell.Of(m.Amount), SheetCell.Of(m.Deals) }),
            [SheetCell.Of("Open pipeline at the end"), SheetCell.Of(answer.End.Amount), SheetCell.Of(answer.End.Count)],
        ]);

    private SheetTable Movements(ChangesAnswer answer) => new(
        "Movements", ["Deal", "Deal name", "Owner", "Movement", $"Amount ({_currency})", "At (UTC)", "By", "Before", "After", "Position"],
        [
            .. answer.Deals.SelectMany(d => d.Movements.Select(m => new[]
            {
                SheetCell.Of(d.Id), SheetCell.Of(d.Name), SheetCell.Of(d.Owner), SheetCell.Of(m.Kind.Label()), SheetCell.Of(m.Amount), SheetCell.Of(m.At), SheetCell.Of(m.By),
                SheetCell.Of(m.Before), SheetCell.Of(m.After), SheetCell.Of(m.Position),
            })),
        ]);

    // From the last one before the period's window and its first call; the log under each but the newest is proved to be the newest's beginning.
    private SheetTable SealsOf(IReadOnlyList<CallState> calls)
    {
        var begin = calls.Select(c => c.RecordedAt).Append(question.From).Min();
        var first = Math.Max(0, _seals.ToList().FindLastIndex(s => s.At <= begin));
        var rows = new List<IReadOnlyList<SheetCell>>();
        foreach (var seal in _seals.Skip(first))
        {
            var newest = _seals[^1];
            string? file = null;
            if (seal != newest)
            {
                file = string.Create(CultureInfo.InvariantCulture, $"seals-{seal.Id}-{newest.Id}.json");
                _proofs.Add(new WantedProof.OfBeginning(file, seal.Id, newest.Id));
            }

            rows.Add(
            [
                SheetCell.Of(seal.Id), SheetCell.Of(seal.At), SheetCell.Of(seal.Occasion), SheetCell.Of(seal.Size), SheetCell.Of(seal.Root.ToString()),
                SheetCell.Of(seal.Previous?.ToString()), SheetCell.Of(seal.Key.ToString()), SheetCell.Of(seal.Signature), SheetCell.Of(file),
            ]);
        }

        return new SheetTable("Seals", ["Seal", "Made (UTC)", "Occasion", "Events", "Root", "Previous", "Key", "Signature", "Proof"], rows);
    }

    private string? ProofOf(CallState call)
    {
        if (_seals is not [.., var newest] || newest.Size < call.Position)
        {
            return null;
        }

        // By position: an id that others gave need not make a file name.
        var file = string.Create(CultureInfo.InvariantCulture, $"call-at-{call.Position}.json");
        _proofs.Add(new WantedProof.OfEvent(file, call.Position, newest.Id));
        return file;
    }

    private static Cell[] All(ForecastCells c) => [c.Closed, c.Commit, c.MostLikely, c.BestCase, c.Pipeline, c.Omitted, c.Lost, c.OpenPipeline];

    private static IEnumerable<SheetCell> Amounts(ForecastCells cells) => All(cells).Select(c => SheetCell.Of(c.Amount));

    private static IEnumerable<SheetCell> Basis(CallBasis b)
    {
        Cell[] cells = [b.Closed, b.Commit, b.MostLikely, b.BestCase, b.Pipeline, b.Omitted, b.Lost, b.OpenPipeline];
        return cells.Select(c => SheetCell.Of(c.Amount)).Concat(cells.Select(c => SheetCell.Of(c.Count)));
    }

    private static IEnumerable<string> StateHeader(string side, string currency) => ViewHeader(side, currency).Append($"{side}: column");

    private static IEnumerable<string> ViewHeader(string side, string currency) =>
    [
        $"{side}: stage", $"{side}: category", $"{side}: outcome", $"{side}: amount ({currency})", $"{side}: currency", $"{side}: close date", $"{side}: owner",
    ];

    private static IEnumerable<SheetCell> State(ComparedState? s) =>
    [
        SheetCell.Of(s?.Stage), SheetCell.Of(s?.Category), SheetCell.Of(s?.Outcome), SheetCell.Of(s?.Amount), SheetCell.Of(s?.Currency), SheetCell.Of(s?.CloseDate),
        SheetCell.Of(s?.Owner), SheetCell.Of(s?.Column),
    ];

    private static IEnumerable<SheetCell> View(DealView? v) =>
    [
        SheetCell.Of(v?.Stage), SheetCell.Of(v?.Category.Name()), SheetCell.Of(v?.Outcome.Name()), SheetCell.Of(v?.Amount), SheetCell.Of(v?.Currency), SheetCell.Of(v?.CloseDate),
        SheetCell.Of(v?.Owner),
    ];

    // The currency where there is but one.
    private static string InHeader(IEnumerable<string?> currencies) =>
        currencies.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList() is [var one] ? one : "own currency";

    private static string Capital(string cell) => char.ToUpperInvariant(cell[0]) + cell[1..];

    private string Week(DateTimeOffset at) => question.Settings.Weeks.Name(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, question.Settings.Zone).DateTime));

    private sealed record LastEvent(long Position, DateTimeOffset At, DateTimeOffset RecordedAt, string By);
}
