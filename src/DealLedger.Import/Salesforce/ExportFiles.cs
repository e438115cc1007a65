using DealLedger.Core.Ledger;

namespace DealLedger.Import.Salesforce;

/// <summary>The files of an export, all opened and their columns checked before any row is taken in.</summary>
internal sealed class ExportFiles : IAsyncDisposable
{
    private readonly List<ExportTable> _open = [];

    private ExportFiles()
    {
    }

    /// <summary>The deals as they stand.</summary>
    public ExportTable Opportunities { get; private set; } = null!;

    /// <summary>Their stages, amounts, dates, categories and probabilities over time.</summary>
    public ExportTable? History { get; private set; }

    /// <summary>Single fields over time.</summary>
    public ExportTable? FieldHistory { get; private set; }

    /// <summary>The stage table.</summary>
    public ExportTable? Stages { get; private set; }

    /// <summary>People.</summary>
    public ExportTable? Users { get; private set; }

    /// <summary>Accounts.</summary>
    public ExportTable? Accounts { get; private set; }

    /// <summary>Quotas.</summary>
    public ExportTable? Quotas { get; private set; }

    /// <summary>What managers made of the forecasts of others.</summary>
    public ExportTable? Adjustments { get; private set; }

    /// <summary>What owners made of their own forecasts.</summary>
    public ExportTable? OwnerAdjustments { get; private set; }

    /// <summary>What the adjustments are of.</summary>
    public ExportTable? Items { get; private set; }

    /// <summary>The fiscal periods.</summary>
    public ExportTable? Periods { get; private set; }

    /// <summary>Dated rates of currencies.</summary>
    public ExportTable? Rates { get; private set; }

    /// <summary>Opens what is there; refuses a folder without Opportunity.csv.</summary>
    public static async Task<ExportFiles> OpenAsync(DirectoryInfo folder, CancellationToken cancellation)
    {
        if (!folder.Exists)
        {
            throw new RefusedException("folder-missing", $"There is no folder '{folder.FullName}'; name the one that holds the export's {ExportRows.Opportunities}.", "folder");
        }

        var files = new ExportFiles();
        try
        {
            files.Opportunities = await files.OpenAsync(folder, ExportRows.Opportunities, cancellation)
                ?? throw new RefusedException("file-missing", $"There is no {ExportRows.Opportunities} in '{folder.FullName}'; an import needs it beside the history files.", "folder");
            files.History = await files.OpenAsync(folder, ExportRows.History, cancellation);
            files.FieldHistory = await files.OpenAsync(folder, ExportRows.FieldHistory, cancellation);
            files.Stages = await files.OpenAsync(folder, ExportRows.Stages, cancellation);
            files.Users = await files.OpenAsync(folder, ExportRows.Users, cancellation);
            files.Rates = await files.OpenAsync(folder, ExportRows.Rates, cancellation);
            files.Accounts = await files.OpenAsync(folder, ExportRows.Accounts, cancellation);
            files.Quotas = await files.OpenAsync(folder, ExportRows.Quotas, cancellation);
            files.Adjustments = await files.OpenAsync(folder, ExportRows.Adjustments, cancellation);
            files.OwnerAdjustments = await files.OpenAsync(folder, ExportRows.OwnerAdjustments, cancellation);
            files.Items = files.Adjustments is null && files.OwnerAdjustments is null ? null : await files.OpenAsync(folder, ExportRows.Items, cancellation);
            files.Periods = files.Quotas is null && files.Items is null && files.Adjustments is null && files.OwnerAdjustments is null
                ? null
                : await files.OpenAsync(folder, ExportRows.Periods, cancellation);
            return files;
        }
        catch
        {
            await files.DisposeAsync();
            throw;
        }
    }

    /// <summary>What became of the rows of each file.</summary>
    public IReadOnlyList<ImportedFile> Summary() => [.. _open.Select(t => new ImportedFile(t.Name, t.Rows, t.Rows - t.Refused, t.Refused))];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var table in _open)
        {
            await table.DisposeAsync();
        }
    }

    private async Task<ExportTable?> OpenAsync(DirectoryInfo folder, string name, CancellationToken cancellation)
    {
        var table = await ExportTable.OpenAsync(folder, name, ExportRows.Required(name), cancellation);
        if (table is not null)
        {
            _open.Add(table);
        }

        return table;
    }
}
