using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Pages.SignIn;

/// <summary>What the sign-in page is asked: where to go afterwards, and which tenant is meant.</summary>
public sealed record SignInWords
{
    /// <summary>The address to go to, of this server. Default: the start page.</summary>
    [FromQuery(Name = "return"), Description("The address to go to, of this server. Default: the start page.")]
    public string? Return { get; init; }

    /// <summary>The tenant. Default: default.</summary>
    [FromQuery(Name = "tenant"), Description("The tenant. Default: default.")]
    public string? Tenant { get; init; }
}
