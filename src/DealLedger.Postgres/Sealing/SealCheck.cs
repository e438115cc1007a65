using System.Runtime.CompilerServices;
using DealLedger.Core.Ledger;
using DealLedger.Core.Sealing;
using Npgsql;

namespace DealLedger.Postgres.Sealing;

/// <summary>
/// Holds the log against its seals: every row that was sealed against the leaf hash kept of it, those hashes against the root of every seal, and
/// the seals against their signatures and each other. A seal kept elsewhere also shows what somebody did who could change all of that.
/// </summary>
internal sealed class SealCheck(LedgerDatabase database, TenantId tenant)
{
    private const int EventsAReport = 20_000;

    // By turns, for they come by one connection; a multiple of the block, so that no piece lies in two turns.
    private const int PositionsATurn = 64 * LeafHashes.BlockSize;

    private List<Seal> _seals = [];
    private int _next;

    private long SealedSize => _seals.Count == 0 ? 0 : _seals[^1].Size;

    /// <summary>None when everything agrees, else the first difference in one sentence. One pass over the log.</summary>
    public async Task<string?> RunAsync(Seal? kept, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(cancellation);

        // Log, seals and leaf hashes of one snapshot; what is sealed meanwhile is not looked at.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        return await RunAsync(connection, kept, progress, cancellation);
    }

    /// <summary>The same by a connection whose transaction sees one state of the tenant.</summary>
    public async Task<string?> RunAsync(NpgsqlConnection connection, Seal? kept, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        _seals = await SealTable.ListAsync(connection, tenant, 0, int.MaxValue, cancellation);
        var keys = await SealTable.KeysAsync(connection, cancellation);
        return ChainFault(keys) ?? await LogFaultAsync(connection, kept, progress, cancellation) ?? KeptFault(kept);
    }

    private string? ChainFault(IReadOnlyDictionary<Digest, byte[]> keys)
    {
        Seal? before = null;
        foreach (var seal in _seals)
        {
            var number = (before?.Id ?? 0) + 1;
            if (seal.Id != number)
            {
                return $"Seal {number} is missing.";
            }

            if (seal.Previous != before?.Hash() || seal.Size < (before?.Size ?? 1))
            {
                return $"Seal {seal.Id} does not follow the seal before it: one of the two was changed.";
            }

            if (!keys.TryGetValue(seal.Key, out var key))
            {
                return $"The public key of seal {seal.Id} is missing.";
            }

            if (SealSignature.Fault(seal, key) is { } fault)
            {
                return $"Seal {seal.Id} was changed: {fault}.";
            }

            before = seal;
        }

        return null;
    }

    private async Task<string?> LogFaultAsync(NpgsqlConnection connection, Seal? kept, IProgress<Progress>? progress, CancellationToken cancellation)
    {
        var size = Math.Max(SealedSize, kept?.Size ?? 0);
        await using var stored = StoredHashesAsync(connection, cancellation).GetAsyncEnumerator(cancellation);
        var tree = new CompactRange();
        await foreach (var (position, hash) in LogHashesAsync(connection, size, cancellation))
        {
            if (position != tree.Size + 1)
            {
                return $"The log misses position {tree.Size + 1}.";
            }

            Digest? blockRoot = null;
            if (position <= SealedSize)
            {
                if (!await stored.MoveNextAsync() || stored.Current.Position != position)
                {
                    return $"The leaf hash of position {position} is missing.";
                }

                if (stored.Current.Hash != hash)
                {
                    return $"The event at position {position} is not the one that was sealed.";
                }

                blockRoot = stored.Current.BlockRoot;
            }

            var block = tree.Append(hash, LeafHashes.BlockSize);
            if (position <= SealedSize && blockRoot != block)
            {
                return $"The root kept of the positions {position - (position - 1) % LeafHashes.BlockSize} to {position} is not theirs.";
            }

            if (RootFault(tree, kept) is { } fault)
            {
                return fault;
            }

            if (position % EventsAReport == 0)
            {
                progress?.Report(new Progress("sealed events verified", position, size));
            }
        }

        return tree.Size < size ? $"The log ends at position {tree.Size}: position {tree.Size + 1} was sealed and is missing."
            : await stored.MoveNextAsync() ? $"Leaf hashes are kept up to a later position than the last seal's {SealedSize}: a seal is missing."
            : null;
    }

    // Of the seals that cover just the events so far.
    private string? RootFault(CompactRange tree, Seal? kept)
    {
        for (; _next < _seals.Count && _seals[_next].Size == tree.Size; _next++)
        {
            if (_seals[_next].Root != tree.Root)
            {
                var from = (_next == 0 ? 0 : _seals[_next - 1].Size) + 1;
                return $"The events from position {from} to {tree.Size} are not those that seal {_seals[_next].Id} covers.";
            }
        }

        return kept?.Size == tree.Size && kept.Root != tree.Root
            ? $"The events up to position {tree.Size} are not those under seal {kept.Id} that was kept elsewhere."
            : null;
    }

    private string? KeptFault(Seal? kept)
    {
        if (kept is null)
        {
            return null;
        }

        var same = _seals.Find(seal => seal.Id == kept.Id);
        return same is null ? $"Seal {kept.Id} that was kept elsewhere is missing in the ledger."
            : kept.DifferenceTo(same) is { } field ? $"Seal {kept.Id} differs from the one kept elsewhere in its {field}."
            : null;
    }

    private async IAsyncEnumerable<(long Position, Digest Hash)> LogHashesAsync(
        NpgsqlConnection connection, long size, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var after = 0L; after < size; after += PositionsATurn)
        {
            var turn = new List<(long, Digest)>();
            await foreach (var leaf in LogLeaves.HashesAsync(connection, tenant, after, Math.Min(size, after + PositionsATurn), cancellation))
            {
                turn.Add(leaf);
            }

            foreach (var leaf in turn)
            {
                yield return leaf;
            }
        }
    }

    private async IAsyncEnumerable<(long Position, Digest Hash, Digest? BlockRoot)> StoredHashesAsync(
        NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var after = 0L; after <= SealedSize; after += PositionsATurn)
        {
            // The last turn finds what lies beyond all seals too.
            var upTo = after + PositionsATurn <= SealedSize ? after + PositionsATurn : long.MaxValue;
            var turn = new List<(long First, byte[] Hashes, byte[]? BlockRoot)>();
            await foreach (var piece in LeafHashes.PiecesAsync(connection, tenant, after, upTo, cancellation))
            {
                turn.Add(piece);
            }

            foreach (var (first, hashes, blockRoot) in turn)
            {
                var count = hashes.Length / Digest.Length;
                for (var i = 0; i < count; i++)
                {
                    var root = i == count - 1 && blockRoot is { Length: Digest.Length } ? new Digest(blockRoot) : (Digest?)null;
                    yield return (first + i, new Digest(hashes.AsSpan(i * Digest.Length, Digest.Length)), root);
                }
            }
        }
    }
}
