using System.Threading.Channels;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.People;
using DealLedger.Core.Time;
using DealLedger.Postgres;
using DealLedger.Postgres.Imports;

namespace DealLedger.Import.Salesforce;

/// <summary>What to import: the export's folder, the reporting currency if this is the first import, and the folder under which refused rows are kept.</summary>
public sealed record ImportOptions(TenantId Tenant, DirectoryInfo Folder, string? Currency, DirectoryInfo RejectsRoot);

/// <summary>
/// Takes a Salesforce export in: rows are checked and staged, come back deal by deal, and are appended in batches, each one transaction.
/// Run again it records nothing, or what an interrupted run had left.
/// </summary>
public sealed class SalesforceImport(LedgerDatabase database, TenantDirectory directory, LedgerStore ledger, Projector projector, TimeProvider clock)
{
    private const string Source = "salesforce";

    private const string DefaultCurrency = "USD";
    private const int DealsABatch = 250;
    private const int RowsABatch = 5_000;
    private const int MostTries = 20;

    private static readonly Dictionary<string, IReadOnlyList<RecordedEvent>> NoStreams = [];

    /// <summary>Runs the import. Refused before anything is taken in when a file or a column is missing. Dispose of the result when its gaps are read.</summary>
    public async Task<ImportRun> RunAsync(ImportOptions options, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        await using var files = await ExportFiles.OpenAsync(options.Folder, cancellation);
        await directory.EnsureAsync(options.Tenant, cancellation);
        await using var rejects = new RejectsFile(options.RejectsRoot, clock);
        var gaps = new GapSpool();
        try
        {
            var intake = new ExportIntake(files, rejects, progress);
            await using var staging = await ImportStaging.CreateAsync(database, cancellation);
            var company = await StageAsync(options, intake, staging, cancellation);
            var tables = new SourceTables(database);
            var stages = await intake.StagesAsync(await tables.StagesAsync(options.Tenant, cancellation), cancellation);
            await tables.SaveStagesAsync(options.Tenant, stages, cancellation);

            var context = new ExportContext(options.Tenant, stages, company.Currency)
            {
                HistoryFields = files.History is { } history ? ExportRows.FieldsOf(history) : null,
                HasFieldHistory = files.FieldHistory is not null,
                OpportunityFields = ExportRows.FieldsOf(files.Opportunities),
                UserIdsByName = company.Users.Where(u => u.Name is not null).GroupBy(u => u.Name!, u => u.Id, StringComparer.Ordinal)
                    .Where(g => g.Distinct(StringComparer.Ordinal).Count() == 1).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal),
            };
            await using var load = await BulkLoad.BeginAsync(database, ledger, projector, options.Tenant, cancellation);
            var counts = await RecordAsync(load, context, intake, staging, gaps, progress, cancellation);
            await load.CompleteAsync(cancellation);
            var (calls, quotas) = await ForecastsAsync(options.Tenant, files, rejects, cancellation);
            var summary = new ImportSummary(
                Source, files.Summary(), counts.Opportunities, new ImportedEvents(counts.Recorded, counts.AlreadyKnown),
                company.People, company.Rates, calls, quotas, gaps.Read(), rejects.Folder);
            return new ImportRun(summary, gaps);
        }
        catch
        {
            gaps.Dispose();
            throw;
        }
    }

    // The rows of deals are read and staged while the rest of the company is recorded; where that is refused, no row is read on.
    private async Task<Company> StageAsync(ImportOptions options, ExportIntake intake, ImportStaging staging, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var going = Task.Run(() => intake.StageAsync(staging, stop.Token), CancellationToken.None);
        try
        {
            var company = await CompanyAsync(options, intake, cancellation);
            await going;
            return company;
        }
        finally
        {
            await stop.CancelAsync();
            await going.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private sealed record Company(string Currency, IReadOnlyList<PersonTold> Users, ImportedPeople People, long Rates);

    // Its currency, rates, people and accounts: all but its deals.
    private async Task<Company> CompanyAsync(ImportOptions options, ExportIntake intake, CancellationToken cancellation)
    {
        var facts = new FactHandler(database, ledger, projector);
        var reporting = await new SettingsHandler(facts, directory, clock).SetCurrencyAtFirstImportAsync(
            options.Tenant, options.Currency ?? DefaultCurrency, Source, cancellation);
        var settings = (await directory.SettingsAsync(options.Tenant, cancellation)).At(clock.GetUtcNow());
        var told = await intake.RatesAsync(settings, new TimeWords(settings, clock.GetUtcNow()), cancellation);
        var (rates, wrong) = await new RatesHandler(facts).TellAsync(options.Tenant, told, Source, Source, cancellation);
        foreach (var (rate, why) in wrong)
        {
            await intake.RefuseRateAsync(rate, why, cancellation);
        }

        var users = await intake.PeopleAsync(cancellation);
        var recorded = await new PeopleHandler(database, ledger, directory, projector, clock).RecordAsync(
            options.Tenant, users, Source, Source, NewTexts.By(clock), breakCircles: true, cancellation);
        await intake.SaveAccountsAsync(new SourceTables(database), options.Tenant, cancellation);
        return new Company(options.Currency ?? reporting, users, new ImportedPeople(users.Count, recorded.Events, recorded.WithoutManager), rates);
    }

    private async Task<(ImportedEvents Calls, ImportedEvents Quotas)> ForecastsAsync(
        TenantId tenant, ExportFiles files, RejectsFile rejects, CancellationToken cancellation)
    {
        var answers = new LedgerAnswers(database, projector, clock);
        var facts = new FactHandler(database, ledger, projector);
        var forecasts = new ForecastingImport(files, rejects, new CallHandler(answers, facts, clock), new QuotaHandler(answers, facts, clock), Source, clock);
        return await forecasts.RunAsync(tenant, (await directory.SettingsAsync(tenant, cancellation)).At(clock.GetUtcNow()), cancellation);
    }

    private sealed class Counts
    {
        public long Opportunities { get; private set; }

        public long Recorded { get; private set; }

        public long AlreadyKnown { get; private set; }

        public void Add(PlannedBatch appended, GapSpool gaps)
        {
            Opportunities += appended.Deals.Count;
            Recorded += appended.Append.Events;
            AlreadyKnown += appended.Deals.Sum(p => p.Plan.AlreadyKnown);
            foreach (var (deal, _, plan) in appended.Deals)
            {
                foreach (var gap in plan.Gaps)
                {
                    gaps.Add(new ImportGap(deal.DealId, gap));
                }
            }
        }
    }

    // Reading, planning and appending each go on while the others do, and two batches are appended at a time.
    private async Task<Counts> RecordAsync(
        BulkLoad load, ExportContext context, ExportIntake intake, ImportStaging staging, GapSpool gaps, IProgress<Progress>? progress,
        CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var planner = new DealPlanner(context, NewTexts.By(clock));
        var batches = Channel.CreateBounded<List<DealRows>>(1);
        var plans = Channel.CreateBounded<PlannedBatch>(1);
        var reading = FeedAsync(batches.Writer, () => ReadBatchesAsync(intake, staging, batches.Writer, stop.Token));
        var planning = FeedAsync(plans.Writer, async () =>
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(stop.Token))
            {
                // In a tenant without deals there is nothing to read of any; where someone records one meanwhile, the append finds out.
                var planned = load.IsFirst
                    ? Plan(context.Tenant, planner, batch, NoStreams, texts: null)
                    : await PlanAsync(context.Tenant, planner, batch, stop.Token);
                await plans.Writer.WriteAsync(planned, stop.Token);
            }
        });
        Task<PlannedBatch>? appending = null;
        try
        {
            var counts = new Counts();
            await foreach (var planned in plans.Reader.ReadAllAsync(cancellation))
            {
                var before = appending;
                appending = AppendAsync(load, context.Tenant, planner, planned, stop.Token);
                await CountAsync(before);
            }

            await CountAsync(appending);
            return counts;

            async Task CountAsync(Task<PlannedBatch>? append)
            {
                if (append is null)
                {
                    return;
                }

                counts.Add(await append, gaps);
                progress?.Report(new Progress("opportunities recorded", counts.Opportunities, intake.Opportunities));
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(reading, planning);
            await ((Task?)appending ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A stage that fails hands its fault on to the one that reads from it.
    private static Task FeedAsync<T>(ChannelWriter<T> output, Func<Task> run) => Task.Run(async () =>
    {
        try
        {
            await run();
            output.Complete();
        }
        catch (Exception problem)
        {
            output.Complete(problem);
        }
    });

    private static async Task ReadBatchesAsync(ExportIntake intake, ImportStaging staging, ChannelWriter<List<DealRows>> batches, CancellationToken cancellation)
    {
        var batch = new List<DealRows>();
        var rows = 0;
        await foreach (var deal in intake.DealsAsync(staging, cancellation))
        {
            batch.Add(deal);
            rows += deal.History.Count + deal.FieldHistory.Count + 1;
            if (batch.Count >= DealsABatch || rows >= RowsABatch)
            {
                await batches.WriteAsync(batch, cancellation);
                (batch, rows) = ([], 0);
            }
        }

        if (batch.Count > 0)
        {
            await batches.WriteAsync(batch, cancellation);
        }
    }

    private sealed record PlannedDeal(DealRows Deal, IReadOnlyList<RecordedEvent> Known, DealPlan Plan);

    private sealed record PlannedBatch(List<PlannedDeal> Deals, PreparedAppend Append);

    private async Task<PlannedBatch> PlanAsync(TenantId tenant, DealPlanner planner, List<DealRows> batch, CancellationToken cancellation)
    {
        var known = await ledger.ReadStreamsAsync(tenant, [.. batch.Select(d => d.DealId)], cancellation);
        var texts = await directory.TextsAsync(tenant, [.. known.Values.SelectMany(DealPlanner.TextsOf)], cancellation);
        return Plan(tenant, planner, batch, known, texts);
    }

    private static PlannedBatch Plan(
        TenantId tenant, DealPlanner planner, List<DealRows> batch, IReadOnlyDictionary<string, IReadOnlyList<RecordedEvent>> known,
        IReadOnlyDictionary<string, string>? texts)
    {
        var planned = batch.ConvertAll(deal =>
        {
            var stream = known.GetValueOrDefault(deal.DealId) ?? [];
            return new PlannedDeal(deal, stream, planner.Plan(deal, stream, texts));
        });
        return new PlannedBatch(planned, PreparedAppend.Of(
            tenant, planned.Select(p => new StreamAppend(p.Deal.DealId, p.Known.Count == 0 ? 0 : p.Known[^1].Version, p.Known, p.Plan.Events))));
    }

    // Returns the batch as it was appended.
    private async Task<PlannedBatch> AppendAsync(BulkLoad load, TenantId tenant, DealPlanner planner, PlannedBatch planned, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var append = planned.Append;
            try
            {
                await load.AppendAsync(append, cancellation);
                return planned;
            }
            catch (VersionConflictException) when (attempt < MostTries)
            {
                // Someone changed one of these deals meanwhile: look again.
                planned = await PlanAsync(tenant, planner, planned.Deals.ConvertAll(p => p.Deal), cancellation);
            }
        }
    }
}

/// <summary>An import that has ended, with its summary; the gaps are gone when it is disposed.</summary>
public sealed class ImportRun : IDisposable
{
    private readonly GapSpool _gaps;

    internal ImportRun(ImportSummary summary, GapSpool gaps) => (Summary, _gaps) = (summary, gaps);

    /// <summary>What the import did.</summary>
    public ImportSummary Summary { get; }

    /// <inheritdoc/>
    public void Dispose() => _gaps.Dispose();
}
