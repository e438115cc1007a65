using DealLedger.Core.Ledger;
using DealLedger.Postgres.Tests.Ledger;

namespace DealLedger.Postgres.Tests;

/// <summary>What an operator sees of the tenants, and does with them as a whole. What a suspension refuses: SuspendedTenantTests.</summary>
public sealed class TenantRegisterTests
{
    private static CancellationToken Cancellation => TestLedger.Cancellation;

    [Fact]
    public async Task A_tenant_is_listed_with_its_events_and_its_size()
    {
        await using var ledger = await TestLedger.CreateAsync();
        var acme = Tenant("acme");
        await ledger.Register.AddAsync(acme, Cancellation);
        var before = (await ledger.Register.FindAsync(acme, Cancellation)).Bytes;
        await ledger.Store.AppendBulkAsync(acme, [.. Enumerable.Range(0, 200).Select(i => Deals.New($"deal-{i}", Deals.Opened(i)))], Cancellation);

        var tenants = await ledger.Register.ListAsync(Cancellation);

        tenants.Select(t => t.Id).ShouldBe([acme, TestLedger.Tenant]);
        var (full, empty) = (tenants[0], tenants[1]);
        (full.Events, full.SuspendedSince, full.SuspendedFor).ShouldBe((200, null, null));
        full.LastRecorded.ShouldBe(await ledger.Database.Owner.ScalarAsync<DateTime>("SELECT max(timestamp) FROM ledger.mt_events WHERE tenant_id = 'acme'"));
        full.Created.ShouldBeLessThan(full.LastRecorded!.Value);
        full.Bytes.ShouldBeGreaterThan(before + 50_000);
        (empty.Events, empty.LastRecorded).ShouldBe((0, null));
        empty.Bytes.ShouldBeInRange(1, full.Bytes - 1);
    }

    [Fact]
    public async Task A_number_that_was_drawn_in_vain_is_no_event()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.Database.Owner.ScalarAsync<long>("SELECT nextval('ledger.mt_events_sequence_default')");
        await ledger.RecordAsync("deal-1", TestLedger.Open(1, "2026-06-15"), TestLedger.Noon);
        await ledger.Projector.CatchUpAsync(TestLedger.Tenant, 2, Cancellation);

        (await ledger.Register.FindAsync(TestLedger.Tenant, Cancellation)).Events.ShouldBe(1);
    }

    [Fact]
    public async Task A_tenant_is_added_once()
    {
        await using var ledger = await TestLedger.CreateAsync();
        var acme = Tenant("acme");

        var added = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                await ledger.Register.AddAsync(acme, Cancellation);
                return null;
            }
            catch (RefusedException refused)
            {
                return refused.Refusal.Code;
            }
        }));

        added.Order().ShouldBe([null, "tenant-exists", "tenant-exists", "tenant-exists"]);
    }

    [Fact]
    public async Task What_is_done_twice_holds_since_the_first_time()
    {
        await using var ledger = await TestLedger.CreateAsync();
        var acme = Tenant("acme");
        await ledger.Register.AddAsync(acme, Cancellation);

        var first = await ledger.Register.SuspendAsync(acme, " unpaid ", Cancellation);
        var same = await ledger.Register.SuspendAsync(acme, null, Cancellation);
        var other = await ledger.Register.SuspendAsync(acme, "leaving", Cancellation);
        var resumed = await ledger.Register.ResumeAsync(acme, Cancellation);
        var again = await ledger.Register.ResumeAsync(acme, Cancellation);

        first.SuspendedSince.ShouldNotBeNull();
        first.SuspendedFor.ShouldBe("unpaid");
        (same.SuspendedSince, same.SuspendedFor).ShouldBe((first.SuspendedSince, "unpaid"));
        (other.SuspendedSince, other.SuspendedFor).ShouldBe((first.SuspendedSince, "leaving"));
        (resumed.SuspendedSince, resumed.SuspendedFor).ShouldBe((null, null));
        again.ShouldBe(resumed);
    }

    [Fact]
    public async Task What_is_not_there_is_neither_suspended_nor_resumed_and_a_reason_is_one_short_line()
    {
        await using var ledger = await TestLedger.CreateAsync();

        (await RefusalAsync(ledger.Register.SuspendAsync(Tenant("nobody"), null, Cancellation))).ShouldBe("tenant-unknown");
        (await RefusalAsync(ledger.Register.ResumeAsync(Tenant("nobody"), Cancellation))).ShouldBe("tenant-unknown");
        foreach (var reason in new[] { new string('x', TenantRegister.LongestReason + 1), "two\nlines" })
        {
            (await RefusalAsync(() => ledger.Register.SuspendAsync(TestLedger.Tenant, reason, Cancellation))).ShouldBe("invalid-value");
        }

        (await ledger.Register.FindAsync(TestLedger.Tenant, Cancellation)).SuspendedSince.ShouldBeNull();
    }

    private static async Task<string> RefusalAsync(Task work) => (await Should.ThrowAsync<RefusedException>(work)).Refusal.Code;

    private static async Task<string> RefusalAsync(Func<Task> work) => (await Should.ThrowAsync<RefusedException>(work)).Refusal.Code;

    private static TenantId Tenant(string id) => TenantId.TryParse(id, out var tenant) ? tenant : throw new ArgumentException(id);
}
