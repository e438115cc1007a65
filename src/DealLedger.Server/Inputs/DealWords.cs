using System.ComponentModel;
using DealLedger.Core.Time;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Inputs;

/// <summary>When a deal, or who reported to whom, is looked at, as it is written.</summary>
public sealed record DealWords
{
    /// <summary>The instant asked about. Default: now.</summary>
    [FromQuery(Name = "asOf"), Description("The instant asked about. Default: now.")]
    public string? AsOf { get; init; }

    /// <summary>What the ledger knew: an instant, or a position (@1234). Default: now.</summary>
    [FromQuery(Name = "knownAt"), Description("What the ledger knew: an instant, or a position (@1234). Default: now.")]
    public string? KnownAt { get; init; }

    /// <summary>The two instants that are meant.</summary>
    public (DateTimeOffset AsOf, KnownAt KnownAt) Read(InputReader read) =>
        read.Checked((read.Instant("asOf", AsOf, "now"), read.KnownAt("knownAt", KnownAt)));
}
