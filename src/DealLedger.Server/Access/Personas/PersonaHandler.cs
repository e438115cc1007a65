using System.Text.Encodings.Web;
using DealLedger.Core.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DealLedger.Server.Access.Personas;

/// <summary>
/// Signs in as the persona that the cookie names. A page without one starts as the leader; any other request without one is that of a program on
/// the machine. No secret is asked for: who reaches the server may be everyone anyway.
/// </summary>
public sealed class PersonaHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, PersonaCast cast)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The name of the cookie.</summary>
    public const string Cookie = "persona";

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var named = Request.Cookies[Cookie];
        var isPage = Context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<PageForPeople>() is not null;
        if (named is null && !isPage)
        {
            return AuthenticateResult.NoResult();
        }

        var all = await cast.AllAsync(Context.RequestAborted);
        var persona = all.FirstOrDefault(one => one.Word == named) ?? all.First(one => one.Role == Role.Leader);
        Context.Features.Set(new PersonaChoice(persona, all));
        return AuthenticateResult.Success(new AuthenticationTicket(CallerClaims.Principal(persona.In(cast.Tenant), Scheme.Name), Scheme.Name));
    }
}

/// <summary>Who a reader is, of whom there is to be.</summary>
public sealed record PersonaChoice(Persona Chosen, IReadOnlyList<Persona> All);
