using DealLedger.Core;
using DealLedger.Core.Calls;
using DealLedger.Core.Ledger;
using DealLedger.Core.Organisation;
using DealLedger.Core.People;
using DealLedger.Core.Quotas;
using DealLedger.Core.Time;
using DealLedger.Import.Salesforce;
using DealLedger.Postgres;

namespace DealLedger.Import.People;

/// <summary>
/// Takes in a file of quotas: Id, Period, Amount, and as far as it has them Team (1 where the quota is of the team that the person leads), From
/// and To (the first and the last day on which it holds; a row without From holds since ever). One wrong row refuses the file.
/// </summary>
public sealed class QuotaImport(QuotaHandler quotas, TimeProvider clock)
{
    private const string Source = "quotas";
    private const string Columns = "Id, Period, Amount, Team, From, To";

    /// <summary>
    /// Records what the file tells and does not hold, and returns how many rows it has and how many events were recorded. Refused with nothing
    /// recorded when a row is wrong, or two rows overlap, or one with From and To overlaps another amount that is known.
    /// </summary>
    public async Task<(long Rows, long Recorded)> RunAsync(TenantId tenant, Settings settings, FileInfo file, CancellationToken cancellation)
    {
        await using var table = await ExportTable.OpenAsync(file.Directory!, file.Name, ["Id", "Period", "Amount"], cancellation)
            ?? throw new RefusedException("file-missing", $"There is no file '{file.FullName}'; name a CSV file with the columns {Columns}.", "file");
        var lines = new List<QuotaLine>();
        await foreach (var row in table.ReadAsync(cancellation))
        {
            var line = Read(row, settings);
            if (row.Fault is { } fault)
            {
                throw Wrong(file, table.Line, fault.Field, $"'{fault.Value}': {fault.Reason}");
            }

            lines.Add(line);
        }

        var known = await quotas.BookAsync(tenant, cancellation);
        var told = Told(file, lines, known, settings).ToList();
        CheckKnown(file, lines, known, settings);
        var recorded = await quotas.SetAsync(
            tenant, [.. told.Select(t => t.Quota)],
            (quota, fault) => Wrong(
                file, told.First(t => ReferenceEquals(t.Quota, quota)).Line, fault.Field == "amount" ? "Amount" : "Id", fault.Message.TrimEnd('.')),
            cancellation);
        return (lines.Count, recorded);
    }

    // A time that another row tells anew ends where that row says.
    private void CheckKnown(FileInfo file, List<QuotaLine> lines, QuotaBook known, Settings settings)
    {
        var time = new TimeWords(settings, clock.GetUtcNow());
        foreach (var slot in lines.GroupBy(l => new QuotaSlot(l.For, l.Scope, l.Period)))
        {
            var spans = known.Spans(slot.Key).Where(s => !slot.Any(l => IsThat(l, s.Quota) && s.Quota.At == Since(l))).ToList();
            foreach (var line in slot.Where(l => l is { From: not null, To: { } to } && to < DateOnly.MaxValue))
            {
                var (from, to) = (Begin(time, line.From!.Value), Begin(time, line.To!.Value.AddDays(1)));
                if (spans.Find(s => s.Quota.At < to && s.To > from && !IsThat(line, s.Quota)) is { Quota: { } other } span)
                {
                    throw Wrong(
                        file, line.Line, "From",
                        $"the time of this row overlaps that from {other.At.ToIso()} {(span.To == DateTimeOffset.MaxValue ? "on" : $"to {span.To.ToIso()}")}, "
                        + $"for which a quota of {other.Amount!.Value.ToText()} {other.Currency} of {line.For} is known; leave out To where this amount follows it, "
                        + "or tell that time anew with its end");
                }
            }
        }

        bool IsThat(QuotaLine line, Quota quota) => quota.Amount == line.Amount && quota.Currency == settings.ReportingCurrency;

        DateTimeOffset Since(QuotaLine line) => line.From is { } day ? Begin(time, day) : PersonListed.SinceEver;
    }

    private IEnumerable<(int Line, SetQuota Quota)> Told(FileInfo file, List<QuotaLine> lines, QuotaBook known, Settings settings)
    {
        var time = new TimeWords(settings, clock.GetUtcNow());
        foreach (var slot in lines.GroupBy(l => new QuotaSlot(l.For, l.Scope, l.Period)))
        {
            var rows = slot.OrderBy(l => l.From ?? DateOnly.MinValue).ToList();
            for (var i = 0; i < rows.Count; i++)
            {
                var (row, next) = (rows[i], i + 1 < rows.Count ? rows[i + 1] : null);
                if (row.To < row.From)
                {
                    throw Wrong(
                        file, row.Line, "To", $"{row.To:yyyy-MM-dd} is before {row.From:yyyy-MM-dd}; write the last day of the time that begins with From");
                }

                if (next is not null && (next.From is null || next.From == row.From || next.From <= row.To))
                {
                    throw Wrong(
                        file, next.Line, "From", $"the time of this row overlaps that of line {row.Line} for {row.For}; a quota has one amount at a time");
                }

                yield return (row.Line, Quota(row, row.Amount, row.From is { } from ? Begin(time, from) : PersonListed.SinceEver));
                if (row.To is { } last && last < DateOnly.MaxValue && next?.From != last.AddDays(1)
                    && Begin(time, last.AddDays(1)) is var end && !known.Spans(slot.Key).Any(s => s.Quota.At == end))
                {
                    yield return (row.Line, Quota(row, null, end));
                }
            }
        }

        SetQuota Quota(QuotaLine row, decimal? amount, DateTimeOffset at) =>
            new(row.For, row.Scope, row.Period, amount, settings.ReportingCurrency, at, Source, Source);
    }

    private static DateTimeOffset Begin(TimeWords time, DateOnly day) => time.WindowStart(new Period("", day, day)) + Instants.Microsecond;

    private static QuotaLine Read(ExportRow row, Settings settings)
    {
        var name = row.RequiredText("Period").Trim();
        if (!settings.Calendar.TryParse(name, out var period))
        {
            row.Refuse("Period", name, $"write {FiscalCalendar.Accepted}");
        }

        var amount = row.Amount("Amount");
        if (amount is null or < 0)
        {
            row.Refuse("Amount", row.Text("Amount") ?? "", "write what is to be reached, zero or more");
        }

        return new QuotaLine(
            row.Table.Line, row.RequiredPersonId("Id"), row.Flag("Team") == true ? CallScope.Team : CallScope.Own, period, amount ?? 0,
            row.Date("From"), row.Date("To"));
    }

    private static RefusedException Wrong(FileInfo file, int line, string field, string message) =>
        new("row-refused", $"{file.Name}, line {line}, {(field.Length > 0 ? field + ", " : "")}{message}. Nothing was recorded.", field);

    private sealed record QuotaLine(int Line, string For, CallScope Scope, Period Period, decimal Amount, DateOnly? From, DateOnly? To);
}
