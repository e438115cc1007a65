using DealLedger.Core.Ledger;
using DealLedger.Postgres.Sealing;
using DealLedger.Server.Tables;

namespace DealLedger.Server.Audit;

/// <summary>A proof that is to be made for an audit.</summary>
public abstract record WantedProof(string FileName)
{
    /// <summary>That the log under a seal holds what it held at a position.</summary>
    public sealed record OfEvent(string FileName, long Position, long Seal) : WantedProof(FileName);

    /// <summary>That the log under a seal begins with the log under an earlier one.</summary>
    public sealed record OfBeginning(string FileName, long Seal, long Later) : WantedProof(FileName);
}

/// <summary>
/// All that an audit of a period says, before its proofs are made. Those are of seals, which do not change, so they need not be made while the view
/// is open: whoever held its connection and waited for another one could wait for others who do the same.
/// </summary>
public sealed record AuditDraft(TenantId Tenant, IReadOnlyList<SheetTable> Sheets, IReadOnlyList<WantedProof> Wanted)
{
    /// <summary>Makes the proofs. Refuses as they are refused.</summary>
    public async Task<AuditBook> ProveAsync(Proofs proofs, CancellationToken cancellation)
    {
        var made = new List<AuditProof>(Wanted.Count);
        foreach (var wanted in Wanted)
        {
            var content = wanted switch
            {
                WantedProof.OfEvent one => (await proofs.EventAsync(Tenant, one.Position, one.Seal, cancellation)).ToFile(),
                WantedProof.OfBeginning one => (await proofs.ConsistencyAsync(Tenant, one.Seal, one.Later, cancellation)).ToFile(),
                _ => throw new InvalidOperationException($"There is no proof of the kind {wanted.GetType().Name}."),
            };
            made.Add(new AuditProof(wanted.FileName, content));
        }

        return new AuditBook(Sheets, made);
    }
}
