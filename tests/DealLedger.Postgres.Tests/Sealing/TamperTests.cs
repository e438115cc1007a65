using DealLedger.Core.Ledger;
using DealLedger.Core.Sealing;
using DealLedger.Postgres.Sealing;
using DealLedger.Postgres.Tests.Ledger;

namespace DealLedger.Postgres.Tests.Sealing;

/// <summary>What a superuser does to a sealed log, and who notices.</summary>
public sealed class TamperTests
{
    private const string ReadModelsForget = "DELETE FROM dealledger.deal_change; UPDATE dealledger.projection SET position = 0, widest_run = 0;";

    // Stamps, versions and read models are made to fit where the one who tampers can do that.
    [Theory]
    [InlineData("amount", 8, "UPDATE ledger.mt_events SET data = jsonb_set(data, '{Amount}', '777') WHERE seq_id = 8")]
    [InlineData("amount and author", 8, "UPDATE ledger.mt_events SET data = data || '{\"Amount\": 7, \"By\": \"bob\"}', user_name = 'bob' WHERE seq_id IN (8, 15)")]
    [InlineData("stamp", 8, "UPDATE ledger.mt_events SET timestamp = timestamp - interval '1 microsecond' WHERE seq_id = 8")]
    [InlineData("stamp beyond any calendar", 8, "UPDATE ledger.mt_events SET timestamp = '200000-01-01' WHERE seq_id = 8")]
    [InlineData("header", 8, "UPDATE ledger.mt_events SET headers = headers || '{\"source\": \"user\"}' WHERE seq_id = 8")]
    [InlineData("no headers", 8, "UPDATE ledger.mt_events SET headers = NULL WHERE seq_id = 8")]
    [InlineData("deleted", 8, "DELETE FROM ledger.mt_events WHERE seq_id = 8; DELETE FROM ledger.mt_streams WHERE id = 'opportunity/deal-7'")]
    [InlineData("deleted, the later ones moved up", 8,
        "DELETE FROM ledger.mt_events WHERE seq_id = 8; UPDATE ledger.mt_events SET seq_id = seq_id + 1000 WHERE seq_id > 8; UPDATE ledger.mt_events SET seq_id = seq_id - 1001 WHERE seq_id > 1000")]
    [InlineData("deleted, a tombstone in its place", 8,
        "UPDATE ledger.mt_events SET data = '{}', type = 'tombstone', stream_id = 'mt_tombstone', version = 8, timestamp = '-infinity', headers = NULL WHERE seq_id = 8; "
        + "DELETE FROM ledger.mt_streams WHERE id = 'opportunity/deal-7'")]
    [InlineData("swapped", 5,
        "UPDATE ledger.mt_events SET seq_id = 1000 WHERE seq_id = 5; UPDATE ledger.mt_events SET seq_id = 5 WHERE seq_id = 9; UPDATE ledger.mt_events SET seq_id = 9 WHERE seq_id = 1000")]
    [InlineData("inserted, the later ones moved down", 8,
        "UPDATE ledger.mt_events SET seq_id = seq_id + 1000 WHERE seq_id >= 8; UPDATE ledger.mt_events SET seq_id = seq_id - 999 WHERE seq_id > 1000; "
        + "INSERT INTO ledger.mt_streams (tenant_id, id, version) VALUES ('default', 'opportunity/forged', 1); "
        + "INSERT INTO ledger.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, headers, user_name) "
        + "SELECT 8, gen_random_uuid(), 'opportunity/forged', 1, data, type, timestamp, tenant_id, headers, user_name FROM ledger.mt_events WHERE seq_id = 7")]
    [InlineData("cut off", 18, "DELETE FROM ledger.mt_events WHERE seq_id >= 18; DELETE FROM ledger.mt_streams WHERE id IN ('opportunity/deal-17', 'opportunity/deal-18', 'opportunity/deal-19')")]
    public async Task Verification_names_the_first_damaged_position_and_no_proof_is_made_of_it(string what, int first, string damage)
    {
        await using var ledger = await SealedLedger.CreateAsync();
        await ledger.SealAsync();
        await ledger.FillAsync(SealedLedger.Deals, 3);
        var seal = await ledger.SealAsync();
        (await ledger.VerifyAsync(seal)).ShouldBeNull();

        await ledger.DamageAsync(damage + "; " + ReadModelsForget);

        (await ledger.VerifyAsync()).ShouldNotBeNull(what).ShouldMatch($@"position {first}\b");
        await Should.ThrowAsync<RefusedException>(() => ledger.ProveAsync(first));
        if (what.StartsWith("deleted", StringComparison.Ordinal) || what == "cut off")
        {
            (await ledger.VerifyAsync(seal)).ShouldNotBeNull().ShouldMatch($@"position {first}\b");
        }
    }

    [Theory]
    [InlineData("UPDATE ledger.mt_events SET data = jsonb_set(data, '{Amount}', '777') WHERE seq_id = 8")]
    [InlineData("UPDATE ledger.mt_events SET seq_id = 1000 WHERE seq_id = 5; UPDATE ledger.mt_events SET seq_id = 5 WHERE seq_id = 9; UPDATE ledger.mt_events SET seq_id = 9 WHERE seq_id = 1000")]
    [InlineData("DELETE FROM ledger.mt_events WHERE seq_id > 17")]
    public async Task Whoever_seals_the_log_anew_with_a_key_of_their_own_is_found_out_by_a_seal_and_a_proof_kept_elsewhere(string damage)
    {
        await using var ledger = await SealedLedger.CreateAsync();
        var kept = await ledger.SealAsync();
        var proof = await ledger.ProveAsync(8);

        await ledger.DamageAsync(damage + "; " + ReadModelsForget + "TRUNCATE dealledger.seal, dealledger.seal_key, dealledger.seal_leaf; "
            + "DELETE FROM ledger.mt_streams s WHERE NOT EXISTS (SELECT FROM ledger.mt_events e WHERE e.stream_id = s.id);");
        await using var forger = await TestLedger.OpenAsync(ledger.ConnectionString);
        var forged = await forger.SealAsync();

        (await ledger.VerifyAsync()).ShouldBeNull("Inside the database nothing shows it.");
        (await ledger.VerifyAsync(kept)).ShouldNotBeNull();
        proof.Fault(forged).ShouldNotBeNull();
        (await ledger.ProveAsync(8)).Fault(kept).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_cut_off_tail_is_noticed_by_a_seal_kept_elsewhere_though_all_trace_of_it_is_gone()
    {
        await using var ledger = await SealedLedger.CreateAsync();
        var first = await ledger.SealAsync();
        await ledger.FillAsync(SealedLedger.Deals, 5);
        var kept = await ledger.SealAsync();

        await ledger.DamageAsync(
            "DELETE FROM ledger.mt_events WHERE seq_id > 20; DELETE FROM ledger.mt_streams s WHERE NOT EXISTS (SELECT FROM ledger.mt_events e WHERE e.stream_id = s.id); "
            + "DELETE FROM dealledger.seal WHERE seal_id > 1; DELETE FROM dealledger.seal_leaf WHERE first_position > 20; "
            + "SELECT setval('ledger.mt_events_sequence_default', 20); " + ReadModelsForget);
        (await ledger.VerifyAsync()).ShouldBeNull();
        (await ledger.VerifyAsync(first)).ShouldBeNull();
        (await ledger.VerifyAsync(kept)).ShouldBe("The log ends at position 20: position 21 was sealed and is missing.");

        await ledger.FillAsync(30, 5);
        await ledger.SealAsync();

        (await ledger.VerifyAsync()).ShouldBeNull();
        (await ledger.VerifyAsync(kept)).ShouldBe("The events up to position 25 are not those under seal 2 that was kept elsewhere.");
    }

    [Theory]
    [InlineData("DELETE FROM dealledger.seal WHERE seal_id = 2", "Seal 2 is missing")]
    [InlineData("DELETE FROM dealledger.seal WHERE seal_id = 3", "a seal is missing")]
    [InlineData("DELETE FROM dealledger.seal WHERE seal_id = 1", "Seal 1 is missing")]
    [InlineData("UPDATE dealledger.seal SET size = 19 WHERE seal_id = 1", "Seal 1 was changed")]
    [InlineData("UPDATE dealledger.seal SET root = decode(repeat('00', 32), 'hex') WHERE seal_id = 2", "Seal 2 was changed")]
    [InlineData("UPDATE dealledger.seal SET at = at + interval '1 microsecond' WHERE seal_id = 3", "Seal 3 was changed")]
    [InlineData("UPDATE dealledger.seal SET occasion = 'week:2026-W01' WHERE seal_id = 3", "Seal 3 was changed")]
    [InlineData("UPDATE dealledger.seal SET signature = (SELECT signature FROM dealledger.seal WHERE seal_id = 2) WHERE seal_id = 3", "Seal 3 was changed")]
    [InlineData("UPDATE dealledger.seal SET signature = signature || '\\x00' WHERE seal_id = 2", "Seal 2 was changed")]
    [InlineData("UPDATE dealledger.seal SET previous = NULL WHERE seal_id = 2", "Seal 2 does not follow")]
    [InlineData("UPDATE dealledger.seal_key SET public_key = public_key || '\\x00'", "Seal 1 was changed")]
    [InlineData("UPDATE dealledger.seal_leaf SET hashes = overlay(hashes PLACING '\\x00' FROM 32 * 7 + 1)", "position 8 is not the one")]
    [InlineData("DELETE FROM dealledger.seal_leaf WHERE first_position = 21", "leaf hash of position 21 is missing")]
    [InlineData("UPDATE dealledger.seal_leaf SET first_position = 2 WHERE first_position = 1", "leaf hash of position 1 is missing")]
    [InlineData("UPDATE dealledger.seal_leaf SET hashes = substr(hashes, 1, 32 * 3) WHERE first_position = 21", "leaf hash of position 24 is missing")]
    public async Task Verification_finds_what_was_done_to_the_seals(string damage, string saying)
    {
        await using var ledger = await SealedLedger.CreateAsync();
        await ledger.SealAsync();
        await ledger.FillAsync(SealedLedger.Deals, 5);
        await ledger.SealAsync();
        await ledger.FillAsync(30, 5);
        await ledger.SealAsync();

        (await ledger.DamageAsync(damage)).ShouldBeGreaterThan(0);

        (await ledger.VerifyAsync()).ShouldNotBeNull().ShouldContain(saying);
    }

    [Fact]
    public async Task An_event_changed_together_with_its_leaf_hash_is_found_by_the_root_of_the_seal()
    {
        await using var ledger = await SealedLedger.CreateAsync();
        await ledger.SealAsync();
        await ledger.FillAsync(SealedLedger.Deals, 5);
        await ledger.SealAsync();
        await ledger.DamageAsync("UPDATE ledger.mt_events SET data = jsonb_set(data, '{Amount}', '777') WHERE seq_id = 22; " + ReadModelsForget);
        await using var connection = await ledger.Database.Owner.OpenConnectionAsync(TestLedger.Cancellation);
        var forged = MerkleTree.LeafHash((await LogLeaves.AtAsync(connection, TestLedger.Tenant, 22, TestLedger.Cancellation))!.ToBytes()).ToBytes();
        await connection.ExecuteAsync("UPDATE dealledger.seal_leaf SET hashes = overlay(hashes PLACING $1 FROM 33) WHERE first_position = 21", forged);

        (await ledger.VerifyAsync()).ShouldBe("The events from position 21 to 25 are not those that seal 2 covers.");
        (await Should.ThrowAsync<RefusedException>(() => ledger.SealAsync())).Refusal.Code.ShouldBe("log-damaged");
    }

    [Fact]
    public async Task The_root_of_a_block_is_held_against_its_leaves()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.Store.AppendBulkAsync(
            TestLedger.Tenant, [.. Enumerable.Range(0, 1_100).Select(i => Deals.New($"deal-{i}", Deals.Opened(i)))], TestLedger.Cancellation);
        await ledger.SealAsync();
        await ledger.DamageAsync("UPDATE dealledger.seal_leaf SET block_root = decode(repeat('00', 32), 'hex') WHERE block_root IS NOT NULL");

        (await ledger.VerifyAsync()).ShouldBe("The root kept of the positions 1 to 1024 is not theirs.");
        (await Should.ThrowAsync<RefusedException>(() => ledger.ProveAsync(1_050))).Refusal.Code.ShouldBe("proof-fails");
    }

    [Fact]
    public async Task A_log_that_lost_events_is_not_sealed_again()
    {
        await using var ledger = await SealedLedger.CreateAsync();
        await ledger.SealAsync();
        await ledger.DamageAsync("DELETE FROM ledger.mt_events WHERE seq_id > 18");
        (await Should.ThrowAsync<RefusedException>(() => ledger.SealAsync())).Refusal.Code.ShouldBe("log-damaged");

        await ledger.FillAsync(40, 2);
        (await Should.ThrowAsync<RefusedException>(() => ledger.ProveAsync(19))).Refusal.Code.ShouldBe("log-damaged");
        (await ledger.VerifyAsync()).ShouldBe("The log misses position 19.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(21)]
    public async Task What_a_seal_does_not_cover_is_not_proved(long position)
    {
        await using var ledger = await SealedLedger.CreateAsync();
        (await Should.ThrowAsync<RefusedException>(() => ledger.ProveAsync(1))).Refusal.Code.ShouldBe("not-sealed");
        await ledger.SealAsync();
        await ledger.FillAsync(SealedLedger.Deals, 1);

        (await Should.ThrowAsync<RefusedException>(() => ledger.ProveAsync(position))).Refusal.Code.ShouldBe("not-sealed");
        (await Should.ThrowAsync<RefusedException>(() => ledger.ProveAsync(1, seal: 2))).Refusal.Code.ShouldBe("seal-unknown");
        (await Should.ThrowAsync<RefusedException>(() => ledger.Proofs.PositionOfAsync(TestLedger.Tenant, Guid.Empty, TestLedger.Cancellation))).Refusal.Code.ShouldBe("event-unknown");
    }
}
