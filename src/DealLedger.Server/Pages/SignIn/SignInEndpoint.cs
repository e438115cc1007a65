using System.Globalization;
using DealLedger.Core.Ledger;
using DealLedger.Server.Access.Users;
using DealLedger.Server.Documents;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Pages.SignIn;

/// <summary>POST /sign-in: what the form on the sign-in page sends.</summary>
public static class SignInEndpoint
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Begins a session and goes to the page that was asked for; what is refused is told on the sign-in page.</summary>
    public static async Task<IResult> Handle(
        [FromForm] string? tenant, [FromForm] string? name, [FromForm] string? password, [FromForm(Name = "return")] string? back, HttpContext http, SignIns signIns,
        CancellationToken cancellation)
    {
        try
        {
            // Nobody is to be signed in by a page of another site, as somebody whom that site knows.
            if (!await FormTokens.IsGivenAsync(http))
            {
                throw FormTokens.Expired();
            }

            await http.SignInAsync(Sessions.Scheme, await signIns.TryAsync(tenant, name, password, cancellation));
        }
        catch (RefusedException refused) when (Problems.Of(refused) is { } problem)
        {
            if (problem.Status == StatusCodes.Status429TooManyRequests)
            {
                http.Response.Headers.RetryAfter = RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            }

            return SignInForm.Page(http, back, tenant, name, problem);
        }

        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = SignInPath.Here(back);
        return Results.Empty;
    }
}
