using DealLedger.Core.Answers;
using DealLedger.Core.Time;
using DealLedger.Postgres.Tests.Ledger;
using DealLedger.Testing;
using Npgsql;

namespace DealLedger.Postgres.Tests;

public sealed class PlannerSettingTests
{
    private const string Show = "SELECT current_setting('enable_indexscan') || ' ' || current_setting('work_mem')";

    [Fact]
    public async Task A_setting_holds_for_its_statement_alone()
    {
        await using var ledger = await TestLedger.OpenAsync(await TestDatabase.CreateDatabaseAsync(TestLedger.Cancellation));
        await using var view = await ledger.Answers.OpenAsync(TestLedger.Tenant, new KnownAt.Now(), Consistency.Strong, TestLedger.Cancellation);
        await using var question = view.Snapshot.Ask(Show);
        await using var batch = view.Snapshot.AskTogether([question, .. PlannerSetting.Around(PlannerSetting.PagesOnce, question), question]);

        var told = new List<string>();
        await using (var reader = await batch.ExecuteReaderAsync(TestLedger.Cancellation))
        {
            do
            {
                while (await reader.ReadAsync(TestLedger.Cancellation))
                {
                    told.Add(reader.GetString(0));
                }
            }
            while (await reader.NextResultAsync(TestLedger.Cancellation));
        }

        told.Count.ShouldBe(3);
        told[1].ShouldBe("off 64MB");
        told[0].ShouldStartWith("on ");
        told[0].ShouldNotBe("on 64MB");
        told[2].ShouldBe(told[0]);
    }

    [Fact]
    public async Task A_statement_that_fails_leaves_no_setting_behind()
    {
        await using var ledger = await TestLedger.OpenAsync(await TestDatabase.CreateDatabaseAsync(TestLedger.Cancellation));
        await using var connection = await ledger.Database.OpenAsync(TestLedger.Tenant, TestLedger.Cancellation);
        var before = await ToldAsync(connection);

        await using (var batch = new NpgsqlBatch(connection))
        {
            foreach (var command in PlannerSetting.Around(PlannerSetting.PagesOnce, new NpgsqlBatchCommand("SELECT 1 / 0")))
            {
                batch.BatchCommands.Add(command);
            }

            (await Should.ThrowAsync<PostgresException>(() => batch.ExecuteNonQueryAsync(TestLedger.Cancellation))).SqlState
                .ShouldBe(PostgresErrorCodes.DivisionByZero);
        }

        (await ToldAsync(connection)).ShouldBe(before);
    }

    private static async Task<object?> ToldAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Show, connection);
        return await command.ExecuteScalarAsync(TestLedger.Cancellation);
    }
}
