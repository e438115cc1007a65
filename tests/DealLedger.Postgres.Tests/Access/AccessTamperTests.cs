using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Core.Sealing;
using DealLedger.Postgres.Access;
using DealLedger.Postgres.Sealing;
using DealLedger.Postgres.Tests.Ledger;
using DealLedger.Postgres.Tests.Sealing;

namespace DealLedger.Postgres.Tests.Access;

/// <summary>What a superuser does to the access log, and who notices.</summary>
public sealed class AccessTamperTests
{
    private static CancellationToken Cancel => TestLedger.Cancellation;

    [Theory]
    [InlineData("UPDATE dealledger.access_entry SET caller = 'key:b' WHERE number = 5", "Entry 5 ")]
    [InlineData("UPDATE dealledger.access_entry SET at = at + interval '1 microsecond' WHERE number = 5", "Entry 5 ")]
    [InlineData("UPDATE dealledger.access_entry SET at = 'infinity' WHERE number = 5", "Entry 5 ")]
    [InlineData("UPDATE dealledger.access_entry SET asked = '{\"period\": \"2026-Q2\"}' WHERE number = 5", "Entry 5 ")]
    [InlineData("UPDATE dealledger.access_entry SET asked = '[]' WHERE number = 5", "Entry 5 ")]
    [InlineData("UPDATE dealledger.access_entry SET person = NULL WHERE number = 5", "Entry 5 ")]
    [InlineData("UPDATE dealledger.access_entry SET position = NULL WHERE number = 5", "Entry 5 ")]
    [InlineData("UPDATE dealledger.access_entry SET hash = '' WHERE number = 5", "Entry 5 ")]
    [InlineData("UPDATE dealledger.access_entry SET hash = (SELECT hash FROM dealledger.access_entry WHERE number = 4) WHERE number = 5", "Entry 5 ")]
    [InlineData("DELETE FROM dealledger.access_entry WHERE number = 5", "misses entry 5")]
    [InlineData("DELETE FROM dealledger.access_entry WHERE number = 1", "misses entry 1")]
    [InlineData("DELETE FROM dealledger.access_entry", "ends at entry 0: entry 1 was covered by seal 1")]
    [InlineData("DELETE FROM dealledger.access_entry WHERE number >= 7", "ends at entry 6: entry 7 was covered by seal 1")]
    [InlineData(
        "UPDATE dealledger.access_entry SET number = 100 WHERE number = 3; UPDATE dealledger.access_entry SET number = 3 WHERE number = 5; "
        + "UPDATE dealledger.access_entry SET number = 5 WHERE number = 100",
        "Entry 3 ")]
    [InlineData("DELETE FROM dealledger.access_entry WHERE number = 5; UPDATE dealledger.access_entry SET number = number - 1 WHERE number > 5", "Entry 5 ")]
    [InlineData("UPDATE dealledger.seal SET access_number = 7 WHERE seal_id = 1", "Seal 1 was changed")]
    [InlineData("UPDATE dealledger.seal SET access_number = NULL, access_hash = NULL WHERE seal_id = 1", "Seal 1 was changed")]
    public async Task Verification_names_the_first_entry_that_is_not_what_was_written(string damage, string saying)
    {
        await using var ledger = await SealedLedger.CreateAsync();
        await WriteAsync(ledger, 1, 8);
        var seal = await ledger.SealAsync();
        await WriteAsync(ledger, 9, 2);
        seal.Access!.Number.ShouldBe(8);
        (await ledger.VerifyAsync(seal)).ShouldBeNull();

        (await ledger.DamageAsync(damage)).ShouldBeGreaterThan(0);

        (await ledger.VerifyAsync()).ShouldNotBeNull().ShouldContain(saying);
    }

    [Fact]
    public async Task A_chain_made_anew_is_found_by_the_seal_that_covers_it_and_one_kept_elsewhere()
    {
        await using var ledger = await SealedLedger.CreateAsync();
        await WriteAsync(ledger, 1, 8);
        var kept = await ledger.SealAsync();
        await ledger.DamageAsync("DELETE FROM dealledger.access_entry");
        await WriteAsync(ledger, 101, 8);

        (await ledger.VerifyAsync()).ShouldBe("The access log up to entry 8 is not the one that seal 1 covers.");

        await ledger.DamageAsync("TRUNCATE dealledger.seal, dealledger.seal_leaf, dealledger.seal_key");
        (await ledger.VerifyAsync()).ShouldBeNull("Inside the database nothing shows it.");
        await ledger.SealAsync();
        (await ledger.VerifyAsync(kept)).ShouldNotBeNull().ShouldContain("differs from the one kept elsewhere");
    }

    [Fact]
    public async Task Seals_say_how_far_the_access_log_went_and_those_of_before_there_was_one_stay_valid()
    {
        await using var ledger = await SealedLedger.CreateAsync();
        var (sealing, old) = await OldSealAsync(ledger);
        await using var host = sealing;
        var empty = await sealing.SealAsync();
        await WriteAsync(ledger, 1, 3);
        var seal = await sealing.SealAsync();

        (old.Definition, old.Access).ShouldBe(("seal/1", null));
        (empty.Definition, empty.Access, empty.Previous).ShouldBe(("seal/2", AccessHead.None, old.Hash()));
        seal.Access!.Number.ShouldBe(3);
        (await sealing.Seals.ListAsync(TestLedger.Tenant, 0, 10, Cancel)).ShouldBe([old, empty, seal]);
        (await sealing.VerifyAsync(old)).ShouldBeNull();
        (await sealing.VerifyAsync(seal)).ShouldBeNull();
        (await sealing.ProveAsync(5, old.Id)).Fault(old).ShouldBeNull();
        (await sealing.Proofs.ConsistencyAsync(TestLedger.Tenant, old.Id, seal.Id, Cancel)).Fault(seal).ShouldBeNull();
    }

    [Fact]
    public async Task A_log_that_was_changed_by_hand_is_not_told_as_if_it_was_whole()
    {
        await using var ledger = await SealedLedger.CreateAsync();
        await WriteAsync(ledger, 1, 3);
        await ledger.DamageAsync("UPDATE dealledger.access_entry SET hash = '' WHERE number = 2");
        await using var log = ledger.NewAccessLog();

        var refused = await Should.ThrowAsync<RefusedException>(() => log.ListAsync(TestLedger.Tenant, new AccessQuestion(null, null, null, null, 10), Cancel));

        refused.Refusal.Code.ShouldBe("access-log-damaged");
    }

    // As the version before made it: sealed by hand, with what is known of the log.
    private static async Task<(TestLedger Sealing, Seal Old)> OldSealAsync(TestLedger ledger)
    {
        var pem = SealKey.Create().ToPem();
        var sealing = await TestLedger.OpenAsync(ledger.ConnectionString, null, () => SealKey.FromPem(pem, "the test's key"));
        var made = await sealing.SealAsync();
        using var key = SealKey.FromPem(pem, "the test's key");
        var old = key.Sign(made with { Access = null, Definition = "seal/1", Signature = "" });
        await using var connection = await ledger.Database.Owner.OpenConnectionAsync(Cancel);
        await connection.ExecuteAsync("DELETE FROM dealledger.seal");
        await SealTable.AddAsync(connection, old, key.PublicKey, Cancel);
        return (sealing, old);
    }

    private static Task WriteAsync(TestLedger ledger, int from, int count) => new AccessAppend(
        TestLedger.Tenant, [.. Enumerable.Range(from, count).Select(i => AccessLogTests.Note(i))], mustLast: true).RunAsync(ledger.Database, Cancel);
}
