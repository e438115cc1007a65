using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.People;
using DealLedger.Core.Sealing;
using DealLedger.Core.Time;
using DealLedger.Postgres.Tests.Ledger;

namespace DealLedger.Postgres.Tests;

public sealed class PeopleTests
{
    private static CancellationToken Cancellation => TestLedger.Cancellation;

    [Fact]
    public async Task Reporting_lines_stay_what_they_were_known_to_be_when_they_are_corrected_later()
    {
        await using var ledger = await TestLedger.CreateAsync();
        var before = await RecordAsync(ledger, new PersonTold("ann", "Ann", "ann@example.com", "mia"));
        await RecordAsync(ledger, new PersonTold("ann", null, null, "max", Since: TestLedger.Noon));

        (await ManagerAsync(ledger, TestLedger.Noon, new KnownAt.Now())).ShouldBe("max");
        (await ManagerAsync(ledger, TestLedger.Noon, new KnownAt.Position(before))).ShouldBe("mia");
        (await ManagerAsync(ledger, TestLedger.Noon.AddSeconds(-1), new KnownAt.Now())).ShouldBe("mia");
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Names_are_texts_beside_the_log()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await RecordAsync(ledger, new PersonTold("ann", "Ann", "ann@example.com", "mia"));
        await using var source = Npgsql.NpgsqlDataSource.Create(ledger.ConnectionString);

        (await ledger.Directory.PeopleNamesAsync(TestLedger.Tenant, ["ann", "mia"], Cancellation)).ShouldBe(new Dictionary<string, string> { ["ann"] = "Ann" });
        (await source.ScalarAsync<long>("SELECT count(*) FROM ledger.mt_events WHERE data::text LIKE '%Ann%' OR data::text LIKE '%example%'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_rebuild_fills_the_read_model_of_people_and_verify_names_where_it_differs()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await RecordAsync(ledger, new PersonTold("ann", "Ann", null, "mia"), new PersonTold("bob", "Bob", null, "mia"));
        await using var source = Npgsql.NpgsqlDataSource.Create(ledger.ConnectionString);

        await source.ExecuteAsync("UPDATE dealledger.fact SET data = jsonb_set(data, '{Manager}', '\"max\"') WHERE position = 3");
        (await ledger.VerifyAsync()).ShouldBe("The read model of facts differs from the log at position 3.");
        await source.ExecuteAsync("DELETE FROM dealledger.fact WHERE position = 1");
        (await ledger.VerifyAsync()).ShouldBe("The read model of facts differs from the log at position 1.");

        await ledger.Rebuild.RunAsync(TestLedger.Tenant, null, Cancellation);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Two_who_tell_of_the_same_people_at_the_same_time_record_everything_once()
    {
        await using var ledger = await TestLedger.CreateAsync();
        var told = Enumerable.Range(0, 50).Select(i => new PersonTold($"rep-{i}", $"Rep {i}", null, "mia")).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => RecordAsync(ledger, told)));

        (await Handler(ledger).FactsAsync(TestLedger.Tenant, Cancellation)).Count.ShouldBe(100);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Erasing_a_person_drops_their_texts_and_leaves_every_number_seal_and_proof_as_it_was()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await RecordAsync(ledger, new PersonTold("ann", "Ann", "ann@example.com", "mia"), new PersonTold("bob", "Bob", null, "mia"));
        await ledger.Commands.RecordAsync(
            TestLedger.Tenant, "deal-1", TestLedger.Open(1, "2026-06-15"), new CommandOrigin("ann", TestLedger.Noon, "because Ann says so"), Cancellation);
        await ledger.Commands.RecordAsync(TestLedger.Tenant, "deal-2", TestLedger.Open(1, "2026-06-15"), new CommandOrigin("bob", TestLedger.Noon, "Bob's words"), Cancellation);
        await using var source = Npgsql.NpgsqlDataSource.Create(ledger.ConnectionString);
        var seal = await ledger.Seals.SealAsync(TestLedger.Tenant, SealOccasion.Demand, null, Cancellation);

        (await Handler(ledger).EraseAsync(TestLedger.Tenant, "ann", "dpo", Cancellation)).ShouldBe(3);

        (await source.ListAsync<string>("SELECT content FROM dealledger.text ORDER BY content")).ShouldBe(["Bob", "Bob's words"]);
        (await ledger.Directory.PeopleNamesAsync(TestLedger.Tenant, ["ann", "bob"], Cancellation)).ShouldBe(new Dictionary<string, string> { ["bob"] = "Bob" });
        (await ledger.Verifier.RunAsync(TestLedger.Tenant, seal, null, Cancellation)).ShouldBeNull();
        await RecordAsync(ledger, new PersonTold("ann", "Ann", "ann@example.com", "mia"));
        (await source.ScalarAsync<long>("SELECT count(*) FROM dealledger.text")).ShouldBe(2);
        (await Handler(ledger).EraseAsync(TestLedger.Tenant, "ann", "dpo", Cancellation)).ShouldBe(0);
        (await Should.ThrowAsync<RefusedException>(() => Handler(ledger).EraseAsync(TestLedger.Tenant, "nobody", "dpo", Cancellation))).Refusal.Code.ShouldBe("person-unknown");
    }

    [Fact]
    public async Task A_name_is_gone_from_the_answers_of_every_host_as_soon_as_it_is_erased()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var other = await TestLedger.OpenAsync(ledger.ConnectionString);
        await RecordAsync(ledger, new PersonTold("ann", "Ann", null, "mia"));
        await RecordAsync("ann", ledger, new PersonTold("bob", "Bob", null, "mia"));
        await ledger.RecordAsync("deal-1", TestLedger.Open(1, "2026-06-15", "ann"), TestLedger.Noon);
        await ledger.RecordAsync("deal-2", TestLedger.Open(1, "2026-06-15", "bob"), TestLedger.Noon);
        (await RowNamesAsync(other)).ShouldBe(["Ann", "Bob"]);

        await Handler(ledger).EraseAsync(TestLedger.Tenant, "ann", "dpo", Cancellation);

        // Bob's name was Ann's word.
        (await RowNamesAsync(other)).ShouldBe(["ann", "bob"]);
        await RecordAsync(ledger, new PersonTold("bob", "Bobby", null, "mia"));
        (await RowNamesAsync(other)).ShouldBe(["ann", "Bobby"]);
    }

    [Fact]
    public async Task Who_leads_a_team_with_a_name_of_its_own_has_their_own_name_among_reps()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await RecordAsync(ledger, new PersonTold("mia", "Mia", null, null, Team: "North"), new PersonTold("ann", "Ann", null, "mia"));
        await ledger.RecordAsync("deal-1", TestLedger.Open(1, "2026-06-15", "mia"), TestLedger.Noon);
        new FiscalCalendar().TryParse("2026-Q2", out var quarter).ShouldBeTrue();
        var question = new ForecastQuestion(quarter, TestLedger.Noon, new KnownAt.Now(), GroupBy.Owner, Team: "mia");

        (await NamesAsync(question)).ShouldBe(["Mia"]);
        (await NamesAsync(question with { By = GroupBy.Team })).ShouldBe(["North"]);

        async Task<IEnumerable<string>> NamesAsync(ForecastQuestion asked) =>
            (await ledger.Answers.ForecastAsync(TestLedger.Tenant, asked, Consistency.Strong, Cancellation)).Rows!.Select(r => r.Name);
    }

    [Fact]
    public async Task Who_was_never_told_of_and_only_changed_or_owned_deals_can_be_erased_too()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.RecordAsync("deal-1", TestLedger.Open(1, "2026-06-15", "zoe"), TestLedger.Noon, by: "bob", reason: "Bob's words");
        await ledger.RecordAsync("deal-2", TestLedger.Open(1, "2026-06-15", "zoe"), TestLedger.Noon, by: "ann", reason: "Ann's words");
        await using var source = Npgsql.NpgsqlDataSource.Create(ledger.ConnectionString);
        var seal = await ledger.Seals.SealAsync(TestLedger.Tenant, SealOccasion.Demand, null, Cancellation);

        (await Handler(ledger).EraseAsync(TestLedger.Tenant, "bob", "dpo", Cancellation)).ShouldBe(1);
        (await Handler(ledger).EraseAsync(TestLedger.Tenant, "zoe", "dpo", Cancellation)).ShouldBe(0);

        (await source.ListAsync<string>("SELECT content FROM dealledger.text")).ShouldBe(["Ann's words"]);
        (await source.ListAsync<string>("SELECT type FROM ledger.mt_events WHERE stream_id = 'person/bob' AND version = 1")).ShouldBe(["person_erased"]);
        (await ledger.Verifier.RunAsync(TestLedger.Tenant, seal, null, Cancellation)).ShouldBeNull();
        await RecordAsync(ledger, new PersonTold("bob", "Bob", null, "mia"));
        (await ledger.Directory.PeopleNamesAsync(TestLedger.Tenant, ["bob"], Cancellation)).ShouldBeEmpty();
        (await ledger.Answers.PeopleAsync(TestLedger.Tenant, TestLedger.Noon, new KnownAt.Now(), Consistency.Strong, Cancellation))
            .People.Single(p => p.Id == "bob").Manager.ShouldBe("mia", "Told for the first time without saying since when, it held since ever.");
    }

    [Fact]
    public async Task Of_those_who_close_a_circle_at_the_same_time_one_is_refused()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var other = await TestLedger.OpenAsync(ledger.ConnectionString);

        var refusals = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => RefusalAsync(i % 2 == 0 ? ledger : other, $"rep-{i}", $"rep-{(i + 1) % 8}")));

        refusals.OfType<string>().ShouldBe(["reporting-circle"]);
        PeopleDecision.Circle(await Handler(ledger).FactsAsync(TestLedger.Tenant, Cancellation)).ShouldBeEmpty();

        static async Task<string?> RefusalAsync(TestLedger ledger, string person, string manager)
        {
            try
            {
                await RecordAsync(ledger, new PersonTold(person, null, null, manager));
                return null;
            }
            catch (RefusedException refused)
            {
                return refused.Refusal.Code;
            }
        }
    }

    [Fact]
    public async Task Who_waits_too_long_for_others_is_told_to_try_again()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var hasty = await TestLedger.OpenAsync(ledger.ConnectionString + ";Options=-c lock_timeout=100ms");
        await using var source = Npgsql.NpgsqlDataSource.Create(ledger.ConnectionString + ";Pooling=false");
        await using (var holder = await source.OpenConnectionAsync(Cancellation))
        {
            await using var hold = new Npgsql.NpgsqlCommand("SELECT pg_advisory_lock(hashtextextended('dealledger:decide:default:person', 0))", holder);
            await hold.ExecuteNonQueryAsync(Cancellation);

            (await Should.ThrowAsync<RefusedException>(() => RecordAsync(hasty, new PersonTold("ann", null, null, "mia")))).Refusal.Code.ShouldBe("ledger-busy");
        }

        await RecordAsync(hasty, new PersonTold("ann", null, null, "mia"));
    }

    private static PeopleHandler Handler(TestLedger ledger) => new(ledger.Database, ledger.Store, ledger.Directory, ledger.Projector, TimeProvider.System);

    private static Task<long> RecordAsync(TestLedger ledger, params PersonTold[] told) => RecordAsync("test", ledger, told);

    private static async Task<long> RecordAsync(string by, TestLedger ledger, params PersonTold[] told)
    {
        await Handler(ledger).RecordAsync(
            TestLedger.Tenant, told, "test", by, content => new NewText(Guid.CreateVersion7(), new byte[16], content), breakCircles: false, Cancellation);
        return await ledger.Store.HeadAsync(TestLedger.Tenant, Cancellation);
    }

    private static async Task<IEnumerable<string>> RowNamesAsync(TestLedger ledger)
    {
        new FiscalCalendar().TryParse("2026-Q2", out var quarter).ShouldBeTrue();
        var answer = await ledger.Answers.ForecastAsync(
            TestLedger.Tenant, new ForecastQuestion(quarter, TestLedger.Noon, new KnownAt.Now(), GroupBy.Owner), Consistency.Strong, Cancellation);
        return answer.Rows!.Select(r => r.Name);
    }

    private static async Task<string?> ManagerAsync(TestLedger ledger, DateTimeOffset asOf, KnownAt knownAt) =>
        (await ledger.Answers.PeopleAsync(TestLedger.Tenant, asOf, knownAt, Consistency.Strong, Cancellation)).People.Single(p => p.Id == "ann").Manager;
}
