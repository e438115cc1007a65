using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Pages.CallSheet;

/// <summary>GET /call-sheet: what a team's forecast call looks at.</summary>
public static class CallSheetPageEndpoint
{
    /// <summary>Answers with the call sheet, as a page or as a file.</summary>
    public static Task<IResult> Handle(
        [AsParameters] CallSheetWords words, [AsParameters] PageScope scope, HttpContext http, LedgerHost ledger, CancellationToken cancellation) =>
        PageAnswer.GiveAsync<CallSheetPage, CallSheetModel>(
            http, ledger, scope, words.KnownAt,
            (view, read) => CallSheetModel.AskAsync(view, read, words, FollowUpDraft.Empty(Guid.NewGuid().ToString("N")), cancellation), CallSheetTables.Of, cancellation);
}
