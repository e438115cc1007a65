using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Http.Seals;

/// <summary>Which seals to list, as it is written.</summary>
public sealed record SealListWords
{
    /// <summary>Only seals with a larger id. Default: 0.</summary>
    [FromQuery(Name = "after"), Description("Only seals with a larger id. Default: 0.")]
    public string? After { get; init; }

    /// <summary>At most so many, 1 to 10000. Default: 1000.</summary>
    [FromQuery(Name = "limit"), Description("At most so many, 1 to 10000. Default: 1000.")]
    public string? Limit { get; init; }
}

/// <summary>Which seal to prove an event against, as it is written.</summary>
public sealed record ProofWords
{
    /// <summary>The id of the seal that the proof leads to. Default: the newest.</summary>
    [FromQuery(Name = "seal"), Description("The id of the seal that the proof leads to. Default: the newest.")]
    public string? Seal { get; init; }
}
