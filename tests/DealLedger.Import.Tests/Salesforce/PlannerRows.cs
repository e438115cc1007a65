using System.Globalization;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Import.Salesforce;

namespace DealLedger.Import.Tests.Salesforce;

/// <summary>Rows of one deal, to plan with: what a test does not name is the same everywhere.</summary>
internal static class PlannerRows
{
    public const string Deal = "006000000000001AAA";
    public const string Ann = "005000000000001AAA";
    public const string Ben = "005000000000002AAA";
    public const string Cleo = "005000000000003AAA";

    public static readonly DateTimeOffset Monday = new(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Tuesday = Monday.AddDays(1);
    public static readonly DateTimeOffset Wednesday = Monday.AddDays(2);
    public static readonly DateTimeOffset Friday = Monday.AddDays(4);

    public static readonly StageTable Stages = new(
        [
            new Stage("Prospecting", ForecastCategory.Pipeline, false, false, 1),
            new Stage("Proposal", ForecastCategory.BestCase, false, false, 2),
            new Stage("Closed Won", ForecastCategory.Closed, true, true, 3),
            new Stage("Closed Lost", ForecastCategory.Omitted, true, false, 4),
        ],
        isComplete: true);

    public static ExportContext Export(bool history = true, bool fieldHistory = true) => new(TenantId.Default, Stages, "USD")
    {
        HistoryFields = history ? DealFields.InHistory.ToHashSet() : null,
        HasFieldHistory = fieldHistory,
        OpportunityFields = Enum.GetValues<DealField>().ToHashSet(),
    };

    public static OpportunityRow Opportunity(
        string stage = "Prospecting", decimal? amount = 100, string closes = "2026-06-30", ForecastCategory category = ForecastCategory.Pipeline,
        string owner = Ann, DateTimeOffset? created = null, DateTimeOffset? modified = null) => new(Deal, stage, created ?? Monday)
        {
            Amount = amount, CloseDate = Day(closes), Category = category, Probability = 10, Owner = owner, Name = "Turbine",
            CreatedBy = Ann, ModifiedAt = modified ?? created ?? Monday, ModifiedBy = Ben, SystemModstamp = modified ?? created ?? Monday,
        };

    public static HistoryRow Row(
        int id, DateTimeOffset at, string stage = "Prospecting", decimal? amount = 100, string closes = "2026-06-30",
        ForecastCategory? category = ForecastCategory.Pipeline, decimal probability = 10, string by = Ann) => new($"008{id:D12}AAA", Deal, at, by, stage)
        {
            Amount = amount, CloseDate = Day(closes), Category = category, Probability = probability,
        };

    public static FieldHistoryRow Field(int id, DateTimeOffset at, string field, string? from, string? to, string by = Ann) =>
        new($"017{id:D12}AAA", Deal, at, by, field, from, to);

    public static DealRows Rows(OpportunityRow? opportunity, params object[] rows) =>
        new(Deal, opportunity, [.. rows.OfType<HistoryRow>()], [.. rows.OfType<FieldHistoryRow>()]);

    public static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The types of the events of a plan, by change.</summary>
    public static string[] Changes(DealPlan plan) =>
        [.. plan.Events.GroupBy(e => e.CorrelationId).Select(g => string.Join(" ", g.Select(e => EventJson.TypeName(e.Data))))];
}
