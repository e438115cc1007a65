using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.People;
using DealLedger.Import.Salesforce;
using DealLedger.Postgres;

namespace DealLedger.Import.Sample;

/// <summary>
/// Records a made-up company's history as it happened: every evening what came to be known that day, stamped then, by a clock that only
/// the sample may set. So questions about what was known in the past have answers, and changes that came late show as such.
/// </summary>
public sealed class SampleLoader(LedgerDatabase database, TenantDirectory directory, Projector projector, TimeProvider clock)
{
    private const string Currency = "USD";
    private const string SourcePrefix = "salesforce:";
    private const string Source = "sample";

    private const int Deals = 3_000;
    private const int Seed = 1;

    /// <summary>
    /// Loads the sample company, made up to now, into a tenant that is empty; a load that was interrupted goes on where it stood. Does
    /// nothing where the sample is in, or anything else. Returns whether it loaded anything.
    /// </summary>
    public async Task<bool> LoadOnceAsync(TenantId tenant, DateTimeOffset now, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        // The sample's days end at a fixed hour; one that has not ended would lie in the future.
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var until = SampleCompany.Generate(0, Seed, today).End <= now ? today : today.AddDays(-1);
        var claims = new SampleClaims(database);
        if (await claims.ClaimAsync(tenant, until, cancellation) is not { } claimed)
        {
            return false;
        }

        await LoadAsync(tenant, SampleCompany.Generate(Deals, Seed, claimed), progress, cancellation);
        await claims.CompleteAsync(tenant, cancellation);
        return true;
    }

    /// <summary>Records what is not recorded yet of a company.</summary>
    public async Task LoadAsync(TenantId tenant, SampleCompany company, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var stages = new StageTable(company.Stages.Select(Stage), isComplete: true);
        var tables = new SourceTables(database);
        await tables.SaveStagesAsync(tenant, stages, cancellation);
        await tables.SaveAccountsAsync(tenant, company.Accounts.Select(a => new Account(a.Id, a.Name)).ToAsyncEnumerable(), cancellation);

        var deals = company.Deals.ToList();
        var events = Plan(tenant, company.World, deals, stages);
        DateTimeOffset? evening = null;
        var ledger = new LedgerStore(database, () => evening);
        evening = events.Count == 0 ? null : events[0].RecordedAt.AddDays(-1);
        await new PeopleHandler(database, ledger, directory, projector, clock).RecordAsync(
            tenant, [.. company.Users.Select(u => new PersonTold(u.Id, u.Name, u.Email, u.ManagerId, IsActive: u.IsActive))], Source, Source, NewTexts.By(clock),
            breakCircles: false, cancellation);
        var versions = await SkipKnownAsync(ledger, tenant, events, cancellation);
        var done = 0;
        foreach (var day in events.GroupBy(e => e.RecordedAt.UtcDateTime.Date))
        {
            evening = day.Max(e => e.RecordedAt);
            var appends = day.GroupBy(e => e.Deal, StringComparer.Ordinal)
                .Select(d => new StreamAppend(d.Key, versions.GetValueOrDefault(d.Key), [], [.. d.Select(e => e.Event)])).ToList();
            await ledger.AppendBulkAsync(tenant, appends, cancellation);
            foreach (var append in appends)
            {
                versions[append.Stream.Id] = append.ExpectedVersion + append.Events.Count;
            }

            done += day.Count();
            progress?.Report(new Progress("events recorded", done, events.Count));
        }

        await projector.CatchUpAsync(tenant, await ledger.HeadAsync(tenant, cancellation), cancellation);
        evening = company.End;
        await new SampleMeetings(new LedgerAnswers(database, projector, clock), new FactHandler(database, ledger, projector), clock)
            .RecordAsync(tenant, company.World, deals, cancellation);
    }

    private sealed record PlannedEvent(string Deal, NewEvent Event, DateTimeOffset RecordedAt);

    private List<PlannedEvent> Plan(TenantId tenant, SampleWorld world, List<SampleDeal> deals, StageTable stages)
    {
        var newText = NewTexts.By(clock);
        var planner = new DealPlanner(
            new ExportContext(tenant, stages, Currency)
            {
                HistoryFields = new HashSet<DealField>(DealFields.InHistory),
                HasFieldHistory = true,
                OpportunityFields = new HashSet<DealField>(DealFields.All),
            },
            newText);
        return
        [
            .. deals.Index().SelectMany(d => Plan(planner, d.Item).Concat(Flags(tenant, world, d.Index, d.Item, newText))).OrderBy(e => e.RecordedAt),
        ];
    }

    private static IEnumerable<PlannedEvent> Flags(TenantId tenant, SampleWorld world, int number, SampleDeal deal, Func<string, NewText> newText)
    {
        foreach (var (data, reason) in SampleFlags.Of(world, number, deal))
        {
            var type = EventJson.TypeName(data);
            var source = $"{Source}:{deal.Opportunity.Id}-{type}";
            yield return new PlannedEvent(
                deal.Opportunity.Id,
                new NewEvent(EventId.Derive(tenant, Source, source, type), data, source, source, "", reason is null ? null : newText(reason)), data.At);
        }
    }

    private static IEnumerable<PlannedEvent> Plan(DealPlanner planner, SampleDeal deal)
    {
        var recordedAt = deal.History.ToDictionary(r => r.Id, r => r.RecordedAt, StringComparer.Ordinal);
        foreach (var row in deal.FieldHistory)
        {
            recordedAt[row.Id] = row.RecordedAt;
        }

        DateTimeOffset Known(NewEvent e) => recordedAt.TryGetValue(e.Source[SourcePrefix.Length..], out var told)
            ? told
            : e.Data is OpportunityDeleted ? deal.Opportunity.Deletion!.RecordedAt : deal.History[0].RecordedAt;

        // A change is recorded whole, when the last of its rows is known.
        return planner.Plan(Rows(deal), []).Events
            .GroupBy(e => e.CorrelationId, StringComparer.Ordinal)
            .SelectMany(change =>
            {
                var known = change.Max(Known);
                return change.Select(e => new PlannedEvent(deal.Opportunity.Id, e, known));
            });
    }

    private static async Task<Dictionary<string, long>> SkipKnownAsync(
        LedgerStore ledger, TenantId tenant, List<PlannedEvent> events, CancellationToken cancellation)
    {
        var versions = new Dictionary<string, long>(StringComparer.Ordinal);
        var known = new HashSet<Guid>();
        foreach (var chunk in events.Select(e => e.Deal).Distinct(StringComparer.Ordinal).Chunk(500))
        {
            foreach (var (deal, stream) in await ledger.ReadStreamsAsync(tenant, chunk, cancellation))
            {
                versions[deal] = stream[^1].Version;
                known.UnionWith(stream.Select(e => e.Id));
            }
        }

        events.RemoveAll(e => known.Contains(e.Event.Id));
        return versions;
    }

    private static DealRows Rows(SampleDeal deal)
    {
        var o = deal.Opportunity;
        return new DealRows(
            o.Id,
            new OpportunityRow(o.Id, o.Stage.Name, o.CreatedDate)
            {
                IsDeleted = o.IsDeleted,
                IsClosed = o.Stage.IsClosed,
                IsWon = o.Stage.IsWon,
                Category = Category(o.ForecastCategory),
                Amount = o.Amount,
                CloseDate = o.CloseDate,
                Probability = o.Probability,
                Owner = o.OwnerId,
                Name = o.Name,
                Account = o.AccountId,
                Type = o.Type,
                Segment = o.Segment,
                NextStep = o.NextStep,
                CreatedBy = o.CreatedById,
                ModifiedAt = o.LastModifiedDate,
                ModifiedBy = o.LastModifiedById,
                SystemModstamp = o.LastModifiedDate,
            },
            [.. deal.History.Select(r => new HistoryRow(r.Id, r.OpportunityId, r.CreatedDate, r.CreatedById, r.StageName)
            {
                Category = Category(r.ForecastCategory),
                Amount = r.Amount,
                CloseDate = r.CloseDate,
                Probability = r.Probability,
            })],
            [.. deal.FieldHistory.Select(r => new FieldHistoryRow(r.Id, r.OpportunityId, r.CreatedDate, r.CreatedById, r.Field, r.OldValue, r.NewValue))]);
    }

    private static Stage Stage(SampleStage stage) => new(stage.Name, Category(stage.ForecastCategory), stage.IsClosed, stage.IsWon, stage.SortOrder);

    private static ForecastCategory Category(string name) =>
        CategoryNames.TryParse(name, out var category) ? category : throw new ArgumentOutOfRangeException(nameof(name), name, "The sample made a category that does not exist.");
}
