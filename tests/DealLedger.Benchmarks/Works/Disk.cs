using Npgsql;

namespace DealLedger.Benchmarks.Works;

/// <summary>What the history takes on disk, indexes included: events and read models, beside a daily snapshot of every deal since it was opened.</summary>
internal sealed class Disk : IWork
{
    private const double Megabyte = 1_048_576;

    // Everything but seals, of which there are none without being asked for.
    private const string Sizes = """
        SELECT coalesce(sum(pg_total_relation_size(c.oid)) FILTER (WHERE c.relname LIKE 'mt_events%'), 0)::float8,
               coalesce(sum(pg_total_relation_size(c.oid)) FILTER (WHERE n.nspname = 'ledger'), 0)::float8,
               coalesce(sum(pg_total_relation_size(c.oid)) FILTER (WHERE n.nspname = 'dealledger' AND c.relname NOT LIKE 'seal%'), 0)::float8
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND n.nspname IN ('ledger', 'dealledger')
        """;

    public IReadOnlyList<string> Names => ["disk, events and read models", "disk, read models"];

    public async Task<IReadOnlyList<Measurement>> RunAsync(Workbench bench, CancellationToken cancellation)
    {
        var company = bench.Small;
        var (ledger, snapshots) = (await company.LedgerAsync(cancellation), await company.SnapshotsAsync(cancellation));
        await using var command = new NpgsqlCommand(Sizes, await ledger.Database.Owner.OpenConnectionAsync(cancellation));
        await using var connection = command.Connection;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var (events, log, models) = (reader.GetDouble(0) / Megabyte, reader.GetDouble(1) / Megabyte, reader.GetDouble(2) / Megabyte);
        var daily = await snapshots.BytesOfARowAsync(cancellation) * company.History.DealDays() / Megabyte;
        return
        [
            new Measurement(Names[0], company.Scale, log + models, "MB", "daily snapshots, scaled", daily, daily / (log + models)).RatioAtLeast(10),
            Measurement.Growth(Names[1], company.Scale, "MB", Samples.Of(models), "event table", Samples.Of(events)).RatioAtMost(1.5),
        ];
    }
}
