using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Pages.Deal;

/// <summary>GET /deals/{id}: a deal as of an instant, with every event.</summary>
public static class DealPageEndpoint
{
    /// <summary>Answers with the deal, as a page or as a file of its events.</summary>
    public static Task<IResult> Handle(
        string id, [AsParameters] DealWords words, [AsParameters] PageScope scope, HttpContext http, LedgerHost ledger, CancellationToken cancellation) =>
        PageAnswer.GiveAsync<DealPage, DealModel>(
            http, ledger, scope, words.KnownAt, (view, read) => DealModel.AskAsync(view, read, InputReader.Id("id", id), words, cancellation), DealTables.Of, cancellation);
}
