using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Time;
using DealLedger.Postgres.Answers;
using DealLedger.Postgres.Tests.Ledger;
using DealLedger.Testing;
using Npgsql;
using Sql = DealLedger.Postgres.Sql;

namespace DealLedger.Postgres.Tests.Answers;

/// <summary>What changed between two instants, where more deals changed than the database has room for in a hash table by itself.</summary>
public sealed class ChangesTests
{
    private const int ManyDeals = 6_000;

    private static readonly DateTimeOffset From = TestLedger.Noon.AddDays(-1);
    private static readonly DateTimeOffset To = TestLedger.Noon.AddDays(1);

    [Fact]
    public async Task The_deals_of_a_window_are_looked_up_however_many_they_are()
    {
        var connection = await TestDatabase.CreateDatabaseAsync(TestLedger.Cancellation);
        await using var ledger = await TestLedger.OpenAsync(await WithLittleMemoryAsync(connection));
        await ledger.Store.AppendBulkAsync(
            TestLedger.Tenant, [.. Enumerable.Range(0, ManyDeals).Select(n => Deals.New($"deal-{n}", Deals.Opened(10), Deals.Amount(10, 20)))], TestLedger.Cancellation);
        await ledger.Rebuild.RunAsync(TestLedger.Tenant, null, TestLedger.Cancellation);
        await using (var analyze = ledger.Database.Owner.CreateCommand("ANALYZE dealledger.deal_change"))
        {
            await analyze.ExecuteNonQueryAsync(TestLedger.Cancellation);
        }

        await using var view = await ledger.Answers.OpenAsync(TestLedger.Tenant, new KnownAt.Now(), Consistency.Strong, TestLedger.Cancellation);
        (await PlanAsync(view.Snapshot, [])).ShouldNotContain("hashed SubPlan");
        (await PlanAsync(view.Snapshot, PlannerSetting.RoomForDeals)).ShouldContain("hashed SubPlan");
        (await PlanAsync(view.Snapshot, [])).ShouldNotContain("hashed SubPlan");

        var changed = await view.ChangesAsync(new ChangesQuestion(TestLedger.Quarter("2026-Q2"), From, To, new KnownAt.Now()), TestLedger.Cancellation);
        changed.DealsTotal.ShouldBe(ManyDeals);
        changed.End.Amount.ShouldBe(20 * ManyDeals);
    }

    // Everyone who connects afterwards has it.
    private static async Task<string> WithLittleMemoryAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestLedger.Cancellation);
        await using var command = new NpgsqlCommand($"ALTER DATABASE {connection.Database} SET work_mem = '64kB'", connection);
        await command.ExecuteNonQueryAsync(TestLedger.Cancellation);
        await connection.CloseAsync();
        NpgsqlConnection.ClearPool(connection);
        return connectionString;
    }

    private static async Task<string> PlanAsync(Snapshot snapshot, IReadOnlyList<PlannerSetting> settings)
    {
        var quarter = TestLedger.Quarter("2026-Q2");
        await using var explain = snapshot.Ask(
            "EXPLAIN " + ChangesQuery.ChangesInWindow, Sql.Instant(From), Sql.Instant(To), Sql.Date(quarter.Start), Sql.Date(quarter.End));
        await using var batch = snapshot.AskWith(settings, explain);
        await using var reader = await batch.ExecuteReaderAsync(TestLedger.Cancellation);
        var plan = new List<string>();
        while (await reader.ReadAsync(TestLedger.Cancellation))
        {
            plan.Add(reader.GetString(0));
        }

        return string.Join('\n', plan);
    }
}
