using System.Text.Json;
using DealLedger.Testing;
using DealLedger.Tests.Cli;

namespace DealLedger.Tests.Audit;

public sealed class AuditTests : IAsyncLifetime
{
    private static readonly string[] Past = ["--period", "2026-Q2", "--as-of", "2026-07-15"];
    private static readonly string[] Future = ["--period", "2090-Q2", "--as-of", "2090-05-15"];
    private static readonly (string Column, string Cell)[] Cells =
    [
        ("Closed", "closed"), ("Commit", "commit"), ("Most likely", "mostLikely"), ("Best case", "bestCase"), ("Pipeline", "pipeline"), ("Omitted", "omitted"), ("Lost", "lost"),
        ("Open pipeline", "openPipeline"),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dealledger-audit-");
    private string _database = "";

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateDatabaseAsync();
        await OpenAsync("D1", "ann", "100", "2026-06-01", "2026-04-02T00:00:00Z", "=D1");
        await OpenAsync("D2", "bob", "70.25", "2026-06-20", "2026-03-02T00:00:00Z", "D2");
        await OpenAsync("D3", "bob", "55", "2090-05-01", "2026-03-02T00:00:00Z", "+D3");
        await RecordAsync("category", "D1", "Commit", "2026-04-05T10:00:00Z", "--reason", "@sure");
        await RecordAsync("amount", "D2", "80", "2026-04-20T10:00:00Z");
        await RecordAsync("close-date", "D1", "2026-07-02", "2026-06-20T10:00:00Z");
        await RecordAsync("stage", "D2", "Closed Won", "2026-06-21T10:00:00Z");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Every_figure_of_forecast_waterfall_and_overrides_is_that_of_the_commands()
    {
        var book = await AuditAsync("past.xlsx", Past);

        book.Sheets.ShouldBe(["Summary", "Calls", "Moved since", "Overrides", "Late changes", "Forecast", "Waterfall", "Movements", "Seals"]);
        var forecast = await JsonAsync(["forecast", .. Past, "--by", "owner"]);
        book["Forecast"].Count.ShouldBe(forecast.GetProperty("rows").GetArrayLength() + 1);
        foreach (var (told, row) in forecast.GetProperty("rows").EnumerateArray().Append(forecast.GetProperty("total")).Zip(book["Forecast"]))
        {
            row["Owner"].ShouldBe(told.GetProperty("key").GetString());
            foreach (var (column, name) in Cells)
            {
                var cell = told.GetProperty(name);
                (row[$"{column} (USD)"], row[$"{column} deals"], row[$"{column} without amount"]).ShouldBe(
                    (cell.GetProperty("amount").GetRawText(), cell.GetProperty("count").GetRawText(), cell.GetProperty("withoutAmount").GetRawText()));
            }
        }

        var changes = await JsonAsync(["changes", "--period", "2026-Q2", "--from", "2026-03-31", "--to", "2026-06-30"]);
        book["Waterfall"].Select(r => r["Amount (USD)"]).ShouldBe(
        [
            Amount(changes.GetProperty("start")), .. changes.GetProperty("movements").EnumerateArray().Select(Amount), Amount(changes.GetProperty("end")),
        ]);
        book["Movements"].Select(r => (r["Deal"], r["Amount (USD)"], r["Position"], Workbook.Instant(r["At (UTC)"]))).ShouldBe(
            changes.GetProperty("deals").EnumerateArray().SelectMany(d => d.GetProperty("movements").EnumerateArray().Select(m =>
                (d.GetProperty("id").GetString()!, Amount(m), m.GetProperty("position").GetRawText(), m.GetProperty("at").GetDateTime()))));

        var told2 = (await JsonAsync(["overrides", .. Past])).GetProperty("overrides")[0];
        var made = book["Overrides"].ShouldHaveSingleItem();
        (made["Deal"], made["Reason"], made["Amount (USD)"], made["Days held"], made["Deal did it"].ToLowerInvariant()).ShouldBe(
            ("D1", "@sure", Amount(told2), told2.GetProperty("daysHeld").GetRawText(), told2.GetProperty("verdict").GetString()));
        Workbook.Day(made["Close date"]).ShouldBe(new DateOnly(2026, 6, 1));
    }

    [Fact]
    public async Task Calls_stand_with_their_basis_what_moved_since_deal_by_deal_and_proofs_that_hold()
    {
        var id = await CallAsync();
        await RecordAsync("amount", "D3", "44.5", "2026-04-01T00:00:00Z");
        (await RunAsync("seal")).ShouldSucceed();

        var book = await AuditAsync("future.xlsx", Future);

        var call = (await JsonAsync(["call", "show", id, "--as-of", "2090-05-15"])).GetProperty("call");
        var row = book["Calls"].ShouldHaveSingleItem();
        (row["Call"], row["Layer"], row["For"], row["Amount (USD)"], row["Note"], row["Stale"]).ShouldBe((id, "Rep", "bob", "150", "=sure", "yes"));
        row["Position"].ShouldBe(call.GetProperty("position").GetRawText());
        foreach (var (column, name) in Cells)
        {
            row[$"Basis {column.ToLowerInvariant()} (USD)"].ShouldBe(Amount(call.GetProperty("basis").GetProperty(name)));
        }

        var moved = (await JsonAsync(["call", "show", id, "--as-of", "2090-05-15"])).GetProperty("moved")[0];
        var deal = book["Moved since"].ShouldHaveSingleItem();
        (deal["Call"], deal["Deal"], deal["Deal name"], deal["Before: amount (USD)"], deal["After: amount (USD)"]).ShouldBe((id, "D3", "+D3", "55", "44.5"));
        deal["Open pipeline difference (USD)"].ShouldBe(Amount(moved.GetProperty("difference").GetProperty("openPipeline")));
        deal["Last position"].ShouldBe(moved.GetProperty("events")[0].GetProperty("position").GetRawText());

        var seals = (await JsonAsync(["seal", "list"])).EnumerateArray().ToList();
        book["Seals"].Select(s => (s["Seal"], s["Root"], s["Events"])).ShouldBe(
            seals.Select(s => (s.GetProperty("id").GetRawText(), s.GetProperty("root").GetString()!, s.GetProperty("size").GetRawText())));
        foreach (var proof in book["Seals"].SkipLast(1).Select(s => s["Proof"]).Append(row["Proof"]))
        {
            (await CliFixture.RunAloneAsync("check-proof", At($"future-proofs/{proof}"))).ShouldSucceed();
        }
    }

    [Fact]
    public async Task Late_changes_have_both_instants_and_what_was_recorded_in_time_is_not_among_them()
    {
        var late = (await AuditAsync("late.xlsx", Past))["Late changes"];

        var history = (await JsonAsync(["deal", "D1"])).GetProperty("history").EnumerateArray().ToList();
        var change = late.Single(r => r["Position"] == "4");
        var e = history.Single(h => h.GetProperty("position").GetInt64() == 4);
        Workbook.Instant(change["At (UTC)"]).ShouldBe(e.GetProperty("at").GetDateTime());
        Workbook.Instant(change["Recorded (UTC)"]).ShouldBe(e.GetProperty("recordedAt").GetDateTime(), TimeSpan.FromMilliseconds(1));
        Workbook.Instant(change["Deal recorded since (UTC)"]).ShouldBe(history[0].GetProperty("recordedAt").GetDateTime(), TimeSpan.FromMilliseconds(1));
        (change["Before: category"], change["After: category"]).ShouldBe(("Pipeline", "Commit"));
        late.Select(r => r["Deal"]).ShouldNotContain("D3");
        (await AuditAsync("patient.xlsx", [.. Past, "--late-after", "3660d"]))["Late changes"].ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_view_gives_the_same_bytes_whatever_is_recorded_later()
    {
        await CallAsync();
        var known = (await JsonAsync(["seal"])).GetProperty("size").GetRawText();
        await AuditAsync("first.xlsx", [.. Future, "--known-at", "@" + known]);
        await RecordAsync("amount", "D3", "1", "2026-04-01T00:00:00Z");
        (await RunAsync("seal")).ShouldSucceed();

        await AuditAsync("second.xlsx", [.. Future, "--known-at", "@" + known]);
        await AuditAsync("third.xlsx", Future);

        var first = await File.ReadAllBytesAsync(At("first.xlsx"), TestContext.Current.CancellationToken);
        (await File.ReadAllBytesAsync(At("second.xlsx"), TestContext.Current.CancellationToken)).ShouldBe(first);
        (await File.ReadAllBytesAsync(At("third.xlsx"), TestContext.Current.CancellationToken)).ShouldNotBe(first);
    }

    [Fact]
    public async Task A_folder_gets_a_csv_file_a_sheet_with_the_same_figures()
    {
        await CallAsync();
        var book = await AuditAsync("figures.xlsx", Future);

        var document = (await RunAsync(["audit", .. Future, "--out", At("files/"), "--json"])).ShouldSucceed().Json;

        document.GetProperty("sheets").GetProperty("Calls").GetInt32().ShouldBe(1);
        var calls = await File.ReadAllLinesAsync(At("files/calls.csv"), TestContext.Current.CancellationToken);
        calls[0].ShouldStartWith("Layer,Week,Call,");
        calls[1].ShouldContain(",150,USD,");
        calls[1].ShouldContain(",'=sure,");
        File.Exists(At($"files/proofs/{book["Calls"][0]["Proof"]}")).ShouldBeTrue();
        Directory.GetFiles(At("files"), "*.csv").Length.ShouldBe(book.Sheets.Count);
    }

    [Theory]
    [InlineData(2, "--out", "--period", "2026-Q2")]
    [InlineData(2, "neither a workbook nor a folder", "--out", "report.pdf")]
    [InlineData(2, "--late-after", "--out", "x.xlsx", "--late-after", "soon")]
    [InlineData(2, "--period", "--out", "x.xlsx", "--period", "soon")]
    public async Task What_cannot_be_written_is_refused(int exitCode, string saying, params string[] args) =>
        (await RunAsync(["audit", .. args])).ShouldRefuse(exitCode, saying);

    private static string Amount(JsonElement of) => of.GetProperty("amount").GetRawText();

    private async Task<Workbook> AuditAsync(string file, string[] args)
    {
        (await RunAsync(["audit", .. args, "--out", At(file)])).ShouldSucceed();
        return Workbook.Read(At(file));
    }

    private async Task<string> CallAsync() => (await JsonAsync(
        ["call", "submit", "--period", "2090-Q2", "--for", "bob", "--layer", "rep", "--category", "commit", "--amount", "150", "--by", "bob", "--note", "=sure"]))
        .GetProperty("call").GetProperty("id").GetString()!;

    private async Task OpenAsync(string id, string owner, string amount, string closes, string at, string name) => (await RunAsync(
        "record", "open", id, "--name", name, "--owner", owner, "--amount", amount, "--close-date", closes, "--by", owner, "--at", at)).ShouldSucceed();

    private async Task RecordAsync(string change, string id, string value, string at, params string[] more) =>
        (await RunAsync(["record", change, id, value, "--by", "ann", "--at", at, .. more])).ShouldSucceed();

    private async Task<JsonElement> JsonAsync(string[] args) => (await RunAsync([.. args, "--json"])).ShouldSucceed().Json;

    private string At(string file) => Path.Combine(_folder.FullName, file);

    private Task<CliResult> RunAsync(params string[] args) =>
        CliFixture.RunAloneAsync(["--database", _database, "--home", At("home"), .. args]);
}
