using DealLedger.Core.Ledger;
using DealLedger.Server.Documents;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Pages.CallSheet;

/// <summary>POST /call-sheet: what the forms on the call sheet send.</summary>
public static class FollowUpFormEndpoint
{
    /// <summary>
    /// Opens a follow-up of a team, or closes the one that is named, and goes back to the sheet; what is refused is told on the sheet, beside
    /// the fields with what was typed.
    /// </summary>
    public static async Task<IResult> Handle(
        [AsParameters] CallSheetWords words, [AsParameters] PageScope scope, [FromForm] string? close, [FromForm] string? of, [FromForm] string? text,
        [FromForm] string? owner, [FromForm] string? due, [FromForm] string? by, [FromForm] string? deal, [FromForm] string? result, [FromForm] string? key,
        HttpContext http, LedgerHost ledger, CancellationToken cancellation)
    {
        // Whoever is signed in writes in the own name, whatever the form says.
        var author = Visitor.Of(http)?.By ?? by;
        var draft = new FollowUpDraft(close, text, owner, due, author, deal, result, key ?? "", []);
        try
        {
            var tenant = scope.Read().Tenant;
            await (close is null
                ? FollowingUp.OpenAsync(ledger, tenant, new OpenFollowUpWords(text, owner, due, author, of, deal, null, string.IsNullOrEmpty(key) ? null : key), cancellation)
                : FollowingUp.CloseAsync(ledger, tenant, close, new CloseFollowUpWords(author, result), cancellation));
        }
        catch (Exception fault) when (FaultsOf(fault) is { } faults)
        {
            return await PageAnswer.GiveAsync<CallSheetPage, CallSheetModel>(
                http, ledger, scope with { Format = null }, words.KnownAt,
                (view, read) => CallSheetModel.AskAsync(view, read, words, draft with { Faults = faults }, cancellation), CallSheetTables.Of, cancellation,
                Problems.Of(fault));
        }

        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = PageAddress.Of(http.Request) + "#follow-ups";
        return Results.Empty;
    }

    private static IReadOnlyList<Refusal>? FaultsOf(Exception fault) => fault switch
    {
        InputRefusedException input => input.Faults,
        RefusedException refused => [refused.Refusal],
        _ => null,
    };
}
