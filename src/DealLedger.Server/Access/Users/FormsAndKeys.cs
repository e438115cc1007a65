using DealLedger.Postgres.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DealLedger.Server.Access.Users;

/// <summary>Registers what the cookies of people are made with: keys that all hosts of a database share, and the tokens of forms.</summary>
public static class FormsAndKeys
{
    // Whoever shares the database shares the sessions, from whichever folder a host was started.
    private const string Application = "dealledger";

    /// <summary>Adds them. No key is made before the first cookie is.</summary>
    public static void AddFormsAndKeys(this IServiceCollection services, LedgerHost ledger)
    {
        services.AddDataProtection().SetApplicationName(Application);
        services.Configure<KeyManagementOptions>(keys => keys.XmlRepository = new SharedSessionKeys(new SessionKeys(ledger.Database)));
        foreach (var service in services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType?.Assembly == typeof(IDataProtectionBuilder).Assembly).ToList())
        {
            services.Remove(service);
        }

        services.AddAntiforgery(forms =>
        {
            forms.Cookie = new CookieOfOwn(FormTokens.Cookie, SameSiteMode.Strict);
            forms.FormFieldName = FormTokens.Field;
            forms.SuppressXFrameOptionsHeader = true;
        });
    }
}
