using System.Globalization;
using DealLedger.Core.Forecasting;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Pages.Deals;

/// <summary>GET /deals: the deals that a cell of a forecast counts.</summary>
public static class DealsPageEndpoint
{
    private const string PageLength = "100";

    private static readonly string WholeList = DealsQuestion.MaxLimit.ToString(CultureInfo.InvariantCulture);

    /// <summary>Answers with the deals, as a page or as a file.</summary>
    public static Task<IResult> Handle(
        [AsParameters] DealsWords words, [AsParameters] PageScope scope, HttpContext http, LedgerHost ledger, CancellationToken cancellation)
    {
        // A file has the whole list, however far the page has shown it.
        var asked = scope.IsFile ? words with { Limit = WholeList, After = null } : words with { Limit = words.Limit ?? PageLength };
        return PageAnswer.GiveAsync<DealsPage, DealsModel>(
            http, ledger, scope, words.KnownAt, (view, read) => DealsModel.AskAsync(view, read, asked, cancellation), DealsTables.Of, cancellation);
    }
}
