using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using DealLedger.Core.Ledger;

namespace DealLedger.Import.Salesforce;

/// <summary>One CSV file of an export: streamed, in any column order, with any columns beside those that count.</summary>
internal sealed class ExportTable : IAsyncDisposable
{
    private const int LargestRecord = 64 * 1024 * 1024;

    private readonly CsvReader _reader;
    private readonly Dictionary<string, int> _columns = new(StringComparer.OrdinalIgnoreCase);
    private bool _malformed;

    private ExportTable(string name, CsvReader reader)
    {
        Name = name;
        _reader = reader;
        for (var i = 0; i < reader.Headers.Count; i++)
        {
            // Of two columns with the same name the first counts; both take a place in the row.
            var header = reader.Headers[i].Trim();
            _columns.Add(_columns.ContainsKey(header) ? $"{header}\u0001{i}" : header, i);
        }
    }

    /// <summary>The file's name, without its folder.</summary>
    public string Name { get; }

    /// <summary>How many rows were read.</summary>
    public long Rows { get; private set; }

    /// <summary>How many rows were refused.</summary>
    public long Refused { get; set; }

    /// <summary>The line on which the current row starts, counted from 1.</summary>
    public int Line => (int)Math.Min(_reader.LineNumber, int.MaxValue);

    /// <summary>Opens a file and reads its header; none when there is no such file. Refuses one that cannot be read or lacks a column.</summary>
    public static async Task<ExportTable?> OpenAsync(DirectoryInfo folder, string name, IReadOnlyList<string> required, CancellationToken cancellation)
    {
        var path = Path.Combine(folder.FullName, name);
        if (!File.Exists(path))
        {
            return null;
        }

        ExportTable? table = null;
        CsvReader? reader = null;
        try
        {
            var options = new CsvReaderOptions
            {
                Separator = ',',
                TrackLineNumbers = true,
                MaxRecordSize = LargestRecord,
                MissingField = CsvMissingFieldHandling.ReturnEmpty,
                OnMalformedRecord = _ => table?.NoteMalformed(),
            };
            reader = CsvReader.Create(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: false), options, leaveOpen: false);
            await reader.ReadHeaderAsync(cancellation);
            table = new ExportTable(name, reader);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CsvFormatException or DecoderFallbackException)
        {
            if (reader is not null)
            {
                await reader.DisposeAsync();
            }

            throw new RefusedException("file-unreadable", $"{name} cannot be read: {problem.Message.Split('\n')[0].Trim()}");
        }

        var missing = required.Where(c => !table.Has(c)).ToList();
        if (missing.Count > 0)
        {
            await table.DisposeAsync();
            throw new RefusedException(
                "column-missing", $"{name} lacks the column{(missing.Count > 1 ? "s" : "")} {string.Join(", ", missing)}; export it with {string.Join(", ", required)}.");
        }

        return table;
    }

    /// <summary>Whether the file has a column.</summary>
    public bool Has(string column) => _columns.ContainsKey(column);

    /// <summary>The rows, one at a time; each is valid until the next.</summary>
    public async IAsyncEnumerable<ExportRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (await MoveAsync(cancellation))
        {
            Rows++;
            var row = new ExportRow(this);
            if (_malformed)
            {
                row.Refuse("", "", "its quotes do not close; write a quote inside a cell twice");
            }
            else if (_reader.FieldCount != _columns.Count)
            {
                row.Refuse("", "", $"it has {_reader.FieldCount} cells where the header has {_columns.Count}");
            }

            RefuseLargeCell(row);
            _malformed = false;
            yield return row;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    /// <summary>A cell in UTF-8; empty where the file lacks the column.</summary>
    internal ReadOnlySpan<byte> Cell(string column) => _columns.TryGetValue(column, out var index) ? _reader.GetSpan(index) : default;

    /// <summary>Whether these bytes are text.</summary>
    internal static bool IsText(ReadOnlySpan<byte> cell) => Utf8.IsValid(cell) && !cell.Contains((byte)0);

    // A cell that is too large costs its row even in a column that does not count: Salesforce holds none, so the file is damaged there.
    private void RefuseLargeCell(ExportRow row)
    {
        if (_reader.RawRecord.Length <= ExportRow.LargestCell)
        {
            return;
        }

        foreach (var (column, index) in _columns.Where(c => c.Value < _reader.FieldCount))
        {
            row.RefuseIfLarge(column, _reader.GetSpan(index));
        }
    }

    private async Task<bool> MoveAsync(CancellationToken cancellation)
    {
        try
        {
            return await _reader.ReadAsync(cancellation);
        }
        catch (Exception problem) when (problem is CsvFormatException or IOException)
        {
            throw new RefusedException(
                "file-unreadable",
                $"{Name} cannot be read on from row {Rows + 2}: a row is longer than {LargestRecord >> 20} MB, a quote is never closed, or the file broke off.");
        }
    }

    private void NoteMalformed() => _malformed = true;
}
