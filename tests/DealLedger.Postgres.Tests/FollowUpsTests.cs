using DealLedger.Core.Answers;
using DealLedger.Core.CallSheet;
using DealLedger.Core.FollowUps;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Core.People;
using DealLedger.Core.Time;
using DealLedger.Postgres.Tests.Ledger;

namespace DealLedger.Postgres.Tests;

/// <summary>Ann and bob report to mia, mia to top; each has a deal that closes in the quarter.</summary>
public sealed class FollowUpsTests
{
    private static readonly DateTimeOffset Noon = TestLedger.Noon;
    private static readonly DateOnly Due = new(2026, 5, 20);

    private static CancellationToken Cancellation => TestLedger.Cancellation;

    [Fact]
    public async Task A_follow_up_stays_what_it_was_known_to_be_and_a_rebuild_fills_it_anew()
    {
        await using var ledger = await CreateAsync();
        var id = await OpenAsync(ledger, "ann", "call the lawyer");
        var before = await ledger.Store.HeadAsync(TestLedger.Tenant, Cancellation);
        await Handler(ledger).ChangeAsync(TestLedger.Tenant, id, new ChangeFollowUp("bob", null, Noon.AddHours(1), "mia"), request: null, Cancellation);
        await Handler(ledger).CloseAsync(TestLedger.Tenant, id, new CloseFollowUp(Noon.AddHours(2), "bob"), "done", request: null, Cancellation);

        (await ledger.VerifyAsync()).ShouldBeNull();
        await using var source = Npgsql.NpgsqlDataSource.Create(ledger.ConnectionString);
        await source.ExecuteAsync("UPDATE dealledger.fact SET data = jsonb_set(data, '{Owner}', '\"max\"') WHERE type = 'follow_up_opened'");
        (await ledger.VerifyAsync()).ShouldNotBeNull();
        await ledger.Rebuild.RunAsync(TestLedger.Tenant, null, Cancellation);
        (await ledger.VerifyAsync()).ShouldBeNull();

        await using var fresh = await TestLedger.OpenAsync(ledger.ConnectionString);
        (await ListAsync(fresh, Noon)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(f => f.Owner.ShouldBe("ann"), f => f.Text.ShouldBe("call the lawyer"));
        (await ListAsync(fresh, Noon.AddHours(1))).ShouldHaveSingleItem().Owner.ShouldBe("bob");
        (await ListAsync(fresh, Noon.AddHours(2))).ShouldBeEmpty();
        (await ListAsync(fresh, Noon.AddHours(2), new KnownAt.Position(before))).ShouldHaveSingleItem().Owner.ShouldBe("ann");
        (await ListAsync(fresh, Noon.AddHours(2), standing: FollowUpStanding.Closed)).ShouldHaveSingleItem().Result.ShouldBe("done");
    }

    [Fact]
    public async Task What_is_to_be_done_is_a_text_beside_the_log_and_is_erased_with_the_owner_and_with_the_author()
    {
        await using var ledger = await CreateAsync();
        var people = new PeopleHandler(ledger.Database, ledger.Store, ledger.Directory, ledger.Projector, TimeProvider.System);
        var mine = await OpenAsync(ledger, "ann", "call the lawyer");
        await OpenAsync(ledger, "bob", "send the offer");
        await Handler(ledger).CloseAsync(TestLedger.Tenant, mine, new CloseFollowUp(Noon.AddHours(1), "bob"), "she agreed", request: null, Cancellation);
        await using var source = Npgsql.NpgsqlDataSource.Create(ledger.ConnectionString);
        (await source.ScalarAsync<long>("SELECT count(*) FROM ledger.mt_events WHERE data::text ~ 'lawyer|offer|agreed'")).ShouldBe(0);

        (await people.EraseAsync(TestLedger.Tenant, "ann", "cfo", Cancellation)).ShouldBe(2);

        var all = await ListAsync(ledger, Noon.AddHours(1), standing: FollowUpStanding.All);
        all.Select(f => (f.Owner, f.Text, f.TextErased, f.Result, f.ResultErased)).ShouldBe([("bob", "send the offer", false, null, false), ("ann", null, true, null, true)]);
        (await people.EraseAsync(TestLedger.Tenant, "mia", "cfo", Cancellation)).ShouldBe(1);
        (await ListAsync(ledger, Noon)).ShouldAllBe(f => f.TextErased);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Closings_at_the_same_time_close_it_once()
    {
        await using var ledger = await CreateAsync();
        var id = await OpenAsync(ledger, "ann", "call the lawyer");

        var closings = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                await Handler(ledger).CloseAsync(TestLedger.Tenant, id, new CloseFollowUp(Noon.AddHours(1), "ann"), null, request: null, Cancellation);
                return "closed";
            }
            catch (RefusedException refused)
            {
                return refused.Refusal.Code;
            }
        }));

        closings.Order(StringComparer.Ordinal).ShouldBe(["closed", "follow-up-closed", "follow-up-closed", "follow-up-closed"]);
    }

    [Fact]
    public async Task A_call_sheet_is_of_the_top_team_unless_one_is_named_and_holds_what_moved_since_the_last_call()
    {
        await using var ledger = await CreateAsync();
        await ledger.RecordAsync("deal-ann", new MoveStage("Closed Won"), Noon.AddHours(1));
        await ledger.RecordAsync("deal-bob", new SetFlag("Early warning"), Noon.AddHours(1));
        await ledger.RecordAsync("deal-bob", new SetFlag("Bridge"), Noon.AddHours(1));
        await OpenAsync(ledger, "ann", "call the lawyer");

        var sheet = await SheetAsync(ledger, null);

        sheet.Team.ShouldBe("top");
        var part = sheet.NewAndExpansion;
        (part.Now.Closed.Amount, part.Before.Closed.Amount, part.Now.OpenPipeline.Amount).ShouldBe((100m, 0m, 200m));
        part.Won.ShouldSatisfyAllConditions(w => w.Count.ShouldBe(1), w => w.Amount.ShouldBe(-100), w => w.Deals.ShouldHaveSingleItem().Id.ShouldBe("deal-ann"));
        part.Open.ShouldHaveSingleItem().Id.ShouldBe("deal-bob");
        part.Flagged.Deals.ShouldHaveSingleItem().Flags.ShouldBe(["Early warning"]);
        sheet.OpenFollowUps.ShouldBeEmpty();
        (await SheetAsync(ledger, "mia")).OpenFollowUps.ShouldHaveSingleItem().Text.ShouldBe("call the lawyer");
        (await Should.ThrowAsync<RefusedException>(() => SheetAsync(ledger, "ann"))).Refusal.Code.ShouldBe("team-unknown");
    }

    private static FollowUpHandler Handler(TestLedger ledger) => new(ledger.Answers, ledger.Facts, TimeProvider.System);

    private static Task<string> OpenAsync(TestLedger ledger, string owner, string text) =>
        Handler(ledger).OpenAsync(TestLedger.Tenant, new NewFollowUp(new OpenFollowUp("mia", owner, Due, "deal-ann", Noon, "mia"), text), Cancellation);

    private static async Task<IReadOnlyList<FollowUpState>> ListAsync(
        TestLedger ledger, DateTimeOffset asOf, KnownAt? knownAt = null, FollowUpStanding standing = FollowUpStanding.Open)
    {
        await using var view = await ledger.Answers.OpenAsync(TestLedger.Tenant, knownAt ?? new KnownAt.Now(), Consistency.Strong, Cancellation);
        return (await view.FollowUpsAsync(new FollowUpsQuestion(asOf, "mia", Standing: standing), Cancellation)).FollowUps;
    }

    private static async Task<CallSheetAnswer> SheetAsync(TestLedger ledger, string? team)
    {
        await using var view = await ledger.Answers.OpenAsync(TestLedger.Tenant, new KnownAt.Now(), Consistency.Strong, Cancellation);
        return await view.CallSheetAsync(
            new CallSheetQuestion(TestLedger.Quarter("2026-Q2"), Noon, Noon.AddHours(2), new KnownAt.Now(), team), Cancellation);
    }

    private static async Task<TestLedger> CreateAsync()
    {
        var ledger = await TestLedger.CreateAsync();
        await new PeopleHandler(ledger.Database, ledger.Store, ledger.Directory, ledger.Projector, TimeProvider.System).RecordAsync(
            TestLedger.Tenant, [new PersonTold("ann", null, null, "mia"), new PersonTold("bob", null, null, "mia"), new PersonTold("mia", null, null, "top")], "test", "test",
            content => new NewText(Guid.CreateVersion7(), new byte[16], content), breakCircles: false, Cancellation);
        await ledger.RecordAsync("deal-ann", TestLedger.Open(100, "2026-06-15", "ann"), Noon.AddDays(-1));
        await ledger.RecordAsync("deal-bob", TestLedger.Open(200, "2026-06-20", "bob"), Noon.AddDays(-1));
        return ledger;
    }
}
