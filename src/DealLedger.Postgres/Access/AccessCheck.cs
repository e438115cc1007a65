using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Core.Sealing;
using DealLedger.Postgres.Sealing;
using Npgsql;

namespace DealLedger.Postgres.Access;

/// <summary>Holds the access log against its own chain, and against the head of it in every seal.</summary>
internal sealed class AccessCheck(LedgerDatabase database, TenantId tenant)
{
    private const int EntriesAReport = 20_000;

    private readonly Queue<(AccessHead Head, string Seal)> _sealed = new();

    /// <summary>None when everything agrees, else the first difference in one sentence. One pass over the access log.</summary>
    public async Task<string?> RunAsync(IProgress<Progress>? progress, CancellationToken cancellation)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(cancellation);

        // Seals before entries: what a seal covers was written before it.
        return await SealsFaultAsync(connection, cancellation) ?? await EntriesFaultAsync(connection, progress, cancellation);
    }

    private async Task<string?> SealsFaultAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        (AccessHead Head, string Seal)? before = null;
        foreach (var seal in await SealTable.ListAsync(connection, tenant, 0, int.MaxValue, cancellation))
        {
            if (before is { } covered && (seal.Access?.Number ?? 0) < covered.Head.Number)
            {
                return $"Seal {seal.Id} covers fewer entries of the access log than {covered.Seal}.";
            }

            if (seal.Access is { } head)
            {
                before = (head, $"seal {seal.Id}");
                _sealed.Enqueue(before.Value);
            }
        }

        return null;
    }

    private async Task<string?> EntriesFaultAsync(NpgsqlConnection connection, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var (last, json) = (AccessHead.None, new CanonicalJson());
        var total = await AccessTable.CountAsync(connection, tenant, cancellation);
        if (SealFault(last) is { } first)
        {
            return first;
        }

        await foreach (var (number, note, hash) in AccessTable.AllAsync(connection, tenant, cancellation))
        {
            if (number != last.Number + 1)
            {
                return $"The access log misses entry {last.Number + 1}.";
            }

            if (note is null || (last = note.After(last, tenant.Value, json)).Hash != hash)
            {
                return $"Entry {number} of the access log is not the one that was written after entry {number - 1}.";
            }

            if (SealFault(last) is { } fault)
            {
                return fault;
            }

            if (number % EntriesAReport == 0)
            {
                progress?.Report(new Progress("entries of the access log verified", number, total));
            }
        }

        return _sealed.TryPeek(out var missing)
            ? $"The access log ends at entry {last.Number}: entry {last.Number + 1} was covered by {missing.Seal} and is missing."
            : null;
    }

    // Of the seals that cover just the entries so far.
    private string? SealFault(AccessHead last)
    {
        while (_sealed.TryPeek(out var next) && next.Head.Number <= last.Number)
        {
            _sealed.Dequeue();
            if (next.Head != last)
            {
                return $"The access log up to entry {last.Number} is not the one that {next.Seal} covers.";
            }
        }

        return null;
    }
}
