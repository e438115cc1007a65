using System.ComponentModel;
using DealLedger.Core.Calls;
using DealLedger.Core.Forecasting;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Inputs;

/// <summary>Which calls to list, as it is written.</summary>
public sealed record CallListWords
{
    /// <summary>Only calls for this period. Default: all periods.</summary>
    [FromQuery(Name = "period"), Description("Only calls for this period. Default: all periods.")]
    public string? Period { get; init; }

    /// <summary>Only calls for this person or the team that they lead, by id.</summary>
    [FromQuery(Name = "for"), Description("Only calls for this person or the team that they lead, by id.")]
    public string? For { get; init; }

    /// <summary>Only calls of this layer: rep, manager or leader.</summary>
    [FromQuery(Name = "layer"), Description("Only calls of this layer: rep, manager or leader.")]
    public string? Layer { get; init; }

    /// <summary>The instant asked about. Default: now.</summary>
    [FromQuery(Name = "asOf"), Description("The instant asked about. Default: now.")]
    public string? AsOf { get; init; }

    /// <summary>What the ledger knew: an instant, or a position (@1234). Default: now.</summary>
    [FromQuery(Name = "knownAt"), Description("What the ledger knew: an instant, or a position (@1234). Default: now.")]
    public string? KnownAt { get; init; }

    /// <summary>true lists those too that were replaced. Default: false.</summary>
    [FromQuery(Name = "all"), Description("true lists those too that were replaced. Default: false.")]
    public string? All { get; init; }

    /// <summary>How many calls are listed, 1 to 100000. Default: 1000.</summary>
    [FromQuery(Name = "limit"), Description("How many calls are listed, 1 to 100000. Default: 1000.")]
    public string? Limit { get; init; }

    /// <summary>The order: by when they were stated, the latest first (latest, default), or by period and layer (period).</summary>
    [FromQuery(Name = "order"), Description("The order: by when they were stated, the latest first (latest, default), or by period and layer (period).")]
    public string? Order { get; init; }

    /// <summary>Where the list goes on: the next of the answer before, asked with the same asOf, knownAt and order.</summary>
    [FromQuery(Name = "after"), Description("Where the list goes on: the next of the answer before, asked with the same asOf, knownAt and order.")]
    public string? After { get; init; }

    /// <summary>Calendar and time zone as they were (asOf, default) or as they are (current).</summary>
    [FromQuery(Name = "settings"), Description("Calendar and time zone as they were (asOf, default) or as they are (current).")]
    public string? Settings { get; init; }

    /// <summary>The question that is meant; what the ledger knew must be readable too.</summary>
    public CallsQuestion Read(InputReader read)
    {
        read.ReadBy(Settings, () => read.Instant("asOf", AsOf, "now"));
        read.KnownAt("knownAt", KnownAt);
        return read.Checked(new CallsQuestion(
            read.Instant("asOf", AsOf, "now"), Period is null ? null : read.Period("period", Period), InputReader.IdIfGiven("for", For),
            Layer is null ? null : read.Choice("layer", Layer, CallWords.Layers), read.Choice("all", All, ("false", false), ("true", true)),
            read.Number("limit", Limit, 1, CallsQuestion.MaxLimit, CallsQuestion.DefaultLimit),
            read.Choice("order", Order, ("latest", CallOrder.Latest), ("period", CallOrder.Period)), InputReader.IdIfGiven("after", After)));
    }
}
