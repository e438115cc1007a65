namespace DealLedger.Import.Sample;

/// <summary>The sample's stage table and the words for its forecast categories.</summary>
internal sealed class SampleStages
{
    public const string Pipeline = "Pipeline";
    public const string BestCase = "BestCase";
    public const string MostLikely = "MostLikely";
    public const string Commit = "Forecast";
    public const string Omitted = "Omitted";

    public SampleStages(SampleIds ids)
    {
        All =
        [
            new(ids.Stage(1), "Prospecting", 1, false, false, Pipeline, 10),
            new(ids.Stage(2), "Qualification", 2, false, false, Pipeline, 20),
            new(ids.Stage(3), "Needs Analysis", 3, false, false, Pipeline, 30),
            new(ids.Stage(4), "Value Proposition", 4, false, false, BestCase, 50),
            new(ids.Stage(5), "Proposal/Price Quote", 5, false, false, MostLikely, 65),
            new(ids.Stage(6), "Negotiation/Review", 6, false, false, Commit, 80),
            new(ids.Stage(7), "Closed Won", 7, true, true, "Closed", 100),
            new(ids.Stage(8), "Closed Lost", 8, true, false, Omitted, 0),
        ];
        Open = All.Where(stage => !stage.IsClosed).ToArray();
    }

    public IReadOnlyList<SampleStage> All { get; }

    /// <summary>The stages of an open deal, in their order.</summary>
    public IReadOnlyList<SampleStage> Open { get; }

    public SampleStage Qualification => All[1];

    public SampleStage NeedsAnalysis => All[2];

    public SampleStage Negotiation => All[5];

    public SampleStage Won => All[6];

    public SampleStage Lost => All[7];

    /// <summary>The open stage before the given one, or the first.</summary>
    public SampleStage Before(SampleStage stage) => All[Math.Max(0, stage.SortOrder - 2)];
}
