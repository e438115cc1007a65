using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Postgres.Tests.Ledger;

namespace DealLedger.Postgres.Tests;

public sealed class RequestKeysTests
{
    private const string Age = "UPDATE dealledger.request_key SET at = at - interval '7 days 1 second'";

    [Fact]
    public async Task A_key_is_one_request_whatever_deal_it_names()
    {
        await using var ledger = await WithDealsAsync("deal-1", "deal-2");
        await ledger.RecordAsync("deal-1", new ChangeAmount(5), key: "k");

        (await ledger.RecordAsync("deal-1", new ChangeAmount(5), key: "k")).Changed.ShouldBeFalse();
        await ShouldBeReusedAsync(() => ledger.RecordAsync("deal-1", new ChangeAmount(6), key: "k"));
        await ShouldBeReusedAsync(() => ledger.RecordAsync("deal-2", new ChangeAmount(5), key: "k"));

        (await ledger.DealAsync("deal-1")).State.Amount.ShouldBe(5);
        (await ledger.DealAsync("deal-2")).State.Amount.ShouldBe(100);
        (await ledger.Store.HeadAsync(TestLedger.Tenant, TestLedger.Cancellation)).ShouldBe(3);
    }

    [Fact]
    public async Task Keys_of_one_tenant_are_not_those_of_another()
    {
        await using var ledger = await WithDealsAsync("deal-1");
        TenantId.TryParse("other", out var other).ShouldBeTrue();
        await ledger.Directory.EnsureAsync(other, TestLedger.Cancellation);
        await ledger.RecordAsync("deal-1", new ChangeAmount(5), key: "k");

        var opened = await ledger.Commands.RecordAsync(
            other, "deal-1", TestLedger.Open(1, "2026-06-01"), new CommandOrigin("ann", Request: RequestKey.Of("k", "something", "else")), TestLedger.Cancellation);

        opened.Changed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_repeat_is_answered_though_the_version_that_it_expects_is_gone()
    {
        await using var ledger = await WithDealsAsync("deal-1");
        await ledger.RecordAsync("deal-1", new ChangeAmount(5), expect: 1, key: "k");
        await ledger.RecordAsync("deal-1", new ChangeAmount(6));

        (await ledger.RecordAsync("deal-1", new ChangeAmount(5), expect: 1, key: "k")).ShouldBe(new Recorded(3, Position: null));
        (await Should.ThrowAsync<RefusedException>(() => ledger.RecordAsync("deal-1", new ChangeAmount(7), expect: 1, key: "other"))).Refusal.Code.ShouldBe("version-conflict");
    }

    [Fact]
    public async Task A_request_that_changes_nothing_keeps_its_key_too()
    {
        await using var ledger = await WithDealsAsync("deal-1");

        (await ledger.RecordAsync("deal-1", new ChangeAmount(100), key: "k")).Changed.ShouldBeFalse();
        await ledger.RecordAsync("deal-1", new ChangeAmount(7));

        (await ledger.RecordAsync("deal-1", new ChangeAmount(100), key: "k")).Changed.ShouldBeFalse();
        await ShouldBeReusedAsync(() => ledger.RecordAsync("deal-1", new ChangeAmount(8), key: "k"));
        (await ledger.DealAsync("deal-1")).State.Amount.ShouldBe(7);
    }

    [Fact]
    public async Task A_refused_request_leaves_its_key_free()
    {
        await using var ledger = await WithDealsAsync("deal-1");
        await Should.ThrowAsync<RefusedException>(() => ledger.RecordAsync("deal-2", new ChangeAmount(5), key: "k"));

        (await ledger.RecordAsync("deal-1", new ChangeAmount(5), key: "k")).Changed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_request_that_comes_many_times_at_once_from_two_hosts_is_recorded_once()
    {
        await using var one = await WithDealsAsync("deal-1", "deal-2");
        await using var two = await TestLedger.OpenAsync(one.ConnectionString);

        var same = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => (i % 2 == 0 ? one : two).RecordAsync("deal-1", new ChangeAmount(5), key: "same")));
        var different = await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            try
            {
                return (await (i % 2 == 0 ? one : two).RecordAsync($"deal-{1 + (i % 3 / 2)}", new ChangeAmount(1_000 + i), key: "different")).Changed;
            }
            catch (RefusedException reused) when (reused.Refusal.Code == "idempotency-key-reused")
            {
                return false;
            }
        }));

        same.Count(r => r.Changed).ShouldBe(1);
        different.Count(changed => changed).ShouldBe(1);
        (await one.Store.HeadAsync(TestLedger.Tenant, TestLedger.Cancellation)).ShouldBe(4);
        (await one.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Requests_with_and_without_keys_go_in_together()
    {
        await using var ledger = await WithDealsAsync([.. Enumerable.Range(0, 40).Select(i => $"deal-{i}")]);

        var recorded = await Task.WhenAll(Enumerable.Range(0, 40).Select(
            i => ledger.RecordAsync($"deal-{i}", new ChangeAmount(i), key: i % 2 == 0 ? $"k{i}" : null, reason: "because")));

        recorded.ShouldAllBe(r => r.Changed);
        (await ledger.Database.Owner.ScalarAsync<long>("SELECT count(*) FROM dealledger.request_key WHERE version = 2")).ShouldBe(20);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task After_seven_days_a_key_is_a_new_one_and_the_old_ones_are_forgotten()
    {
        await using var ledger = await WithDealsAsync("deal-1");
        await ledger.RecordAsync("deal-1", new ChangeAmount(5), key: "k1");
        await ledger.RecordAsync("deal-1", new ChangeAmount(6), key: "k2");
        await ledger.Database.Owner.ExecuteAsync(Age);

        (await ledger.RecordAsync("deal-1", new ChangeAmount(5), key: "k1")).Changed.ShouldBeTrue();
        await ShouldBeReusedAsync(() => ledger.RecordAsync("deal-1", new ChangeAmount(9), key: "k1"));

        (await ledger.Store.Requests.ForgetExpiredAsync(TestLedger.Cancellation)).ShouldBe(1);
        (await ledger.Store.Requests.ForgetExpiredAsync(TestLedger.Cancellation)).ShouldBe(0);
        (await ledger.RecordAsync("deal-1", new ChangeAmount(5), key: "k1")).Changed.ShouldBeFalse();
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public void Other_words_are_another_request_however_they_are_cut()
    {
        RequestKey.Of(null, "a").ShouldBeNull();
        RequestKey.Of("k", "ab", "c").ShouldBe(RequestKey.Of("k", "ab", "c"));
        string?[][] others = [["ab"], ["a", "bc"], ["ab", "c", ""], ["ab", "c", null], ["abc", ""], ["abc", null], []];
        others.Select(words => RequestKey.Of("k", words)!.Says).Append(RequestKey.Of("k", "ab", "c")!.Says).Distinct().Count().ShouldBe(others.Length + 1);
        RequestKey.Of("other", "ab", "c")!.Key.ShouldNotBe(RequestKey.Of("k", "ab", "c")!.Key);
    }

    private static async Task ShouldBeReusedAsync(Func<Task> request) =>
        (await Should.ThrowAsync<RefusedException>(request)).Refusal.Code.ShouldBe("idempotency-key-reused");

    private static async Task<TestLedger> WithDealsAsync(params IReadOnlyList<string> deals)
    {
        var ledger = await TestLedger.CreateAsync();
        foreach (var deal in deals)
        {
            await ledger.RecordAsync(deal, TestLedger.Open(100, "2026-06-01"), TestLedger.Noon);
        }

        return ledger;
    }
}
