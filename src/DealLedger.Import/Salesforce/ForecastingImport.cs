using System.Runtime.CompilerServices;
using DealLedger.Core;
using DealLedger.Core.Calls;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Organisation;
using DealLedger.Core.Time;
using DealLedger.Postgres;

namespace DealLedger.Import.Salesforce;

/// <summary>
/// Takes in what an export tells of forecasts: quotas, and adjustments as calls. Calls are based on the roll-ups that are known now, so the
/// deals come first. What is refused goes to the rejects.
/// </summary>
internal sealed class ForecastingImport(ExportFiles files, RejectsFile rejects, CallHandler calls, QuotaHandler quotas, string source, TimeProvider clock)
{
    private const string AcceptedCategories = "Pipeline, BestCase, MostLikely, Commit or Closed";

    private readonly Dictionary<string, PeriodRow> _periods = new(StringComparer.Ordinal);

    /// <summary>Records the quotas and the calls that the export tells and that are not known.</summary>
    public async Task<(ImportedEvents Calls, ImportedEvents Quotas)> RunAsync(TenantId tenant, Settings settings, CancellationToken cancellation)
    {
        if (files.Periods is { } periods)
        {
            await foreach (var period in ReadAsync(periods, ForecastingRows.Period, cancellation))
            {
                _periods.TryAdd(period.Id, period);
            }
        }

        var set = await QuotasAsync(tenant, settings, cancellation);
        return (await CallsAsync(tenant, settings, cancellation), set);
    }

    private async Task<ImportedEvents> QuotasAsync(TenantId tenant, Settings settings, CancellationToken cancellation)
    {
        if (files.Quotas is not { } table)
        {
            return new ImportedEvents(0, 0);
        }

        var rows = await RowsAsync(table, ForecastingRows.Quota, r => r.Type, r => r.Line, cancellation);
        var isByQuarter = IsByQuarter(settings.Calendar, rows.Select(r => r.Of));
        var told = new Dictionary<ToldQuota, QuotaRow>();
        var seen = new Dictionary<(string, Period), int>();
        foreach (var row in rows)
        {
            var period = PeriodOf(row.Of, settings.Calendar, isByQuarter);
            if (period is null || row.Of.Owner is not { } owner)
            {
                await RefuseAsync(table, row.Line, period is null ? NoPeriod(row.Of) : NoOwner("QuotaOwnerId"), cancellation);
            }
            else if (!seen.TryAdd((owner, period), row.Line))
            {
                await RefuseAsync(
                    table, row.Line,
                    new RowFault("Id", row.Id, $"line {seen[(owner, period)]} has a quota of the same owner for {period.Id}; the first one counts"), cancellation);
            }
            else
            {
                told.Add(
                    new ToldQuota(
                        row.Id, owner, period, row.Amount, row.Currency ?? settings.ReportingCurrency, row.CreatedAt, row.CreatedBy ?? source, row.ModifiedAt,
                        row.ModifiedBy ?? source),
                    row);
            }
        }

        var (recorded, known) = await quotas.TellAsync(
            tenant, source, [.. told.Keys],
            (quota, fault) => RefuseAsync(table, told[quota].Line, new RowFault("QuotaOwnerId", quota.For, fault.Message.TrimEnd('.')), cancellation),
            cancellation);
        return new ImportedEvents(recorded, known);
    }

    private async Task<ImportedEvents> CallsAsync(TenantId tenant, Settings settings, CancellationToken cancellation)
    {
        var adjustments = new List<(ExportTable Table, List<AdjustmentRow> Rows)>();
        foreach (var table in new[] { files.Adjustments, files.OwnerAdjustments }.OfType<ExportTable>())
        {
            adjustments.Add((table, await RowsAsync(table, ForecastingRows.Adjustment, r => r.Type, r => r.Line, cancellation)));
        }

        if (adjustments.Count == 0)
        {
            return new ImportedEvents(0, 0);
        }

        var items = await ItemsAsync(adjustments.SelectMany(a => a.Rows), cancellation);
        var told = new Dictionary<ToldCall, (ExportTable Table, int Line)>();
        var seen = new Dictionary<string, AdjustmentRow>(StringComparer.Ordinal);
        foreach (var (table, unresolved) in adjustments)
        {
            var rows = unresolved.ConvertAll(r => r with { Of = r.Of.Or(r.ItemId is null ? null : items.GetValueOrDefault(r.ItemId)) });
            var isByQuarter = IsByQuarter(settings.Calendar, rows.Select(r => r.Of));
            foreach (var row in rows)
            {
                var period = PeriodOf(row.Of, settings.Calendar, isByQuarter);
                if (period is null || row.Of is not { Owner: { } owner, Category: { } category } || category == ForecastCategory.Omitted)
                {
                    await RefuseAsync(
                        table, row.Line, row.Of.Owner is null ? NoOwner("ForecastingItemId") : period is null ? NoPeriod(row.Of) : NoCategory(), cancellation);
                    continue;
                }

                if (!seen.TryAdd(row.Id, row))
                {
                    await RefuseAsync(
                        table, row.Line, new RowFault("Id", row.Id, $"line {seen[row.Id].Line} has the same id; the first one counts"), cancellation);
                    continue;
                }

                var isOwn = ReferenceEquals(table, files.OwnerAdjustments) || row.By == owner;
                told.Add(
                    new ToldCall(
                        row.Id, new SubmitCall(period, owner, isOwn ? CallLayer.Rep : CallLayer.Manager, category, row.Amount, row.At, row.By), isOwn,
                        row.Currency ?? settings.ReportingCurrency, row.Note),
                    (table, row.Line));
            }
        }

        var (recorded, known) = await calls.TellAsync(
            tenant, source, [.. told.Keys],
            (call, fault) => RefuseAsync(told[call].Table, told[call].Line, Fault(call.Call, fault), cancellation), NewTexts.By(clock), cancellation);
        return new ImportedEvents(recorded, known);
    }

    // Only those that an adjustment names: a company has millions of items.
    private async Task<Dictionary<string, ForecastedRow>> ItemsAsync(IEnumerable<AdjustmentRow> rows, CancellationToken cancellation)
    {
        var items = new Dictionary<string, ForecastedRow>(StringComparer.Ordinal);
        if (files.Items is not { } table)
        {
            return items;
        }

        var wanted = rows.Select(r => r.ItemId).OfType<string>().ToHashSet(StringComparer.Ordinal);
        await foreach (var (id, of) in ReadAsync(table, ForecastingRows.Item, cancellation))
        {
            if (wanted.Contains(id))
            {
                items.TryAdd(id, of);
            }
        }

        return items;
    }

    // Rows of several forecasting types tell of the same deals by different measures.
    private async Task<List<T>> RowsAsync<T>(
        ExportTable table, Func<ExportRow, T> read, Func<T, string?> type, Func<T, int> line, CancellationToken cancellation)
    {
        var rows = new List<T>();
        await foreach (var row in ReadAsync(table, read, cancellation))
        {
            if (rows.Count > 0 && type(rows[0]) is { } first && type(row) is { } other && other != first)
            {
                await RefuseAsync(
                    table, line(row), new RowFault("ForecastingTypeId", other, $"the file begins with the forecasting type {first}; export one type"), cancellation);
                continue;
            }

            rows.Add(row);
        }

        return rows;
    }

    private async IAsyncEnumerable<T> ReadAsync<T>(ExportTable table, Func<ExportRow, T> read, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in table.ReadAsync(cancellation))
        {
            var value = read(row);
            if (row.Fault is { } fault)
            {
                await RefuseAsync(table, table.Line, fault, cancellation);
            }
            else
            {
                yield return value;
            }
        }
    }

    // A first day alone does not say how long a period is; a company forecasts by quarter or by month, never by both.
    private bool IsByQuarter(FiscalCalendar calendar, IEnumerable<ForecastedRow> rows) => rows
        .Where(r => r.PeriodId is null || !_periods.ContainsKey(r.PeriodId)).Select(r => r.Start).OfType<DateOnly>()
        .All(day => calendar.QuarterOf(day).Start is var start && start.Month == day.Month && start.Year == day.Year);

    private Period? PeriodOf(ForecastedRow row, FiscalCalendar calendar, bool isByQuarter)
    {
        if (row.PeriodId is { } id && _periods.TryGetValue(id, out var period))
        {
            return ForecastingRows.Named(calendar, period.Start, period.End);
        }

        return row.Start is not { } day ? null
            : isByQuarter ? calendar.QuarterOf(day)
            : calendar.TryParse(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{day:yyyy-MM}"), out var month) ? month
            : null;
    }

    private static RowFault NoPeriod(ForecastedRow row) => row.PeriodId is { } id
        ? new RowFault(
            "PeriodId", id,
            $"{ExportRows.Periods} has no such period, or it is no month, quarter or year of the fiscal calendar; write StartDate, or export that file")
        : new RowFault("StartDate", "", $"nothing says for which period it is; write StartDate, or PeriodId with {ExportRows.Periods}");

    private static RowFault NoOwner(string field) =>
        new(field, "", $"nothing says whose forecast it is; write the owner, or export {ExportRows.Items} with it");

    private static RowFault NoCategory() =>
        new("ForecastingItemCategory", "", $"nothing says for which category it is; write {AcceptedCategories}, or export {ExportRows.Items} with it");

    private static RowFault Fault(SubmitCall call, Refusal fault)
    {
        var (field, value) = fault.Field switch
        {
            "period" => ("PeriodId", call.Period.Id),
            "at" => ("CreatedDate", call.At.ToIso()),
            _ => ("OwnerId", call.For),
        };
        return new RowFault(field, value, fault.Message.TrimEnd('.'));
    }

    private Task RefuseAsync(ExportTable table, int line, RowFault fault, CancellationToken cancellation)
    {
        table.Refused++;
        return rejects.AddAsync(table.Name, line, fault, cancellation);
    }
}
