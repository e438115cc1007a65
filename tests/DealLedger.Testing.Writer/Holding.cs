using DealLedger.Core;
using DealLedger.Core.Currencies;
using DealLedger.Core.Ledger;
using DealLedger.Postgres;
using Npgsql;

namespace DealLedger.Testing.Writer;

/// <summary>Stands in the middle of a work that others wait for, until a line comes in; then goes on with it, and says <c>done</c> or <c>lost</c>.</summary>
internal static class Holding
{
    private const string Lock = "SELECT pg_advisory_xact_lock(hashtextextended('dealledger:append:default', 0))";
    private const string Brief = "SET LOCAL idle_in_transaction_session_timeout = '5s'";

    private static readonly DateTimeOffset Since = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<int> RunAsync(string work, LedgerDatabase database, LedgerStore store, string label)
    {
        try
        {
            switch (work)
            {
                case "hold-append":
                    await BetweenStatementsAsync(database, Lock, $"{Event(1)};{Event(2)}");
                    break;
                case "hold-copy":
                    await InCopyAsync(database);
                    break;
                case "hold-projection":
                    await BetweenStatementsAsync(
                        database, "SELECT FROM dealledger.projection WHERE tenant_id = 'default' FOR UPDATE",
                        "UPDATE dealledger.projection SET position = 1000000 WHERE tenant_id = 'default'");
                    break;
                case "hold-turn":
                    await InDecisionAsync(database, store, label);
                    break;
                default:
                    throw new ArgumentException(work);
            }

            Console.Out.WriteLine("done");
            return 0;
        }
        catch (Exception lost) when (lost is NpgsqlException or RefusedException)
        {
            Console.Out.WriteLine($"lost {(lost as RefusedException)?.Refusal.Code}");
            return 1;
        }
    }

    private static async Task BetweenStatementsAsync(LedgerDatabase database, string hold, string then)
    {
        await using var connection = await database.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, Brief);
        await ExecuteAsync(connection, hold);
        Hold();
        await ExecuteAsync(connection, then);
        await transaction.CommitAsync();
    }

    // No timeout of PostgreSQL's looks at a COPY that waits for its client.
    private static async Task InCopyAsync(LedgerDatabase database)
    {
        await using var connection = await database.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, Brief);
        await ExecuteAsync(connection, Lock);
        await using (var copy = await connection.BeginTextImportAsync("COPY dealledger.text (tenant_id, text_id, salt, content) FROM STDIN"))
        {
            Hold();
            await copy.WriteLineAsync($"default\t{Guid.Empty}\t\\\\x00\tnever");
        }

        await transaction.CommitAsync();
    }

    private static async Task InDecisionAsync(LedgerDatabase database, LedgerStore store, string label)
    {
        var facts = new FactHandler(database, store, new Projector(database, TimeProvider.System));
        await facts.RecordAsync(
            TenantId.Default, RateSet.Kind, "writer",
            _ =>
            {
                Hold();
                return [new NewFact(new StreamKey(RateSet.Kind, "EUR-USD"), new RateSet(1.5m, null, Since, label))];
            },
            CancellationToken.None);
    }

    private static string Event(long version) => $$"""
        INSERT INTO ledger.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id)
        VALUES (nextval('ledger.mt_events_sequence_default'), gen_random_uuid(), 'other/held', {{version}}, '{}', 'held', clock_timestamp(), 'default')
        """;

    private static void Hold()
    {
        Console.Out.WriteLine("held");
        Console.In.ReadLine();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
