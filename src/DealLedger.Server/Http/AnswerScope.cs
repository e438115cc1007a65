using System.ComponentModel;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Core.Organisation;
using DealLedger.Postgres;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Http;

/// <summary>Which tenant a request is about.</summary>
public sealed record TenantScope
{
    /// <summary>The tenant. Default: the caller's own, else default.</summary>
    [FromQuery(Name = "tenant"), Description("The tenant. Default: the caller's own, else default.")]
    public string? Tenant { get; init; }

    /// <summary>The tenant, instead of the parameter.</summary>
    [FromHeader(Name = "X-Tenant"), Description("The tenant, instead of the parameter.")]
    public string? TenantHeader { get; init; }

    /// <summary>Whoever asks.</summary>
    public required Caller Caller { get; init; }

    /// <summary>The tenant that is meant; refused when it is not the caller's own.</summary>
    public TenantId Read() => Tenant is not null && TenantHeader is not null && Tenant != TenantHeader
        ? throw new InputRefusedException("tenant", "The header X-Tenant and the parameter 'tenant' name different tenants; send one of them.")
        : Of(Caller, Tenant ?? TenantHeader);

    /// <summary>
    /// The tenant that is meant, which what is told may make where nobody has to sign in. Whoever signed in makes none: theirs must exist
    /// (<c>tenant-unknown</c>).
    /// </summary>
    public async Task<TenantId> ReadToMakeAsync(LedgerHost ledger, CancellationToken cancellation)
    {
        var tenant = Read();
        if (Caller.Tenant is not null)
        {
            await ledger.Directory.RequireAsync(tenant, cancellation);
        }

        return tenant;
    }

    /// <summary>The tenant that a caller means.</summary>
    public static TenantId Of(Caller caller, string? told) => told is null && caller.Tenant is { } own ? own : caller.In(InputReader.Tenant("tenant", told));
}

/// <summary>How current an answer has to be.</summary>
public sealed record Freshness
{
    /// <summary>strong (default) waits for the read models; eventual answers from what is there.</summary>
    [FromQuery(Name = "consistency"), Description("strong (default) waits for the read models; eventual answers from what is there.")]
    public string? Consistency { get; init; }

    /// <summary>The consistency that is meant.</summary>
    public Consistency Read()
    {
        var read = new InputReader(SettingsHistory.None, default);
        return read.Checked(Of(read, Consistency));
    }

    /// <summary>Reads a consistency as it is written.</summary>
    public static Consistency Of(InputReader read, string? text) =>
        read.Choice("consistency", text, ("strong", Postgres.Consistency.Strong), ("eventual", Postgres.Consistency.Eventual));
}
