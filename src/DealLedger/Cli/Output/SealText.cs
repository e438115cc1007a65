using DealLedger.Core;
using DealLedger.Core.Sealing;
using DealLedger.Server.Tables;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>Seals for people, and as rows.</summary>
internal static class SealText
{
    private const int ShownOfAHash = 16;

    /// <summary>One seal in full, as it is compared with one kept elsewhere.</summary>
    public static void Write(TextWriter output, Seal seal)
    {
        output.WriteLine($"  seal  {seal.Id} of tenant {seal.Tenant}, for {Plain.Line(seal.Occasion)}, at {seal.At.ToIso()}");
        output.WriteLine($"  size  {seal.Size}");
        output.WriteLine($"  root  {seal.Root}");
        output.WriteLine($"  key   {seal.Key}");
        if (seal.Access is { } access)
        {
            output.WriteLine($"  access log up to entry {access.Number}: {access.Hash}");
        }
    }

    /// <summary>All seals of a tenant, hashes shortened.</summary>
    public static void WriteTable(IAnsiConsole console, string tenant, IReadOnlyList<Seal> seals)
    {
        if (seals.Count == 0)
        {
            console.WriteLine($"The log of tenant {tenant} has no seal yet; 'seal' makes one.");
            return;
        }

        var table = Tables.New("Seal>", "At|", "For", "Events>", "Root", "Key");
        foreach (var seal in seals)
        {
            table.AddRow(
                Plain.Count(seal.Id), Plain.Instant(seal.At), Plain.Cell(seal.Occasion), Plain.Count(seal.Size), Short(seal.Root), Short(seal.Key));
        }

        console.Write(table);
    }

    /// <summary>All seals as rows.</summary>
    public static void WriteRows(TextWriter writer, IReadOnlyList<Seal> seals)
    {
        var csv = CsvTable.WithHeader(writer, ["id", "size", "root", "at", "signature", "previous", "tenant", "occasion", "key", "accessNumber", "accessHash"]);
        foreach (var seal in seals)
        {
            csv.Number(seal.Id).Number(seal.Size).Text(seal.Root.ToString()).Instant(seal.At).Text(seal.Signature).Text(seal.Previous?.ToString())
                .Text(seal.Tenant).Text(seal.Occasion).Text(seal.Key.ToString())
                .Number((decimal?)seal.Access?.Number).Text(seal.Access?.Hash.ToString()).EndRow();
        }
    }

    private static string Short(Digest hash) => hash.ToString()[..ShownOfAHash] + "…";
}
