using DealLedger.Core.Access;
using DealLedger.Server.Access;
using DealLedger.Server.Access.Users;
using DealLedger.Server.Http;
using DealLedger.Server.Inputs;
using DealLedger.Server.Pages.Call;
using DealLedger.Server.Pages.CallSheet;
using DealLedger.Server.Pages.Calls;
using DealLedger.Server.Pages.Changes;
using DealLedger.Server.Pages.Deal;
using DealLedger.Server.Pages.Deals;
using DealLedger.Server.Pages.Find;
using DealLedger.Server.Pages.Forecast;
using DealLedger.Server.Pages.Replay;
using DealLedger.Server.Pages.SignIn;
using DealLedger.Server.Pages.Slippage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DealLedger.Server.Pages;

/// <summary>The addresses of the pages.</summary>
public static class PageRoutes
{
    /// <summary>The pages that every page links to, by path and name, in their order.</summary>
    public static readonly IReadOnlyList<(string Path, string Name)> Navigation =
    [
        ("/", "What changed"), ("/forecast", "Forecast"), ("/deals", "Deals"), ("/slippage", "Slippage"), ("/replay", "Replay"), ("/calls", "Calls"),
        ("/call-sheet", "Call sheet"),
    ];

    /// <summary>Those of them that have something to show to a reader: all are about deals, and a call sheet is a team's.</summary>
    public static IEnumerable<(string Path, string Name)> NavigationOf(PageFrame frame) =>
        Navigation.Where(page => frame.May(Right.ReadDeals) && (page.Path != "/call-sheet" || frame.Visitor?.Caller.Reach != Reach.Own));

    /// <summary>Maps the pages, what their forms send, and the ways to sign in that there are.</summary>
    public static void MapPages(this IEndpointRouteBuilder app, AccessOptions access)
    {
        Page(app.MapGet("/", ChangesPageEndpoint.Handle), typeof(ChangesWords));
        Page(app.MapGet("/forecast", ForecastPageEndpoint.Handle), typeof(ForecastWords), typeof(ForecastPageWords));
        Page(app.MapGet("/replay", ReplayPageEndpoint.Handle), typeof(ReplayWords), typeof(FollowedWords));
        Page(app.MapGet("/calls", CallsPageEndpoint.Handle), typeof(CallListWords));
        Page(app.MapGet("/calls/{id}", CallPageEndpoint.Handle), typeof(CallShowWords));
        Page(app.MapGet("/deals", DealsPageEndpoint.Handle), typeof(DealsWords));
        Page(app.MapGet("/deals/{id}", DealPageEndpoint.Handle), typeof(DealWords));
        Page(app.MapGet("/slippage", SlippagePageEndpoint.Handle), typeof(SlippageWords), typeof(MovedDatesWords));
        Page(app.MapGet("/find", FindPageEndpoint.Handle), typeof(FindWords));
        Page(app.MapGet("/call-sheet", CallSheetPageEndpoint.Handle), typeof(CallSheetWords));
        app.MapPost("/call-sheet", FollowUpFormEndpoint.Handle)
            .Needs(Right.FollowUp).ForPeople().WithFormToken().ExcludeFromDescription().WithQueryOf(typeof(CallSheetWords), typeof(PageScope));
        app.MapPost("/theme", ThemeEndpoint.Handle).ForEveryone().DisableAntiforgery().ExcludeFromDescription();
        if (access.PersonasOf is not null)
        {
            app.MapPost("/persona", PersonaEndpoint.Handle).ForEveryone().ForPeople().WithFormToken().ExcludeFromDescription();
            return;
        }

        app.MapGet(SignInPath.Page, SignInPageEndpoint.Handle).ForEveryone().ExcludeFromDescription().WithQueryOf(typeof(SignInWords));
        app.MapPost(SignInPath.Page, SignInEndpoint.Handle).ForEveryone().DisableAntiforgery().ExcludeFromDescription();
        app.MapPost("/sign-out", SignOutEndpoint.Handle).ForEveryone().WithFormToken().ExcludeFromDescription();
    }

    private static void Page(RouteHandlerBuilder route, params IReadOnlyList<Type> words) =>
        route.Needs(Right.ReadDeals).ForPeople().ExcludeFromDescription().AddEndpointFilter(WithoutEmpty).WithOwnScope(words)
            .WithQueryOf([.. words, typeof(PageScope)]);

    // A form sends its empty fields too; the address of a page holds what is asked and nothing else.
    private static ValueTask<object?> WithoutEmpty(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (request.Query.All(q => !string.IsNullOrWhiteSpace(q.Value)))
        {
            return next(context);
        }

        var address = PageAddress.Of(request);
        var asked = address.Query.Where(q => !string.IsNullOrWhiteSpace(q.Value)).Select(q => q.Name).ToArray();
        return ValueTask.FromResult<object?>(TypedResults.LocalRedirect(address.To(address.Path, asked).ToString()));
    }
}
