using DealLedger.Benchmarks.Data;
using DealLedger.Core.Time;
using DealLedger.Postgres;
using Npgsql;

namespace DealLedger.Benchmarks.Works;

/// <summary>One deal as of an instant with its history, beside reading the rows of its stream and nothing more.</summary>
internal sealed class DealAsOf() : Query("deal as of", "its rows by one statement, not folded")
{
    private static readonly DateTimeOffset AsOf = MadeUpHistory.End;

    protected override int Asked => 200;

    protected override int YardstickRuns => 200;

    protected override Task PrepareAsync(Workbench bench, CancellationToken cancellation) => bench.LoadAsync(cancellation);

    protected override async Task CheckAsync(Workbench bench, CancellationToken cancellation)
    {
        foreach (var day in new[] { AsOf, AsOf.AddYears(-1) })
        {
            var deal = MadeUpHistory.Deal(bench.History.DealOpenBefore(day));
            bench.Naive.Check(deal, day, await bench.Answers.DealAsync(Workbench.Tenant, deal, day, new KnownAt.Now(), Consistency.Strong, cancellation));
        }
    }

    protected override Task AskAsync(Workbench bench, int number, CancellationToken cancellation) =>
        bench.Answers.DealAsync(Workbench.Tenant, Deal(bench, number), AsOf, new KnownAt.Now(), Consistency.Strong, cancellation);

    protected override async Task YardstickAsync(Workbench bench, int number, CancellationToken cancellation)
    {
        await using var command = bench.Database.Owner.CreateCommand(
            "SELECT seq_id, version, id, type, data, timestamp, correlation_id, headers, user_name FROM ledger.mt_events WHERE tenant_id = $1 AND stream_id = $2 ORDER BY seq_id");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Workbench.Tenant.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = "opportunity/" + Deal(bench, number) });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            reader.GetFieldValue<byte[]>(4);
        }
    }

    private static string Deal(Workbench bench, int number) => MadeUpHistory.Deal((int)(number * 7_919L % bench.History.Deals));
}
