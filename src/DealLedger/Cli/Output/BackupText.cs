using DealLedger.Postgres.Backups;

namespace DealLedger.Cli.Output;

/// <summary>What became of a backup, as a document or in words.</summary>
internal static class BackupText
{
    private const int TenantsNamed = 5;

    /// <summary>Writes what a file holds that was written.</summary>
    public static void Write(CommandRun run, string path, WrittenBackup written)
    {
        if (written.WhyNotNoted is { } why)
        {
            run.Terminal.Error.WriteLine($"Not noted in the access log: {Plain.Line(why)}.");
        }

        Write(run, "Wrote", path, written.Manifest, written.Sha256, written.Bytes);
    }

    /// <summary>Writes what a file holds; the size is told of one that was written.</summary>
    public static void Write(CommandRun run, string verb, string path, BackupManifest manifest, string sha256, long? bytes)
    {
        if (run.Globals.Form == OutputForm.Json)
        {
            run.WriteJson(new BackupDocument(
                path, sha256, manifest.Kind.ToString().ToLowerInvariant(), manifest.MadeAt, manifest.SchemaVersion,
                [.. manifest.Tenants.Select(t => new BackupTenantDocument(t.Id, t.Position))], manifest.Rows, bytes));
            return;
        }

        var size = bytes is { } all ? $" ({Plain.Count(all)} bytes)" : "";
        run.Terminal.Output.WriteLine($"{verb} {Plain.Line(path)}{size}: {Plain.Count(manifest.Rows)} rows of {Tenants(manifest)}.");
        run.Terminal.Output.WriteLine($"Its manifest has the SHA-256 {sha256}.");
    }

    private static string Tenants(BackupManifest manifest)
    {
        var named = manifest.Tenants.Take(TenantsNamed).Select(t => $"{t.Id} up to position {Plain.Count(t.Position)}");
        var more = manifest.Tenants.Count - TenantsNamed;
        return (manifest.Tenants.Count == 1 ? "tenant " : $"{Plain.Count(manifest.Tenants.Count)} tenants, ")
            + string.Join(", ", named) + (more > 0 ? $" and {Plain.Count(more)} more" : "");
    }
}
