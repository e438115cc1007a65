using Npgsql;

namespace DealLedger.Benchmarks.Soak;

/// <summary>
/// How the server stood at the end of a minute and how it answered in it: resident memory, open handles, connections, dead rows for a hundred live
/// ones, the bytes that a row takes in the tables whose rows are changed, how many events the read models were behind, and latencies in milliseconds.
/// </summary>
internal sealed record SoakMinute(
    int Number, double Megabytes, int Handles, int Connections, double DeadOfAHundred, double BytesARow, long Behind,
    int Appends, double AppendMedian, double AppendTail, int Reads, double ReadMedian, double ReadTail, int Failed)
{
    // Of the tables in which rows are changed or removed, indexes with them: what is left lying makes a row take more.
    private const string Stand = """
        SELECT (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid())::int,
               (SELECT 100.0 * sum(n_dead_tup) / greatest(1, sum(n_live_tup)) FROM pg_stat_user_tables)::float8,
               (SELECT coalesce(sum(pg_total_relation_size(relid)) / greatest(1, sum(n_live_tup)), 0) FROM pg_stat_user_tables
                WHERE n_tup_upd + n_tup_del > 0)::float8,
               ((SELECT max(seq_id) FROM ledger.mt_events) - (SELECT max(position) FROM dealledger.projection))::bigint
        """;

    /// <summary>Looks at the process and at the database; the latencies are those of the minute.</summary>
    public static async Task<SoakMinute> LookAsync(
        int number, int process, NpgsqlDataSource owner, IReadOnlyList<SoakReply> replies, CancellationToken cancellation)
    {
        await using var command = owner.CreateCommand(Stand);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        var (appends, reads) = (Times(replies, isAppend: true), Times(replies, isAppend: false));
        return new SoakMinute(
            number, ResidentMegabytes(process), Directory.GetFileSystemEntries($"/proc/{process}/fd").Length, row.GetInt32(0), row.GetDouble(1), row.GetDouble(2),
            row.GetInt64(3), appends.Count, Samples.Percentile(appends, 0.5), Samples.Percentile(appends, 0.99), reads.Count,
            Samples.Percentile(reads, 0.5), Samples.Percentile(reads, 0.99), replies.Count(r => !r.Succeeded));
    }

    private static List<double> Times(IReadOnlyList<SoakReply> replies, bool isAppend) => [.. replies.Where(r => r.IsAppend == isAppend).Select(r => r.Milliseconds)];

    private static double ResidentMegabytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) / 1024;
    }
}

/// <summary>How long a request took from when it was due, in milliseconds, and whether it was answered as it should be.</summary>
internal sealed record SoakReply(bool IsAppend, double Milliseconds, bool Succeeded);
