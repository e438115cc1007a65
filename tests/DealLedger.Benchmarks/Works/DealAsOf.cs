using DealLedger.Benchmarks.Data;
using DealLedger.Core.Answers;
using DealLedger.Core.Time;
using DealLedger.Postgres;
using Npgsql;

namespace DealLedger.Benchmarks.Works;

/// <summary>One deal as of an instant with its history, beside reading the rows of its stream and nothing more.</summary>
internal sealed class DealAsOf : IWork
{
    private const int Asks = 200;

    public IReadOnlyList<string> Names => ["deal as of", "deal as of, p95"];

    public async Task<IReadOnlyList<Measurement>> RunAsync(Workbench bench, CancellationToken cancellation)
    {
        var lines = new List<Measurement>();
        foreach (var company in bench.Companies)
        {
            var ledger = await company.LedgerAsync(cancellation);
            for (var i = 0; i < 20; i++)
            {
                // In the middle of its life, and at the end.
                var halfway = DealScript.Of(Number(company, i))[BenchmarkOptions.ChangesOfADeal / 2].At;
                NaiveAnswers.Check(Number(company, i), halfway, await AskAsync(ledger, Number(company, i), halfway, cancellation));
                NaiveAnswers.Check(Number(company, i), MadeUpHistory.End, await AskAsync(ledger, Number(company, i), MadeUpHistory.End, cancellation));
            }

            var (ours, theirs) = await Asked.InTurnsAsync(
                bench.Options.Rounds,
                new Ask(Asks, number => AskAsync(ledger, Number(company, number), MadeUpHistory.End, cancellation)),
                new Ask(Asks, number => ReadAsync(ledger, Number(company, number), cancellation)));
            lines.Add(Measurement.Time(Names[0], company.Scale, ours.Median, "its rows by one statement, not folded", theirs.Median));
            lines.Add(Measurement.Figure(Names[1], company.Scale, "ms", ours.Tail).AtMost(3));
        }

        return lines;
    }

    private static Task<DealAnswer> AskAsync(MeasuredLedger ledger, int number, DateTimeOffset asOf, CancellationToken cancellation) =>
        ledger.Answers.DealAsync(MeasuredLedger.Tenant, MadeUpHistory.Deal(number), asOf, new KnownAt.Now(), Consistency.Strong, cancellation);

    private static async Task ReadAsync(MeasuredLedger ledger, int number, CancellationToken cancellation)
    {
        await using var command = ledger.Database.Owner.CreateCommand(
            """
            SELECT seq_id, version, id, type, data, timestamp, correlation_id, headers, user_name FROM ledger.mt_events
            WHERE tenant_id = $1 AND stream_id = $2 ORDER BY seq_id
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = MeasuredLedger.Tenant.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = "opportunity/" + MadeUpHistory.Deal(number) });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            reader.GetFieldValue<byte[]>(4);
        }
    }

    // Another deal every time, none near the last one.
    private static int Number(Company company, int number) => company.History.Deals[(int)(number * 7_919L % company.History.Deals.Count)];
}
