using DealLedger.Core.Opportunities;
using DealLedger.Core.Time;

namespace DealLedger.Import.Salesforce;

/// <summary>A row of Period.csv: a span of days, and what kind of period it is, if the export says so.</summary>
internal sealed record PeriodRow(string Id, DateOnly Start, DateOnly End);

/// <summary>
/// What a forecast is of: its owner, its period by id or by first day, and its category. A ForecastingItem tells what an adjustment does not.
/// </summary>
internal sealed record ForecastedRow(string? Owner, string? PeriodId, DateOnly? Start, ForecastCategory? Category)
{
    /// <summary>The row, with what it lacks told by another.</summary>
    public ForecastedRow Or(ForecastedRow? other) =>
        other is null ? this : new ForecastedRow(Owner ?? other.Owner, PeriodId ?? other.PeriodId, Start ?? other.Start, Category ?? other.Category);
}

/// <summary>A row of ForecastingQuota.csv.</summary>
internal sealed record QuotaRow(
    int Line, string Id, ForecastedRow Of, decimal Amount, string? Currency, string? Type, DateTimeOffset? CreatedAt, string? CreatedBy,
    DateTimeOffset? ModifiedAt, string? ModifiedBy);

/// <summary>A row of ForecastingAdjustment.csv or ForecastingOwnerAdjustment.csv, as it was last changed.</summary>
internal sealed record AdjustmentRow(
    int Line, string Id, string? ItemId, ForecastedRow Of, decimal Amount, string? Currency, string? Type, string? Note, string By, DateTimeOffset At);

/// <summary>
/// Reads the rows of the files that tell of forecasts, by the names that Salesforce's Object Reference gives them. Each method takes a row;
/// what is wrong with it stands in the row's fault.
/// </summary>
internal static class ForecastingRows
{
    private static readonly Dictionary<string, ForecastCategory> ItemCategories = new(StringComparer.OrdinalIgnoreCase)
    {
        ["PipelineOnly"] = ForecastCategory.Pipeline,
        ["OpenPipeline"] = ForecastCategory.Pipeline,
        ["BestCaseOnly"] = ForecastCategory.BestCase,
        ["BestCaseForecast"] = ForecastCategory.BestCase,
        ["MostLikelyOnly"] = ForecastCategory.MostLikely,
        ["MostLikelyForecast"] = ForecastCategory.MostLikely,
        ["CommitOnly"] = ForecastCategory.Commit,
        ["CommitForecast"] = ForecastCategory.Commit,
        ["ClosedOnly"] = ForecastCategory.Closed,
    };

    public static PeriodRow Period(ExportRow row)
    {
        var (id, start, end) = (row.RequiredId("Id"), row.Date("StartDate"), row.Date("EndDate"));
        if (start is null || end is null || end < start)
        {
            row.Refuse("EndDate", row.Text("EndDate") ?? "", "write the first and the last day of the period");
        }

        return new PeriodRow(id, start ?? default, end ?? default);
    }

    public static (string Id, ForecastedRow Of) Item(ExportRow row) => (row.RequiredId("Id"), Of(row, "OwnerId"));

    public static QuotaRow Quota(ExportRow row)
    {
        RefuseParts(row);
        var quota = new QuotaRow(
            row.Table.Line, row.RequiredId("Id"), Of(row, "QuotaOwnerId"), Amount(row, "QuotaAmount"), ExportRows.Currency(row), row.Text("ForecastingTypeId"),
            row.Instant("CreatedDate"), row.Id("CreatedById"), row.Instant("LastModifiedDate"), row.Id("LastModifiedById"));
        if (quota.Amount < 0)
        {
            row.Refuse("QuotaAmount", row.Text("QuotaAmount")!, "write what is to be reached, zero or more");
        }

        return quota;
    }

    public static AdjustmentRow Adjustment(ExportRow row)
    {
        RefuseParts(row);
        if (row.Flag("IsDeleted") == true)
        {
            row.Refuse(
                "IsDeleted", row.Text("IsDeleted")!, "it was deleted, and the export does not say when; a call stands until a later one replaces it");
        }

        var (created, modified) = (row.RequiredInstant("CreatedDate"), row.Instant("LastModifiedDate"));
        var author = row.Id("CreatedById");

        // An adjustment is edited in its place: the amount that it shows was stated when it was last changed.
        var isEdited = modified > created;
        var by = isEdited ? row.Id("LastModifiedById") ?? author : author;
        if (by is null)
        {
            row.Refuse("CreatedById", "", $"it is blank; write {SalesforceValues.AcceptedIds}");
        }

        return new AdjustmentRow(
            row.Table.Line, row.RequiredId("Id"), row.Id("ForecastingItemId"), Of(row, row.Table.Has("ForecastOwnerId") ? "ForecastOwnerId" : "OwnerId"),
            Amount(row, row.Table.Has("OwnerAdjustedAmount") ? "OwnerAdjustedAmount" : "AdjustedAmount"), ExportRows.Currency(row), row.Text("ForecastingTypeId"),
            row.Text(row.Table.Has("OwnerAdjustmentNote") ? "OwnerAdjustmentNote" : "AdjustmentNote"), by ?? "", isEdited ? modified!.Value : created);
    }

    /// <summary>The period of the fiscal calendar that has just these days; none where there is none.</summary>
    public static Period? Named(FiscalCalendar calendar, DateOnly start, DateOnly end)
    {
        var names = new[] { $"{start:yyyy-MM}", calendar.QuarterOf(start).Id, $"{end:yyyy}" };
        return names.Select(name => calendar.TryParse(name, out var period) && period.Start == start && period.End == end ? period : null)
            .FirstOrDefault(period => period is not null);
    }

    private static ForecastedRow Of(ExportRow row, string owner) => new(
        row.Id(owner), row.Id("PeriodId"), row.Date("StartDate"), row.Category() ?? ItemCategory(row));

    private static ForecastCategory? ItemCategory(ExportRow row) =>
        row.Text("ForecastingItemCategory") is { } name && ItemCategories.TryGetValue(name.Trim(), out var category) ? category : null;

    private static decimal Amount(ExportRow row, string column)
    {
        var amount = row.Amount(column);
        if (amount is null)
        {
            row.Refuse(column, "", $"it is blank; write {SalesforceValues.AcceptedAmounts}");
        }

        return amount ?? 0;
    }

    // What is of a part of a person's deals would be taken for all of them.
    private static void RefuseParts(ExportRow row)
    {
        if (row.Flag("IsAmount") == false && row.Flag("IsQuantity") == true)
        {
            row.Refuse("IsQuantity", row.Text("IsQuantity")!, "it is about quantities; amounts are taken");
        }

        foreach (var part in new[] { "ProductFamily", "Territory2Id", "ForecastingGroupItemId" })
        {
            if (row.Text(part) is { } told)
            {
                row.Refuse(part, told, "it is about a part of the owner's deals; what is about all of them is taken");
            }
        }
    }
}
