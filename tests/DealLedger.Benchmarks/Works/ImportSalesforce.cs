using System.Globalization;
using DealLedger.Benchmarks.Yardsticks;
using DealLedger.Import.Sample;

namespace DealLedger.Benchmarks.Works;

/// <summary>
/// A made-up company's Salesforce export, from CSV to events and read models, by a process of its own whose memory is told; beside the COPY of
/// the events that it recorded. At twenty million events once.
/// </summary>
internal sealed class ImportSalesforce : IWork
{
    private const double Megabyte = 1_048_576;

    // The sample has 8.6 history rows a deal, and makes a little less than two events of a row.
    private const double DealsAHistoryRow = 1 / 8.5;
    private const double HistoryRowsAnEvent = 0.55;

    public IReadOnlyList<string> Names => ["import salesforce", "import salesforce, rows", "import salesforce, memory"];

    public async Task<IReadOnlyList<Measurement>> RunAsync(Workbench bench, CancellationToken cancellation)
    {
        var options = bench.Options;
        var events = options.Deals * BenchmarkOptions.ChangesOfADeal;
        var lines = await MeasureAsync(bench.Server, options.Quick ? events / 16 : events, 5, cancellation);
        if (options.LargeDeals is { } deals)
        {
            lines.AddRange(await MeasureAsync(bench.Server, (int)(deals * BenchmarkOptions.ChangesOfADeal * HistoryRowsAnEvent), 1, cancellation));
        }

        return lines;
    }

    private async Task<List<Measurement>> MeasureAsync(BenchmarkServer server, int historyRows, int rounds, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("dealledger-export-");
        try
        {
            var company = SampleCompany.Generate((int)(historyRows * DealsAHistoryRow), seed: 1, until: new DateOnly(2026, 6, 30));
            var written = await SampleExport.WriteAsync(company, folder, cancellation);
            var (rows, rates, copies, peaks) = (written.History + written.FieldHistory, new List<double>(), new List<double>(), new List<double>());
            var scale = string.Create(CultureInfo.InvariantCulture, $"{written.Opportunities / 1_000.0:0.#}k deals, {rows / 1_000_000.0:0.##}M history rows");
            Workbench.Tell($"Importing {scale}");
            ImportedInAChild imported;
            do
            {
                await using var ledger = await MeasuredLedger.CreateAsync(server, cancellation);
                imported = await ImportChild.RunAsync(ledger, folder, cancellation);
                if (imported.Refused > 0)
                {
                    throw new InvalidOperationException($"The import refused {imported.Refused} rows of the sample.");
                }

                rates.Add(imported.Events / imported.Seconds);
                peaks.Add(imported.PeakBytes / Megabyte);
                copies.Add(await CopyAsync(ledger, cancellation));
                if (rates.Count == rounds)
                {
                    await ledger.VerifyAsync(cancellation);
                }
            }
            while (rates.Count < rounds);

            return
            [
                Measurement.Rate(Names[0], scale, "events/s", new Samples(rates), "COPY in of its events", new Samples(copies)).RatioAtLeast(0.3),
                Measurement.Figure(Names[1], scale, "rows/s", new Samples([.. rates.Select(r => r * rows / imported.Events)])),
                Measurement.Figure(Names[2], scale, "MB resident at most", Samples.Of(peaks.Max())).AtMost(512),
            ];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // How many events a second COPY brings in, slice after slice.
    private static async Task<double> CopyAsync(MeasuredLedger ledger, CancellationToken cancellation)
    {
        var raw = await RawLog.CreateAsync(ledger.Database.Owner, cancellation);
        var last = await ledger.Store.HeadAsync(MeasuredLedger.Tenant, cancellation);
        var seconds = 0.0;
        for (long first = 1; first <= last; first += Company.EventsOfASlice)
        {
            var end = Math.Min(first + Company.EventsOfASlice - 1, last);
            seconds += (end - first + 1) / await raw.CopyOverAsync(first, end, cancellation);
        }

        return last / seconds;
    }
}
