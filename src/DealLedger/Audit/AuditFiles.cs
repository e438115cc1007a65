using DealLedger.Cli;
using DealLedger.Cli.Output;
using DealLedger.Core.Access;
using DealLedger.Server.Audit;
using DealLedger.Server.Tables;

namespace DealLedger.Audit;

/// <summary>
/// Writes an audit to where it is wanted: a workbook FILE.xlsx with its proofs in the folder FILE-proofs beside it, or a FOLDER/ with a CSV file a
/// sheet and its proofs in FOLDER/proofs.
/// </summary>
internal static class AuditFiles
{
    private const string Workbook = ".xlsx";

    /// <summary>Refuses a place that says neither a workbook nor a folder.</summary>
    public static void RefuseOther(string path)
    {
        if (!IsWorkbook(path) && !IsFolder(path))
        {
            throw new UsageException($"--out: '{Plain.Line(path)}' is neither a workbook nor a folder; name a file that ends in .xlsx, or a folder that ends in /.");
        }
    }

    /// <summary>The form of the files at a place.</summary>
    public static string FormOf(string path) => IsWorkbook(path) ? AccessForm.Xlsx : AccessForm.Csv;

    /// <summary>Writes all files; returns where they are.</summary>
    public static async Task<IReadOnlyList<string>> WriteAsync(AuditBook book, string path, CancellationToken cancellation)
    {
        var files = IsWorkbook(path)
            ? [(path, TableWorkbook.Write(book.Sheets))]
            : book.Sheets.Select(s => (Path: Path.Combine(path, s.Name.ToLowerInvariant().Replace(' ', '-') + ".csv"), Content: CsvTable.Write(s))).ToList();
        var proofs = IsWorkbook(path) ? path[..^Workbook.Length] + "-proofs" : Path.Combine(path, "proofs");
        files.AddRange(book.Proofs.Select(p => (Path.Combine(proofs, p.FileName), p.Content)));
        foreach (var (file, content) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            await File.WriteAllBytesAsync(file, content, cancellation);
        }

        return [.. files.Select(f => f.Item1)];
    }

    private static bool IsWorkbook(string path) => path.EndsWith(Workbook, StringComparison.OrdinalIgnoreCase) && Path.GetFileName(path).Length > Workbook.Length;

    private static bool IsFolder(string path) => Path.EndsInDirectorySeparator(path) || Directory.Exists(path);
}
