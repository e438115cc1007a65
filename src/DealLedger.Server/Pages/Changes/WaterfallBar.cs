using System.Text.Json;
using System.Text.Json.Serialization;
using DealLedger.Core.Answers;
using DealLedger.Server.Documents;

namespace DealLedger.Server.Pages.Changes;

/// <summary>
/// One bar of the waterfall as the chart draws it: from one level to the other, with the amount as the page writes it. Link is the id of the link in
/// the table that the bar stands for.
/// </summary>
public sealed record WaterfallBar(string Label, decimal From, decimal To, string Text, long Deals, string Link)
{
    /// <summary>The id of the link to the deals at the start.</summary>
    public const string StartLink = "pipeline-before";

    /// <summary>The id of the link to the deals at the end.</summary>
    public const string EndLink = "pipeline-after";

    private static readonly JsonSerializerOptions InPage = DocumentJson.With(WaterfallBarContext.Default);

    /// <summary>The bars of an answer: the start, every movement from where the one before it ended, the end.</summary>
    public static IReadOnlyList<WaterfallBar> Of(ChangesAnswer answer, int places)
    {
        var level = answer.Start.Amount;
        var bars = new List<WaterfallBar> { new("At the start", 0, level, Shown.Amount(level, places), answer.Start.Count, StartLink) };
        foreach (var movement in answer.Movements)
        {
            bars.Add(new WaterfallBar(
                movement.Kind.Label(), level, level + movement.Amount, Shown.Signed(movement.Amount, places), movement.Deals, LinkId(movement.Kind.Word())));
            level += movement.Amount;
        }

        bars.Add(new WaterfallBar("At the end", 0, answer.End.Amount, Shown.Amount(answer.End.Amount, places), answer.End.Count, EndLink));
        return bars;
    }

    /// <summary>The id of the link to the deals of a kind of movement.</summary>
    public static string LinkId(string kind) => "kind-" + kind;

    /// <summary>Bars as JSON that can stand in a page.</summary>
    public static string Json(IReadOnlyList<WaterfallBar> bars) => DocumentJson.Write(bars, InPage);
}

/// <summary>Bars as JSON.</summary>
[JsonSerializable(typeof(IReadOnlyList<WaterfallBar>))]
internal sealed partial class WaterfallBarContext : JsonSerializerContext;
