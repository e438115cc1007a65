using DealLedger.Core.Opportunities;

namespace DealLedger.Import.Salesforce;

/// <summary>
/// Values of some fields of a deal; a field that is told to be empty is not the same as one that is not told. Values are string, decimal,
/// <see cref="DateOnly"/> or <see cref="ForecastCategory"/>; no category means the stage's own.
/// </summary>
internal sealed class FieldSet
{
    private readonly object?[] _values = new object?[DealFields.All.Count];
    private int _told;

    /// <summary>Whether the source marks the stage as closed, for stages that no table lists.</summary>
    public bool? StageIsClosed { get; set; }

    public bool IsEmpty => _told == 0;

    public IEnumerable<DealField> Told => DealFields.All.Where(Has);

    public object? this[DealField field]
    {
        get => _values[(int)field];
        set
        {
            _values[(int)field] = value;
            _told |= 1 << (int)field;
        }
    }

    public bool Has(DealField field) => (_told & (1 << (int)field)) != 0;

    public void Remove(DealField field)
    {
        _values[(int)field] = null;
        _told &= ~(1 << (int)field);
    }

    public FieldSet Copy()
    {
        var copy = new FieldSet { _told = _told, StageIsClosed = StageIsClosed };
        _values.CopyTo(copy._values, 0);
        return copy;
    }

    /// <summary>What a state holds in a field; of the category the one that counts.</summary>
    public static object? ValueOf(Opportunity state, DealField field) => field switch
    {
        DealField.Stage => state.Stage,
        DealField.Category => state.Category,
        DealField.Amount => state.Amount,
        DealField.Currency => state.Currency,
        DealField.CloseDate => state.CloseDate,
        DealField.Probability => state.Probability,
        DealField.Owner => state.Owner,
        DealField.Name => state.Name,
        DealField.Account => state.Account,
        DealField.Type => state.Type,
        DealField.Segment => state.Segment,
        _ => state.NextStep,
    };
}
