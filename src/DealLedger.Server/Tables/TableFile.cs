namespace DealLedger.Server.Tables;

/// <summary>The forms of a file of tables.</summary>
public enum TableFormat
{
    /// <summary>The first table as RFC 4180 writes it.</summary>
    Csv,

    /// <summary>An Excel workbook with a sheet a table.</summary>
    Xlsx,
}

/// <summary>Tables to be taken away as a file of this name, which has no ending yet; the first table is what the file is about.</summary>
public sealed record TableFile(string Name, IReadOnlyList<SheetTable> Tables)
{
    /// <summary>The file's name, its media type and its bytes.</summary>
    public (string Name, string MediaType, byte[] Content) Write(TableFormat format) => format switch
    {
        TableFormat.Csv => (Name + ".csv", "text/csv; charset=utf-8", CsvTable.Write(Tables[0])),
        TableFormat.Xlsx => (Name + ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", TableWorkbook.Write(Tables)),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No format."),
    };
}
