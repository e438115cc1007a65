using System.Globalization;
using DealLedger.Core.Transitions;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Pages.Replay;

/// <summary>GET /replay: a period week by week, and where the deals of any week ended up.</summary>
public static class ReplayPageEndpoint
{
    private const string PageLength = "100";

    private static readonly string WholeList = TransitionsQuestion.MaxLimit.ToString(CultureInfo.InvariantCulture);

    /// <summary>Answers with the replay, as a page or as a file.</summary>
    public static Task<IResult> Handle(
        [AsParameters] ReplayWords words, [AsParameters] FollowedWords followed, [AsParameters] PageScope scope, HttpContext http, LedgerHost ledger,
        CancellationToken cancellation)
    {
        // A file has the whole list, however far the page has shown it.
        var asked = scope.IsFile ? followed with { Limit = WholeList, After = null } : followed with { Limit = followed.Limit ?? PageLength };
        return PageAnswer.GiveAsync<ReplayPage, ReplayModel>(
            http, ledger, scope, words.KnownAt, (view, read) => ReplayModel.AskAsync(view, read, words, asked, cancellation), ReplayTables.Of, cancellation);
    }
}
