using DealLedger.Core;
using DealLedger.Core.Ledger;
using DealLedger.Core.Sealing;
using DealLedger.Postgres.Sealing;
using DealLedger.Postgres.Tests.Ledger;

namespace DealLedger.Postgres.Tests.Sealing;

public sealed class SealsTests
{
    [Fact]
    public async Task Seals_cover_the_log_as_it_grows_and_are_chained()
    {
        await using var ledger = await SealedLedger.CreateAsync();
        var first = await ledger.SealAsync();
        var same = await ledger.SealAsync();
        await ledger.FillAsync(SealedLedger.Deals, 5);
        var second = await ledger.SealAsync();

        (first.Id, first.Size, first.Previous, first.Occasion, first.Tenant).ShouldBe((1, 20, null, "demand", "default"));
        (same.Id, same.Size, same.Root, same.Previous).ShouldBe((2, 20, first.Root, first.Hash()));
        (second.Id, second.Size, second.Previous).ShouldBe((3, 25, same.Hash()));
        (await ledger.Seals.ListAsync(TestLedger.Tenant, 0, 10, TestLedger.Cancellation)).ShouldBe([first, same, second]);
        (await ledger.Seals.ListAsync(TestLedger.Tenant, 1, 1, TestLedger.Cancellation)).ShouldBe([same]);
        (await ledger.VerifyAsync()).ShouldBeNull();
        (await ledger.VerifyAsync(first)).ShouldBeNull();
        (await ledger.VerifyAsync(second)).ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(1024)]
    [InlineData(1500)]
    public async Task Roots_and_proofs_do_not_depend_on_how_often_was_sealed_between(int step)
    {
        await using var ledger = await TestLedger.CreateAsync();
        var deals = Enumerable.Range(0, 3_000).Select(i => Deals.New($"deal-{i}", Deals.Opened(i))).ToList();
        if (step == 1)
        {
            deals = deals[..60];
        }

        var seals = new List<Seal>();
        foreach (var batch in deals.Chunk(step))
        {
            await ledger.Store.AppendBulkAsync(TestLedger.Tenant, batch, TestLedger.Cancellation);
            seals.Add(await ledger.SealAsync());
        }

        var leaves = await LeavesAsync(ledger);
        foreach (var seal in seals)
        {
            seal.Root.ShouldBe(MerkleTree.Root(seal.Size, (first, count) => count == 1 ? leaves[(int)first] : null));
            foreach (var position in new[] { 1, seal.Size, (seal.Size / 2) + 1, Math.Max(1, seal.Size - 1024) })
            {
                (await ledger.ProveAsync(position, seal.Id)).Fault(seal).ShouldBeNull();
            }

            (await ledger.Proofs.ConsistencyAsync(TestLedger.Tenant, seals[^1].Id, seal.Id, TestLedger.Cancellation)).Fault(seal).ShouldBeNull();
        }

        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Hosts_that_seal_at_the_same_time_while_others_append_make_one_chain()
    {
        await using var one = await SealedLedger.CreateAsync();
        await using var two = await TestLedger.OpenAsync(one.ConnectionString);

        await Task.WhenAll([one.FillAsync(100, 30), .. Enumerable.Range(0, 12).Select(i => (i % 2 == 0 ? one : two).SealAsync())]);
        var last = await two.SealAsync();

        (last.Id, last.Size).ShouldBe((13, 50));
        (await one.VerifyAsync(last)).ShouldBeNull();
    }

    [Fact]
    public async Task A_week_is_sealed_once_when_it_has_ended_whoever_looks()
    {
        var clock = new SetClock(DateTimeOffset.UtcNow);
        await using var one = await SealedLedger.CreateAsync(clock);
        await using var two = await TestLedger.OpenAsync(one.ConnectionString, clock);
        (await WeekAsync(one)).ShouldBeNull("The log began after that week.");

        clock.Now = new DateTimeOffset(2040, 1, 9, 0, 0, 0, TimeSpan.Zero) - Instants.Microsecond;
        var first = (await Task.WhenAll(Enumerable.Range(0, 8).Select(i => WeekAsync(i % 2 == 0 ? one : two)))).OfType<Seal>().Distinct().ToList();
        var again = await WeekAsync(two);
        clock.Now += Instants.Microsecond;
        var next = await WeekAsync(two);

        first.ShouldHaveSingleItem().Occasion.ShouldBe("week:2039-W52");
        again.ShouldBeNull();
        next.ShouldNotBeNull().Occasion.ShouldBe("week:2040-W01");
        (await one.Seals.ListAsync(TestLedger.Tenant, 0, 10, TestLedger.Cancellation)).ShouldBe([first[0], next]);
        (await one.VerifyAsync()).ShouldBeNull();

        static Task<Seal?> WeekAsync(TestLedger ledger) => ledger.Seals.SealWeekAsync(TestLedger.Tenant, TestLedger.Cancellation);
    }

    [Fact]
    public async Task A_call_has_one_seal_that_covers_what_was_recorded_before_it()
    {
        await using var ledger = await SealedLedger.CreateAsync();
        var call = await ledger.SealAsync(SealOccasion.Call("7"));
        await ledger.FillAsync(SealedLedger.Deals, 1);

        (await ledger.SealAsync(SealOccasion.Call("7"))).ShouldBe(call);
        (await ledger.SealAsync(SealOccasion.Call("8"))).Size.ShouldBe(SealedLedger.Deals + 1);
    }

    [Fact]
    public async Task Instants_of_seals_rise_though_the_clock_steps_back()
    {
        var clock = new SetClock(TestLedger.Noon);
        await using var ledger = await SealedLedger.CreateAsync(clock);
        var first = await ledger.SealAsync();
        clock.Now = TestLedger.Noon.AddHours(-1);

        (await ledger.SealAsync()).At.ShouldBe(first.At + Instants.Microsecond);
    }

    [Fact]
    public async Task A_new_key_leaves_old_seals_and_proofs_valid()
    {
        await using var ledger = await SealedLedger.CreateAsync();
        var before = await ledger.SealAsync();
        await using var rotated = await TestLedger.OpenAsync(ledger.ConnectionString);
        var after = await rotated.SealAsync();

        after.Key.ShouldNotBe(before.Key);
        (await rotated.ProveAsync(3, before.Id)).Fault(before).ShouldBeNull();
        (await rotated.ProveAsync(3, after.Id)).Fault(after).ShouldBeNull();
        (await rotated.Proofs.ConsistencyAsync(TestLedger.Tenant, 1, 2, TestLedger.Cancellation)).Fault(before).ShouldBeNull();
        (await rotated.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task An_empty_log_has_nothing_to_seal()
    {
        await using var ledger = await TestLedger.CreateAsync();

        (await Should.ThrowAsync<RefusedException>(() => ledger.SealAsync())).Refusal.Code.ShouldBe("nothing-to-seal");
        (await ledger.Seals.SealWeekAsync(TestLedger.Tenant, TestLedger.Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Numbers_that_nobody_filled_are_sealed_as_tombstones()
    {
        await using var ledger = await SealedLedger.CreateAsync();
        await ledger.DamageAsync("SELECT nextval('ledger.mt_events_sequence_default'), nextval('ledger.mt_events_sequence_default')");
        await ledger.FillAsync(SealedLedger.Deals, 1);

        var seal = await ledger.SealAsync();

        seal.Size.ShouldBe(23);
        var tombstone = await ledger.ProveAsync(21);
        tombstone.Fault(seal).ShouldBeNull();
        tombstone.Leaf.GetProperty("timestamp").GetString().ShouldBe("-infinity");
        (await ledger.VerifyAsync(seal)).ShouldBeNull();
    }

    [Fact]
    public async Task Events_of_other_writers_are_sealed_whatever_they_hold()
    {
        await using var ledger = await SealedLedger.CreateAsync();
        await ledger.DamageAsync(
            """
            INSERT INTO ledger.mt_streams (tenant_id, id, version) VALUES ('default', 'elsewhere', 4);
            INSERT INTO ledger.mt_events (seq_id, id, stream_id, version, data, bdata, type, timestamp, tenant_id, headers, user_name)
            SELECT nextval('ledger.mt_events_sequence_default'), gen_random_uuid(), 'elsewhere', v.version, v.data::jsonb, v.bdata, v.type, v.stamp::timestamptz, 'default', v.headers::jsonb, 'ü "x" \ ' || chr(1)
            FROM (VALUES
                (1, '{"n": 1250.50, "b": [1e3, -0.0, 123456789012345678901234567890.10], "a": {"é": "\u0001\"\\/😀"}}', '\x00ff'::bytea, 'other', '2026-05-10 12:00:00.000001+00', '{"b": 1, "aa": null}'),
                (2, '[]', NULL, '', '-infinity', NULL),
                (3, '"text"', NULL, 'other', '1901-01-01 00:00:00+00', '[]'),
                (4, repeat('[', 2000) || repeat(']', 2000), '', 'deep', '2026-05-10 12:00:00+00', 'null')) AS v (version, data, bdata, type, stamp, headers)
            """);

        var seal = await ledger.SealAsync();

        seal.Size.ShouldBe(24);
        for (var position = 21; position <= 24; position++)
        {
            var file = (await ledger.ProveAsync(position)).ToFile();
            Proof.TryRead(file, out var proof, out var fault).ShouldBeTrue(fault);
            proof!.Fault(seal).ShouldBeNull();
        }

        var leaf = (await ledger.ProveAsync(21)).Leaf;
        leaf.GetProperty("data").GetRawText().ShouldBe("""{"a":{"é":"\u0001\"\\/😀"},"b":[1000,0,123456789012345678901234567890.1],"n":1250.5}""");
        leaf.GetProperty("bdata").GetString().ShouldBe("00ff");
        leaf.GetProperty("timestamp").GetInt64().ShouldBe(1_778_414_400_000_001);
    }

    [Fact]
    public async Task What_Marten_may_rewrite_does_not_count()
    {
        await using var ledger = await SealedLedger.CreateAsync();
        var seal = await ledger.SealAsync();
        await ledger.DamageAsync("UPDATE ledger.mt_events SET is_archived = true, mt_dotnet_type = 'New.Name, New.Assembly' WHERE seq_id = 8");

        (await ledger.VerifyAsync(seal)).ShouldBeNull();
        (await ledger.ProveAsync(8)).Fault(seal).ShouldBeNull();
    }

    [Fact]
    public async Task The_server_can_neither_change_nor_delete_a_seal()
    {
        await using var ledger = await SealedLedger.CreateAsync();
        await ledger.SealAsync();
        await using var server = await ledger.Database.OpenAsync(TestLedger.Tenant, TestLedger.Cancellation);
        foreach (var table in new[] { "seal", "seal_key", "seal_leaf" })
        {
            foreach (var sql in new[] { $"DELETE FROM dealledger.{table}", $"TRUNCATE dealledger.{table}", $"UPDATE dealledger.{table} SET {(table == "seal_leaf" ? "hashes = ''" : "key_id = ''")}" })
            {
                (await Should.ThrowAsync<Npgsql.PostgresException>(() => server.ExecuteAsync(sql))).SqlState.ShouldBe("42501", sql);
            }
        }
    }

    private static async Task<List<Digest>> LeavesAsync(TestLedger ledger)
    {
        await using var connection = await ledger.Database.Owner.OpenConnectionAsync(TestLedger.Cancellation);
        var leaves = new List<Digest>();
        await foreach (var (_, hash) in LogLeaves.HashesAsync(connection, TestLedger.Tenant, 0, long.MaxValue, TestLedger.Cancellation))
        {
            leaves.Add(hash);
        }

        return leaves;
    }
}
