using DealLedger.Server.Audit;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Http.Audit;

/// <summary>GET /api/audit.</summary>
public static class GetAuditEndpoint
{
    /// <summary>Answers with the audit file of a period and its proofs, in one archive.</summary>
    public static async Task<FileContentHttpResult> Handle(
        [AsParameters] AuditWords words, [AsParameters] TenantScope scope, [AsParameters] Freshness freshness, LedgerHost ledger, CancellationToken cancellation)
    {
        var (period, draft) = await ledger.AskAsync(
            scope.Read(), words.KnownAt, freshness.Read(),
            async (view, read) =>
            {
                var question = words.Read(read);
                return (question.Period.Id, await new AuditReader(view, question).ReadAsync(cancellation));
            },
            cancellation);
        var book = await draft.ProveAsync(ledger.Proofs, cancellation);
        return TypedResults.Bytes(book.ToArchive($"audit-{period}"), "application/zip", $"audit-{period}.zip");
    }
}
