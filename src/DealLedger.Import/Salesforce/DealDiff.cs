using DealLedger.Core.Opportunities;

namespace DealLedger.Import.Salesforce;

/// <summary>An event in the making: the field that it is about, the name of what it says (a part of its id), and its data.</summary>
internal readonly record struct Draft(DealField Field, string Name, IOpportunityEvent Data);

/// <summary>How the stage and category of a state are compared with told ones where the stage stays.</summary>
internal enum Comparison
{
    /// <summary>A category that counts for the same is the same, overridden or not.</summary>
    Counting,

    /// <summary>An override is told apart from the stage's own category.</summary>
    Overrides,

    /// <summary>As if the stage were entered: its category and outcome are looked up.</summary>
    Anew,
}

/// <summary>The events that bring a deal from a state to the fields that a source tells, in the order of one change.</summary>
internal sealed class DealDiff(string dealId, StageTable stages)
{
    /// <summary>The opening of a deal with these fields, and the drafts of what its event cannot say.</summary>
    public (Opportunity State, List<Draft> Drafts) Open(FieldSet fields, DateTimeOffset at, string by)
    {
        var stage = stages.Resolve((string)fields[DealField.Stage]!, (ForecastCategory?)fields[DealField.Category], fields.StageIsClosed);
        var opened = new OpportunityOpened(
            (string?)fields[DealField.Name], (string?)fields[DealField.Account], (string?)fields[DealField.Owner],
            (string?)fields[DealField.Stage], stage.Category.Name(), stage.Outcome.Name(), (decimal?)fields[DealField.Amount],
            (string?)fields[DealField.Currency], (DateOnly?)fields[DealField.CloseDate], (decimal?)fields[DealField.Probability],
            (string?)fields[DealField.Type], (string?)fields[DealField.Segment], at, by);
        var state = Opportunity.Apply(null, dealId, opened)!;
        var (after, rest) = Between(state, fields, at, by, Comparison.Overrides);
        return (after, [new Draft(DealField.Stage, "Opened", opened), .. rest]);
    }

    /// <summary>The drafts from a state to told fields.</summary>
    public (Opportunity State, List<Draft> Drafts) Between(Opportunity from, FieldSet told, DateTimeOffset at, string by, Comparison comparison)
    {
        var run = new Run(dealId, from);
        var closing = StageAndCategory(run, told, at, by, comparison);
        Fields(run, told, at, by);
        if (closing is not null)
        {
            run.Add(DealField.Stage, "Outcome", closing);
        }

        return (run.State, run.Drafts);
    }

    private IOpportunityEvent? StageAndCategory(Run run, FieldSet told, DateTimeOffset at, string by, Comparison comparison)
    {
        if (!told.Has(DealField.Stage) && !told.Has(DealField.Category))
        {
            return null;
        }

        var from = run.State;
        var category = (ForecastCategory?)told[DealField.Category];
        var moved = told.Has(DealField.Stage) && !Equals(told[DealField.Stage], from.Stage);
        var isAnew = told.Has(DealField.Stage) && (moved || comparison == Comparison.Anew);

        // What was recorded of a stage that stays is a fact, which a later stage table does not reclassify.
        var stage = isAnew
            ? stages.Resolve((string)told[DealField.Stage]!, category, told.StageIsClosed)
            : new Stage(from.Stage ?? "", from.StageCategory, from.Standing != Outcome.Open, from.Standing == Outcome.Won, 0);
        if (moved)
        {
            run.Add(DealField.Stage, "StageName", new StageMoved(from.Stage, (string)told[DealField.Stage]!, at, by));
        }

        var instead = told.Has(DealField.Category) ? Override(stage, category) : from.Override;
        if (!isAnew && comparison == Comparison.Counting && Counting(stage, instead) == from.Category)
        {
            return null;
        }

        if (stage.Category != from.StageCategory)
        {
            run.Add(DealField.Stage, "StageCategory", new CategoryChanged(from.StageCategory.Name(), stage.Category.Name(), at, by));
        }

        if (stage.Outcome == Outcome.Open && from.Standing != Outcome.Open)
        {
            run.Add(DealField.Stage, "Outcome", new OpportunityReopened(at, by));
        }

        if (stage.Outcome == Outcome.Open && instead != run.State.Override)
        {
            run.Add(DealField.Category, "ForecastCategory", instead is { } other
                ? new CategoryOverridden(run.State.Category.Name(), other.Name(), null, at, by)
                : new CategoryOverrideCleared(run.State.Override!.Value.Name(), stage.Category.Name(), null, at, by));
        }

        return stage.Outcome == from.Standing ? null : stage.Outcome switch
        {
            Outcome.Won => new OpportunityWon(at, by),
            Outcome.Lost => new OpportunityLost(at, by),
            _ => null,
        };
    }

    private static void Fields(Run run, FieldSet told, DateTimeOffset at, string by)
    {
        foreach (var field in told.Told.Where(f => f is not (DealField.Stage or DealField.Category)))
        {
            var from = FieldSet.ValueOf(run.State, field);
            var to = told[field];
            if (Equals(from, to) || (field == DealField.NextStep && RecordedHistory.IsErased((string?)from)))
            {
                continue;
            }

            switch (field)
            {
                case DealField.Amount:
                    run.Add(field, "Amount", new AmountChanged((decimal?)from, (decimal?)to, at, by));
                    break;
                case DealField.Currency:
                    run.Add(field, "CurrencyIsoCode", new CurrencyChanged((string?)from, (string?)to, at, by));
                    break;
                case DealField.CloseDate:
                    run.Add(field, "CloseDate", new CloseDateMoved((DateOnly?)from, (DateOnly?)to, at, by));
                    break;
                case DealField.Probability:
                    run.Add(field, "Probability", new ProbabilityChanged((decimal?)from, (decimal?)to, at, by));
                    break;
                case DealField.Owner:
                    run.Add(field, "OwnerId", new OwnerChanged((string?)from, (string?)to, at, by));
                    break;
                case DealField.Name:
                    run.Add(field, "Name", new OpportunityRenamed((string?)from, (string?)to, at, by));
                    break;
                case DealField.Account:
                    run.Add(field, "AccountId", new AccountChanged((string?)from, (string?)to, at, by));
                    break;
                case DealField.Type:
                    run.Add(field, "Type", new TypeChanged((string?)from, (string?)to, at, by));
                    break;
                case DealField.Segment:
                    run.Add(field, "Segment", new SegmentChanged((string?)from, (string?)to, at, by));
                    break;
                default:
                    run.Add(field, "NextStep", new NextStepChanged((string?)to, at, by));
                    break;
            }
        }
    }

    /// <summary>The override that a told category amounts to: an open deal's category other than its stage's own, Closed excepted.</summary>
    private static ForecastCategory? Override(Stage stage, ForecastCategory? told) =>
        stage.Outcome == Outcome.Open && told != stage.Category && told != ForecastCategory.Closed ? told : null;

    private static ForecastCategory Counting(Stage stage, ForecastCategory? instead) => stage.Outcome switch
    {
        Outcome.Won => ForecastCategory.Closed,
        Outcome.Open => instead ?? stage.Category,
        _ => stage.Category,
    };

    private sealed class Run(string dealId, Opportunity state)
    {
        public Opportunity State { get; private set; } = state;

        public List<Draft> Drafts { get; } = [];

        public void Add(DealField field, string name, IOpportunityEvent data)
        {
            Drafts.Add(new Draft(field, name, data));
            State = Opportunity.Apply(State, dealId, data)!;
        }
    }
}
