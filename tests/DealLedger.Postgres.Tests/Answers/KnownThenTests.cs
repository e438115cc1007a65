using DealLedger.Core.Answers;
using DealLedger.Core.Time;
using DealLedger.Postgres.Tests.Ledger;
using DealLedger.Testing;
using Sql = DealLedger.Postgres.Sql;

namespace DealLedger.Postgres.Tests.Answers;

/// <summary>Questions about what was known at an earlier position of the log.</summary>
public sealed class KnownThenTests
{
    private const int ManyDeals = 6_000;

    [Fact]
    public async Task The_rows_of_a_period_as_known_then_are_found_by_their_indexes()
    {
        await using var ledger = await TestLedger.OpenAsync(await TestDatabase.CreateDatabaseAsync(TestLedger.Cancellation));
        await ledger.Store.AppendBulkAsync(
            TestLedger.Tenant, [.. Enumerable.Range(0, ManyDeals).Select(n => Deals.New($"deal-{n}", Deals.Opened(10), Deals.Amount(10, 20)))], TestLedger.Cancellation);
        await ledger.Rebuild.RunAsync(TestLedger.Tenant, null, TestLedger.Cancellation);
        await using (var analyze = ledger.Database.Owner.CreateCommand("ANALYZE dealledger.deal_change"))
        {
            await analyze.ExecuteNonQueryAsync(TestLedger.Cancellation);
        }

        await using var view = await ledger.Answers.OpenAsync(TestLedger.Tenant, new KnownAt.Position(ManyDeals), Consistency.Strong, TestLedger.Cancellation);
        view.Snapshot.IsNow.ShouldBeFalse();
        await using var explain = view.Snapshot.Ask(
            "EXPLAIN SELECT c.deal_id FROM ({believed}) c WHERE c.close_date = $5 AND NOT c.deleted", Sql.Date(new DateOnly(2031, 1, 1)));
        await using var batch = view.Snapshot.AskWith(PlannerSetting.PagesOnce, explain);
        await using var reader = await batch.ExecuteReaderAsync(TestLedger.Cancellation);
        var plan = new List<string>();
        while (await reader.ReadAsync(TestLedger.Cancellation))
        {
            plan.Add(reader.GetString(0));
        }

        plan.ShouldContain(line => line.Contains("close_date_idx", StringComparison.Ordinal) || line.Contains("by_close_date", StringComparison.Ordinal));
        plan.ShouldNotContain(line => line.Contains("Seq Scan", StringComparison.Ordinal), string.Join('\n', plan));
    }
}
