using System.Globalization;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Pages;

/// <summary>What a page knows of its request beside its answer: its address, the tenant that it is about, the reader's theme, and who reads it, if anybody signed in.</summary>
public sealed record PageFrame(PageAddress Address, string? Tenant, Theme Theme, Visitor? Visitor = null)
{
    /// <summary>What goes along from page to page.</summary>
    private static readonly string[] Kept = ["tenant", "consistency"];

    /// <summary>The frame of a request; a tenant that cannot be read is none.</summary>
    public static PageFrame Of(HttpContext http)
    {
        var address = PageAddress.Of(http.Request);
        var tenant = address["tenant"] is { } told && TenantId.TryParse(told, out var read) && read != TenantId.Default ? read.Value : null;
        return new PageFrame(address, tenant, ThemeEndpoint.Read(http.Request.Cookies[ThemeEndpoint.Cookie]), Visitor.Of(http));
    }

    /// <summary>Whether the reader has a right; whoever did not have to sign in has all.</summary>
    public bool May(Right right) => Visitor?.Caller.May(right) ?? true;

    /// <summary>Whether the page shows what was known at a point of the past.</summary>
    public bool IsKnownThen => Address["knownAt"]?.Trim() is not (null or "now");

    /// <summary>What to ask as knownAt to see the same for ever: the point of the past as the answer tells it, else the position that it reflects.</summary>
    public string KnownAt(string told, long position) => IsKnownThen ? told : string.Create(CultureInfo.InvariantCulture, $"@{position}");

    /// <summary>The address of another page for the same tenant.</summary>
    public PageAddress To(string path) => Address.To(path, Kept);
}
