using DealLedger.Postgres.Imports;
using DealLedger.Postgres.Tests.Ledger;

namespace DealLedger.Postgres.Tests.Imports;

public sealed class ImportStagingTests
{
    private const int Rows = 400;

    private static readonly string[] Ids = ["a", "ab", "B", "b", "006000000000001AAA", "006000000000001AAB", "006000000000002AAA", "é"];

    [Theory]
    [InlineData(0)]
    [InlineData(20_000)]
    [InlineData(1_000_000)]
    public async Task Rows_come_back_sorted_and_as_they_were_whether_they_fit_into_memory_or_not(int bytesInMemory)
    {
        await using var ledger = await TestLedger.CreateAsync();
        await using var staging = await ImportStaging.CreateAsync(ledger.Database, bytesInMemory, TestLedger.Cancellation);
        var random = new Random(1);
        var rows = Enumerable.Range(0, Rows).Select(line => new StagedRow(
            Pick(random), (byte)random.Next(3), TestLedger.Noon.AddTicks(10 * random.Next(-2, 3)), Pick(random), line, new byte[random.Next(4) * 20])).ToList();

        await using (var writer = await staging.BeginAsync(TestLedger.Cancellation))
        {
            Parallel.ForEach(rows, writer.Write);
            await writer.CompleteAsync(TestLedger.Cancellation);
        }

        var expected = rows.OrderBy(r => r.DealId, StringComparer.Ordinal).ThenBy(r => r.Kind).ThenBy(r => r.At)
            .ThenBy(r => r.Record, StringComparer.Ordinal).ThenBy(r => r.Line).ToList();
        var read = await staging.ReadSortedAsync(TestLedger.Cancellation).ToListAsync(TestLedger.Cancellation);
        read.Select(r => r with { Payload = default }).ShouldBe(expected.Select(r => r with { Payload = default }));
        read.Select(r => r.Payload.Length).ShouldBe(expected.Select(r => r.Payload.Length));
        (await ledger.Database.Owner.ScalarAsync<long>("SELECT count(*) FROM pg_class WHERE relname = 'staged_row' AND pg_relation_size(oid) > 0"))
            .ShouldBe(bytesInMemory < 1_000_000 ? 1 : 0);
    }

    private static string Pick(Random random) => Ids[random.Next(Ids.Length)];
}
