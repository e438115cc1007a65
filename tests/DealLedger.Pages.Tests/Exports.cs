using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Microsoft.Playwright;

namespace DealLedger.Pages.Tests;

/// <summary>Files that are taken from a page.</summary>
internal static class Exports
{
    public static async Task<(string Name, byte[] Content)> DownloadAsync(Visit visit, string link)
    {
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.Locator(".exports a", new PageLocatorOptions { HasText = link }).ClickAsync());
        await using var content = await download.CreateReadStreamAsync();
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, TestContext.Current.CancellationToken);
        return (download.SuggestedFilename, copy.ToArray());
    }

    public static IReadOnlyList<string> Sheets(byte[] workbook) => Read(workbook, book => book.Workbook!.Descendants<Sheet>().Select(s => s.Name!.Value!).ToList());

    public static IReadOnlyList<string> Texts(byte[] workbook) => Read(workbook, book => Cells<InlineString>(book).Select(t => t.InnerText).ToList());

    public static int Formulas(byte[] workbook) => Read(workbook, book => Cells<CellFormula>(book).Count());

    private static IEnumerable<T> Cells<T>(WorkbookPart book)
        where T : DocumentFormat.OpenXml.OpenXmlElement => book.WorksheetParts.SelectMany(sheet => sheet.Worksheet!.Descendants<T>());

    private static T Read<T>(byte[] workbook, Func<WorkbookPart, T> read)
    {
        using var stream = new MemoryStream(workbook);
        using var document = SpreadsheetDocument.Open(stream, isEditable: false);
        return read(document.WorkbookPart!);
    }
}
