using System.Globalization;
using System.Text;
using DealLedger.Core.Ledger;

namespace DealLedger.Naive;

/// <summary>A log of several deals in the order of recording, at positions without gaps.</summary>
public sealed record History(IReadOnlyList<DealEvent> Events)
{
    /// <summary>What is told of people, settings and rates; each was recorded right after the deal's event at its position.</summary>
    public IReadOnlyList<RecordedFact> Facts { get; init; } = [];

    private static readonly DateTimeOffset FirstRecording = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public long LastPosition => Events.Count;

    public IEnumerable<string> DealIds => Events.Select(e => e.DealId).Distinct().Order(StringComparer.Ordinal);

    public List<RecordedEvent> Of(string dealId) => [.. Events.Where(e => e.DealId == dealId).Select(e => e.Event)];

    /// <summary>The log without some of its events; what remains moves up, so that it is a log again.</summary>
    public History Without(int start, int count) => Renumbered([.. Events.Take(start), .. Events.Skip(start + count)]) with { Facts = Facts };

    /// <summary>The log without a deal.</summary>
    public History Without(string dealId) => Renumbered([.. Events.Where(e => e.DealId != dealId)]) with { Facts = Facts };

    /// <summary>These events at positions and versions from 1, recorded a minute apart.</summary>
    public static History Renumbered(IEnumerable<DealEvent> events)
    {
        var versions = new Dictionary<string, long>();
        var numbered = new List<DealEvent>();
        foreach (var (dealId, e) in events)
        {
            versions[dealId] = versions.GetValueOrDefault(dealId) + 1;
            var position = numbered.Count + 1;
            numbered.Add(new DealEvent(dealId, e with
            {
                Position = position,
                Version = versions[dealId],
                Id = new Guid(position, 0, 0, new byte[8]),
                RecordedAt = FirstRecording.AddMinutes(position),
            }));
        }

        return new History(numbered);
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (dealId, e) in Events)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  @{e.Position} {dealId} change {e.CorrelationId ?? "-"} order '{e.Order}' at {e.Data.At:yyyy-MM-dd HH:mm:ss.ffffff}: {e.Data}");
        }

        foreach (var fact in Facts)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  after @{fact.Position} {fact.Stream} at {fact.Data.At:yyyy-MM-dd HH:mm:ss.ffffff}: {fact.Data}");
        }

        return text.ToString();
    }
}
