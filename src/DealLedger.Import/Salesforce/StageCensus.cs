using DealLedger.Core.Opportunities;

namespace DealLedger.Import.Salesforce;

/// <summary>
/// Counts what deals and their history say of stages, to derive a stage table where the export has none. Deals may be counted while
/// history is.
/// </summary>
internal sealed class StageCensus
{
    private const int MostStages = 10_000;
    private readonly Dictionary<string, Votes> _byDeals = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Votes> _byHistory = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Counts a deal.</summary>
    public void Add(OpportunityRow row) => Add(_byDeals, row.Stage, row.Category, row.IsClosed, row.IsWon);

    /// <summary>Counts a row of history.</summary>
    public void Add(HistoryRow row) => Add(_byHistory, row.Stage, row.Category, null, null);

    /// <summary>The stages seen: what deals say of one goes before what its history says. Stages that the tenant knows stay as they are.</summary>
    public StageTable Derive(StageTable? known)
    {
        var stages = (known?.Stages ?? []).ToList();
        var names = stages.Select(s => s.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, votes) in _byDeals.Concat(_byHistory))
        {
            if (names.Add(name))
            {
                stages.Add(votes.Stage(name, stages.Count + 1));
            }
        }

        return new StageTable(stages, known?.IsComplete ?? false);
    }

    private static void Add(Dictionary<string, Votes> census, string stage, ForecastCategory? category, bool? isClosed, bool? isWon)
    {
        if (!census.TryGetValue(stage, out var votes))
        {
            if (census.Count == MostStages)
            {
                return;
            }

            census.Add(stage, votes = new Votes());
        }

        votes.Add(category, isClosed, isWon);
    }

    private sealed class Votes
    {
        private readonly long[] _categories = new long[Enum.GetValues<ForecastCategory>().Length];
        private long _closed;
        private long _open;
        private long _won;
        private long _notWon;

        public void Add(ForecastCategory? category, bool? isClosed, bool? isWon)
        {
            if (category is { } told)
            {
                _categories[(int)told]++;
            }

            (_closed, _open) = isClosed switch { true => (_closed + 1, _open), false => (_closed, _open + 1), null => (_closed, _open) };
            (_won, _notWon) = isWon switch { true => (_won + 1, _notWon), false => (_won, _notWon + 1), null => (_won, _notWon) };
        }

        public Stage Stage(string name, int order)
        {
            ForecastCategory? category = _categories.Max() == 0 ? null : (ForecastCategory)Array.IndexOf(_categories, _categories.Max());
            var isClosed = _closed + _open > 0 ? _closed > _open : (bool?)null;
            var byRules = new StageTable([], isComplete: false).Resolve(name, category, isClosed);
            var isWon = _won + _notWon > 0 ? _won > _notWon : byRules.IsWon;
            var closed = isWon || (isClosed ?? byRules.IsClosed);

            // An open stage gives no Closed: a deal that says so counts by what most others of its stage say.
            var own = closed || category != ForecastCategory.Closed ? category ?? byRules.Category : NextBest();
            return new Stage(name, own, closed, isWon, order);
        }

        private ForecastCategory NextBest()
        {
            var open = _categories.ToArray();
            open[(int)ForecastCategory.Closed] = 0;
            return open.Max() == 0 ? ForecastCategory.Pipeline : (ForecastCategory)Array.IndexOf(open, open.Max());
        }
    }
}
