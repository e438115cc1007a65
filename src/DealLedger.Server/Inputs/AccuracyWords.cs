using System.ComponentModel;
using DealLedger.Core.Time;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Inputs;

/// <summary>Of which period the calls are held against what was closed, as it is written.</summary>
public sealed record AccuracyWords
{
    /// <summary>The period that the calls are for. Default: the quarter that ended last.</summary>
    [FromQuery(Name = "period"), Description("The period that the calls are for. Default: the quarter that ended last.")]
    public string? Period { get; init; }

    /// <summary>The instant asked about. Default: now.</summary>
    [FromQuery(Name = "asOf"), Description("The instant asked about. Default: now.")]
    public string? AsOf { get; init; }

    /// <summary>What the ledger knew: an instant, or a position (@1234). Default: now.</summary>
    [FromQuery(Name = "knownAt"), Description("What the ledger knew: an instant, or a position (@1234). Default: now.")]
    public string? KnownAt { get; init; }

    /// <summary>The period and the instant that are meant; what the ledger knew must be readable too.</summary>
    public (Period Period, DateTimeOffset AsOf) Read(InputReader read)
    {
        read.ReadBy(null, () => read.Instant("asOf", AsOf, "now"));
        read.KnownAt("knownAt", KnownAt);
        var asOf = read.Instant("asOf", AsOf, "now");
        return read.Checked((Period is null ? read.QuarterBefore(asOf) : read.Period("period", Period), asOf));
    }
}
