using DealLedger.Core.Finding;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Pages.Find;

/// <summary>GET /find: deals by id, name or account.</summary>
public static class FindPageEndpoint
{
    /// <summary>Answers with the deals found, as a page or as a file; goes to the deal where its very id was asked for.</summary>
    public static async Task<IResult> Handle(
        [AsParameters] FindWords words, [AsParameters] PageScope scope, HttpContext http, LedgerHost ledger, CancellationToken cancellation)
    {
        string? exact = null;
        var page = await PageAnswer.GiveAsync<FindPage, FindModel>(
            http, ledger, scope, words.KnownAt,
            async (view, read) =>
            {
                var model = new FindModel(words.Q is null || words.Q.Trim().Length < FindQuestion.Shortest ? null : await view.FindAsync(words.Read(read), cancellation));
                exact = model.Exact;
                return model;
            },
            FindTables.Of, cancellation);
        return exact is null || scope.IsFile ? page : TypedResults.LocalRedirect(FindModel.Deal(PageFrame.Of(http), exact));
    }
}
