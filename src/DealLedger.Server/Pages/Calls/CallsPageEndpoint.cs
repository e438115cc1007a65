using System.Globalization;
using DealLedger.Core.Forecasting;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Pages.Calls;

/// <summary>GET /calls: the calls that were stated, and how near they came.</summary>
public static class CallsPageEndpoint
{
    private const string PageLength = "200";
    private const string ByPeriod = "period";

    private static readonly string WholeList = CallsQuestion.MaxLimit.ToString(CultureInfo.InvariantCulture);

    /// <summary>Answers with the calls, as a page or as a file.</summary>
    public static Task<IResult> Handle(
        [AsParameters] CallListWords words, [AsParameters] PageScope scope, HttpContext http, LedgerHost ledger, CancellationToken cancellation)
    {
        // A file has the whole list, however far the page has shown it.
        var listed = scope.IsFile ? words with { Limit = WholeList, After = null } : words with { Limit = words.Limit ?? PageLength };
        var asked = listed with { Order = words.Order ?? ByPeriod };
        return PageAnswer.GiveAsync<CallsPage, CallsModel>(
            http, ledger, scope, words.KnownAt, (view, read) => CallsModel.AskAsync(view, read, asked, cancellation), CallsTables.Of, cancellation);
    }
}
