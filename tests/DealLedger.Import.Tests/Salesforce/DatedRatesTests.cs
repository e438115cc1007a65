using DealLedger.Core.Currencies;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Time;
using DealLedger.Postgres;

namespace DealLedger.Import.Tests.Salesforce;

/// <summary>Dated rates of an export: as many units of a currency as one of the corporate currency is worth.</summary>
public sealed class DatedRatesTests
{
    private static readonly Period Quarter = new("2026-Q2", new DateOnly(2026, 4, 1), new DateOnly(2026, 6, 30));

    [Fact]
    public async Task Rates_hold_from_their_day_until_the_next_and_convert_the_deals()
    {
        await using var ledger = await ImportLedger.CreateAsync();
        ledger.Write("Opportunity.csv", "Id,Name,StageName,Amount,CurrencyIsoCode,CloseDate,CreatedDate\n006000000000001AAA,A,Proposal,100,EUR,2026-06-01,2026-04-01T00:00:00Z\n");
        ledger.Write("DatedConversionRate.csv", "Id,IsoCode,ConversionRate,StartDate,NextStartDate\na,EUR,0.8,2026-04-01,2026-05-01\nb,EUR,0.5,2026-05-01,9999-12-31\nc,USD,1,2026-04-01,9999-12-31\n");

        var (summary, _) = await ledger.ImportAsync();

        summary.Rates.ShouldBe(2);
        (await OpenPipelineAsync(ledger, new DateTimeOffset(2026, 4, 30, 0, 0, 0, TimeSpan.Zero))).ShouldBe(125);
        (await OpenPipelineAsync(ledger, new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero))).ShouldBe(200);
        (await ledger.ImportAsync()).Summary.Rates.ShouldBe(0);
        (await ledger.Verifier.RunAsync(ImportLedger.Tenant, progress: null, ImportLedger.Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task A_wrong_rate_costs_that_row_alone()
    {
        await using var ledger = await ImportLedger.CreateAsync();
        ledger.Write("Opportunity.csv", "Id,Name,StageName,CloseDate,CreatedDate\n006000000000001AAA,A,Proposal,2026-06-01,2026-04-01T00:00:00Z\n");
        ledger.Write("DatedConversionRate.csv", "IsoCode,ConversionRate,StartDate\nEUR,0,2026-04-01\neuro,1,2026-04-01\nGBP,0.75,2026-04-01\nGBP,0.76,2026-04-01\n");

        var (summary, _) = await ledger.ImportAsync();

        summary.Rates.ShouldBe(1);
        var rejects = string.Join('\n', await ImportLedger.RejectsAsync(summary));
        rejects.ShouldContain("DatedConversionRate.csv,2,ConversionRate,0");
        rejects.ShouldContain("DatedConversionRate.csv,3,IsoCode,euro");
        rejects.ShouldContain("line 4 has a rate of the same day");
    }

    [Fact]
    public async Task The_corporate_currency_stays_what_the_export_says_when_answers_are_told_in_another()
    {
        await using var ledger = await ImportLedger.CreateAsync();
        ledger.Write("Opportunity.csv", "Id,Name,StageName,Amount,CurrencyIsoCode,CloseDate,CreatedDate\n006000000000001AAA,A,Proposal,100,USD,2026-06-01,2026-04-01T00:00:00Z\n");
        ledger.Write("DatedConversionRate.csv", "IsoCode,ConversionRate,StartDate\nEUR,0.8,2026-04-01\nUSD,1,2026-04-01\n");
        (await ledger.ImportAsync()).Summary.Rates.ShouldBe(1);
        var facts = new FactHandler(ledger.Database, ledger.Store, ledger.Projector);
        await new SettingsHandler(facts, ledger.Directory, TimeProvider.System).RecordAsync(
            ImportLedger.Tenant, "currency", "EUR", null, new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero), "fin", ImportLedger.Cancellation);

        (await ledger.ImportAsync()).Summary.Rates.ShouldBe(0);
        (await OpenPipelineAsync(ledger, new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero))).ShouldBe(100);
        (await OpenPipelineAsync(ledger, new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero))).ShouldBe(80);
    }

    [Fact]
    public async Task After_a_first_import_by_default_another_currency_leaves_the_past_as_it_was()
    {
        await using var ledger = await ImportLedger.CreateAsync();
        ledger.Write("Opportunity.csv", "Id,Name,StageName,Amount,CloseDate,CreatedDate\n006000000000001AAA,A,Proposal,100,2026-06-01,2026-04-01T00:00:00Z\n");
        await ledger.ImportAsync();
        var settings = new SettingsHandler(new FactHandler(ledger.Database, ledger.Store, ledger.Projector), ledger.Directory, TimeProvider.System);

        await settings.RecordAsync(ImportLedger.Tenant, "currency", "EUR", null, from: null, "fin", ImportLedger.Cancellation);

        var history = await settings.HistoryAsync(ImportLedger.Tenant, ImportLedger.Cancellation);
        history.At(new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero)).ReportingCurrency.ShouldBe("USD");
        history.At(DateTimeOffset.MaxValue).ReportingCurrency.ShouldBe("EUR");
    }

    [Fact]
    public async Task A_rate_inside_the_time_of_one_that_was_told_by_hand_costs_that_row_alone()
    {
        await using var ledger = await ImportLedger.CreateAsync();
        ledger.Write("Opportunity.csv", "Id,Name,StageName,CloseDate,CreatedDate\n006000000000001AAA,A,Proposal,2026-06-01,2026-04-01T00:00:00Z\n");
        ledger.Write("DatedConversionRate.csv", "IsoCode,ConversionRate,StartDate\nEUR,0.8,2026-02-01\nEUR,0.9,2026-05-01\n");
        var january = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await new RatesHandler(new FactHandler(ledger.Database, ledger.Store, ledger.Projector)).RecordAsync(
            ImportLedger.Tenant, [new RateTold(new CurrencyPair("USD", "EUR"), 0.92m, january, january.AddMonths(3), "hand")], "user", "fin", ImportLedger.Cancellation);

        var (summary, _) = await ledger.ImportAsync();

        (summary.Rates, summary.Opportunities).ShouldBe((1, 1));
        string.Join('\n', await ImportLedger.RejectsAsync(summary)).ShouldContain("DatedConversionRate.csv,2,StartDate");
    }

    private static async Task<decimal> OpenPipelineAsync(ImportLedger ledger, DateTimeOffset asOf) => (await ledger.Answers.ForecastAsync(
        ImportLedger.Tenant, new ForecastQuestion(Quarter, asOf, new KnownAt.Now()), Consistency.Strong, ImportLedger.Cancellation)).Total.OpenPipeline.Amount;
}
