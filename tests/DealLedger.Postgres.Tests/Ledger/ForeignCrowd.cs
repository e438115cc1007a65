using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;

namespace DealLedger.Postgres.Tests.Ledger;

/// <summary>Many foreign writers at once, each with a fixed seed: what they do in what order is random, what has to come of it is not.</summary>
internal sealed class ForeignCrowd(NpgsqlDataSource source, TestLedger ledger)
{
    public enum Ending
    {
        Committed,
        RolledBack,
        LostItsVersion,
        LeftTombstones,
        WasClaimed,
        HeldTheLog,
    }

    /// <summary>Events whose transactions committed.</summary>
    public ConcurrentBag<Guid> Acknowledged { get; } = [];

    /// <summary>Events whose transactions did not.</summary>
    public ConcurrentBag<Guid> GivenUp { get; } = [];

    /// <summary>The newest amount of each writer's own deal.</summary>
    public ConcurrentDictionary<string, decimal> LastAmounts { get; } = [];

    /// <summary>How the transactions ended.</summary>
    public ConcurrentDictionary<Ending, int> Kinds { get; } = [];

    public async Task WriteAsync(int writer, int rounds)
    {
        var random = new Random(writer);
        for (var round = 0; round < rounds; round++)
        {
            var stream = random.Next(4) switch
            {
                0 => $"opportunity/shared-{random.Next(4)}",
                1 => $"call/{writer}",
                _ => $"opportunity/foreign-{writer}",
            };
            var ending = writer switch
            {
                0 when round == 3 => Ending.WasClaimed,
                1 when round == 4 => Ending.HeldTheLog,
                _ => random.Next(12) switch { 0 => Ending.RolledBack, 1 => Ending.LeftTombstones, 2 => Ending.LostItsVersion, _ => Ending.Committed },
            };
            await WriteAsync(ending is Ending.WasClaimed or Ending.HeldTheLog ? $"opportunity/foreign-{writer}" : stream, ending, random);
        }
    }

    // Tries until the transaction ended as it was to.
    private async Task WriteAsync(string stream, Ending ending, Random random)
    {
        while (!await TryAsync(stream, ending, random))
        {
            Kinds.AddOrUpdate(Ending.LostItsVersion, 1, (_, n) => n + 1);
        }

        Kinds.AddOrUpdate(ending, 1, (_, n) => n + 1);
    }

    private async Task<bool> TryAsync(string stream, Ending ending, Random random)
    {
        var version = await VersionAsync(stream);
        var count = random.Next(1, 4);

        // Some draw their numbers even before the transaction begins.
        var before = random.Next(3) == 0
            ? await source.ListAsync<long>("SELECT nextval('ledger.mt_events_sequence_default') FROM generate_series(1, $1)", count)
            : null;
        await using var transaction = await ForeignTransaction.BeginAsync(source);
        var numbers = before ?? await transaction.DrawAsync(count);
        var ids = new List<Guid>();
        try
        {
            if (ending == Ending.WasClaimed)
            {
                await OwnAppendAsync(stream);
                await source.UntilAsync("the number is claimed", "SELECT EXISTS (SELECT FROM ledger.mt_events WHERE seq_id = $1)", numbers[0]);
            }

            if (!await transaction.MoveStreamAsync(stream, ending == Ending.LostItsVersion ? version + 100 : version, version + count))
            {
                GivenUp.Add(Guid.NewGuid());
                return ending == Ending.LostItsVersion;
            }

            var amount = random.Next(1, 1000);
            for (var i = 0; i < count; i++)
            {
                ids.Add(await transaction.InsertAsync(numbers[i], stream, version + i + 1, version + i == 0 ? "opportunity_opened" : "amount_changed", Data(version + i, amount)));
            }

            if (ending == Ending.HeldTheLog)
            {
                await OwnAppendAsync(stream);
                await source.UntilAsync(
                    "the log is held", "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE query LIKE '%mt_tombstone%' AND datname = current_database() AND wait_event_type = 'Lock')");
            }

            if (ending is Ending.RolledBack or Ending.LeftTombstones)
            {
                await transaction.RollbackAsync();
                ids.ForEach(GivenUp.Add);
                await BuryAsync(ending == Ending.LeftTombstones ? numbers : []);
                return true;
            }

            await transaction.CommitAsync();
            ids.ForEach(Acknowledged.Add);
            if (stream.StartsWith("opportunity/foreign-", StringComparison.Ordinal))
            {
                LastAmounts[stream["opportunity/".Length..]] = amount;
            }

            return ending != Ending.WasClaimed;
        }
        catch (PostgresException lost) when (lost.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected)
        {
            ids.ForEach(GivenUp.Add);
            return ending == Ending.WasClaimed;
        }
    }

    private async Task OwnAppendAsync(string stream) => await ledger.Store.AppendAsync(
        TestLedger.Tenant, Deals.New($"beside-{stream["opportunity/".Length..]}-{Guid.NewGuid():N}", Deals.Opened(1)), TestLedger.Cancellation);

    // The numbers may have been claimed meanwhile; then there is nothing left to bury.
    private async Task BuryAsync(List<long> numbers)
    {
        foreach (var number in numbers)
        {
            await using var burial = await ForeignTransaction.BeginAsync(source);
            try
            {
                await burial.InsertTombstoneAsync(number);
                await burial.CommitAsync();
            }
            catch (PostgresException claimed) when (claimed.SqlState == PostgresErrorCodes.UniqueViolation)
            {
                await burial.RollbackAsync();
            }
        }
    }

    private async Task<long> VersionAsync(string stream) =>
        await source.ScalarAsync<long>("SELECT coalesce((SELECT version FROM ledger.mt_streams WHERE tenant_id = 'default' AND id = $1), 0)", stream);

    private static string Data(long version, int amount)
    {
        var written = amount.ToString(CultureInfo.InvariantCulture);
        return version == 0
            ? $$"""{"Owner": "x", "Category": "Pipeline", "Currency": "USD", "Amount": {{written}}, "CloseDate": "2026-06-15", "At": "2026-05-10T12:00:00Z", "By": "x"}"""
            : $$"""{"To": {{written}}}""";
    }
}
