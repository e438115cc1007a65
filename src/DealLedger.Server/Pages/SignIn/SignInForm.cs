using DealLedger.Core.Ledger;
using DealLedger.Server.Access.Users;
using DealLedger.Server.Documents;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DealLedger.Server.Pages.SignIn;

/// <summary>What stands in the form of the sign-in page: all that was typed but the password, the token, and what was refused.</summary>
public sealed record SignInForm(string Return, string Tenant, string Name, string? Token, ProblemDocument? Problem)
{
    private const int LongestShown = 100;

    /// <summary>The page with this form, which stands in no cache and has the status of what was refused.</summary>
    public static RazorComponentResult<SignInPage> Page(HttpContext http, string? back, string? tenant, string? name, ProblemDocument? problem = null)
    {
        var form = new SignInForm(SignInPath.Here(back), Cut(tenant) is { Length: > 0 } told ? told : TenantId.Default.Value, Cut(name), FormTokens.New(http), problem);
        return new RazorComponentResult<SignInPage>(new Dictionary<string, object?> { [nameof(SignInPage.Frame)] = PageFrame.Of(http), [nameof(SignInPage.Form)] = form })
        {
            PreventStreamingRendering = true,
            StatusCode = problem?.Status,
        };
    }

    private static string Cut(string? text) => text is null ? "" : text.Length <= LongestShown ? text : text[..LongestShown];
}
