using DealLedger.Core.Forecasting;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Pages.Changes;

/// <summary>GET /: what changed.</summary>
public static class ChangesPageEndpoint
{
    private static readonly string WholeList = ChangesQuestion.MaxLimit.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Answers with what changed, as a page or as a file of all the deals.</summary>
    public static Task<IResult> Handle(
        [AsParameters] ChangesWords words, [AsParameters] PageScope scope, HttpContext http, LedgerHost ledger, CancellationToken cancellation)
    {
        // A file has the whole list, however far the page has shown it.
        var asked = scope.IsFile ? words with { Limit = WholeList, After = null } : words with { Limit = words.Limit ?? ChangesModel.PageLength };
        return PageAnswer.GiveAsync<ChangesPage, ChangesModel>(
            http, ledger, scope, words.KnownAt, (view, read) => ChangesModel.AskAsync(view, read, asked, cancellation), ChangesTables.Of, cancellation);
    }
}
