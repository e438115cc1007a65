using DealLedger.Core.Sealing;
using DealLedger.Postgres.Sealing;
using DealLedger.Postgres.Tests.Ledger;
using DealLedger.Testing;

namespace DealLedger.Postgres.Tests.Sealing;

/// <summary>A ledger of twenty deals, one event each and in one transaction each, that signs with one key.</summary>
internal static class SealedLedger
{
    public const int Deals = 20;

    public static async Task<TestLedger> CreateAsync(TimeProvider? clock = null)
    {
        var pem = SealKey.Create().ToPem();
        var ledger = await TestLedger.OpenAsync(await TestDatabase.CreateDatabaseAsync(TestLedger.Cancellation), clock, () => SealKey.FromPem(pem, "the test's key"));
        await ledger.FillAsync(0, Deals);
        return ledger;
    }

    public static async Task FillAsync(this TestLedger ledger, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            await ledger.Store.AppendAsync(TestLedger.Tenant, Tests.Ledger.Deals.New($"deal-{i}", Tests.Ledger.Deals.Opened(10)), TestLedger.Cancellation);
        }
    }

    public static Task<Seal> SealAsync(this TestLedger ledger, string occasion = SealOccasion.Demand) =>
        ledger.Seals.SealAsync(TestLedger.Tenant, occasion, null, TestLedger.Cancellation);

    public static Task<EventProof> ProveAsync(this TestLedger ledger, long position, long? seal = null) =>
        ledger.Proofs.EventAsync(TestLedger.Tenant, position, seal, TestLedger.Cancellation);

    public static Task<string?> VerifyAsync(this TestLedger ledger, Seal kept) => ledger.Verifier.RunAsync(TestLedger.Tenant, kept, null, TestLedger.Cancellation);

    public static Task<int> DamageAsync(this TestLedger ledger, string sql) => ledger.Database.Owner.ExecuteAsync(sql);
}

/// <summary>A clock that is set by hand.</summary>
internal sealed class SetClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
