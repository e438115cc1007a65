using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DealLedger.Benchmarks.Yardsticks;
using DealLedger.Core.Ledger;
using DealLedger.Import.Sample;

namespace DealLedger.Benchmarks.Works;

/// <summary>
/// A made-up company's Salesforce export with at least twenty history rows a deal of the history, from CSV to events and read models, by
/// a process of its own whose memory is told; beside the COPY of the events that it recorded.
/// </summary>
internal sealed class ImportSalesforce : IWork
{
    public const double RowsASecond = 20_000;

    // The sample has 8.6 history rows a deal.
    private const double DealsAHistoryRow = 1 / 8.5;

    public IReadOnlyList<string> Names => ["import salesforce, rows", "import salesforce, events", "import salesforce, memory"];

    public static TenantId Tenant { get; } = TenantId.TryParse("imported", out var tenant) ? tenant : throw new InvalidOperationException("No tenant id.");

    public async Task<IReadOnlyList<Measurement>> RunAsync(Workbench bench, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("dealledger-export-");
        try
        {
            var company = SampleCompany.Generate((int)(bench.Options.Events * DealsAHistoryRow), seed: 1, until: new DateOnly(2026, 6, 30));
            var written = await SampleExport.WriteAsync(company, folder, cancellation);
            var historyRows = written.History + written.FieldHistory;
            if (historyRows < bench.Options.Events)
            {
                throw new InvalidOperationException($"The sample has only {historyRows} history rows.");
            }

            var scale = string.Create(CultureInfo.InvariantCulture, $"{written.Opportunities / 1_000.0:0.#}k deals, {historyRows / 1_000_000.0:0.##}M history rows");
            Workbench.Tell($"Importing {scale}");
            var imported = await InAChildAsync(bench, folder, cancellation);
            if (imported.Refused > 0)
            {
                throw new InvalidOperationException($"The import refused {imported.Refused} rows of the sample.");
            }

            var copied = await CopyAsync(bench, cancellation);
            return
            [
                Measurement.Rate(Names[0], scale, "rows/s", Samples.Of(historyRows / imported.Seconds), null, null, RowsASecond),
                Measurement.Rate(Names[1], scale, "events/s", Samples.Of(imported.Events / imported.Seconds), "COPY in of its events", copied),
                Measurement.Size(Names[2], scale, "MB resident at most", imported.PeakBytes / 1_048_576.0),
            ];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<ImportedInAChild> InAChildAsync(Workbench bench, DirectoryInfo folder, CancellationToken cancellation)
    {
        var program = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var start = new ProcessStartInfo(program, [.. isHost ? [typeof(ImportSalesforce).Assembly.Location] : (string[])[], ImportChild.Name, folder.FullName])
        {
            RedirectStandardOutput = true,
            Environment = { [ImportChild.Database] = bench.ConnectionString },
        };
        using var child = Process.Start(start)!;
        try
        {
            var output = await child.StandardOutput.ReadToEndAsync(cancellation);
            await child.WaitForExitAsync(cancellation);
            return child.ExitCode == 0
                ? JsonSerializer.Deserialize<ImportedInAChild>(output)!
                : throw new InvalidOperationException("The import failed; its error is above.");
        }
        catch (OperationCanceledException)
        {
            child.Kill();
            throw;
        }
    }

    private static async Task<Samples> CopyAsync(Workbench bench, CancellationToken cancellation)
    {
        var raw = new RawLog(bench.Database.Owner, Tenant, "raw_imported");
        await raw.CreateAsync(cancellation);
        var rates = new List<double>();
        var slice = new List<RawRow>(Workbench.EventsOfASlice);
        await foreach (var row in raw.ReadLedgerAsync(cancellation))
        {
            slice.Add(row);
            if (slice.Count == slice.Capacity)
            {
                rates.Add(await Samples.RateAsync(slice.Count, () => raw.CopyInAsync(slice, cancellation)));
                slice.Clear();
            }
        }

        return new Samples([.. rates.Skip(1)]);
    }
}
