using System.ComponentModel;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Http.Calls;

/// <summary>Whether to make the roll-up of a call once more from the log, as it is written.</summary>
public sealed record CallShowWords
{
    /// <summary>true folds the log up to the call's position and holds the result against what the call recorded. Default: false.</summary>
    [FromQuery(Name = "reproduce"), Description("true folds the log up to the call's position and holds the result against what the call recorded. Default: false.")]
    public string? Reproduce { get; init; }

    /// <summary>Whether that is wanted.</summary>
    public bool Read()
    {
        var read = new InputReader(Core.Time.Settings.Default, default);
        return read.Checked(read.Choice("reproduce", Reproduce, ("false", false), ("true", true)));
    }
}
