using DealLedger.Core.Answers;
using DealLedger.Core.Calls;
using DealLedger.Core.Comparing;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Core.People;
using DealLedger.Core.Quotas;
using DealLedger.Core.Sealing;
using DealLedger.Core.Time;
using DealLedger.Postgres.Tests.Ledger;
using DealLedger.Postgres.Tests.Sealing;
using DealLedger.Testing;

namespace DealLedger.Postgres.Tests;

/// <summary>Ann and bob report to mia, mia to top; each has a deal that closes in the quarter.</summary>
public sealed class CallsTests
{
    private const string Quarter = "2026-Q2";

    private static readonly DateTimeOffset Noon = TestLedger.Noon;

    private static CancellationToken Cancellation => TestLedger.Cancellation;

    [Fact]
    public async Task A_call_keeps_the_roll_up_that_the_forecast_gives_at_its_position()
    {
        await using var ledger = await CreateAsync();
        var own = await SubmitAsync(ledger, "ann", CallLayer.Rep, 120, Noon);
        var team = await SubmitAsync(ledger, "mia", CallLayer.Manager, 500, Noon.AddHours(1));
        await ledger.RecordAsync("deal-ann", new ChangeAmount(900), Noon.AddMinutes(-5));

        foreach (var (id, question) in new[] { (own, Ask(Noon) with { Owner = "ann" }), (team, Ask(Noon.AddHours(1)) with { Team = "mia" }) })
        {
            var basis = (await ShowAsync(ledger, id, Noon.AddDays(1))).Call.Basis;
            var then = await ForecastAsync(ledger, question with { KnownAt = new KnownAt.Position(basis.Position) });
            basis.ShouldBe(CallBasis.Of(basis.Position, "USD", then.Total));
            (await ledger.Reproduction.RunAsync(TestLedger.Tenant, id, Cancellation)).ShouldBe(basis.Position);
        }

        (await ShowAsync(ledger, own, Noon.AddDays(1))).Call.Basis.Pipeline.ShouldBe(new Cell(100, 1, 0));
    }

    [Fact]
    public async Task A_later_call_replaces_the_one_before_it_from_its_instant_on_whenever_it_is_recorded()
    {
        await using var ledger = await CreateAsync();
        var first = await SubmitAsync(ledger, "ann", CallLayer.Rep, 1, Noon);
        var third = await SubmitAsync(ledger, "ann", CallLayer.Rep, 3, Noon.AddHours(2));
        var second = await SubmitAsync(ledger, "ann", CallLayer.Rep, 2, Noon.AddHours(1));

        (await InForceAsync(Noon)).ShouldBe([first]);
        (await InForceAsync(Noon.AddHours(1))).ShouldBe([second]);
        (await InForceAsync(Noon.AddHours(2))).ShouldBe([third]);
        var all = await ListAsync(ledger, new CallsQuestion(Noon.AddDays(1), All: true));
        all.Calls.Select(c => (c.Id, c.Replaces, c.ReplacedBy)).ShouldBe([(third, first, null), (second, first, third), (first, null, second)]);
        (await ListAsync(ledger, new CallsQuestion(Noon.AddDays(1), All: true, Limit: 1))).ShouldSatisfyAllConditions(a => a.Calls.Count.ShouldBe(1), a => a.CallsTotal.ShouldBe(3));

        var rest = await ListAsync(ledger, new CallsQuestion(Noon.AddDays(1), All: true, Limit: 1, After: third));
        (rest.Calls.Single().Id, rest.CallsTotal, rest.Next).ShouldBe((second, 3, second));
        (await ListAsync(ledger, new CallsQuestion(Noon.AddDays(1), All: true, Order: CallOrder.Period, After: second))).ShouldSatisfyAllConditions(
            a => a.Calls.Single().Id.ShouldBe(first), a => a.Next.ShouldBeNull());
        (await Should.ThrowAsync<RefusedException>(() => ListAsync(ledger, new CallsQuestion(Noon.AddDays(1), After: first)))).Refusal.Code.ShouldBe("after-unknown");

        async Task<IEnumerable<string>> InForceAsync(DateTimeOffset asOf) => (await ListAsync(ledger, new CallsQuestion(asOf))).Calls.Select(c => c.Id);
    }

    [Fact]
    public async Task Calls_and_quotas_stand_beside_the_total_and_the_rows_that_they_are_about()
    {
        await using var ledger = await CreateAsync();
        await SubmitAsync(ledger, "ann", CallLayer.Rep, 120, Noon);
        await SubmitAsync(ledger, "ann", CallLayer.Manager, 90, Noon, by: "mia");
        await SubmitAsync(ledger, "mia", CallLayer.Manager, 300, Noon);
        await SubmitAsync(ledger, "top", CallLayer.Leader, 1000, Noon);
        await SetAsync(ledger, "ann", 400, CallScope.Own);
        await TellAsync(ledger, new PersonTold("new", null, null, null));
        await SetAsync(ledger, "new", 50, CallScope.Own);
        await SetAsync(ledger, "mia", 800, CallScope.Team);
        await SetAsync(ledger, "top", 2000, CallScope.Team);
        await ledger.RecordAsync("deal-bob", new MoveStage("Closed Won"), Noon.AddMinutes(1));

        var owners = await ForecastAsync(ledger, Ask(Noon.AddHours(1)) with { By = GroupBy.Owner });
        owners.Total.Calls.Select(c => (c.For, c.Amount)).ShouldBe([("top", 1000m)]);
        (owners.Total.Quota, owners.Total.Attainment, owners.Total.Gap, owners.Total.Coverage).ShouldBe((2050m, 0.0976m, 1850m, 0.0541m));
        owners.Rows!.Select(r => (r.Key, r.Quota, string.Join(' ', r.Calls.Select(c => $"{c.Layer}:{c.Amount}:{c.Stale}"))))
            .ShouldBe([("ann", 400m, "Rep:120:False Manager:90:False"), ("bob", null, ""), ("new", 50m, "")]);

        var teams = await ForecastAsync(ledger, Ask(Noon.AddHours(1)) with { By = GroupBy.Team });
        teams.Rows!.Select(r => (r.Key, r.Quota, string.Join(' ', r.Calls.Select(c => $"{c.Amount}:{c.Stale}")))).ShouldBe([("mia", 800m, "300:True"), ("top", 2000m, "1000:True")]);
        (await ForecastAsync(ledger, Ask(Noon.AddHours(1)) with { Owner = "ann" })).Total.ShouldSatisfyAllConditions(t => t.Quota.ShouldBe(400), t => t.Calls.Count.ShouldBe(2));
        (await ForecastAsync(ledger, Ask(Noon.AddHours(1)) with { Team = "mia" })).Total.Calls.ShouldHaveSingleItem().Amount.ShouldBe(300);
        (await ForecastAsync(ledger, Ask(Noon.AddHours(-1)))).Total.Calls.ShouldBeEmpty();
        (await ForecastAsync(ledger, Ask(Noon.AddHours(1)) with { Period = TestLedger.Quarter("2026-Q3") })).Total.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_quota_of_the_top_the_total_has_the_sum_below_it_and_none_from_a_part()
    {
        await using var ledger = await CreateAsync();
        var known = new List<long>();
        await KnowAsync(() => SetAsync(ledger, "ann", 400, CallScope.Own));
        await KnowAsync(() => SetAsync(ledger, "bob", 100, CallScope.Own));
        await KnowAsync(() => TellAsync(ledger, new PersonTold("new", null, null, "mia")));
        await KnowAsync(() => TellAsync(ledger, new PersonTold("new", null, null, null, TellsManager: false, IsActive: false)));
        await KnowAsync(() => SetAsync(ledger, "mia", 900, CallScope.Team));
        await KnowAsync(() => TellAsync(ledger, new PersonTold("max", null, null, "east")));
        await KnowAsync(() => SetAsync(ledger, "max", 50, CallScope.Own));
        await KnowAsync(() => TellAsync(ledger, new PersonTold("solo", null, null, null)));
        await KnowAsync(() => SetAsync(ledger, "solo", 7, CallScope.Own));

        var totals = new List<decimal?>();
        foreach (var position in known)
        {
            totals.Add((await ForecastAsync(ledger, Ask(new DateTimeOffset(2199, 1, 1, 0, 0, 0, TimeSpan.Zero)) with { KnownAt = new KnownAt.Position(position) })).Total.Quota);
        }

        totals.ShouldBe([null, 500, null, 500, 900, null, 950, 950, 957]);

        async Task KnowAsync(Func<Task> record)
        {
            await record();
            known.Add(await ledger.Store.HeadAsync(TestLedger.Tenant, Cancellation));
        }
    }

    [Fact]
    public async Task A_call_is_stale_when_its_roll_up_has_moved_and_tells_deal_by_deal_why()
    {
        await using var ledger = await CreateAsync();
        var call = await SubmitAsync(ledger, "mia", CallLayer.Manager, 300, Noon);
        (await ShowAsync(ledger, call, Noon)).ShouldSatisfyAllConditions(a => a.Call.Stale.ShouldBeFalse(), a => a.Moved.ShouldBeEmpty(), a => a.Differences.ShouldBeEmpty());

        await ledger.RecordAsync("deal-ann", new ChangeAmount(150), Noon.AddHours(1));
        await ledger.RecordAsync("deal-bob", new ChangeAmount(210), Noon.AddHours(-1));
        var moved = await ShowAsync(ledger, call, Noon.AddDays(1));

        moved.Call.Stale.ShouldBeTrue();
        moved.Moved.Select(d => (d.Id, d.Before!.Amount, d.After!.Amount, d.Events.Single().Kind)).ShouldBe(
            [("deal-ann", 100, 150, "amount-changed"), ("deal-bob", 200, 210, "amount-changed")]);
        moved.Moved.Aggregate(ForecastCells.Zero, (sum, d) => sum + d.Difference).Pipeline.Amount.ShouldBe(60);
        moved.Differences.Select(d => (d.Cell, d.After.Amount - d.Before.Amount)).ShouldBe([("pipeline", 60m), ("openPipeline", 60m)]);
        (await ShowAsync(ledger, call, Noon)).Moved.ShouldHaveSingleItem().Id.ShouldBe("deal-bob", "What was recorded late counts too.");
        await using (var view = await ledger.Answers.OpenAsync(TestLedger.Tenant, new KnownAt.Now(), Consistency.Strong, Cancellation))
        {
            (await view.MovedSinceAsync(moved.Call, Noon.AddDays(1), DealDifferences.DefaultLimit, Cancellation)).Deals.Select(d => d.Id)
                .ShouldBe(moved.Moved.Select(d => d.Id), "The audit asks so, call by call.");
        }

        (await Should.ThrowAsync<RefusedException>(() => ShowAsync(ledger, call, Noon.AddDays(-1)))).Refusal.Code.ShouldBe("call-not-stated-yet");
        (await Should.ThrowAsync<RefusedException>(() => ShowAsync(ledger, "nothing", Noon))).Refusal.Code.ShouldBe("call-unknown");
    }

    [Fact]
    public async Task The_same_key_is_the_same_call_and_calls_at_the_same_time_are_all_recorded()
    {
        await using var ledger = await CreateAsync();
        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ledger.Calls.SubmitAsync(TestLedger.Tenant, New("ann", i % 2 == 0 ? "a" : null), Cancellation)));

        ids.Distinct().Count().ShouldBe(5);
        (await ListAsync(ledger, new CallsQuestion(Noon, All: true))).Calls.Count.ShouldBe(5);
        (await ledger.Calls.SubmitAsync(TestLedger.Tenant, New("ann", "a"), Cancellation)).ShouldBe(ids[0]);
        (await Should.ThrowAsync<RefusedException>(() => ledger.Calls.SubmitAsync(TestLedger.Tenant, New("bob", "a"), Cancellation)))
            .Refusal.Code.ShouldBe("idempotency-key-reused");
        (await ledger.VerifyAsync()).ShouldBeNull();

        static NewCall New(string who, string? key) =>
            new(new SubmitCall(TestLedger.Quarter(Quarter), who, CallLayer.Rep, Core.Opportunities.ForecastCategory.Commit, 1, Noon, who), null, RequestKey.Of(key, who));
    }

    [Fact]
    public async Task Calls_for_one_slot_at_the_same_time_replace_each_other_in_a_line()
    {
        await using var ledger = await CreateAsync();
        await using var other = await TestLedger.OpenAsync(ledger.ConnectionString);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => SubmitAsync(i % 2 == 0 ? ledger : other, "ann", CallLayer.Rep, i, Noon)));

        (await ListAsync(ledger, new CallsQuestion(Noon, All: true))).Calls.Select(c => c.Replaces).Distinct().Count().ShouldBe(8);
    }

    [Fact]
    public async Task An_owner_of_a_deal_is_known_without_being_listed_and_nobody_else_is()
    {
        await using var ledger = await CreateAsync();
        await ledger.RecordAsync("deal-zoe", TestLedger.Open(1, "2026-06-15", "zoe"), Noon.AddDays(-1));

        await SubmitAsync(ledger, "zoe", CallLayer.Rep, 1, Noon);
        (await Should.ThrowAsync<RefusedException>(() => SubmitAsync(ledger, "nobody", CallLayer.Rep, 1, Noon))).Refusal.Code.ShouldBe("person-unknown");
        (await Should.ThrowAsync<RefusedException>(() => SetAsync(ledger, "nobody", 1, CallScope.Own))).Refusal.Code.ShouldBe("person-unknown");
        (await Should.ThrowAsync<RefusedException>(() => SubmitAsync(ledger, "ann", CallLayer.Rep, 1, Noon, note: new string('x', 5_001)))).Refusal.Code.ShouldBe("text-too-long");
    }

    [Fact]
    public async Task Erasing_a_person_drops_the_notes_by_and_about_them_and_leaves_every_call_seal_and_proof_as_it_was()
    {
        await using var ledger = await CreateAsync();
        var byAnn = await SubmitAsync(ledger, "ann", CallLayer.Rep, 1, Noon, note: "I am sure");
        var aboutAnn = await SubmitAsync(ledger, "ann", CallLayer.Manager, 2, Noon, by: "mia", note: "she never is");
        var byBob = await SubmitAsync(ledger, "bob", CallLayer.Rep, 3, Noon, note: "so am I");
        var seal = await ledger.SealAsync();
        var proof = await ledger.ProveAsync(await ledger.Calls.PositionOfAsync(TestLedger.Tenant, byAnn, Cancellation));

        await new PeopleHandler(ledger.Database, ledger.Store, ledger.Directory, ledger.Projector, TimeProvider.System).EraseAsync(TestLedger.Tenant, "ann", "dpo", Cancellation);

        (await ShowAsync(ledger, byAnn, Noon)).Call.ShouldSatisfyAllConditions(c => c.Note.ShouldBeNull(), c => c.NoteErased.ShouldBeTrue(), c => c.Amount.ShouldBe(1));
        (await ShowAsync(ledger, aboutAnn, Noon)).Call.Note.ShouldBeNull();
        (await ShowAsync(ledger, byBob, Noon)).Call.ShouldSatisfyAllConditions(c => c.Note.ShouldBe("so am I"), c => c.NoteErased.ShouldBeFalse());
        (await ForecastAsync(ledger, Ask(Noon) with { Owner = "ann" })).Total.Calls.Select(c => (c.Note, c.NoteErased)).ShouldBe([(null, true), (null, true)]);
        proof.Fault(seal).ShouldBeNull();
        (await ledger.VerifyAsync(seal)).ShouldBeNull();
        await ledger.Reproduction.RunAsync(TestLedger.Tenant, byAnn, Cancellation);
    }

    [Fact]
    public async Task Notes_by_and_about_an_erased_person_do_not_come_back_when_a_source_tells_them_again()
    {
        await using var ledger = await CreateAsync();
        await new PeopleHandler(ledger.Database, ledger.Store, ledger.Directory, ledger.Projector, TimeProvider.System).EraseAsync(TestLedger.Tenant, "ann", "dpo", Cancellation);

        (await ledger.Calls.TellAsync(
            TestLedger.Tenant, "crm", [Told("1", "ann", "ann"), Told("2", "ann", "mia"), Told("3", "bob", "ann"), Told("4", "bob", "mia")],
            (_, fault) => throw new RefusedException(fault), content => new NewText(Guid.CreateVersion7(), new byte[16], content), Cancellation)).ShouldBe((4, 0));

        (await ListAsync(ledger, new CallsQuestion(Noon.AddDays(1), All: true))).Calls.OrderBy(c => c.Id, StringComparer.Ordinal).Select(c => c.Note)
            .ShouldBe([null, null, null, "note 4"]);

        static ToldCall Told(string record, string who, string by) => new(
            record, new SubmitCall(TestLedger.Quarter(Quarter), who, CallLayer.Rep, Core.Opportunities.ForecastCategory.Commit, 1, Noon, by), IsOwn: false, "USD",
            $"note {record}");
    }

    [Fact]
    public async Task A_proof_of_a_call_checks_without_a_database_and_says_what_was_stated()
    {
        await using var ledger = await CreateAsync();
        var call = await SubmitAsync(ledger, "ann", CallLayer.Rep, 120.50m, Noon);
        var seal = await ledger.SealAsync(SealOccasion.Call(call));

        var file = (await ledger.ProveAsync(await ledger.Calls.PositionOfAsync(TestLedger.Tenant, call, Cancellation))).ToFile();

        Proof.TryRead(file, out var proof, out _).ShouldBeTrue();
        proof!.Fault(seal).ShouldBeNull();
        proof.ShouldBeOfType<EventProof>().Leaf.GetProperty("data").GetProperty("Amount").GetDecimal().ShouldBe(120.5m);
        (await ShowAsync(ledger, call, Noon)).Seal.ShouldBe(seal.Id);
        (await Should.ThrowAsync<RefusedException>(() => ledger.Calls.PositionOfAsync(TestLedger.Tenant, "nothing", Cancellation))).Refusal.Code.ShouldBe("call-unknown");
    }

    [Theory]
    [InlineData("amount", "UPDATE ledger.mt_events SET data = jsonb_set(data, '{Amount}', '777') WHERE seq_id = 4", "pipeline 100 in 1 deals (0 without amount)", "The event at position 4 is not the one that was sealed")]
    [InlineData("owner", "UPDATE ledger.mt_events SET data = jsonb_set(data, '{Owner}', '\"zoe\"') WHERE seq_id = 4", "openPipeline 0 in 0 deals", "position 4")]
    [InlineData("deleted", "DELETE FROM ledger.mt_events WHERE seq_id = 4", "the log misses position 4")]
    [InlineData("deleted, of another deal", "DELETE FROM ledger.mt_events WHERE seq_id = 5", "the log misses position 5")]
    [InlineData("what the call recorded", "UPDATE ledger.mt_events SET data = jsonb_set(data, '{PipelineAmount}', '777') WHERE seq_id = 6", "position 6", "holds the call itself")]
    [InlineData("the call", "DELETE FROM ledger.mt_events WHERE seq_id = 6", "position 6", "no call")]
    public async Task A_call_of_a_changed_log_cannot_be_reproduced_and_the_position_is_named(string what, string damage, params string[] saying)
    {
        await using var ledger = await CreateAsync();
        var call = await SubmitAsync(ledger, "ann", CallLayer.Rep, 120, Noon);
        await ledger.SealAsync(SealOccasion.Call(call));
        await ledger.Reproduction.RunAsync(TestLedger.Tenant, call, Cancellation);

        (await ledger.DamageAsync(damage)).ShouldBe(1, what);

        var refused = (await Should.ThrowAsync<RefusedException>(() => ledger.Reproduction.RunAsync(TestLedger.Tenant, call, Cancellation))).Refusal;
        refused.Code.ShouldBe("call-differs");
        saying.ShouldAllBe(word => refused.Message.Contains(word, StringComparison.Ordinal), refused.Message);
    }

    [Fact]
    public async Task Where_no_seal_covers_the_basis_it_is_said_that_it_cannot_be_told_which_event_was_changed()
    {
        await using var ledger = await CreateAsync();
        var call = await SubmitAsync(ledger, "ann", CallLayer.Rep, 120, Noon);
        await ledger.DamageAsync("UPDATE ledger.mt_events SET data = jsonb_set(data, '{Amount}', '777') WHERE seq_id = 4");

        (await Should.ThrowAsync<RefusedException>(() => ledger.Reproduction.RunAsync(TestLedger.Tenant, call, Cancellation)))
            .Message.ShouldContain("No seal covers the positions 1 to 5");
    }

    [Fact]
    public async Task A_call_of_a_foreign_writer_that_lacks_something_changes_no_answer()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.RecordAsync("deal-ann", TestLedger.Open(100, "2026-06-15"), Noon.AddDays(-1));
        await ledger.Facts.RecordAsync(
            TestLedger.Tenant, CallSubmitted.Kind, "test",
            _ =>
            [
                new NewFact(new StreamKey(CallSubmitted.Kind, "odd"), Foreign("ann", "boss")),
                new NewFact(new StreamKey(CallSubmitted.Kind, "team"), Foreign("nobody", "leader") with { Scope = "team" }),
            ],
            Cancellation);

        var forecast = await ForecastAsync(ledger, Ask(Noon) with { By = GroupBy.Owner });

        forecast.Total.Pipeline.Amount.ShouldBe(100);
        forecast.Rows!.ShouldHaveSingleItem().Calls.ShouldBeEmpty();
        (await ledger.VerifyAsync()).ShouldBeNull();

        static CallSubmitted Foreign(string who, string layer) => new SubmitCall(
                TestLedger.Quarter(Quarter), who, CallLayer.Rep, Core.Opportunities.ForecastCategory.Commit, 1, Noon.AddDays(-1), "x")
            .Decide(CallBook.Of([]), CallScope.Own, "USD", CallBasis.Of(1, "USD", ForecastRow.Empty("x")), null, null) with { Layer = layer };
    }

    private static async Task<TestLedger> CreateAsync()
    {
        var ledger = await TestLedger.CreateAsync();
        await TellAsync(ledger, new PersonTold("ann", null, null, "mia"), new PersonTold("bob", null, null, "mia"), new PersonTold("mia", null, null, "top"));
        await ledger.RecordAsync("deal-ann", TestLedger.Open(100, "2026-06-15", "ann"), Noon.AddDays(-1));
        await ledger.RecordAsync("deal-bob", TestLedger.Open(200, "2026-06-20", "bob"), Noon.AddDays(-1));
        return ledger;
    }

    private static Task<string> SubmitAsync(TestLedger ledger, string who, CallLayer layer, decimal amount, DateTimeOffset at, string? by = null, string? note = null) =>
        ledger.Calls.SubmitAsync(
            TestLedger.Tenant, new NewCall(new SubmitCall(TestLedger.Quarter(Quarter), who, layer, Core.Opportunities.ForecastCategory.Commit, amount, at, by ?? who), note),
            Cancellation);

    private static Task<PeopleRecorded> TellAsync(TestLedger ledger, params PersonTold[] told) =>
        new PeopleHandler(ledger.Database, ledger.Store, ledger.Directory, ledger.Projector, TimeProvider.System).RecordAsync(
            TestLedger.Tenant, told, "test", "test", content => new NewText(Guid.CreateVersion7(), new byte[16], content), breakCircles: false, Cancellation);

    private static async Task SetAsync(TestLedger ledger, string who, decimal amount, CallScope scope)
    {
        var quota = new SetQuota(who, scope, TestLedger.Quarter(Quarter), amount, "USD", Noon.AddDays(-1), "cfo");
        (await ledger.Quotas.SetAsync(TestLedger.Tenant, [quota], (_, fault) => new RefusedException(fault), Cancellation)).ShouldBe(1);
        (await ledger.Quotas.SetAsync(TestLedger.Tenant, [quota], (_, fault) => new RefusedException(fault), Cancellation)).ShouldBe(0);
    }

    private static ForecastQuestion Ask(DateTimeOffset asOf) => new(TestLedger.Quarter(Quarter), asOf, new KnownAt.Now());

    private static Task<ForecastAnswer> ForecastAsync(TestLedger ledger, ForecastQuestion question) =>
        ledger.Answers.ForecastAsync(TestLedger.Tenant, question, Consistency.Strong, Cancellation);

    private static async Task<CallAnswer> ShowAsync(TestLedger ledger, string id, DateTimeOffset asOf)
    {
        await using var view = await ledger.Answers.OpenAsync(TestLedger.Tenant, new KnownAt.Now(), Consistency.Strong, Cancellation);
        return await view.CallAsync(id, asOf, DealDifferences.DefaultLimit, Cancellation);
    }

    private static async Task<CallsAnswer> ListAsync(TestLedger ledger, CallsQuestion question)
    {
        await using var view = await ledger.Answers.OpenAsync(TestLedger.Tenant, new KnownAt.Now(), Consistency.Strong, Cancellation);
        return await view.CallsAsync(question, Cancellation);
    }
}
