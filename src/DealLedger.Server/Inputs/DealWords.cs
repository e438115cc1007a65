using System.ComponentModel;
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

    /// <summary>The instant that is meant; what the ledger knew must be readable too.</summary>
    public DateTimeOffset Read(InputReader read)
    {
        read.KnownAt("knownAt", KnownAt);
        return read.Checked(read.Instant("asOf", AsOf, "now"));
    }
}
