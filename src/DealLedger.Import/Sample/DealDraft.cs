namespace DealLedger.Import.Sample;

/// <summary>The fields of a deal between two changes.</summary>
internal sealed record DealState(
    string Name,
    SampleAccount Account,
    SampleRep Owner,
    string Type,
    SampleStage Stage,
    string Category,
    int Probability,
    decimal? Amount,
    DateOnly CloseDate,
    string? NextStep);

/// <summary>Keeps the state of one deal and writes down, as Salesforce does, the rows that each change leaves behind.</summary>
internal sealed class DealDraft
{
    private readonly SampleWorld world;
    private readonly SampleRandom random;
    private readonly int number;
    private readonly string id;
    private readonly string segment;
    private readonly DateTimeOffset created;
    private readonly string createdBy;
    private readonly DateTimeOffset knownFrom;
    private readonly List<SampleHistoryRow> history = [];
    private readonly List<SampleFieldHistoryRow> fieldHistory = [];
    private (DateTimeOffset At, string ById) lastChange;
    private SampleDeletion? deletion;

    public DealDraft(SampleWorld world, int number, SampleRandom random, DateTimeOffset created, DealState first)
    {
        this.world = world;
        this.random = random;
        this.number = number;
        this.created = created;
        id = world.Ids.Opportunity(number + 1);
        segment = first.Owner.Segment.Name;
        createdBy = first.Owner.Id;
        knownFrom = Recorded(created);
        lastChange = (created, createdBy);
        State = first;
        AddHistory(created, createdBy, knownFrom);
    }

    public DealState State { get; private set; }

    public bool IsDeleted => deletion is not null;

    public bool IsOpen => !IsDeleted && !State.Stage.IsClosed;

    /// <summary>Makes one change, of any fields; a change that changes nothing leaves no trace.</summary>
    public void Change(DateTimeOffset at, string by, DealState next)
    {
        DealState before = State;
        if (next == before)
        {
            return;
        }

        State = next;
        lastChange = (at, by);
        DateTimeOffset recorded = Recorded(at);
        if ((before.Stage, before.Category, before.Probability, before.Amount, before.CloseDate)
            != (next.Stage, next.Category, next.Probability, next.Amount, next.CloseDate))
        {
            AddHistory(at, by, recorded);
        }

        AddReference("Owner", before.Owner.User.Name, next.Owner.User.Name, before.Owner.Id, next.Owner.Id);
        AddReference("AccountId", before.Account.Name, next.Account.Name, before.Account.Id, next.Account.Id);
        AddField("Name", before.Name, next.Name);
        AddField("Type", before.Type, next.Type);
        AddField("NextStep", before.NextStep, next.NextStep);

        // Salesforce writes a change of a reference twice: once with the names, once with the ids.
        void AddReference(string field, string oldName, string newName, string oldId, string newId)
        {
            if (oldId != newId)
            {
                AddField(field, oldName, newName);
                AddField(field, oldId, newId);
            }
        }

        void AddField(string field, string? from, string? to)
        {
            if (from != to)
            {
                string rowId = world.Ids.FieldHistory(number + 1, fieldHistory.Count);
                fieldHistory.Add(new(rowId, id, by, at, field, from, to, recorded));
            }
        }
    }

    /// <summary>Puts the deal into the recycle bin.</summary>
    public void Delete(DateTimeOffset at, string by)
    {
        deletion = new(at, by, Recorded(at));
        lastChange = (at, by);
    }

    public SampleDeal Finish() => new(
        new(id, State.Account.Id, State.Name, State.Stage, State.Amount, State.Probability, State.CloseDate, State.Type, State.NextStep,
            State.Category, segment, State.Owner.Id, createdBy, created, lastChange.ById, lastChange.At, deletion),
        history,
        fieldHistory);

    private void AddHistory(DateTimeOffset at, string by, DateTimeOffset recorded) => history.Add(new(
        world.Ids.History(number + 1, history.Count), id, by, at, State.Stage.Name, State.Amount, State.CloseDate, State.Probability,
        State.Category, recorded));

    /// <summary>One change of a hundred comes to be known late, but none before the deal itself or after the end.</summary>
    private DateTimeOffset Recorded(DateTimeOffset at)
    {
        DateTimeOffset recorded = random.Chance(10) ? at.AddDays(random.Between(1, 10)) : at;
        DateTimeOffset known = recorded < knownFrom ? knownFrom : recorded;
        return known < world.End ? known : world.End;
    }
}
