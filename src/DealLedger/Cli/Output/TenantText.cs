using System.Globalization;
using DealLedger.Server.Tables;
using Spectre.Console;

namespace DealLedger.Cli.Output;

/// <summary>Tenants for people, and as rows.</summary>
internal static class TenantText
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    public static void Write(IAnsiConsole console, IReadOnlyList<TenantDocument> tenants)
    {
        var table = Tables.New("Tenant|", "Created|", "Events>", "Last recorded|", "On disk>", "Suspended since|", "For");
        foreach (var tenant in tenants)
        {
            table.AddRow(
                Plain.Cell(tenant.Id), Plain.Instant(tenant.Created), Plain.Count(tenant.Events), Instant(tenant.LastRecorded), Size(tenant.Bytes),
                Instant(tenant.SuspendedSince), Plain.Cell(tenant.SuspendedFor));
        }

        console.Write(table);
    }

    public static void WriteRows(TextWriter writer, TenantsDocument document)
    {
        var csv = CsvTable.WithHeader(writer, ["id", "created", "suspendedSince", "suspendedFor", "events", "lastRecorded", "bytes"]);
        foreach (var tenant in document.Tenants)
        {
            csv.Text(tenant.Id).Instant(tenant.Created).Instant(tenant.SuspendedSince).Text(tenant.SuspendedFor).Number(tenant.Events)
                .Instant(tenant.LastRecorded).Number(tenant.Bytes).EndRow();
        }
    }

    private static string Instant(DateTimeOffset? instant) => instant is { } at ? Plain.Instant(at) : "";

    private static string Size(long bytes)
    {
        var (size, unit) = ((decimal)bytes, 0);
        for (; size >= 1024 && unit < Units.Length - 1; unit++)
        {
            size /= 1024;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{size:0.#} {Units[unit]}");
    }
}
