using System.Text.Json;
using DealLedger.Core.Ledger;
using DealLedger.Core.Sealing;
using Npgsql;

namespace DealLedger.Postgres.Sealing;

/// <summary>
/// Makes proofs over sealed logs. Every proof is about a position: whatever else is to be proved only has to name the position of the event
/// that holds it.
/// </summary>
public sealed class Proofs(LedgerDatabase database)
{
    /// <summary>
    /// The position of the event with an id. There is no index on ids, so the whole log is looked through. Refuses an id that no event has, and
    /// one that several have, as events of other writers may.
    /// </summary>
    public async Task<long> PositionOfAsync(TenantId tenant, Guid eventId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        await using var command = new NpgsqlCommand(
            "SELECT seq_id FROM ledger.mt_events WHERE tenant_id = $1 AND id = $2 ORDER BY seq_id LIMIT 2", connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = eventId });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var positions = new List<long>();
        while (await reader.ReadAsync(cancellation))
        {
            positions.Add(reader.GetInt64(0));
        }

        return positions switch
        {
            [var position] => position,
            [] => throw new RefusedException(
                "event-unknown", $"No event of tenant '{tenant}' has the id {eventId}; a position as 'deal --json' shows it does as well (@1234).", "id"),
            _ => throw new RefusedException(
                "event-ambiguous",
                $"The events at positions {positions[0]} and {positions[1]} both have the id {eventId}; name one as @{positions[0]}.",
                "id"),
        };
    }

    /// <summary>
    /// Proves what the log held at a position when a seal was made; the newest seal when none is named. Refuses a position that the seal does
    /// not cover, and one whose row was changed since.
    /// </summary>
    public async Task<EventProof> EventAsync(TenantId tenant, long position, long? sealId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        var seal = sealId is { } id
            ? await FindAsync(connection, tenant, id, cancellation)
            : await SealTable.NewestAsync(connection, tenant, cancellation)
                ?? throw new RefusedException("not-sealed", $"The log of tenant '{tenant}' has no seal yet; make one first.");
        if (position < 1 || position > seal.Size)
        {
            throw new RefusedException(
                "not-sealed", $"Seal {seal.Id} covers the positions 1 to {seal.Size}, not {position}; name a later seal, or make one first.", "id");
        }

        var leaf = await LogLeaves.AtAsync(connection, tenant, position, cancellation)
            ?? throw new RefusedException(
                "log-damaged", $"The log misses position {position}, which seal {seal.Id} covers; verify the ledger to see what was changed.");
        var stored = await LeafHashes.ReadAsync(connection, tenant, seal.Size, [position - 1, seal.Size - 1], cancellation);
        var keys = await SealTable.KeysAsync(connection, cancellation);
        using var json = JsonDocument.Parse(leaf.ToBytes(), new JsonDocumentOptions { MaxDepth = CanonicalJson.DeepestNesting });
        var proof = new EventProof(
            json.RootElement.Clone(), MerkleTree.InclusionPath(position - 1, seal.Size, stored.Known), PublicKey(keys, seal), seal);
        return Held(proof);
    }

    /// <summary>
    /// Proves that the log under one seal begins with the log under an earlier one; the order in which they are named does not matter. Refuses
    /// seals between which something was rewritten.
    /// </summary>
    public async Task<ConsistencyProof> ConsistencyAsync(TenantId tenant, long sealId, long otherSealId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        var first = await FindAsync(connection, tenant, Math.Min(sealId, otherSealId), cancellation);
        var second = await FindAsync(connection, tenant, Math.Max(sealId, otherSealId), cancellation);
        if (first.Size < 1 || first.Size > second.Size)
        {
            throw new RefusedException(
                "seal-damaged", $"Seal {first.Id} covers {first.Size} events and the later seal {second.Id} {second.Size}; verify the ledger.");
        }

        var stored = await LeafHashes.ReadAsync(connection, tenant, second.Size, [first.Size - 1, second.Size - 1], cancellation);
        var keys = await SealTable.KeysAsync(connection, cancellation);
        return Held(new ConsistencyProof(
            first, PublicKey(keys, first), second, PublicKey(keys, second), MerkleTree.ConsistencyPath(first.Size, second.Size, stored.Known)));
    }

    // A proof that does not hold would tell whoever gets it that the event was changed, when it may be a row of the seals that was.
    private static T Held<T>(T proof)
        where T : Proof => proof.Fault(kept: null) is { } fault
        ? throw new RefusedException("proof-fails", $"There is no proof that holds: {fault}. Verify the ledger to see what was changed.")
        : proof;

    private static string PublicKey(IReadOnlyDictionary<Digest, byte[]> keys, Seal seal) => keys.TryGetValue(seal.Key, out var key)
        ? Convert.ToHexStringLower(key)
        : throw new RefusedException("seal-damaged", $"The public key of seal {seal.Id} is missing in dealledger.seal_key; restore the table from a backup.");

    private static async Task<Seal> FindAsync(NpgsqlConnection connection, TenantId tenant, long id, CancellationToken cancellation) =>
        await SealTable.FindAsync(connection, tenant, id, cancellation)
        ?? throw new RefusedException("seal-unknown", $"Tenant '{tenant}' has no seal {id}; 'seal list' shows those that there are.", "seal");
}
