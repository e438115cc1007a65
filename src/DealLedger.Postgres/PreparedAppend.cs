using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Postgres.Ledger;

namespace DealLedger.Postgres;

/// <summary>
/// Appends to many streams, written as rows that lack their positions and stamps alone: those are given under the tenant's lock, and
/// whatever can be done before should be.
/// </summary>
public sealed class PreparedAppend : IDisposable
{
    internal const string Columns =
        "seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, correlation_id, headers";

    internal const string TextColumns = "tenant_id, text_id, salt, content";

    private readonly List<(int Position, int Stamp)> _places = [];

    private PreparedAppend(TenantId tenant, IReadOnlyList<StreamAppend> deals) => (Tenant, Deals) = (tenant, deals);

    /// <summary>The tenant to append to.</summary>
    public TenantId Tenant { get; }

    /// <summary>The deals that something is appended to.</summary>
    public IReadOnlyList<StreamAppend> Deals { get; }

    /// <summary>The key of the request that is carried out, if it has one.</summary>
    internal RequestKey? Request { get; set; }

    /// <summary>The turn that it was decided in, which must still be had when it is recorded.</summary>
    internal DecisionTurn? Turn { get; set; }

    /// <summary>How many events are appended.</summary>
    public int Events => _places.Count;

    /// <summary>How many texts the events refer to.</summary>
    internal int TextCount { get; private set; }

    internal CopyRows Texts { get; } = new(TextColumns.Count(c => c == ',') + 1);

    internal CopyRows Rows { get; } = new(Columns.Count(c => c == ',') + 1);

    /// <summary>Writes the rows; deals without events are left out.</summary>
    public static PreparedAppend Of(TenantId tenant, IEnumerable<StreamAppend> deals)
    {
        var prepared = new PreparedAppend(tenant, [.. deals.Where(d => d.Events.Count > 0)]);
        foreach (var deal in prepared.Deals)
        {
            var stream = deal.Stream.ToString();
            for (var i = 0; i < deal.Events.Count; i++)
            {
                prepared.Write(stream, deal.ExpectedVersion + i + 1, deal.Events[i]);
            }
        }

        return prepared;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Rows.Dispose();
        Texts.Dispose();
    }

    /// <summary>Gives the events their positions and, a microsecond apart, their stamps.</summary>
    internal RecordedAppend Place(long[] positions, DateTimeOffset stamp)
    {
        for (var i = 0; i < positions.Length; i++)
        {
            Rows.Fill(_places[i].Position, positions[i]);
            Rows.Fill(_places[i].Stamp, RecordedAppend.StampOf(stamp, i));
        }

        return new RecordedAppend(Deals, positions, stamp);
    }

    private void Write(string stream, long version, NewEvent e)
    {
        Rows.StartRow();
        var position = Rows.Later();
        Rows.Uuid(e.Id);
        Rows.Text(stream);
        Rows.Int64(version);
        Rows.Json(EventJson.Write(e.Data));
        Rows.Text(EventJson.TypeName(e.Data));
        _places.Add((position, Rows.Later()));
        Rows.Text(Tenant.Value);
        Rows.Text(EventRows.DotNetType(e.Data));
        Rows.Text(e.CorrelationId);
        Rows.Json(EventRows.Headers(e));
        if (e.Text is { } text)
        {
            TextCount++;
            Texts.StartRow();
            Texts.Text(Tenant.Value);
            Texts.Uuid(text.Id);
            Texts.Bytes(text.Salt);
            Texts.Text(text.Content);
        }
    }
}

/// <summary>What a bulk append recorded: the positions of its events, in order, and the stamp of the first.</summary>
internal sealed record RecordedAppend(IReadOnlyList<StreamAppend> Appends, IReadOnlyList<long> Positions, DateTimeOffset Stamp)
{
    /// <summary>An append of nothing.</summary>
    public static RecordedAppend Nothing { get; } = new([], [], default);

    /// <summary>The stamp of the event that comes after so many others.</summary>
    public static DateTimeOffset StampOf(DateTimeOffset first, int index) => first.AddTicks(index * TimeSpan.TicksPerMicrosecond);

    /// <summary>What was appended to each deal, and the events as the ledger holds them now.</summary>
    public IEnumerable<(StreamAppend Deal, IReadOnlyList<RecordedEvent> Events)> Deals()
    {
        var next = 0;
        foreach (var deal in Appends)
        {
            var events = new List<RecordedEvent>(deal.Events.Count);
            foreach (var e in deal.Events)
            {
                events.Add(new RecordedEvent(
                    Positions[next], deal.ExpectedVersion + events.Count + 1, e.Id, (IOpportunityEvent)e.Data, StampOf(Stamp, next), e.CorrelationId, e.Source, e.Order));
                next++;
            }

            yield return (deal, events);
        }
    }
}
