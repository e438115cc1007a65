using System.Runtime.CompilerServices;
using DealLedger.Core;
using DealLedger.Core.Currencies;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Organisation;
using DealLedger.Core.People;
using DealLedger.Core.Time;
using DealLedger.Postgres;
using DealLedger.Postgres.Imports;

namespace DealLedger.Import.Salesforce;

/// <summary>Takes the rows of an export in: checks them, keeps names, stages the rest, and gives it back deal by deal. What is refused goes to the rejects.</summary>
internal sealed class ExportIntake(ExportFiles files, RejectsFile rejects, IProgress<Progress>? progress)
{
    // The order in which the rows of a deal come back.
    private const byte OpportunityKind = 0;
    private const byte HistoryKind = 1;
    private const byte FieldHistoryKind = 2;
    private const int RowsAReport = 20_000;

    private readonly StageCensus _census = new();
    private long _read;

    /// <summary>How many deals Opportunity.csv lists.</summary>
    public long Opportunities => files.Opportunities.Rows;

    /// <summary>The people that the export lists; of rows with the same id the last one counts.</summary>
    public async Task<IReadOnlyList<PersonTold>> PeopleAsync(CancellationToken cancellation)
    {
        var people = new Dictionary<string, PersonTold>(StringComparer.Ordinal);
        if (files.Users is { } users)
        {
            await foreach (var person in TakeAsync(users, ExportRows.User, cancellation))
            {
                people[person.Id] = person;
            }
        }

        return [.. people.Values];
    }

    /// <summary>
    /// The dated rates that the export lists, against the corporate currency: the one that is worth 1 throughout, the reporting currency
    /// where the export does not list it. A row that overlaps another of its currency is refused.
    /// </summary>
    public async Task<IReadOnlyList<RateTold>> RatesAsync(Settings settings, TimeWords time, CancellationToken cancellation)
    {
        if (files.Rates is not { } table)
        {
            return [];
        }

        var rows = new Dictionary<(string, DateTimeOffset), DatedRate>();
        await foreach (var row in TakeAsync(table, row => ExportRows.Rate(row, time), cancellation))
        {
            if (!rows.TryAdd((row.Currency, row.From), row))
            {
                var fault = new RowFault("StartDate", row.From.ToIso(), $"line {rows[(row.Currency, row.From)].Line} has a rate of the same day; the first one counts");
                await RefuseAsync(table, row.Line, fault, cancellation);
            }
        }

        var ones = rows.Values.GroupBy(r => r.Currency, StringComparer.Ordinal).Where(c => c.All(r => r.Rate == 1)).Select(c => c.Key).ToList();
        var corporate = ones.Contains(settings.ReportingCurrency) || ones.Count == 0 ? settings.ReportingCurrency : ones.Count == 1 ? ones[0] : null;
        var told = new List<RateTold>();
        foreach (var row in rows.Values.Where(r => r.Currency != corporate || r.Rate != 1))
        {
            if (corporate is null || row.Currency == corporate)
            {
                await RefuseAsync(
                    table, row.Line, new RowFault("IsoCode", row.Currency, "it cannot be told which currency is the corporate one; list that one with the rate 1, and no other so"), cancellation);
            }
            else
            {
                told.Add(new RateTold(new CurrencyPair(corporate, row.Currency), row.Rate, row.From, null, $"{table.Name}, line {row.Line}"));
            }
        }

        return told;
    }

    /// <summary>Refuses the rates that a source has beside what the ledger holds.</summary>
    public Task RefuseRateAsync(RateTold rate, Refusal refusal, CancellationToken cancellation) => RefuseAsync(
        files.Rates!, int.Parse(rate.Place.AsSpan(rate.Place.LastIndexOf(' ') + 1), System.Globalization.CultureInfo.InvariantCulture),
        new RowFault("StartDate", rate.From.ToIso(), refusal.Message), cancellation);

    /// <summary>Keeps the accounts that the export lists.</summary>
    public async Task SaveAccountsAsync(SourceTables tables, TenantId tenant, CancellationToken cancellation)
    {
        if (files.Accounts is { } accounts)
        {
            await tables.SaveAccountsAsync(tenant, TakeAsync(accounts, ExportRows.Account, cancellation), cancellation);
        }
    }

    /// <summary>Checks and stages the rows of the three files that tell the life of deals, side by side: to read them takes longer than to store them.</summary>
    public async Task StageAsync(ImportStaging staging, CancellationToken cancellation)
    {
        await using var writer = await staging.BeginAsync(cancellation);
        await Parallel.ForEachAsync(Files(), cancellation, async (stage, stop) => await stage(stop));
        await writer.CompleteAsync(cancellation);

        IEnumerable<Func<CancellationToken, Task>> Files()
        {
            if (files.History is { } history)
            {
                yield return stop => StageAsync(writer, history, ExportRows.Change, HistoryKind, r => (r.DealId, r.At, r.Id), _census.Add, StagedRows.Put, stop);
            }

            yield return stop => StageAsync(
                writer, files.Opportunities, ExportRows.Opportunity, OpportunityKind, r => (r.Id, r.CreatedAt, r.Id), _census.Add, StagedRows.Put, stop);
            if (files.FieldHistory is { } fieldHistory)
            {
                yield return stop => StageAsync(
                    writer, fieldHistory, ExportRows.FieldChange, FieldHistoryKind, r => (r.DealId, r.At, r.Id), _ => { }, StagedRows.Put, stop);
            }
        }
    }

    /// <summary>The stage table of the export, or the one that its deals give; known after staging.</summary>
    public async Task<StageTable> StagesAsync(StageTable? known, CancellationToken cancellation)
    {
        if (files.Stages is not { } table)
        {
            return _census.Derive(known);
        }

        var stages = new List<Stage>();
        await foreach (var stage in TakeAsync(table, ExportRows.Stage, cancellation))
        {
            stages.Add(stage);
        }

        return new StageTable(stages, isComplete: true);
    }

    /// <summary>The deals with their rows. Rows of deals that Opportunity.csv does not list, and ids that come twice with different contents, are refused.</summary>
    public async IAsyncEnumerable<DealRows> DealsAsync(ImportStaging staging, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var fields = new BinaryReader(new MemoryStream());
        var rows = new List<StagedRow>();
        await foreach (var row in staging.ReadSortedAsync(cancellation))
        {
            if (rows.Count > 0 && rows[0].DealId != row.DealId)
            {
                if (await DealAsync(rows, fields, cancellation) is { } deal)
                {
                    yield return deal;
                }

                rows.Clear();
            }

            rows.Add(row);
        }

        if (rows.Count > 0 && await DealAsync(rows, fields, cancellation) is { } last)
        {
            yield return last;
        }
    }

    private async Task<DealRows?> DealAsync(List<StagedRow> rows, BinaryReader fields, CancellationToken cancellation)
    {
        if (rows[0].Kind != OpportunityKind)
        {
            foreach (var orphan in rows)
            {
                await RefuseAsync(orphan, new RowFault("OpportunityId", orphan.DealId, $"{ExportRows.Opportunities} lists no such opportunity"), cancellation);
            }

            return null;
        }

        // Of rows with the same id the first one in the file counts, whatever instant the others give.
        rows.Sort((a, b) => a.Line.CompareTo(b.Line));
        OpportunityRow? opportunity = null;
        var history = new List<HistoryRow>();
        var fieldHistory = new List<FieldHistoryRow>();
        var seen = new Dictionary<(byte, string), StagedRow>();
        foreach (var row in rows)
        {
            // A row that was refused has left its id, so that its history is no orphan.
            if (row.Payload.Length == 0)
            {
                continue;
            }

            if (!seen.TryAdd((row.Kind, row.Record), row))
            {
                var first = seen[(row.Kind, row.Record)];
                if (first.At != row.At || !first.Payload.Span.SequenceEqual(row.Payload.Span))
                {
                    await RefuseAsync(row, new RowFault("Id", row.Record, "another row has the same id and says something else; the first one counts"), cancellation);
                }

                continue;
            }

            switch (row.Kind)
            {
                case OpportunityKind:
                    opportunity = Read(row, fields, StagedRows.Opportunity);
                    break;
                case HistoryKind:
                    history.Add(Read(row, fields, StagedRows.Change));
                    break;
                default:
                    fieldHistory.Add(Read(row, fields, StagedRows.FieldChange));
                    break;
            }
        }

        return opportunity is null && history.Count == 0 ? null : new DealRows(rows[0].DealId, opportunity, history, fieldHistory);
    }

    private static T Read<T>(StagedRow row, BinaryReader fields, Func<StagedRow, BinaryReader, T> read)
    {
        fields.BaseStream.SetLength(0);
        fields.BaseStream.Write(row.Payload.Span);
        fields.BaseStream.Position = 0;
        return read(row, fields);
    }

    private async Task StageAsync<T>(
        StagingWriter writer, ExportTable table, Func<ExportRow, T> read, byte kind, Func<T, (string Deal, DateTimeOffset At, string Record)> place,
        Action<T> count, Action<BinaryWriter, T> put, CancellationToken cancellation)
    {
        using var payload = new MemoryStream();
        await using var fields = new BinaryWriter(payload);
        await foreach (var row in table.ReadAsync(cancellation))
        {
            var value = read(row);
            var (deal, at, record) = place(value);
            if (row.Fault is { } fault)
            {
                await RefuseAsync(table, table.Line, fault, cancellation);
                if (kind == OpportunityKind && deal.Length > 0)
                {
                    writer.Write(new StagedRow(deal, kind, DateTimeOffset.UnixEpoch, record, table.Line, ReadOnlyMemory<byte>.Empty));
                }
            }
            else
            {
                count(value);
                payload.SetLength(0);
                put(fields, value);
                writer.Write(new StagedRow(deal, kind, at, record, table.Line, payload.GetBuffer().AsMemory(0, (int)payload.Length)));
            }

            if (Interlocked.Increment(ref _read) is var rows && rows % RowsAReport == 0)
            {
                progress?.Report(new Progress("rows read", rows, 0));
            }
        }
    }

    private async IAsyncEnumerable<T> TakeAsync<T>(ExportTable table, Func<ExportRow, T> read, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in table.ReadAsync(cancellation))
        {
            var value = row.Fault is null ? read(row) : default;
            if (row.Fault is { } fault)
            {
                await RefuseAsync(table, table.Line, fault, cancellation);
            }
            else
            {
                yield return value!;
            }
        }
    }

    private Task RefuseAsync(StagedRow row, RowFault fault, CancellationToken cancellation) => RefuseAsync(
        row.Kind switch { OpportunityKind => files.Opportunities, HistoryKind => files.History!, _ => files.FieldHistory! }, row.Line, fault, cancellation);

    private Task RefuseAsync(ExportTable table, int line, RowFault fault, CancellationToken cancellation)
    {
        table.Refused++;
        return rejects.AddAsync(table.Name, line, fault, cancellation);
    }
}
