using System.Globalization;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Postgres;
using Npgsql;

namespace DealLedger.Testing.Writer;

/// <summary>
/// Writes into a ledger without end and says of each change, by its correlation id, that it will be tried with so many events, and that
/// it was acknowledged or refused: <c>Writer append|bulk|project CONNECTION LABEL</c>. It ends when its database does. Or it takes what others wait
/// for, says so, and goes on when it is told to: <c>Writer hold-append|hold-copy|hold-projection|hold-turn CONNECTION LABEL</c>.
/// </summary>
public static class Writer
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 10, 12, 0, 0, TimeSpan.Zero);

    private static long _changes;

    /// <summary>Runs until it is killed, or the database goes away.</summary>
    public static async Task<int> Main(string[] args)
    {
        var (work, connection, label) = (args[0], args[1], args[2]);
        await using var database = new LedgerDatabase(connection);
        var store = new LedgerStore(database);
        if (work.StartsWith("hold-", StringComparison.Ordinal))
        {
            return await Holding.RunAsync(work, database, store, label);
        }

        Task[] tasks = work switch
        {
            "append" => [.. Enumerable.Range(0, 12).Select(i => AppendAsync(store, label, i))],
            "bulk" => [BulkAsync(store, label)],
            "project" => [.. Enumerable.Range(0, 6).Select(i => AppendAsync(store, label, i)), ProjectAsync(database, store), ProjectAsync(database, store)],
            _ => throw new ArgumentException(work),
        };
        try
        {
            await await Task.WhenAny(tasks);
            return 0;
        }
        catch (NpgsqlException)
        {
            return 1;
        }
    }

    private static async Task AppendAsync(LedgerStore store, string label, int writer)
    {
        for (var i = 0; ; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"deal-{label}-{(writer * 7 + i) % 15}");
            var known = await store.ReadStreamAsync(TenantId.Default, id, CancellationToken.None);
            var change = NextChange(label);
            Tell($"try {change} 1");
            try
            {
                IOpportunityEvent e = known.Count == 0 ? Opened(i) : new AmountChanged(null, i, Noon.AddHours((i * 13 + writer) % 200), "ann");
                await store.AppendAsync(TenantId.Default, new StreamAppend(id, known.Count, known, [Event(change, 0, e)]), CancellationToken.None);
                Tell($"ack {change}");
            }
            catch (VersionConflictException)
            {
                Tell($"no {change}");
            }
        }
    }

    private static async Task BulkAsync(LedgerStore store, string label)
    {
        while (true)
        {
            var change = NextChange(label);
            var deals = Enumerable.Range(0, 200).Select(d => new StreamAppend(
                $"bulk-{change}-{d}", 0, [], [Event(change, d * 2, Opened(d)), Event(change, (d * 2) + 1, new AmountChanged(d, d + 1, Noon.AddHours(1), "ann"))])).ToList();
            Tell($"try {change} {deals.Count * 2}");
            await store.AppendBulkAsync(TenantId.Default, deals, CancellationToken.None);
            Tell($"ack {change}");
        }
    }

    private static async Task ProjectAsync(LedgerDatabase database, LedgerStore store)
    {
        var projector = new Projector(database, TimeProvider.System);
        while (true)
        {
            await projector.CatchUpAsync(TenantId.Default, await store.HeadAsync(TenantId.Default, CancellationToken.None), CancellationToken.None);
        }
    }

    private static OpportunityOpened Opened(decimal amount) => new(
        null, null, "ann", "Prospecting", "Pipeline", "open", amount, "USD", new DateOnly(2026, 6, 15), null, null, null, Noon, "ann");

    private static NewEvent Event(string change, int index, IOpportunityEvent e) => new(
        EventId.Derive(TenantId.Default, "writer", change, index.ToString(CultureInfo.InvariantCulture)), e, change, "writer", "");

    private static string NextChange(string label) => string.Create(CultureInfo.InvariantCulture, $"{label}-{Interlocked.Increment(ref _changes)}");

    private static void Tell(string line) => Console.Out.WriteLine(line);
}
