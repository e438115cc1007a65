using System.Globalization;
using CsvHelper;

namespace DealLedger.Import.Sample;

/// <summary>One file of the export in Salesforce's form: every field quoted, lines end in LF, UTF-8 without a byte order mark.</summary>
internal sealed class SampleTable : IAsyncDisposable
{
    private static readonly CsvWriterOptions Form = new()
    {
        Quoting = CsvQuoting.Always,
        NewLine = "\n",
        FormatProvider = CultureInfo.InvariantCulture,
    };

    private readonly CsvWriter csv;

    public SampleTable(DirectoryInfo folder, string name, params ReadOnlySpan<string> columns)
    {
        csv = CsvWriter.ToFile(Path.Combine(folder.FullName, name + ".csv"), Form, FileOptions.None);
        csv.WriteHeader(columns);
    }

    /// <summary>How many rows were written, the header not counted.</summary>
    public int Rows => (int)csv.RecordCount - 1;

    public SampleTable Text(string? value)
    {
        csv.WriteField(value);
        return this;
    }

    public SampleTable Flag(bool value) => Text(value ? "1" : "0");

    public SampleTable Number(int value)
    {
        csv.WriteField(value, "0");
        return this;
    }

    public SampleTable Money(decimal? value)
    {
        csv.WriteField(value, "0.##");
        return this;
    }

    public SampleTable Day(DateOnly value)
    {
        csv.WriteField(value, "yyyy-MM-dd' 00:00:00'");
        return this;
    }

    public SampleTable Instant(DateTimeOffset value)
    {
        csv.WriteField(value, "yyyy-MM-dd HH:mm:ss");
        return this;
    }

    public ValueTask EndRow(CancellationToken cancellationToken) => csv.EndRecordAsync(cancellationToken);

    public ValueTask DisposeAsync() => csv.DisposeAsync();
}
