using System.Globalization;
using DealLedger.Core.Comparing;
using DealLedger.Core.Ledger;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Pages.Call;

/// <summary>GET /calls/{id}: a call, its basis, and what moved since.</summary>
public static class CallPageEndpoint
{
    private static readonly string WholeList = DealDifferences.MaxLimit.ToString(CultureInfo.InvariantCulture);

    /// <summary>Answers with the call, as a page or as a file; made once more from the log where that is asked for.</summary>
    public static async Task<IResult> Handle(
        string id, [AsParameters] CallShowWords words, [AsParameters] PageScope scope, HttpContext http, LedgerHost ledger, CancellationToken cancellation)
    {
        // A file has the whole list.
        var asked = scope.IsFile ? words with { Limit = WholeList } : words;
        var reproduced = words.Reproduce == "true" ? await ReproduceAsync(ledger, scope, id, cancellation) : null;
        return await PageAnswer.GiveAsync<CallPage, CallModel>(
            http, ledger, scope, words.KnownAt, (view, read) => CallModel.AskAsync(view, read, InputReader.Id("id", id), asked, reproduced, cancellation), CallTables.Of,
            cancellation);
    }

    // Before a view is open: whoever holds one must not wait for another connection. What else is refused is refused by the page's own question.
    private static async Task<Reproduced?> ReproduceAsync(LedgerHost ledger, PageScope scope, string id, CancellationToken cancellation)
    {
        try
        {
            return new Reproduced(await ledger.Reproduction.RunAsync(scope.Read().Tenant, InputReader.Id("id", id), cancellation), null);
        }
        catch (RefusedException refused)
        {
            return refused.Refusal.Code == "call-differs" ? new Reproduced(null, refused.Message) : null;
        }
    }
}
