namespace DealLedger.Core.Opportunities;

/// <summary>One stage of a sales process: its own category, whether it is closed and won, and its place in the order.</summary>
public sealed record Stage(string Name, ForecastCategory Category, bool IsClosed, bool IsWon, int SortOrder)
{
    /// <summary>The outcome of a deal in this stage.</summary>
    public Outcome Outcome => IsWon ? Outcome.Won : IsClosed ? Outcome.Lost : Outcome.Open;
}

/// <summary>The stages that a tenant knows. What it does not know follows the rules of DEFINITIONS 1 for "no stage table".</summary>
public sealed class StageTable
{
    private readonly Dictionary<string, Stage> _stages;

    /// <summary>A table of these stages; names differ in more than case.</summary>
    public StageTable(IEnumerable<Stage> stages, bool isComplete)
    {
        _stages = new Dictionary<string, Stage>(StringComparer.OrdinalIgnoreCase);
        foreach (var stage in stages)
        {
            _stages[stage.Name] = stage;
        }

        IsComplete = isComplete;
    }

    /// <summary>Whether the source listed every stage that exists, so that another name is a mistake.</summary>
    public bool IsComplete { get; }

    /// <summary>The known stages in their order.</summary>
    public IReadOnlyList<Stage> Stages => [.. _stages.Values.OrderBy(s => s.SortOrder).ThenBy(s => s.Name, StringComparer.Ordinal)];

    /// <summary>The stage of that name, or none.</summary>
    public Stage? Find(string name) => _stages.GetValueOrDefault(name.Trim());

    /// <summary>The stage of that name; for one that the table lacks, what its name and the source's category say.</summary>
    public Stage Resolve(string name, ForecastCategory? told = null, bool? isClosed = null)
    {
        if (Find(name) is { } known)
        {
            return known;
        }

        var named = name.Trim();
        if (named.Equals("Closed Lost", StringComparison.OrdinalIgnoreCase) || (isClosed == true && told is not ForecastCategory.Closed and not null))
        {
            return new Stage(named, ForecastCategory.Omitted, IsClosed: true, IsWon: false, int.MaxValue);
        }

        if (told == ForecastCategory.Closed || (told is null && named.Equals("Closed Won", StringComparison.OrdinalIgnoreCase)))
        {
            return new Stage(named, ForecastCategory.Closed, IsClosed: true, IsWon: true, int.MaxValue);
        }

        return new Stage(named, told ?? ForecastCategory.Pipeline, IsClosed: false, IsWon: false, int.MaxValue);
    }
}
