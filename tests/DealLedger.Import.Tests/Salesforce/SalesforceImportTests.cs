using DealLedger.Core;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Import.Salesforce;
using DealLedger.Postgres;

namespace DealLedger.Import.Tests.Salesforce;

public sealed class SalesforceImportTests : IAsyncLifetime
{
    // More than are under way at the same time.
    private const int Deals = 2_000;

    private ImportLedger _ledger = null!;

    public async ValueTask InitializeAsync() => _ledger = await ImportLedger.CreateAsync();

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task A_deal_that_someone_records_while_the_first_import_goes_on_has_both()
    {
        WriteExport(Deals, moved: 0);
        var last = IdOf(Deals);
        var early = new FlagSet("Early", new DateTimeOffset(2026, 5, 5, 0, 0, 0, TimeSpan.Zero), "ann");
        var live = new StreamAppend(last, 0, [], [new NewEvent(Guid.NewGuid(), early, "live", "user", "")]);

        var (summary, _) = await _ledger.ImportAsync(
            progress: new OnceRecorded(() => _ledger.Store.AppendAsync(ImportLedger.Tenant, live, ImportLedger.Cancellation).GetAwaiter().GetResult()));

        summary.Events.ShouldBe(new ImportedEvents(Deals, 0));
        var events = await _ledger.Store.ReadStreamAsync(ImportLedger.Tenant, last, ImportLedger.Cancellation);
        events.Select(e => e.Source!.Split(':')[0]).ShouldBe(["user", "salesforce"]);
        (await _ledger.ImportAsync()).Summary.Events.ShouldBe(new ImportedEvents(0, Deals));
        (await _ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task What_a_stopped_import_had_left_the_next_one_records()
    {
        WriteExport(Deals, moved: Deals);
        using var stop = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => _ledger.ImportAsync(progress: new OnceRecorded(stop.Cancel), cancellation: stop.Token));

        var events = (await _ledger.ImportAsync()).Summary.Events;

        (events.Recorded + events.AlreadyKnown).ShouldBe(2 * Deals);
        events.AlreadyKnown.ShouldBeInRange(1, (2 * Deals) - 1);
        (await _ledger.ImportAsync()).Summary.Events.ShouldBe(new ImportedEvents(0, 2 * Deals));
        (await _ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_grown_export_adds_its_new_deals_and_changes_alone()
    {
        WriteExport(deals: 600, moved: 100);
        (await _ledger.ImportAsync()).Summary.Events.ShouldBe(new ImportedEvents(700, 0));

        WriteExport(deals: 900, moved: 400);

        (await _ledger.ImportAsync()).Summary.Events.ShouldBe(new ImportedEvents(600, 700));
        (await _ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Two_tenants_import_the_same_export_side_by_side()
    {
        WriteExport(deals: 600, moved: 100);
        TenantId.TryParse("other", out var other).ShouldBeTrue();

        var runs = await Task.WhenAll(_ledger.ImportAsync(), _ledger.ImportAsync(tenant: other));

        runs.ShouldAllBe(run => run.Summary.Events == new ImportedEvents(700, 0));
        foreach (var tenant in (TenantId[])[ImportLedger.Tenant, other])
        {
            (await _ledger.Store.ReadStreamAsync(tenant, IdOf(1), ImportLedger.Cancellation)).Select(e => e.Data.GetType()).ShouldBe([typeof(OpportunityOpened), typeof(AmountChanged)]);
            (await _ledger.Verifier.RunAsync(tenant, null, ImportLedger.Cancellation)).ShouldBeNull();
        }
    }

    // The first ones of these deals have a change of amount beside their opening.
    private void WriteExport(int deals, int moved)
    {
        var ids = Enumerable.Range(1, deals).ToList();
        _ledger.Write("Opportunity.csv", "Id,StageName,CloseDate,CreatedDate,Amount,Name\n" + string.Concat(
            ids.Select(i => $"{IdOf(i)},Prospecting,2026-06-30,2026-05-04 09:00:00,{(i <= moved ? 150 : 100)},Turbine\n")));
        _ledger.Write("OpportunityHistory.csv", "Id,OpportunityId,CreatedDate,StageName,Amount\n" + string.Concat(
            ids.Select(i => $"{SalesforceId.To18($"0081{i:00000000000}")},{IdOf(i)},2026-05-04 09:00:00,Prospecting,100\n"))
            + string.Concat(ids.Take(moved).Select(i => $"{SalesforceId.To18($"0082{i:00000000000}")},{IdOf(i)},2026-05-11 09:00:00,Prospecting,150\n")));
    }

    private static string IdOf(int deal) => SalesforceId.To18($"006{deal:000000000000}")!;

    // Does something when the first deals are recorded, and is done with it before the import goes on.
    private sealed class OnceRecorded(Action act) : IProgress<Progress>
    {
        private bool _done;

        public void Report(Progress value)
        {
            if (!_done && value.What == "opportunities recorded")
            {
                _done = true;
                act();
            }
        }
    }
}
