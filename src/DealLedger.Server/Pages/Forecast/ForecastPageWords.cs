using System.ComponentModel;
using DealLedger.Core.Forecasting;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Pages.Forecast;

/// <summary>What the page of a forecast may be asked beside the question of the forecast.</summary>
public sealed record ForecastPageWords
{
    /// <summary>The word for every team in <see cref="Open"/>.</summary>
    public const string All = "all";

    /// <summary>The word for no team in <see cref="Open"/>.</summary>
    public const string None = "none";

    /// <summary>How many teams can be named.</summary>
    public const int MostOpen = 200;

    /// <summary>A second instant, whose forecast stands beside that of the first. Default: none.</summary>
    [FromQuery(Name = "against"), Description("A second instant, whose forecast stands beside that of the first. Default: none.")]
    public string? Against { get; init; }

    /// <summary>The teams that show who is in them: ids with commas between, all or none. Default: those at the top.</summary>
    [FromQuery(Name = "open"), Description("The teams that show who is in them: ids with commas between, all or none. Default: those at the top.")]
    public string? Open { get; init; }

    /// <summary>The second instant, if one is asked for.</summary>
    public DateTimeOffset? ReadAgainst(InputReader read) => read.Checked(read.Instant("against", Against));

    /// <summary>The teams that are named; none where no team is to be named, which <see cref="Open"/> then says.</summary>
    public IReadOnlySet<string> ReadOpen(InputReader read)
    {
        var ids = Open is null or All or None ? [] : Open.Split(',', MostOpen + 1);
        if (ids.Length > MostOpen)
        {
            read.Refuse("open", $"More than {MostOpen} teams are named; name fewer, or say {All}.");
        }

        return read.Checked(ids).Select(id => InputReader.Id("open", id)).ToHashSet(StringComparer.Ordinal);
    }
}
