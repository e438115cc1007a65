using DealLedger.Core.Currencies;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.People;
using DealLedger.Core.Time;

namespace DealLedger.Import.Salesforce;

/// <summary>Reads the rows of the files that count. Each method takes a row; what is wrong with it stands in the row's fault.</summary>
internal static class ExportRows
{
    public const string Opportunities = "Opportunity.csv";
    public const string History = "OpportunityHistory.csv";
    public const string FieldHistory = "OpportunityFieldHistory.csv";
    public const string Stages = "OpportunityStage.csv";
    public const string Users = "User.csv";
    public const string Accounts = "Account.csv";
    public const string Rates = "DatedConversionRate.csv";
    public const string Quotas = "ForecastingQuota.csv";
    public const string Adjustments = "ForecastingAdjustment.csv";
    public const string OwnerAdjustments = "ForecastingOwnerAdjustment.csv";
    public const string Items = "ForecastingItem.csv";
    public const string Periods = "Period.csv";

    private const int LongestFieldValue = 40_000;

    /// <summary>The columns that a file cannot do without.</summary>
    public static IReadOnlyList<string> Required(string file) => file switch
    {
        Opportunities => ["Id", "StageName", "CloseDate", "CreatedDate"],
        History => ["Id", "OpportunityId", "CreatedDate", "StageName"],
        FieldHistory => ["Id", "OpportunityId", "CreatedDate", "Field", "OldValue", "NewValue"],
        Rates => ["IsoCode", "ConversionRate", "StartDate"],
        Stages => ["MasterLabel", "IsClosed", "IsWon"],
        Quotas => ["Id", "QuotaOwnerId", "QuotaAmount"],
        Adjustments or OwnerAdjustments => ["Id", "CreatedDate", "CreatedById"],
        Periods => ["Id", "StartDate", "EndDate"],
        _ => ["Id"],
    };

    /// <summary>The fields that the columns of a file tell.</summary>
    public static HashSet<DealField> FieldsOf(ExportTable table)
    {
        (DealField Field, string[] Columns)[] all =
        [
            (DealField.Stage, ["StageName"]), (DealField.Category, ["ForecastCategory", "ForecastCategoryName"]), (DealField.Amount, ["Amount"]),
            (DealField.Currency, ["CurrencyIsoCode"]), (DealField.CloseDate, ["CloseDate"]), (DealField.Probability, ["Probability"]),
            (DealField.Owner, ["OwnerId"]), (DealField.Name, ["Name"]), (DealField.Account, ["AccountId"]), (DealField.Type, ["Type"]),
            (DealField.Segment, ["Segment__c", "Segment"]), (DealField.NextStep, ["NextStep"]),
        ];
        return [.. all.Where(f => f.Columns.Any(table.Has)).Select(f => f.Field)];
    }

    public static OpportunityRow Opportunity(ExportRow row) => new(row.RequiredId("Id"), row.RequiredText("StageName").Trim(), row.RequiredInstant("CreatedDate"))
    {
        IsDeleted = row.Flag("IsDeleted") ?? false,
        IsClosed = row.Flag("IsClosed"),
        IsWon = row.Flag("IsWon"),
        Category = row.Category(),
        Amount = row.Amount("Amount"),
        Currency = Currency(row),
        CloseDate = row.Date("CloseDate"),
        Probability = row.Probability("Probability"),
        Owner = row.Id("OwnerId"),
        Name = row.Text("Name"),
        Account = row.Id("AccountId"),
        Type = row.Text("Type"),
        Segment = row.Text(row.Table.Has("Segment__c") ? "Segment__c" : "Segment"),
        NextStep = row.Text("NextStep"),
        CreatedBy = row.Id("CreatedById"),
        ModifiedAt = row.Instant("LastModifiedDate"),
        ModifiedBy = row.Id("LastModifiedById"),
        SystemModstamp = row.Instant("SystemModstamp"),
    };

    public static HistoryRow Change(ExportRow row) => new(
        row.RequiredId("Id"), row.RequiredId("OpportunityId"), row.RequiredInstant("CreatedDate"), row.Id("CreatedById") ?? "", row.RequiredText("StageName").Trim())
    {
        Category = row.Category(),
        Amount = row.Amount("Amount"),
        CloseDate = row.Date("CloseDate"),
        Probability = row.Probability("Probability"),
    };

    public static FieldHistoryRow FieldChange(ExportRow row)
    {
        var read = new FieldHistoryRow(
            row.RequiredId("Id"), row.RequiredId("OpportunityId"), row.RequiredInstant("CreatedDate"), row.Id("CreatedById") ?? "", row.RequiredText("Field"),
            row.Text("OldValue", LongestFieldValue), row.Text("NewValue", LongestFieldValue));
        if (DealFields.TryParse(read.Field, out var field))
        {
            CheckValue(row, field, "OldValue", read.OldValue);
            CheckValue(row, field, "NewValue", read.NewValue);
        }

        return read;
    }

    public static PersonTold User(ExportRow row)
    {
        var parts = string.Join(' ', new[] { row.Text("FirstName"), row.Text("LastName") }.OfType<string>());
        return new PersonTold(
            row.RequiredId("Id"), row.Text("Name") ?? (parts.Length > 0 ? parts : null), row.Text("Email"), row.Id("ManagerId"), row.Table.Has("ManagerId"),
            IsActive: row.Flag("IsActive"));
    }

    public static DatedRate Rate(ExportRow row, TimeWords time)
    {
        var (code, rate, from) = (row.RequiredText("IsoCode"), row.RequiredRate("ConversionRate"), row.RequiredDate("StartDate"));
        if (!MinorUnits.IsCurrency(code))
        {
            row.Refuse("IsoCode", code, "write an ISO 4217 code such as EUR");
        }

        return new DatedRate(code, rate, row.Fault is null ? time.StartOf(from) : default, row.Table.Line);
    }

    public static Account Account(ExportRow row) => new(row.RequiredId("Id"), row.Text("Name"));

    public static Stage Stage(ExportRow row)
    {
        var isWon = row.Flag("IsWon") ?? false;
        var isClosed = (row.Flag("IsClosed") ?? false) || isWon;
        var category = row.Category() ?? (isWon ? ForecastCategory.Closed : isClosed ? ForecastCategory.Omitted : ForecastCategory.Pipeline);
        var order = row.Amount("SortOrder") is { } told and >= 0 and < 1_000_000 ? (int)told : int.MaxValue;
        return new Stage(row.RequiredText(row.Text("ApiName") is null ? "MasterLabel" : "ApiName").Trim(), category, isClosed, isWon, order);
    }

    public static string? Currency(ExportRow row)
    {
        var code = row.Text("CurrencyIsoCode");
        if (code is not null && !(code.Length == 3 && code.All(char.IsAsciiLetterUpper)))
        {
            row.Refuse("CurrencyIsoCode", code, "write an ISO 4217 code such as USD");
        }

        return code;
    }

    private static void CheckValue(ExportRow row, DealField field, string column, string? value)
    {
        if (!SalesforceValues.TryRead(field, value, out _))
        {
            row.Refuse(column, value!, $"write {SalesforceValues.Accepted(field)}");
        }
    }
}
