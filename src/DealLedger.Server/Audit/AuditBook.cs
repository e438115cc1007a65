using System.IO.Compression;
using DealLedger.Server.Tables;

namespace DealLedger.Server.Audit;

/// <summary>A proof that is written beside an audit file.</summary>
public sealed record AuditProof(string FileName, byte[] Content);

/// <summary>All that an audit of a period says.</summary>
public sealed record AuditBook(IReadOnlyList<SheetTable> Sheets, IReadOnlyList<AuditProof> Proofs)
{
    // The earliest that an archive can tell: the same audit gives the same bytes.
    private static readonly DateTimeOffset EntryTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>All of it in one archive: the workbook NAME.xlsx, and the proofs in the folder NAME-proofs beside it.</summary>
    public byte[] ToArchive(string name)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create))
        {
            Add(archive, name + ".xlsx", TableWorkbook.Write(Sheets));
            foreach (var proof in Proofs)
            {
                Add(archive, $"{name}-proofs/{proof.FileName}", proof.Content);
            }
        }

        return buffer.ToArray();
    }

    private static void Add(ZipArchive archive, string path, byte[] content)
    {
        var entry = archive.CreateEntry(path);
        entry.LastWriteTime = EntryTime;
        using var file = entry.Open();
        file.Write(content);
    }
}
