using Npgsql;

namespace DealLedger.Postgres.Tests.Ledger;

/// <summary>What whoever appends is told when the database fails, and that nothing of it is done twice.</summary>
public sealed class AppendFaultTests
{
    private const string HoldTenant = "SELECT pg_advisory_xact_lock(hashtextextended('dealledger:append:default', 0))";
    private const string Waiting = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'";

    [Fact]
    public async Task A_connection_that_is_cut_in_an_append_leaves_an_unknown_outcome_and_nothing_is_tried_again()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var holder = await ledger.Database.Owner.OpenConnectionAsync(TestLedger.Cancellation);
        await holder.ExecuteAsync("BEGIN");
        await holder.ExecuteAsync(HoldTenant);
        var append = ledger.Store.AppendAsync(TestLedger.Tenant, Deals.New("deal-1", Deals.Opened(1)), TestLedger.Cancellation);
        await ledger.Database.Owner.UntilAsync("it waits", $"SELECT EXISTS ({Waiting})");

        await ledger.Database.Owner.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM ({Waiting}) w");

        await Should.ThrowAsync<OutcomeUnknownException>(append);
        await holder.ExecuteAsync("ROLLBACK");
        (await ledger.Store.HeadAsync(TestLedger.Tenant, TestLedger.Cancellation)).ShouldBe(0);
        await ledger.Store.AppendAsync(TestLedger.Tenant, Deals.New("deal-1", Deals.Opened(1)), TestLedger.Cancellation);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Theory]
    [InlineData("53100", "database-full")]
    [InlineData("55P03", "ledger-busy")]
    [InlineData("25006", "database-read-only")]
    public async Task A_fault_that_would_meet_every_member_of_a_group_is_not_tried_member_by_member(string state, string code)
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.Database.Owner.ExecuteAsync($"""
            CREATE SEQUENCE public.tries;
            CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
                BEGIN PERFORM nextval('public.tries'); RAISE EXCEPTION 'it fails' USING ERRCODE = '{state}'; END $$;
            CREATE TRIGGER fail BEFORE INSERT ON ledger.mt_events FOR EACH ROW EXECUTE FUNCTION public.fail();
            """);

        var failed = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
            await Should.ThrowAsync<PostgresException>(() => ledger.Store.AppendAsync(TestLedger.Tenant, Deals.New($"deal-{i}", Deals.Opened(1)), TestLedger.Cancellation))));

        failed.ShouldAllBe(f => DatabaseFault.Of(f)!.Code == code);
        (await ledger.Database.Owner.ScalarAsync<long>("SELECT last_value FROM public.tries")).ShouldBeLessThan(50);

        await ledger.Database.Owner.ExecuteAsync("DROP TRIGGER fail ON ledger.mt_events");
        await ledger.Store.AppendAsync(TestLedger.Tenant, Deals.New("deal-1", Deals.Opened(1)), TestLedger.Cancellation);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_fault_of_one_member_is_its_own()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.Database.Owner.ExecuteAsync("ALTER TABLE ledger.mt_events ADD CONSTRAINT fails CHECK (stream_id <> 'opportunity/deal-7')");

        var appends = Enumerable.Range(0, 50).Select(i => ledger.Store.AppendAsync(TestLedger.Tenant, Deals.New($"deal-{i}", Deals.Opened(1)), TestLedger.Cancellation)).ToList();
        await Should.ThrowAsync<PostgresException>(Task.WhenAll(appends));

        appends.FindAll(a => a.IsFaulted).ShouldHaveSingleItem().ShouldBeSameAs(appends[7]);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Theory]
    [InlineData("57P01", "database-unavailable")]
    [InlineData("57P03", "database-unavailable")]
    [InlineData("53300", "database-unavailable")]
    [InlineData("08006", "database-unavailable")]
    [InlineData("25P03", "database-unavailable")]
    [InlineData("40001", "ledger-busy")]
    [InlineData("42P01", null)]
    [InlineData("23505", null)]
    [InlineData("XX000", null)]
    public void A_fault_of_the_server_is_told_apart_from_a_mistake(string state, string? code) =>
        (DatabaseFault.Of(new PostgresException("it fails", "ERROR", "ERROR", state))?.Code).ShouldBe(code);
}
