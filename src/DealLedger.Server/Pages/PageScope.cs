using System.ComponentModel;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Core.Organisation;
using DealLedger.Postgres;
using DealLedger.Server.Http;
using DealLedger.Server.Inputs;
using DealLedger.Server.Tables;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Pages;

/// <summary>What every page may be asked beside its own question.</summary>
public sealed record PageScope
{
    /// <summary>The tenant. Default: the caller's own, else default.</summary>
    [FromQuery(Name = "tenant"), Description("The tenant. Default: the caller's own, else default.")]
    public string? Tenant { get; init; }

    /// <summary>strong (default) waits for the read models; eventual answers from what is there.</summary>
    [FromQuery(Name = "consistency"), Description("strong (default) waits for the read models; eventual answers from what is there.")]
    public string? Consistency { get; init; }

    /// <summary>csv or xlsx: what is on the page as a file.</summary>
    [FromQuery(Name = "format"), Description("csv or xlsx: what is on the page as a file.")]
    public string? Format { get; init; }

    /// <summary>Whoever asks.</summary>
    public required Caller Caller { get; init; }

    /// <summary>Whether a file is asked for.</summary>
    public bool IsFile => Format is not null;

    /// <summary>What is meant.</summary>
    public (TenantId Tenant, Consistency Consistency, TableFormat Format) Read()
    {
        var read = new InputReader(SettingsHistory.None, default);
        return (
            TenantScope.Of(Caller, Tenant),
            read.Checked(Freshness.Of(read, Consistency)),
            read.Checked(read.Choice("format", Format, ("csv", TableFormat.Csv), ("xlsx", TableFormat.Xlsx))));
    }
}
