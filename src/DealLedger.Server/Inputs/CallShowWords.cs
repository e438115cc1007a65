using System.ComponentModel;
using DealLedger.Core.Comparing;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Inputs;

/// <summary>How a call is looked at, as it is written.</summary>
public sealed record CallShowWords
{
    /// <summary>Up to when what moved since the call is told. Default: now.</summary>
    [FromQuery(Name = "asOf"), Description("Up to when what moved since the call is told. Default: now.")]
    public string? AsOf { get; init; }

    /// <summary>What the ledger knew: an instant, or a position (@1234). Default: now.</summary>
    [FromQuery(Name = "knownAt"), Description("What the ledger knew: an instant, or a position (@1234). Default: now.")]
    public string? KnownAt { get; init; }

    /// <summary>true folds the log up to the call's position and holds the result against what the call recorded. Default: false.</summary>
    [FromQuery(Name = "reproduce"), Description("true folds the log up to the call's position and holds the result against what the call recorded. Default: false.")]
    public string? Reproduce { get; init; }

    /// <summary>How many deals that moved are listed, 1 to 100000. Default: 50.</summary>
    [FromQuery(Name = "limit"), Description("How many deals that moved are listed, 1 to 100000. Default: 50.")]
    public string? Limit { get; init; }

    /// <summary>Whether the roll-up is to be made once more from the log.</summary>
    public bool Reproduces(InputReader read) => read.Checked(read.Choice("reproduce", Reproduce, ("false", false), ("true", true)));

    /// <summary>The instant and the number of deals that are meant; what the ledger knew must be readable too.</summary>
    public (DateTimeOffset AsOf, int Limit) Read(InputReader read)
    {
        read.KnownAt("knownAt", KnownAt);
        return read.Checked((read.Instant("asOf", AsOf, "now"), read.Number("limit", Limit, 1, DealDifferences.MaxLimit, DealDifferences.DefaultLimit)));
    }
}
