using DealLedger.Core;
using DealLedger.Core.Answers;
using DealLedger.Core.Calls;
using DealLedger.Core.CallSheet;
using DealLedger.Core.FollowUps;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Time;
using DealLedger.Import.Sample;
using DealLedger.Postgres;
using DealLedger.Testing;

namespace DealLedger.Import.Tests.Sample;

/// <summary>What the demo's company stated and agreed on beside its deals.</summary>
public sealed class SampleLoaderTests
{
    private static readonly Period LastQuarter = new("2026-Q1", new DateOnly(2026, 1, 1), new DateOnly(2026, 3, 31));
    private static readonly Period ThisQuarter = new("2026-Q2", new DateOnly(2026, 4, 1), new DateOnly(2026, 6, 30));
    private static readonly SampleCompany Company = SampleCompany.Generate(2_000, seed: 1, new DateOnly(2026, 5, 19));
    private static readonly SampleCompany SmallCompany = SampleCompany.Generate(200, seed: 1, new DateOnly(2026, 5, 19));

    private static CancellationToken Cancellation => ImportLedger.Cancellation;

    [Fact]
    public async Task Calls_quotas_flags_and_follow_ups_stand_beside_the_deals_each_since_its_own_day()
    {
        await using var ledger = await ImportLedger.CreateAsync();
        await LoadAsync(ledger, Company);
        await using var view = await ViewAsync(ledger);

        var calls = (await view.CallsAsync(new CallsQuestion(Company.End, All: true, Limit: CallsQuestion.MaxLimit), Cancellation)).Calls;
        calls.Count.ShouldBeInRange(230, 420);
        calls.Select(c => c.Layer).Distinct().Count().ShouldBe(3);
        calls.ShouldAllBe(c => c.At <= Company.End && c.RecordedAt >= Company.End && (c.At == Company.End || c.At.UtcDateTime.DayOfWeek == DayOfWeek.Monday));
        foreach (var period in new[] { LastQuarter, ThisQuarter })
        {
            var leader = calls.Where(c => c.Period == period && c.Layer == CallLayer.Leader).ToList();
            leader.Select(c => c.Amount).Distinct().Count().ShouldBeGreaterThan(3);
            leader.Count(c => c.ReplacedBy is null).ShouldBe(2);
        }

        calls.ShouldContain(c => c.ReplacedBy == null && c.Stale);
        calls.ShouldContain(c => c.ReplacedBy == null && !c.Stale);
        calls.ShouldContain(c => c.Note != null);

        var accuracy = await view.AccuracyAsync(LastQuarter, Company.End, Cancellation);
        Median(accuracy, Company.Habits.Sandbagger).ShouldBeGreaterThan(0.25m);
        Median(accuracy, Company.Habits.Optimist).ShouldBeLessThan(0.1m);

        var last = (await view.ForecastAsync(new ForecastQuestion(LastQuarter, Company.End, new KnownAt.Now(), GroupBy.Team), Cancellation)).Rows!;
        last.Count(r => r.Quota > 0).ShouldBe(7);
        last.Single(r => r.Parent is null && r.Key.Length > 0).Attainment!.Value.ShouldBeInRange(0.6m, 1.5m);

        var followUps = (await view.FollowUpsAsync(new FollowUpsQuestion(Company.End, Standing: FollowUpStanding.All), Cancellation)).FollowUps;
        followUps.Count.ShouldBe(28);
        followUps.Count(f => f.ClosedAt is null && f.Overdue).ShouldBe(7);
        followUps.Count(f => f.ClosedAt is not null).ShouldBe(7);
        followUps.Count(f => f.OpenedAt > Company.End.AddDays(-7)).ShouldBe(7);
        followUps.ShouldAllBe(f => f.ClosedAt == null || f.ClosedAt >= f.OpenedAt);

        var sheet = await view.CallSheetAsync(new CallSheetQuestion(ThisQuarter, Company.End.AddDays(-7), Company.End, new KnownAt.Now()), Cancellation);
        sheet.NewAndExpansion.Flagged.Count.ShouldBeGreaterThan(0);
        var flagged = await view.DealAsync(sheet.NewAndExpansion.Flagged.Deals[0].Deal.Id, Company.End, Cancellation);
        flagged.History.ShouldContain(e => e.Kind == "flag-set" && e.Reason != null && e.RecordedAt - e.At < TimeSpan.FromDays(1));
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(1)]
    public async Task A_load_that_was_interrupted_goes_on_and_another_one_records_nothing(double part)
    {
        await using var ledger = await ImportLedger.CreateAsync();
        using var interrupted = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => LoadAsync(ledger, SmallCompany, new Interruption(interrupted, part), interrupted.Token));
        (await StandAsync(ledger)).Calls.ShouldBe(0);
        await LoadAsync(ledger, SmallCompany);
        var stand = await StandAsync(ledger);
        await LoadAsync(ledger, SmallCompany);
        (await StandAsync(ledger)).ShouldBe(stand);

        await using var other = await ImportLedger.CreateAsync();
        await LoadAsync(other, SmallCompany);
        (stand with { Head = 0 }).ShouldBe(await StandAsync(other) with { Head = 0 });
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    private static decimal Median(AccuracyAnswer accuracy, string person) => accuracy.Sandbagging.Single(s => s.Person == person).Median!.Value;

    private static Task LoadAsync(
        ImportLedger ledger, SampleCompany company, IProgress<Progress>? progress = null, CancellationToken? cancellation = null) =>
        new SampleLoader(ledger.Database, ledger.Directory, ledger.Projector, new FixedClock(company.End.AddHours(18)))
            .LoadAsync(ImportLedger.Tenant, company, progress, cancellation ?? Cancellation);

    private static Task<LedgerView> ViewAsync(ImportLedger ledger) =>
        ledger.Answers.OpenAsync(ImportLedger.Tenant, new KnownAt.Now(), Consistency.Strong, Cancellation);

    private static async Task<Stand> StandAsync(ImportLedger ledger)
    {
        await using var view = await ViewAsync(ledger);
        var total = (await view.ForecastAsync(new ForecastQuestion(ThisQuarter, Company.End, new KnownAt.Now()), Cancellation)).Total;
        var calls = await view.CallsAsync(new CallsQuestion(Company.End, All: true), Cancellation);
        return new Stand(
            await ledger.Store.HeadAsync(ImportLedger.Tenant, Cancellation), total.OpenPipeline, total.Quota, calls.CallsTotal, calls.Calls.Sum(c => c.Amount),
            (await view.FollowUpsAsync(new FollowUpsQuestion(Company.End, Standing: FollowUpStanding.All), Cancellation)).FollowUpsTotal);
    }

    private sealed record Stand(long Head, Cell Open, decimal? Quota, long Calls, decimal Called, long FollowUps);

    /// <summary>Interrupts a load when so much of it is done.</summary>
    private sealed class Interruption(CancellationTokenSource source, double part) : IProgress<Progress>
    {
        public void Report(Progress value)
        {
            if (value.Done >= value.Total * part)
            {
                source.Cancel();
            }
        }
    }
}
