using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Import.Salesforce;

namespace DealLedger.Import.Tests.Salesforce;

/// <summary>The stream of one deal, to plan imports into without a database.</summary>
internal sealed class DealLog(string dealId)
{
    private readonly List<RecordedEvent> _events = [];
    private readonly Dictionary<string, string> _texts = [];
    private int _texted;

    public IReadOnlyList<RecordedEvent> Events => _events;

    public Timeline Timeline => Timeline.Of(dealId, _events);

    public Opportunity Now => Timeline.Changes[^1].After!;

    public DealPlan Import(ExportContext export, DealRows rows)
    {
        var plan = new DealPlanner(export, content => new NewText(NextTextId(), new byte[16], content)).Plan(rows, _events, _texts);
        foreach (var e in plan.Events)
        {
            Record(e);
        }

        return plan;
    }

    public void Record(NewEvent e)
    {
        _events.ShouldNotContain(known => known.Id == e.Id, "an id was given twice");
        if (e.Text is { } text)
        {
            _texts.Add(text.Id.ToString("N"), text.Content);
        }

        var position = _events.Count + 1;
        _events.Add(new RecordedEvent(position, position, e.Id, (IOpportunityEvent)e.Data, DateTimeOffset.UnixEpoch, e.CorrelationId, e.Source, e.Order));
    }

    private Guid NextTextId() => new(++_texted, 0, 0, new byte[8]);

    public string? Text(string? reference) =>
        NewText.TryParseReference(reference, out var id) ? _texts[id.ToString("N")] : reference;
}
