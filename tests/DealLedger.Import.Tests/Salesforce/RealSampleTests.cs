using DealLedger.Core.Forecasting;
using DealLedger.Core.Organisation;
using DealLedger.Core.Time;
using DealLedger.Postgres;

namespace DealLedger.Import.Tests.Salesforce;

/// <summary>The sample records that Salesforce puts into every developer org, as its own data export writes them.</summary>
public sealed class RealSampleTests
{
    private static readonly DateTimeOffset DayAfter = new DateTimeOffset(2018, 10, 15, 0, 0, 0, TimeSpan.Zero).AddTicks(-10);

    [Fact]
    public async Task Its_31_deals_give_the_figures_that_were_worked_out_by_hand()
    {
        await using var ledger = await ImportLedger.CreateAsync();
        var (summary, _) = await ledger.ImportAsync(Sample());

        summary.Opportunities.ShouldBe(31);
        summary.Events.Recorded.ShouldBe(62);
        summary.Rejects.ShouldBeNull();

        var q3 = await ForecastAsync(ledger, "2018-Q3");
        q3.Total.Closed.ShouldBe(new Cell(3_240_000, 13, 0));
        q3.Total.Pipeline.ShouldBe(new Cell(1_770_000, 10, 0));
        var q4 = await ForecastAsync(ledger, "2018-Q4");
        q4.Total.Closed.ShouldBe(new Cell(345_000, 4, 0));
        q4.Total.Pipeline.ShouldBe(new Cell(345_000, 3, 0));

        var period = Quarter("2018-Q4");
        var words = new TimeWords(Settings.Default, DateTimeOffset.UnixEpoch);
        var slippage = await ledger.Answers.SlippageAsync(
            ImportLedger.Tenant, new SlippageQuestion(words.WindowStart(period), words.WindowEnd(period), period, new KnownAt.Now()), Consistency.Strong, ImportLedger.Cancellation);
        slippage.Total.Pushes.ShouldBe(13);
        slippage.Total.AmountPushed.ShouldBe(2_115_000);

        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Importing_it_again_records_nothing()
    {
        await using var ledger = await ImportLedger.CreateAsync();
        await ledger.ImportAsync(Sample());
        var (again, _) = await ledger.ImportAsync(Sample());

        again.Events.Recorded.ShouldBe(0);
        again.Events.AlreadyKnown.ShouldBe(62);
        (await ledger.Store.HeadAsync(ImportLedger.Tenant, ImportLedger.Cancellation)).ShouldBe(62);
    }

    private static async Task<Core.Answers.ForecastAnswer> ForecastAsync(ImportLedger ledger, string period) =>
        await ledger.Answers.ForecastAsync(ImportLedger.Tenant, new ForecastQuestion(Quarter(period), DayAfter, new KnownAt.Now()), Consistency.Strong, ImportLedger.Cancellation);

    private static Period Quarter(string id) => new FiscalCalendar().TryParse(id, out var period) ? period : throw new ArgumentException(id);

    private static DirectoryInfo Sample()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "DealLedger.sln")))
            {
                var folder = new DirectoryInfo(Path.Combine(at.FullName, "..", "shared", "data", "salesforce-sample"));
                Assert.SkipUnless(folder.Exists, "The folder of sample data beside the project is absent.");
                return folder;
            }
        }

        throw new DirectoryNotFoundException("The project's root was not found above the tests.");
    }
}
