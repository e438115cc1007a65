namespace DealLedger.Import.Sample;

/// <summary>How many rows an export holds, by file.</summary>
public sealed record SampleExportRows(int Opportunities, int History, int FieldHistory, int Stages, int Users, int Accounts);

/// <summary>Writes a sample company as Salesforce's data export writes a real one.</summary>
public static class SampleExport
{
    /// <summary>Writes the six files of the export, over any that are there; deals are told once and none is kept.</summary>
    public static async Task<SampleExportRows> WriteAsync(SampleCompany company, DirectoryInfo folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(company);
        ArgumentNullException.ThrowIfNull(folder);
        folder.Create();

        int stages = await WriteStages(company, folder, cancellationToken);
        int users = await WriteUsers(company, folder, cancellationToken);
        int accounts = await WriteAccounts(company, folder, cancellationToken);
        (int opportunities, int history, int fieldHistory) = await WriteDeals(company, folder, cancellationToken);
        return new(opportunities, history, fieldHistory, stages, users, accounts);
    }

    private static async Task<int> WriteStages(
        SampleCompany company, DirectoryInfo folder, CancellationToken cancellationToken)
    {
        await using var table = new SampleTable(
            folder, "OpportunityStage", "Id", "MasterLabel", "ApiName", "IsActive", "SortOrder", "IsClosed", "IsWon", "ForecastCategory",
            "ForecastCategoryName", "DefaultProbability");
        foreach (SampleStage stage in company.Stages)
        {
            await table.Text(stage.Id).Text(stage.Name).Text(stage.Name).Flag(true).Number(stage.SortOrder)
                .Flag(stage.IsClosed).Flag(stage.IsWon).Text(stage.ForecastCategory).Text(ShownAs(stage.ForecastCategory))
                .Number(stage.DefaultProbability).EndRow(cancellationToken);
        }

        return table.Rows;
    }

    private static async Task<int> WriteUsers(
        SampleCompany company, DirectoryInfo folder, CancellationToken cancellationToken)
    {
        await using var table = new SampleTable(
            folder, "User", "Id", "Username", "LastName", "FirstName", "Name", "Email", "Title", "Department", "ManagerId", "IsActive");
        foreach (SampleUser user in company.Users)
        {
            await table.Text(user.Id).Text(user.Email).Text(user.LastName).Text(user.FirstName).Text(user.Name).Text(user.Email)
                .Text(user.Title).Text(user.Department).Text(user.ManagerId ?? SampleIds.None).Flag(user.IsActive)
                .EndRow(cancellationToken);
        }

        return table.Rows;
    }

    private static async Task<int> WriteAccounts(SampleCompany company, DirectoryInfo folder, CancellationToken cancellationToken)
    {
        await using var table = new SampleTable(
            folder, "Account", "Id", "IsDeleted", "Name", "Industry", "Segment__c", "OwnerId", "CreatedDate");
        foreach (SampleAccount account in company.Accounts)
        {
            await table.Text(account.Id).Flag(false).Text(account.Name).Text(account.Industry).Text(account.Segment).Text(account.OwnerId)
                .Instant(account.CreatedDate).EndRow(cancellationToken);
        }

        return table.Rows;
    }

    private static async Task<(int Opportunities, int History, int FieldHistory)> WriteDeals(
        SampleCompany company, DirectoryInfo folder, CancellationToken cancellationToken)
    {
        await using var opportunities = new SampleTable(
            folder, "Opportunity", "Id", "IsDeleted", "AccountId", "Name", "StageName", "Amount", "Probability", "CloseDate", "Type",
            "NextStep", "IsClosed", "IsWon", "ForecastCategory", "ForecastCategoryName", "OwnerId", "CreatedDate", "CreatedById",
            "LastModifiedDate", "LastModifiedById", "SystemModstamp", "Segment__c");
        await using var history = new SampleTable(
            folder, "OpportunityHistory", "Id", "OpportunityId", "CreatedById", "CreatedDate", "StageName", "Amount", "ExpectedRevenue",
            "CloseDate", "Probability", "ForecastCategory", "SystemModstamp", "IsDeleted");
        await using var fieldHistory = new SampleTable(
            folder, "OpportunityFieldHistory", "Id", "IsDeleted", "OpportunityId", "CreatedById", "CreatedDate", "Field", "OldValue",
            "NewValue");
        foreach (SampleDeal deal in company.Deals)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Write(opportunities, deal.Opportunity, cancellationToken);
            foreach (SampleHistoryRow row in deal.History)
            {
                await Write(history, row, deal.Opportunity.IsDeleted, cancellationToken);
            }

            foreach (SampleFieldHistoryRow row in deal.FieldHistory)
            {
                await Write(fieldHistory, row, deal.Opportunity.IsDeleted, cancellationToken);
            }
        }

        return (opportunities.Rows, history.Rows, fieldHistory.Rows);
    }

    private static ValueTask Write(SampleTable table, SampleOpportunity deal, CancellationToken cancellationToken) => table
        .Text(deal.Id).Flag(deal.IsDeleted).Text(deal.AccountId).Text(deal.Name).Text(deal.Stage.Name).Money(deal.Amount)
        .Number(deal.Probability).Day(deal.CloseDate).Text(deal.Type).Text(deal.NextStep).Flag(deal.Stage.IsClosed).Flag(deal.Stage.IsWon)
        .Text(deal.ForecastCategory).Text(ShownAs(deal.ForecastCategory)).Text(deal.OwnerId)
        .Instant(deal.CreatedDate).Text(deal.CreatedById).Instant(deal.LastModifiedDate).Text(deal.LastModifiedById)
        .Instant(deal.LastModifiedDate).Text(deal.Segment).EndRow(cancellationToken);

    // The history of a deal goes into the recycle bin with it.
    private static ValueTask Write(SampleTable table, SampleHistoryRow row, bool isDeleted, CancellationToken cancellationToken) => table
        .Text(row.Id).Text(row.OpportunityId).Text(row.CreatedById).Instant(row.CreatedDate).Text(row.StageName).Money(row.Amount)
        .Money(row.ExpectedRevenue).Day(row.CloseDate).Number(row.Probability).Text(row.ForecastCategory).Instant(row.CreatedDate)
        .Flag(isDeleted).EndRow(cancellationToken);

    private static ValueTask Write(
        SampleTable table, SampleFieldHistoryRow row, bool isDeleted, CancellationToken cancellationToken) => table
        .Text(row.Id).Flag(isDeleted).Text(row.OpportunityId).Text(row.CreatedById).Instant(row.CreatedDate).Text(row.Field)
        .Text(row.OldValue).Text(row.NewValue).EndRow(cancellationToken);

    private static string ShownAs(string category) => category switch
    {
        SampleStages.BestCase => "Best Case",
        SampleStages.MostLikely => "Most Likely",
        SampleStages.Commit => "Commit",
        _ => category,
    };
}
