using DealLedger.Postgres;
using DealLedger.Server.Access;
using DealLedger.Server.Documents;
using DealLedger.Server.Inputs;
using DealLedger.Server.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Pages;

/// <summary>What every page does: ask the ledger once, and show the answer, or hand it out as the file that the address asks for.</summary>
public static class PageAnswer
{
    /// <summary>
    /// Answers with a page or its file. All is asked of one view, as known at a point of the log if one is named. What is refused is told on
    /// the page, with the status of the API; so is what was refused of a form of the page, which stands beside the answer.
    /// </summary>
    public static async Task<IResult> GiveAsync<TPage, TAnswer>(
        HttpContext http, LedgerHost ledger, PageScope scope, string? knownAt, Func<LedgerView, InputReader, Task<TAnswer>> ask, Func<TAnswer, TableFile> file,
        CancellationToken cancellation, ProblemDocument? refused = null)
        where TPage : PageOf<TAnswer>
        where TAnswer : class
    {
        try
        {
            var (tenant, consistency, format) = scope.Read();
            var answer = await ledger.AskAsync(tenant, knownAt, consistency, ask, cancellation);
            if (!scope.IsFile)
            {
                return Page<TPage, TAnswer>(http, answer, refused);
            }

            var (name, mediaType, content) = file(answer).Write(format);
            return TypedResults.File(content, mediaType, name);
        }
        catch (Exception fault) when (Problems.Of(fault) is { } problem && !cancellation.IsCancellationRequested)
        {
            return Page<TPage, TAnswer>(http, null, problem);
        }
    }

    private static RazorComponentResult<TPage> Page<TPage, TAnswer>(HttpContext http, TAnswer? answer, ProblemDocument? problem)
        where TPage : PageOf<TAnswer>
        where TAnswer : class
    {
        if (problem is not null)
        {
            AccessTrail.Current?.RefusedAs(problem.Code);
        }

        return new(new Dictionary<string, object?>
        {
            [nameof(PageOf<>.Frame)] = PageFrame.Of(http),
            [nameof(PageOf<>.Answer)] = answer,
            [nameof(PageOf<>.Problem)] = problem,
        })
        {
            PreventStreamingRendering = true,
            StatusCode = problem?.Status,
        };
    }
}
