using DealLedger.Core.Ledger;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace DealLedger.Server.Access.Tokens;

/// <summary>Signs in whoever sends a token of the OpenID provider that the settings name.</summary>
internal static partial class TokenScheme
{
    /// <summary>The name of the scheme.</summary>
    public const string Name = "token";

    // Whoever can read the provider's public key could sign with anything that is not among these.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestAsking = TimeSpan.FromSeconds(10);

    /// <summary>Adds the scheme, where tokens are taken.</summary>
    public static AuthenticationBuilder AddTokens(this AuthenticationBuilder schemes, TokenSettings? settings, TimeProvider clock) =>
        settings is null ? schemes : schemes.AddJwtBearer(Name, options => Configure(options, settings, clock));

    private static void Configure(JwtBearerOptions options, TokenSettings settings, TimeProvider clock)
    {
        options.Authority = settings.Authority.AbsoluteUri.TrimEnd('/');
        options.RequireHttpsMetadata = !settings.IsLoopback;
        options.BackchannelTimeout = LongestAsking;
        if (settings.IsLoopback)
        {
            options.BackchannelHttpHandler = new SocketsHttpHandler { UseProxy = false };
        }

        options.MapInboundClaims = false;
        options.SaveToken = false;
        options.IncludeErrorDetails = false;
        options.TimeProvider = clock;
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAudience = settings.Audience,
            ValidAlgorithms = Algorithms,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            ValidateIssuer = true,
            ValidateAudience = true,
            ValidateIssuerSigningKey = true,

            // A token names its key; another one than that is not tried.
            TryAllIssuerSigningKeys = false,
            LifetimeValidator = (from, until, _, _) => IsInForce(from, until, clock.GetUtcNow().UtcDateTime),
        };
        options.Events = new JwtBearerEvents
        {
            OnMessageReceived = message =>
            {
                message.Token = BearerHeader.Of(message.Request);
                return Task.CompletedTask;
            },
            OnTokenValidated = token =>
            {
                if (TokenClaims.Of(token.Principal!, settings, out var fault) is { } caller)
                {
                    token.Principal = CallerClaims.Principal(caller, Name);
                }
                else
                {
                    Unmapped(token.HttpContext.RequestServices.GetRequiredService<ILogger<JwtBearerHandler>>(), fault!);
                    token.Fail("The claims do not say who it is for.");
                }

                return Task.CompletedTask;
            },
            OnAuthenticationFailed = ToldApartAsync,
        };
    }

    // No token is taken while the provider's keys are not known, which is not the sender's fault.
    private static async Task ToldApartAsync(AuthenticationFailedContext failed)
    {
        try
        {
            await failed.Options.ConfigurationManager!.GetConfigurationAsync(failed.HttpContext.RequestAborted);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            failed.Fail(new RefusedException("sign-in-unavailable", "The OpenID provider does not answer now, so no token can be checked; try again soon."));
            return;
        }

        failed.Fail("No token in force.");
    }

    private static bool IsInForce(DateTime? from, DateTime? until, DateTime now) => until > now - Skew && !(from > now + Skew);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A token of the OpenID provider was refused: its claim {Fault}.")]
    private static partial void Unmapped(ILogger log, string fault);
}
