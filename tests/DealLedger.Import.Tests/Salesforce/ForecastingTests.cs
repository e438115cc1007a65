using DealLedger.Core.Answers;
using DealLedger.Core.Calls;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Time;
using DealLedger.Import.Salesforce;
using DealLedger.Postgres;

namespace DealLedger.Import.Tests.Salesforce;

/// <summary>Quotas and adjustments of an export: ann and bob report to mia.</summary>
public sealed class ForecastingTests
{
    private const string Ann = "005000000000001AAA";
    private const string Bob = "005000000000002AAA";
    private const string Mia = "005000000000003AAA";
    private const string Period = "026000000000001AAA";
    private const string Item = "0J9000000000001AAA";

    private static readonly DateTimeOffset Later = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => ImportLedger.Cancellation;

    [Fact]
    public async Task Adjustments_are_calls_of_their_author_on_the_roll_up_of_their_date_and_quotas_are_quotas()
    {
        await using var ledger = await CreateAsync();
        ledger.Write("Period.csv", $"Id,Type,StartDate,EndDate\n{Period},Quarter,2026-04-01,2026-06-30\n");
        ledger.Write("ForecastingItem.csv", $"Id,OwnerId,PeriodId,ForecastCategoryName,ForecastingItemCategory,ForecastAmount\n{Item},{Ann},{Period},,CommitForecast,1\n");
        ledger.Write(
            "ForecastingAdjustment.csv",
            $"Id,ForecastingItemId,AdjustedAmount,AdjustmentNote,CreatedById,CreatedDate\n0J8000000000001AAA,{Item},90,less,{Mia},2026-05-10T12:00:00.000Z\n");
        ledger.Write(
            "ForecastingOwnerAdjustment.csv",
            "Id,ForecastOwnerId,PeriodId,ForecastCategoryName,OwnerAdjustedAmount,OwnerAdjustmentNote,CreatedById,CreatedDate,LastModifiedById,LastModifiedDate\n"
            + $"0J8000000000002AAA,{Ann},{Period},Commit,120,,{Ann},2026-05-09T12:00:00.000Z,,\n"
            + $"0J8000000000003AAA,{Mia},{Period},BestCase,300,,{Mia},2026-05-01T12:00:00.000Z,{Bob},2026-05-11T12:00:00.000Z\n");
        ledger.Write("ForecastingQuota.csv", $"Id,QuotaOwnerId,QuotaAmount,PeriodId,CreatedDate\n0JA000000000001AAA,{Ann},500,{Period},2026-04-01T00:00:00Z\n0JA000000000002AAA,{Mia},900,{Period},\n");

        var (summary, _) = await ledger.ImportAsync();

        (await ImportLedger.RejectsAsync(summary)).ShouldBeEmpty();
        (summary.Calls, summary.Quotas).ShouldBe((new ImportedEvents(3, 0), new ImportedEvents(2, 0)));
        var calls = await CallsAsync(ledger);
        calls.Select(c => (c.Id, c.For, c.Scope, c.Layer, c.Category, c.Amount, c.By, c.At.Day, c.Note, c.Source)).ShouldBe(
        [
            ("0J8000000000003AAA", Mia, CallScope.Team, CallLayer.Manager, ForecastCategory.BestCase, 300, Bob, 11, null, "salesforce:0J8000000000003AAA"),
            ("0J8000000000001AAA", Ann, CallScope.Own, CallLayer.Manager, ForecastCategory.Commit, 90, Mia, 10, "less", "salesforce:0J8000000000001AAA"),
            ("0J8000000000002AAA", Ann, CallScope.Own, CallLayer.Rep, ForecastCategory.Commit, 120, Ann, 9, null, "salesforce:0J8000000000002AAA"),
        ]);
        calls[0].Basis.Pipeline.ShouldBe(new Cell(300, 2, 0));
        calls[1].Basis.Pipeline.ShouldBe(new Cell(100, 1, 0));
        calls[2].Basis.Pipeline.ShouldBe(Cell.Zero, "Ann's deal was opened later.");
        var forecast = await ForecastAsync(ledger);
        (forecast.Total.Quota, forecast.Rows!.Single(r => r.Key == Ann).Quota).ShouldBe((900, 500));

        var (again, _) = await ledger.ImportAsync();
        (again.Calls, again.Quotas, again.Rejects).ShouldBe((new ImportedEvents(0, 3), new ImportedEvents(0, 2), null));
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_newer_export_adds_what_was_changed_since_as_a_call_that_replaces_and_a_quota_from_then_on()
    {
        await using var ledger = await CreateAsync();
        Write(90, "2026-05-10T12:00:00Z", 500);
        await ledger.ImportAsync();
        Write(80, "2026-05-12T12:00:00Z", 600);

        var (summary, _) = await ledger.ImportAsync();

        (summary.Calls, summary.Quotas).ShouldBe((new ImportedEvents(1, 0), new ImportedEvents(1, 0)));
        (await CallsAsync(ledger)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            c => c.Id.ShouldBe("0J8000000000001AAA.2"), c => c.Amount.ShouldBe(80), c => c.Replaces.ShouldBe("0J8000000000001AAA"));
        (await ForecastAsync(ledger)).Rows!.Single(r => r.Key == Ann).Quota.ShouldBe(600);
        (await ForecastAsync(ledger, new DateTimeOffset(2026, 5, 11, 0, 0, 0, TimeSpan.Zero))).Rows!.Single(r => r.Key == Ann).Quota.ShouldBe(500);
        Write(90, "2026-05-10T12:00:00Z", 600);
        (await ledger.ImportAsync()).Summary.Calls.ShouldBe(new ImportedEvents(0, 1), "An older export tells nothing new.");

        void Write(decimal amount, string modified, decimal quota)
        {
            ledger.Write(
                "ForecastingAdjustment.csv",
                "Id,ForecastOwnerId,StartDate,ForecastCategoryName,AdjustedAmount,CreatedById,CreatedDate,LastModifiedById,LastModifiedDate\n"
                + $"0J8000000000001AAA,{Ann},2026-04-01,Commit,{amount},{Mia},2026-05-10T12:00:00Z,{Mia},{modified}\n");
            ledger.Write("ForecastingQuota.csv", $"Id,QuotaOwnerId,QuotaAmount,StartDate,CreatedDate,LastModifiedDate\n0JA000000000001AAA,{Ann},{quota},2026-04-01,2026-04-01T00:00:00Z,{modified}\n");
        }
    }

    [Fact]
    public async Task A_quota_that_was_edited_before_the_first_import_holds_from_that_edit_on()
    {
        await using var ledger = await CreateAsync();
        Write(Ann, "2026-04-01", 500, "USD", "2026-05-10T12:00:00Z");

        await ledger.ImportAsync();

        (await QuotaAsync(9, Ann)).ShouldBeNull("Nothing tells what it was before.");
        (await QuotaAsync(11, Ann)).ShouldBe(500);
        (await ListAsync(ledger)).ShouldBe([$"{Ann} 2026-Q2 500 USD {Mia}"]);

        Write(Bob, "2026-04-01", 500, "USD", "2026-05-12T12:00:00Z");
        (await ledger.ImportAsync()).Summary.Quotas.ShouldBe(new ImportedEvents(1, 0));
        (await ListAsync(ledger)).ShouldBe([$"{Bob} 2026-Q2 500 USD {Mia}"]);
        (await QuotaAsync(11, Ann)).ShouldBe(500);

        Write(Bob, "2026-07-01", 500, "EUR", "2026-05-13T12:00:00Z");
        (await ledger.ImportAsync()).Summary.Quotas.ShouldBe(new ImportedEvents(1, 0));
        (await ledger.ImportAsync()).Summary.Quotas.ShouldBe(new ImportedEvents(0, 1));
        (await ListAsync(ledger)).ShouldBe([$"{Bob} 2026-Q3 500 EUR {Mia}"]);

        void Write(string owner, string start, decimal amount, string currency, string modified) => ledger.Write(
            "ForecastingQuota.csv",
            "Id,QuotaOwnerId,QuotaAmount,CurrencyIsoCode,StartDate,CreatedById,CreatedDate,LastModifiedById,LastModifiedDate\n"
            + $"0JA000000000001AAA,{owner},{amount},{currency},{start},{Ann},2026-04-01T00:00:00Z,{Mia},{modified}\n");

        async Task<decimal?> QuotaAsync(int day, string who) =>
            (await ForecastAsync(ledger, new DateTimeOffset(2026, 5, day, 18, 0, 0, TimeSpan.Zero))).Rows!.Single(r => r.Key == who).Quota;

        static async Task<IEnumerable<string>> ListAsync(ImportLedger ledger)
        {
            await using var view = await ledger.Answers.OpenAsync(ImportLedger.Tenant, new KnownAt.Now(), Consistency.Strong, Cancellation);
            return (await view.QuotasAsync(new QuotasQuestion(Later), Cancellation)).Quotas.Select(q => $"{q.For} {q.Period.Id} {q.Amount} {q.Currency} {q.By}");
        }
    }

    [Fact]
    public async Task First_days_that_do_not_all_begin_a_quarter_are_of_months()
    {
        await using var ledger = await CreateAsync();
        ledger.Write(
            "ForecastingQuota.csv",
            $"Id,QuotaOwnerId,QuotaAmount,StartDate\n0JA000000000001AAA,{Ann},1,2026-04-01\n0JA000000000002AAA,{Ann},2,2026-05-01\n0JA000000000003AAA,{Ann},3,2026-06-01\n");

        await ledger.ImportAsync();

        (await ForecastAsync(ledger)).Rows!.Single(r => r.Key == Ann).Quota.ShouldBe(6);
    }

    [Fact]
    public async Task A_row_that_cannot_be_taken_costs_that_row_alone()
    {
        await using var ledger = await CreateAsync();
        ledger.Write("Period.csv", $"Id,Type,StartDate,EndDate\n{Period},Week,2026-05-04,2026-05-10\n");
        ledger.Write(
            "ForecastingAdjustment.csv",
            "Id,ForecastOwnerId,PeriodId,StartDate,ForecastCategoryName,AdjustedAmount,ProductFamily,CreatedById,CreatedDate\n"
            + $"0J8000000000001AAA,{Ann},,2026-04-01,Commit,90,,{Mia},2026-05-10T12:00:00Z\n"
            + $"0J8000000000002AAA,{Ann},{Period},,Commit,90,,{Mia},2026-05-10T12:00:00Z\n"
            + $"0J8000000000003AAA,{Ann},,2026-04-01,Omitted,90,,{Mia},2026-05-10T12:00:00Z\n"
            + $"0J8000000000004AAA,{Ann},,2026-04-01,Commit,90,Hardware,{Mia},2026-05-10T12:00:00Z\n"
            + $"0J8000000000005AAA,{Ann},,2026-04-01,Commit,90,,{Mia},2026-07-10T12:00:00Z\n"
            + $"0J8000000000006AAA,005000000000009AAA,,2026-04-01,Commit,90,,{Mia},2026-05-10T12:00:00Z\n"
            + $"0J8000000000007AAA,,,2026-04-01,Commit,90,,{Mia},2026-05-10T12:00:00Z\n"
            + $"0J8000000000008AAA,{Ann},,2026-04-01,Commit,,,{Mia},2026-05-10T12:00:00Z\n"
            + $"0J8000000000001AAA,{Ann},,2026-04-01,Commit,91,,{Mia},2026-05-10T12:00:00Z\n");

        var (summary, _) = await ledger.ImportAsync();

        summary.Calls.ShouldBe(new ImportedEvents(1, 0));
        summary.Files.Single(f => f.Name == "ForecastingAdjustment.csv").ShouldBe(new ImportedFile("ForecastingAdjustment.csv", 9, 1, 8));
        var rejects = await ImportLedger.RejectsAsync(summary);
        rejects.Skip(1).Order(StringComparer.Ordinal).Select(r => string.Join(',', r.Split(',').Take(3))).ShouldBe(
        [
            "ForecastingAdjustment.csv,10,Id", "ForecastingAdjustment.csv,3,PeriodId", "ForecastingAdjustment.csv,4,ForecastingItemCategory",
            "ForecastingAdjustment.csv,5,ProductFamily", "ForecastingAdjustment.csv,6,PeriodId", "ForecastingAdjustment.csv,7,OwnerId",
            "ForecastingAdjustment.csv,8,ForecastingItemId", "ForecastingAdjustment.csv,9,AdjustedAmount",
        ]);
    }

    private static async Task<ImportLedger> CreateAsync()
    {
        var ledger = await ImportLedger.CreateAsync();
        ledger.Write("User.csv", $"Id,Name,ManagerId\n{Ann},Ann,{Mia}\n{Bob},Bob,{Mia}\n{Mia},Mia,\n");
        ledger.Write(
            "Opportunity.csv",
            "Id,StageName,CloseDate,CreatedDate,Amount,OwnerId\n"
            + $"006000000000001AAA,Prospecting,2026-06-15,2026-05-09T18:00:00Z,100,{Ann}\n006000000000002AAA,Prospecting,2026-06-20,2026-05-01T00:00:00Z,200,{Bob}\n");
        return ledger;
    }

    private static async Task<IReadOnlyList<CallState>> CallsAsync(ImportLedger ledger)
    {
        await using var view = await ledger.Answers.OpenAsync(ImportLedger.Tenant, new KnownAt.Now(), Consistency.Strong, Cancellation);
        return (await view.CallsAsync(new CallsQuestion(Later), Cancellation)).Calls;
    }

    private static Task<ForecastAnswer> ForecastAsync(ImportLedger ledger, DateTimeOffset? asOf = null) => ledger.Answers.ForecastAsync(
        ImportLedger.Tenant,
        new ForecastQuestion(new FiscalCalendar().TryParse("2026-Q2", out var quarter) ? quarter : throw new ArgumentException("2026-Q2"), asOf ?? Later, new KnownAt.Now(), GroupBy.Owner),
        Consistency.Strong, Cancellation);
}
