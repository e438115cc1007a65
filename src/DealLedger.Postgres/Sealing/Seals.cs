using System.Collections.Concurrent;
using DealLedger.Core;
using DealLedger.Core.Ledger;
using DealLedger.Core.Organisation;
using DealLedger.Core.Sealing;
using DealLedger.Core.Time;
using DealLedger.Postgres.Access;
using DealLedger.Postgres.ReadModels;
using Npgsql;

namespace DealLedger.Postgres.Sealing;

/// <summary>
/// Seals a tenant's log (docs/seals.md): at every call, at the end of every week, and on demand. A seal covers the positions up to which the
/// log is dense, so that nothing can still come between them. <paramref name="key"/> opens the key to sign with; its caller disposes it.
/// </summary>
public sealed class Seals(LedgerDatabase database, LedgerStore ledger, Projector projector, TimeProvider clock, Func<SealKey> key)
{
    private const int EventsAReport = 20_000;

    // One at a time a tenant; whoever comes second seals what is new since the first.
    private const string Lock = "SELECT pg_advisory_xact_lock(hashtextextended('dealledger:seal:' || $1, 0))";

    private const string FirstRecorded = """
        SELECT e.timestamp < $2 FROM ledger.mt_events e WHERE e.tenant_id = $1 AND e.timestamp > '-infinity' ORDER BY e.seq_id LIMIT 1
        """;

    private readonly ConcurrentDictionary<TenantId, SemaphoreSlim> _turns = new();

    /// <summary>
    /// Seals the log as it stands, with every event that was recorded before the call. For an occasion other than
    /// <see cref="SealOccasion.Demand"/> that has its seal already, that one comes back. Refuses an empty log, and one that is damaged.
    /// </summary>
    public async Task<Seal> SealAsync(TenantId tenant, string occasion, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var head = await ledger.HeadAsync(tenant, cancellation);
        var dense = await projector.CatchUpAsync(tenant, head, cancellation);
        using var signer = key();

        // Who waits in this host for the lock below holds no connection meanwhile, which whoever has it may need.
        var turn = _turns.GetOrAdd(tenant, static _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellation);
        try
        {
            return await SealInTurnAsync(tenant, occasion, dense, signer, progress, cancellation);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>
    /// Seals the log for the tenant's week that ended last, once, whoever comes first. None when that is done already, or when the log began
    /// after it.
    /// </summary>
    public async Task<Seal?> SealWeekAsync(TenantId tenant, CancellationToken cancellation)
    {
        string occasion;
        await using (var connection = await database.OpenAsync(tenant, cancellation))
        {
            var now = clock.GetUtcNow();
            var settings = SettingsHistory.Of(await FactTable.ReadAsync(connection, tenant, SettingsEvent.Kind, long.MaxValue, cancellation)).At(now);
            var (week, end) = new TimeWords(settings, now).LastEndedWeek;
            occasion = SealOccasion.Week(week);
            if (await SealTable.OfOccasionAsync(connection, tenant, occasion, cancellation) is not null)
            {
                return null;
            }

            await using var began = new NpgsqlCommand(FirstRecorded, connection);
            began.Parameters.Add(Sql.Text(tenant.Value));
            began.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = end });
            if (await began.ExecuteScalarAsync(cancellation) is not true)
            {
                return null;
            }
        }

        return await SealAsync(tenant, occasion, null, cancellation);
    }

    /// <summary>The seals with ids above one, at most so many, in the order of their ids.</summary>
    public async Task<IReadOnlyList<Seal>> ListAsync(TenantId tenant, long after, int most, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        return await SealTable.ListAsync(connection, tenant, after, most, cancellation);
    }

    private async Task<Seal> SealInTurnAsync(
        TenantId tenant, string occasion, long dense, SealKey signer, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        await using var log = await database.OpenAsync(tenant, cancellation);
        await using var connection = await database.OpenAsync(tenant, cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var alone = new NpgsqlCommand(Lock, connection))
        {
            alone.Parameters.Add(Sql.Text(tenant.Value));
            await alone.ExecuteNonQueryAsync(cancellation);
        }

        if (await SealTable.OfOccasionAsync(connection, tenant, occasion, cancellation) is { } made)
        {
            return made;
        }

        var last = await SealTable.NewestAsync(connection, tenant, cancellation);
        var size = Math.Max(dense, last?.Size ?? 0);
        if (size == 0)
        {
            throw new RefusedException("nothing-to-seal", $"The log of tenant '{tenant}' is empty; record or import something first.");
        }

        if (await ledger.HeadAsync(tenant, cancellation) is var end && end < size)
        {
            throw Damaged($"ends at position {end}, but reached position {size} before");
        }

        var root = await GrowAsync(log, connection, tenant, last, size, progress, cancellation);
        var access = await AccessTable.HeadAsync(connection, tenant, cancellation);
        var seal = signer.Sign(
            new Seal((last?.Id ?? 0) + 1, size, root, NextInstant(last), "", last?.Hash(), tenant.Value, occasion, signer.Id, access));
        await SealTable.AddAsync(connection, seal, signer.PublicKey, cancellation);
        await transaction.CommitAsync(cancellation);
        return seal;
    }

    // The leaves that are new since the last seal, read once, in pieces that end where a block does.
    private static async Task<Digest> GrowAsync(
        NpgsqlConnection log, NpgsqlConnection connection, TenantId tenant, Seal? last, long size, IProgress<Progress>? progress,
        CancellationToken cancellation)
    {
        var sealedSize = last?.Size ?? 0;
        var blockStart = sealedSize - (sealedSize % LeafHashes.BlockSize);
        var stored = await LeafHashes.ReadAsync(connection, tenant, sealedSize, sealedSize > blockStart ? [blockStart] : [], cancellation);
        var tree = CompactRange.Of(sealedSize, stored.Known);
        if (last is not null && tree.Root != last.Root)
        {
            throw Damaged($"was sealed with another root than the leaf hashes give that are kept of its first {sealedSize} positions");
        }

        var (piece, used) = (new byte[LeafHashes.BlockSize * Digest.Length], 0);
        await foreach (var (position, hash) in LogLeaves.HashesAsync(log, tenant, sealedSize, size, cancellation))
        {
            if (position != tree.Size + 1)
            {
                break;
            }

            var blockRoot = tree.Append(hash, LeafHashes.BlockSize);
            hash.CopyTo(piece.AsSpan(used));
            used += Digest.Length;
            if (blockRoot is not null || position == size)
            {
                await LeafHashes.AddAsync(connection, tenant, position - (used / Digest.Length) + 1, piece[..used], blockRoot, cancellation);
                used = 0;
            }

            if (position % EventsAReport == 0)
            {
                progress?.Report(new Progress("events sealed", position, size));
            }
        }

        return tree.Size == size ? tree.Root : throw Damaged($"misses position {tree.Size + 1}");
    }

    // Instants of seals rise strictly, even when a host's clock steps back.
    private DateTimeOffset NextInstant(Seal? last)
    {
        var now = clock.GetUtcNow().ToMicroseconds();
        return last is null || now > last.At ? now : last.At + Instants.Microsecond;
    }

    private static RefusedException Damaged(string what) =>
        new("log-damaged", $"The log {what}: nothing was sealed; verify the ledger to see what was changed.");
}
