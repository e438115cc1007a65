using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using DealLedger.Core.Answers;
using DealLedger.Core.Ledger;
using DealLedger.Server.Documents;

namespace DealLedger.Server.Pages.Deal;

/// <summary>
/// One point of the lines of a deal as the chart draws them: which field came to which value at which instant, and holds it until the next point of its
/// line. Link is the id of the link in the table to the event that did it; none for the end of a line, the instant that the page is of.
/// </summary>
public sealed record DealPoint(string Line, DateTimeOffset At, string? Value, string? Link)
{
    // The fields that have a line, by their names in events.
    private const string Amount = "amount";
    private const string CloseDate = "closeDate";
    private const string Stage = "stage";

    private static readonly JsonSerializerOptions InPage = DocumentJson.With(DealPointContext.Default);

    /// <summary>The lines of a deal: its amount, its close date and its stage, each from the opening to the instant that the page is of.</summary>
    public static IReadOnlyList<DealPoint> Of(DealAnswer deal) =>
    [
        .. LineOf(deal, Amount, deal.State.Amount?.ToText()),
        .. LineOf(deal, CloseDate, deal.State.CloseDate is { } day ? Shown.Day(day) : null),
        .. LineOf(deal, Stage, deal.State.Stage).Select(point => point with { Value = Shown.Name(point.Value) }),
    ];

    /// <summary>The id of the link to an event.</summary>
    public static string LinkId(long position) => string.Create(CultureInfo.InvariantCulture, $"at-{position}");

    /// <summary>Points as JSON that can stand in a page.</summary>
    public static string Json(IReadOnlyList<DealPoint> points) => DocumentJson.Write(points, InPage);

    // The event that opens a deal tells no field of its own: what it had then is what the first change of it found, or what it has still.
    private static IEnumerable<DealPoint> LineOf(DealAnswer deal, string field, string? last)
    {
        var moves = deal.History.Where(e => e.Field == field && e.Ignored is null).ToList();
        var opened = deal.History.FirstOrDefault(e => e is { Kind: "opportunity-opened", Ignored: null });
        yield return new DealPoint(field, deal.State.CreatedAt, moves.Count > 0 ? moves[0].Before : last, opened is null ? null : LinkId(opened.Position));
        foreach (var move in moves)
        {
            yield return new DealPoint(field, move.At, move.After, LinkId(move.Position));
        }

        yield return new DealPoint(field, deal.AsOf, last, null);
    }
}

/// <summary>Points as JSON.</summary>
[JsonSerializable(typeof(IReadOnlyList<DealPoint>))]
internal sealed partial class DealPointContext : JsonSerializerContext;
