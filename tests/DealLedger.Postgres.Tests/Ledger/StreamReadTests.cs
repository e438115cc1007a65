using DealLedger.Postgres.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Tests.Ledger;

/// <summary>Whole streams are read with a setting of their own, which must not stay on a connection that goes back to the pool.</summary>
public sealed class StreamReadTests
{
    private const string Setting = "SHOW enable_indexscan";

    [Fact]
    public async Task Reading_streams_leaves_the_settings_of_the_connection_as_they_were()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.Store.AppendAsync(TestLedger.Tenant, Deals.New("deal-1", Deals.Opened(1)), TestLedger.Cancellation);
        await using var connection = await ledger.Database.OpenAsync(TestLedger.Tenant, TestLedger.Cancellation);

        (await ReadAsync(connection, "deal-1")).ShouldBe(1);
        (await connection.ListAsync<string>(Setting)).ShouldBe(["on"]);
        (await ReadAsync(connection, "deal-1", "unknown")).ShouldBe(1);
        (await connection.ListAsync<string>(Setting)).ShouldBe(["on"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reading_streams_that_fails_leaves_them_too_in_a_transaction_or_without(bool inTransaction)
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var holder = await ledger.Database.Owner.OpenConnectionAsync(TestLedger.Cancellation);
        await holder.ExecuteAsync("BEGIN");
        await holder.ExecuteAsync("LOCK TABLE ledger.mt_events IN ACCESS EXCLUSIVE MODE");
        await using var connection = await ledger.Database.OpenAsync(TestLedger.Tenant, TestLedger.Cancellation);
        await connection.ExecuteAsync("SET lock_timeout = '1ms'");
        await using (var transaction = inTransaction ? await connection.BeginTransactionAsync(TestLedger.Cancellation) : null)
        {
            (await Should.ThrowAsync<PostgresException>(() => ReadAsync(connection, "deal-1"))).SqlState.ShouldBe(PostgresErrorCodes.LockNotAvailable);
        }

        (await connection.ListAsync<string>(Setting)).ShouldBe(["on"]);
        await connection.ExecuteAsync("RESET lock_timeout");
    }

    private static async Task<int> ReadAsync(NpgsqlConnection connection, params string[] deals) =>
        (await OpportunityStreams.ReadAsync(connection, TestLedger.Tenant, deals, long.MaxValue, TestLedger.Cancellation)).Count;
}
