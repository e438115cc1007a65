using CsvHelper;

namespace DealLedger.Import.Salesforce;

/// <summary>Refused rows with file, line, field, value and reason; the file and its folder are made with the first one.</summary>
internal sealed class RejectsFile(DirectoryInfo root, TimeProvider clock) : IAsyncDisposable
{
    private readonly SemaphoreSlim _alone = new(1);
    private CsvWriter? _writer;

    /// <summary>The folder that holds rejects.csv; none while nothing was refused.</summary>
    public string? Folder { get; private set; }

    /// <summary>Adds a refused row; several may be added at the same time.</summary>
    public async Task AddAsync(string file, int line, RowFault fault, CancellationToken cancellation)
    {
        await _alone.WaitAsync(cancellation);
        try
        {
            var writer = _writer ??= await OpenAsync(cancellation);
            writer.WriteField(file);
            writer.WriteField(line);
            writer.WriteField(fault.Field);
            writer.WriteField(fault.Value);
            writer.WriteField(fault.Reason);
            await writer.EndRecordAsync(cancellation);
        }
        finally
        {
            _alone.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_writer is not null)
        {
            await _writer.DisposeAsync();
        }

        _alone.Dispose();
    }

    private async Task<CsvWriter> OpenAsync(CancellationToken cancellation)
    {
        Folder = Path.Combine(root.FullName, $"{clock.GetUtcNow():yyyyMMdd-HHmmss}-{Guid.NewGuid():n}"[..24]);
        Directory.CreateDirectory(Folder);
        var writer = CsvWriter.ToFile(Path.Combine(Folder, "rejects.csv"), new CsvWriterOptions());
        foreach (var column in (string[])["file", "line", "field", "value", "reason"])
        {
            writer.WriteField(column);
        }

        await writer.EndRecordAsync(cancellation);
        return writer;
    }
}
