using System.Globalization;
using DealLedger.Core.Slippage;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Pages.Slippage;

/// <summary>GET /slippage: who let deals slip.</summary>
public static class SlippagePageEndpoint
{
    private const string PageLength = "50";

    private static readonly string WholeList = PushesQuestion.MaxLimit.ToString(CultureInfo.InvariantCulture);

    /// <summary>Answers with slippage, as a page or as a file.</summary>
    public static Task<IResult> Handle(
        [AsParameters] SlippageWords words, [AsParameters] MovedDatesWords listed, [AsParameters] PageScope scope, HttpContext http, LedgerHost ledger,
        CancellationToken cancellation)
    {
        // A file has the whole list, however far the page has shown it.
        var asked = scope.IsFile ? listed with { Limit = WholeList, After = null } : listed with { Limit = listed.Limit ?? PageLength };
        return PageAnswer.GiveAsync<SlippagePage, SlippageModel>(
            http, ledger, scope, words.KnownAt, (view, read) => SlippageModel.AskAsync(view, read, words, asked.Beside(words), cancellation), SlippageTables.Of, cancellation);
    }
}
