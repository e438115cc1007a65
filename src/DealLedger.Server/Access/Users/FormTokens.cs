using DealLedger.Core.Ledger;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DealLedger.Server.Access.Users;

/// <summary>Tokens that show that a form was made by this server for the one who sends it, by the framework's antiforgery.</summary>
public static class FormTokens
{
    /// <summary>The name of the field that holds the token.</summary>
    public const string Field = "form-token";

    /// <summary>The name of the cookie that the token belongs to.</summary>
    public const string Cookie = "dealledger-form";

    /// <summary>The token for the forms of a page, where the reader is signed in by a cookie; none where no cookie could be abused.</summary>
    public static string? Of(HttpContext http) => Sessions.IsByCookie(http.User) ? New(http) : null;

    /// <summary>A token for whoever reads the page.</summary>
    public static string? New(HttpContext http) => http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http).RequestToken;

    /// <summary>Whether a form came with a token of this server for the one who sends it.</summary>
    public static Task<bool> IsGivenAsync(HttpContext http) => http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http);

    /// <summary>Asks for the token where the sender is signed in by a cookie; refused without (<c>form-expired</c>).</summary>
    public static RouteHandlerBuilder WithFormToken(this RouteHandlerBuilder route) => route.DisableAntiforgery().AddEndpointFilter(async (context, next) =>
        !Sessions.IsByCookie(context.HttpContext.User) || await IsGivenAsync(context.HttpContext) ? await next(context) : throw Expired());

    /// <summary>The refusal of a form without its token.</summary>
    public static RefusedException Expired() => new("form-expired", "This form was not made by this server, or not for you as you are signed in now; load the page again and send it anew.");
}
