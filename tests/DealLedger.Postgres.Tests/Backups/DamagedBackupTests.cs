using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using DealLedger.Postgres.Backups;
using DealLedger.Postgres.Tests.Ledger;
using DealLedger.Postgres.Tests.Sealing;

namespace DealLedger.Postgres.Tests.Backups;

/// <summary>What is not the file that a backup wrote is refused, with what is wrong and where, and leaves nothing.</summary>
public sealed class DamagedBackupTests : IAsyncLifetime
{
    private const string Events = "ledger.mt_events/default.copy";
    private const string Streams = "ledger.mt_streams/default.copy";

    private readonly BackupFolder _folder = new();
    private LedgerDatabase? _target;

    private LedgerDatabase Target => _target!;

    public async ValueTask InitializeAsync()
    {
        await using var ledger = await SealedLedger.CreateAsync();
        await ledger.SealAsync();
        await ledger.Database.BackUpAsync(_folder.At("good"));
        _target = await Copies.NewDatabaseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        (await Target.Owner.ScalarAsync<bool>("SELECT to_regnamespace('ledger') IS NULL")).ShouldBeTrue("Something was left behind.");
        await Target.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public async Task A_file_that_was_cut_off_is_refused(double share)
    {
        var whole = await File.ReadAllBytesAsync(_folder.At("good"), TestLedger.Cancellation);
        await File.WriteAllBytesAsync(_folder.At("cut"), whole[..(int)(whole.Length * share)], TestLedger.Cancellation);

        await Target.RestoreAsync(_folder.At("cut")).ShouldRefuseAsync("backup-damaged", "cut off");
    }

    [Fact]
    public async Task A_file_of_others_is_refused()
    {
        await File.WriteAllTextAsync(_folder.At("text"), "Opportunity,Amount", TestLedger.Cancellation);
        await File.WriteAllTextAsync(_folder.At("empty"), "", TestLedger.Cancellation);
        using (var zip = ZipFile.Open(_folder.At("zip"), ZipArchiveMode.Create))
        {
            zip.CreateEntry("report.txt");
        }

        await Target.RestoreAsync(_folder.At("text")).ShouldRefuseAsync("backup-foreign", "does not begin as a ZIP file");
        await Target.RestoreAsync(_folder.At("empty")).ShouldRefuseAsync("backup-foreign", "does not begin as a ZIP file");
        await Target.RestoreAsync(_folder.At("zip")).ShouldRefuseAsync("backup-foreign", "no entry 'manifest.json'");
    }

    [Fact]
    public async Task A_bit_that_flipped_is_found_wherever_it_is()
    {
        var whole = await File.ReadAllBytesAsync(_folder.At("good"), TestLedger.Cancellation);
        var size = Entry(Events).CompressedLength;
        var begin = whole.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Events)) + Events.Length;
        foreach (var at in new[] { 10L, size / 3, size / 2, size - 10 })
        {
            var flipped = whole.ToArray();
            flipped[begin + at] ^= 0x10;
            await File.WriteAllBytesAsync(_folder.At("flipped"), flipped, TestLedger.Cancellation);

            await Target.RestoreAsync(_folder.At("flipped")).ShouldRefuseAsync("backup-damaged", Events);
        }
    }

    [Fact]
    public async Task Entries_that_are_altered_missing_or_too_many_are_named()
    {
        var longer = _folder.Altered("good", Events, content => [.. content, 0]);
        var other = _folder.Altered("good", Events, content => Replaced(content, "Prospecting", "Prospected!"));
        var missing = _folder.Altered("good", Streams, _ => null);
        var extra = _folder.Altered("good", Events, content => content);
        using (var archive = ZipFile.Open(extra, ZipArchiveMode.Update))
        {
            archive.CreateEntry("more.copy");
        }

        await Target.RestoreAsync(longer).ShouldRefuseAsync("backup-damaged", $"its entry '{Events}' is longer");
        await Target.RestoreAsync(other).ShouldRefuseAsync("backup-damaged", $"its entry '{Events}' has");
        await Target.RestoreAsync(missing).ShouldRefuseAsync("backup-damaged", $"its entry '{Streams}' is missing");
        await Target.RestoreAsync(extra).ShouldRefuseAsync("backup-damaged", "does not name the entry 'more.copy'");
    }

    [Fact]
    public async Task A_manifest_that_tells_something_else_is_refused()
    {
        await RefusedAsync("backup-newer", "dealledger-backup/9", m => (m["format"], m["more"]) = ("dealledger-backup/9", 1));
        await RefusedAsync("backup-newer", "schema version 9999", m => m["schemaVersion"] = 9999);
        await RefusedAsync("backup-damaged", "is not what dealledger writes", m => m.Remove("tenants"));
        await RefusedAsync("backup-damaged", "is not what dealledger writes", m => m["tenants"] = null);
        await RefusedAsync("backup-damaged", "is not what dealledger writes", m => m["more"] = 1);
        await RefusedAsync("backup-damaged", "has 20 rows where its manifest says 21", m => EntryIn(m, Events)["rows"] = 21);
        await RefusedAsync("backup-damaged", "the tenant 'x'; --'", m => m["tenants"]![0]!["id"] = "x'; --");
        await RefusedAsync(
            "backup-damaged", "its table ledger.mt_events has not the columns",
            m => m["tables"]!.AsArray().First(t => (string?)t!["name"] == "ledger.mt_events")!["columns"]![0]!["name"] = "number");
        await RefusedAsync("backup-damaged", $"does not name the entry '{Events}'", m => EntryIn(m, Events)["table"] = "ledger.mt_streams");
        await RefusedAsync("log-damaged", "ends at position 20, and the backup says 19", m => m["tenants"]![0]!["position"] = 19);
    }

    [Fact]
    public async Task An_event_that_was_changed_with_all_hashes_is_shown_by_the_seal()
    {
        var forged = _folder.Altered("good", Events, content => Replaced(content, "Prospecting", "Prospected!"), isTold: true);

        await Target.RestoreAsync(forged).ShouldRefuseAsync("log-damaged", "The event at position 1 is not the one that was sealed.");
    }

    [Fact]
    public async Task Rows_that_the_database_refuses_are_named()
    {
        // Two rows with the same key.
        var twice = _folder.Altered("good", Streams, content => Replaced(content, "opportunity/deal-2", "opportunity/deal-1"), isTold: true);

        await Target.RestoreAsync(twice).ShouldRefuseAsync("backup-damaged", $"PostgreSQL refuses its entry '{Streams}'");
    }

    [Fact]
    public async Task An_export_brings_no_rows_of_others_along()
    {
        await using var ledger = await TestLedger.CreateAsync();
        await ledger.Database.Owner.ExecuteAsync(
            "INSERT INTO dealledger.text (tenant_id, text_id, salt, content) VALUES ('default', '00000000-0000-0000-0000-000000000001', '', 'text')");
        await ledger.Database.ExportAsync(TestLedger.Tenant, _folder.At("export"));
        var foreign = _folder.Altered("export", "dealledger.text/default.copy", content => Replaced(content, "default", "defauld"), isTold: true);

        await Target.RestoreAsync(foreign).ShouldRefuseAsync("backup-damaged", "rows of other tenants");
    }

    private async Task RefusedAsync(string code, string saying, Action<JsonObject> change) =>
        await Target.RestoreAsync(_folder.Altered("good", Events, content => content, change)).ShouldRefuseAsync(code, saying);

    private ZipArchiveEntry Entry(string name)
    {
        using var archive = ZipFile.OpenRead(_folder.At("good"));
        return archive.GetEntry(name)!;
    }

    private static JsonObject EntryIn(JsonObject manifest, string name) =>
        manifest["entries"]!.AsArray().First(e => (string?)e!["name"] == name)!.AsObject();

    private static byte[] Replaced(byte[] content, string what, string by)
    {
        var at = content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(what));
        at.ShouldBeGreaterThan(0);
        Encoding.UTF8.GetBytes(by).CopyTo(content, at);
        return content;
    }
}
