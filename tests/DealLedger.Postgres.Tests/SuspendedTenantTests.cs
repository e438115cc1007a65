using DealLedger.Core;
using DealLedger.Core.Answers;
using DealLedger.Core.Calls;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Core.Organisation;
using DealLedger.Core.Sealing;
using DealLedger.Core.Time;
using DealLedger.Postgres.Tests.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Tests;

/// <summary>A suspended tenant answers nothing and takes nothing in, on every host, and is kept all the same.</summary>
public sealed class SuspendedTenantTests
{
    private static readonly TenantId Acme = Tenant("acme");

    private static CancellationToken Cancellation => TestLedger.Cancellation;

    private static NewFact Sunday => new(SettingsEvent.Stream, new WeekStartSet("sunday", TestLedger.Noon, "ann"));

    private static SubmitCall ACall => new(TestLedger.Quarter("2026-Q2"), "ann", CallLayer.Rep, ForecastCategory.Commit, 1, TestLedger.Noon, "ann");

    [Fact]
    public async Task Everything_that_asks_or_tells_is_refused_by_hosts_that_run_already()
    {
        await using var ledger = await WithADealAsync();
        await using var elsewhere = await TestLedger.OpenAsync(ledger.ConnectionString);
        var known = await ledger.Store.ReadStreamAsync(Acme, "deal-1", Cancellation);
        await AskAsync(elsewhere);

        var since = (await ledger.Register.SuspendAsync(Acme, "unpaid", Cancellation)).SuspendedSince!.Value;

        foreach (var host in new[] { ledger, elsewhere })
        {
            foreach (var (what, work) in new (string, Func<Task>)[]
            {
                ("a question", () => AskAsync(host)),
                ("one about the past", () => host.Answers.OpenAsync(Acme, new KnownAt.Position(1), Consistency.Strong, Cancellation)),
                ("one that does not wait", () => host.Answers.OpenAsync(Acme, new KnownAt.Now(), Consistency.Eventual, Cancellation)),
                ("a command", () => RecordAsync(host, "deal-1", new ChangeAmount(7))),
                ("a command that changes nothing", () => RecordAsync(host, "deal-1", new ChangeAmount(100))),
                ("a command that makes no sense", () => RecordAsync(host, "deal-1", TestLedger.Open(1, null))),
                ("a first deal", () => host.Directory.EnsureAsync(Acme, Cancellation)),
                ("an append", () => host.Store.AppendAsync(Acme, Deals.New("deal-2", Deals.Opened(1)), Cancellation)),
                ("an append to a stream", () => host.Store.AppendAsync(Acme, Deals.More("deal-1", known, Deals.Amount(100, 7)), Cancellation)),
                ("a bulk append", () => host.Store.AppendBulkAsync(Acme, [Deals.New("deal-2", Deals.Opened(1))], Cancellation)),
                ("batches", () => host.Store.AppendBulkAsync(Acme, BatchesAsync(), Cancellation)),
                ("a load", () => BulkLoad.BeginAsync(host.Database, host.Store, host.Projector, Acme, Cancellation)),
                ("stages", () => new SourceTables(host.Database).StagesAsync(Acme, Cancellation)),
                ("facts", () => host.Facts.ReadAsync(Acme, SettingsEvent.Kind, Cancellation)),
                ("a fact", () => host.Facts.RecordAsync(Acme, SettingsEvent.Kind, "test", _ => [Sunday], Cancellation)),
                ("a call", () => host.Calls.SubmitAsync(Acme, new NewCall(ACall), Cancellation)),
                ("the projection", () => host.Projector.CatchUpAsync(Acme, 1, Cancellation)),
                ("a seal", () => host.Seals.SealAsync(Acme, SealOccasion.Demand, null, Cancellation)),
            })
            {
                var refused = await Should.ThrowAsync<RefusedException>(work, what);
                refused.Refusal.Code.ShouldBe("tenant-suspended", what);
                refused.Message.ShouldContain(since.ToIso());
                refused.Message.ShouldNotContain("unpaid");
            }
        }

        (await ledger.Store.HeadAsync(Acme, Cancellation)).ShouldBe(1);
        (await ledger.Directory.ListActiveAsync(Cancellation)).ShouldBe([TestLedger.Tenant]);
        await ledger.RecordAsync("deal-1", TestLedger.Open(1, "2026-06-15"), TestLedger.Noon);
    }

    [Fact]
    public async Task It_is_verified_and_rebuilt_all_the_same_with_what_is_not_projected_yet()
    {
        await using var ledger = await WithADealAsync();
        await ledger.Store.AppendAsync(Acme, Deals.New("deal-2", Deals.Opened(50)), Cancellation);
        await ledger.Register.SuspendAsync(Acme, null, Cancellation);

        (await ledger.Verifier.RunAsync(Acme, null, Cancellation)).ShouldBeNull();
        (await ledger.Projector.PositionAsync(Acme, Cancellation)).ShouldBe(2);
        (await ledger.Rebuild.RunAsync(Acme, null, Cancellation)).ShouldBe(2);
        (await ledger.Verifier.RunAsync(Acme, null, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task It_goes_on_where_it_stood_when_it_is_resumed()
    {
        await using var ledger = await WithADealAsync();
        await ledger.Register.SuspendAsync(Acme, null, Cancellation);
        await ledger.Register.ResumeAsync(Acme, Cancellation);

        await RecordAsync(ledger, "deal-1", new ChangeAmount(7));

        var deal = await ledger.Answers.DealAsync(Acme, "deal-1", DateTimeOffset.MaxValue.ToMicroseconds(), new KnownAt.Now(), Consistency.Strong, Cancellation);
        deal.State.Amount.ShouldBe(7);
        (await ledger.Verifier.RunAsync(Acme, null, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task A_suspension_waits_for_no_append_and_those_that_wait_for_their_turn_are_refused()
    {
        await using var ledger = await WithADealAsync();
        await using var holder = await ledger.Database.Owner.OpenConnectionAsync(Cancellation);
        await using var turn = await holder.BeginTransactionAsync(Cancellation);
        await holder.ExecuteAsync("SELECT pg_advisory_xact_lock(hashtextextended('dealledger:append:acme', 0))");
        await holder.ExecuteAsync("SELECT FROM dealledger.tenant WHERE tenant_id = 'acme' FOR KEY SHARE");
        var (single, bulk) = (
            ledger.Store.AppendAsync(Acme, Deals.New("deal-2", Deals.Opened(1)), Cancellation),
            ledger.Store.AppendBulkAsync(Acme, [Deals.New("deal-3", Deals.Opened(1))], Cancellation));
        await ledger.Database.Owner.UntilAsync(
            "both wait",
            """
            SELECT count(*) = 2 FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
            WHERE l.locktype = 'advisory' AND NOT l.granted
            """);

        await ledger.Register.SuspendAsync(Acme, null, Cancellation);
        await turn.CommitAsync(Cancellation);

        (await Should.ThrowAsync<RefusedException>(single)).Refusal.Code.ShouldBe("tenant-suspended");
        (await Should.ThrowAsync<RefusedException>(bulk)).Refusal.Code.ShouldBe("tenant-suspended");
        (await ledger.Store.HeadAsync(Acme, Cancellation)).ShouldBe(1);
        (await ledger.Database.Owner.ScalarAsync<long>("SELECT count(*) FROM ledger.mt_streams WHERE tenant_id = 'acme'")).ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_follows_it_stops()
    {
        await using var ledger = await WithADealAsync();
        var (waits, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var following = ledger.Projector.FollowAsync(
            Acme,
            async cancellation =>
            {
                waits.TrySetResult();
                await goOn.Task.WaitAsync(cancellation);
            },
            Cancellation);
        await waits.Task;

        await ledger.Register.SuspendAsync(Acme, null, Cancellation);
        goOn.SetResult();

        await following.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
    }

    [Fact]
    public async Task An_append_to_a_tenant_that_is_not_there_is_told_so()
    {
        await using var ledger = await TestLedger.CreateAsync();

        var refused = await Should.ThrowAsync<RefusedException>(() => ledger.Store.AppendAsync(Acme, Deals.New("deal-1", Deals.Opened(1)), Cancellation));

        refused.Refusal.Code.ShouldBe("tenant-unknown");
    }

    private static async Task<TestLedger> WithADealAsync()
    {
        var ledger = await TestLedger.CreateAsync();
        await ledger.Directory.EnsureAsync(Acme, Cancellation);
        await ledger.Store.AppendAsync(Acme, Deals.New("deal-1", Deals.Opened(100)), Cancellation);
        await AskAsync(ledger);
        return ledger;
    }

    private static Task<ForecastAnswer> AskAsync(TestLedger ledger) => ledger.Answers.ForecastAsync(
        Acme, new ForecastQuestion(TestLedger.Quarter("2026-Q2"), TestLedger.Noon, new KnownAt.Now()), Consistency.Strong, Cancellation);

    private static Task<Recorded> RecordAsync(TestLedger ledger, string id, IOpportunityCommand command) =>
        ledger.Commands.RecordAsync(Acme, id, command, new CommandOrigin("ann"), Cancellation);

    private static async IAsyncEnumerable<IReadOnlyList<StreamAppend>> BatchesAsync()
    {
        yield return [Deals.New("deal-2", Deals.Opened(1))];
        await Task.CompletedTask;
    }

    private static TenantId Tenant(string id) => TenantId.TryParse(id, out var tenant) ? tenant : throw new ArgumentException(id);
}
