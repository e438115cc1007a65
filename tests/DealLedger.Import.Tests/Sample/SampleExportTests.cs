using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DealLedger.Import.Sample;

namespace DealLedger.Import.Tests.Sample;

public sealed class SampleExportTests : IDisposable
{
    private static readonly DateOnly Until = new(2026, 5, 20);
    private static readonly string[] Files =
        ["Account.csv", "Opportunity.csv", "OpportunityFieldHistory.csv", "OpportunityHistory.csv", "OpportunityStage.csv", "User.csv"];

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("dealledger-sample-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes_in_every_culture()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        string first = await Digest(200, 1, "first");
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("", useUserOverride: false)
            {
                NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" },
                DateTimeFormat = { DateSeparator = ".", TimeSeparator = "h" },
            };
            (await Digest(200, 1, "second")).ShouldBe(first);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    // Whoever changes the generator on purpose puts the new digest here.
    [Fact]
    public async Task The_bytes_are_the_same_on_every_machine() =>
        (await Digest(50, 1, "pinned")).ShouldBe("D554432DBF2E6817D037B22CB77D07F0BFB4B959105EE8A5BFE0E73BFD47A7B9");

    [Fact]
    public async Task Another_seed_or_end_gives_another_company()
    {
        string digest = await Digest(50, 1, "first");

        (await Digest(50, 2, "seed")).ShouldNotBe(digest);
        (await Digest(50, 1, "end", Until.AddDays(1))).ShouldNotBe(digest);
    }

    [Fact]
    public async Task A_new_export_replaces_a_longer_one_in_the_same_folder()
    {
        string digest = await Digest(10, 1, "clean");
        await Digest(100, 1, "used");

        (await Digest(10, 1, "used")).ShouldBe(digest);
    }

    [Fact]
    public async Task Every_field_is_quoted_lines_end_in_LF_and_no_mark_comes_first()
    {
        await Write(10, 1, "form");

        string[] files = [.. root.GetFiles("*.csv", SearchOption.AllDirectories).Select(file => file.Name).Order(StringComparer.Ordinal)];
        files.ShouldBe(Files);
        foreach (string file in files)
        {
            byte[] bytes = await File.ReadAllBytesAsync(Path.Combine(root.FullName, "form", file), Cancel);
            bytes[0].ShouldBe((byte)'"');
            bytes[^1].ShouldBe((byte)'\n');
            bytes.ShouldNotContain((byte)'\r');
            string[] lines = Encoding.UTF8.GetString(bytes).TrimEnd('\n').Split('\n');
            lines.ShouldAllBe(line => line.StartsWith('"') && line.EndsWith('"'));
        }
    }

    [Fact]
    public async Task Values_have_the_form_of_the_real_export()
    {
        await Write(3_000, 1, "values");
        List<Dictionary<string, string>> deals = await Read("values", "Opportunity.csv");
        List<Dictionary<string, string>> history = await Read("values", "OpportunityHistory.csv");
        List<Dictionary<string, string>> users = await Read("values", "User.csv");

        deals.ShouldAllBe(deal => IsInstant(deal["CreatedDate"]) && IsInstant(deal["SystemModstamp"]));
        deals.ShouldAllBe(deal => deal["CloseDate"].EndsWith(" 00:00:00", StringComparison.Ordinal));
        deals.ShouldAllBe(deal => deal["IsWon"] == "0" || deal["IsClosed"] == "1");
        deals.ShouldContain(deal => deal["ForecastCategory"] == "Forecast" && deal["ForecastCategoryName"] == "Commit");
        history.ShouldContain(row => row["Amount"].Contains('.'));
        users.Count(user => user["ManagerId"] == "000000000000000AAA").ShouldBe(1);

        string[] names = [.. deals.Select(deal => deal["Name"])];
        names.ShouldContain(name => name.Contains(','));
        names.ShouldContain(name => name.Contains('"'));
        names.ShouldContain(name => !name.All(char.IsAscii));
    }

    [Fact]
    public async Task The_answer_counts_the_rows_of_the_files()
    {
        SampleExportRows rows = await Write(200, 1, "counts");

        rows.Opportunities.ShouldBe(200);
        rows.Users.ShouldBe(47);
        rows.History.ShouldBe((await Read("counts", "OpportunityHistory.csv")).Count);
        rows.FieldHistory.ShouldBe((await Read("counts", "OpportunityFieldHistory.csv")).Count);
        rows.Accounts.ShouldBe((await Read("counts", "Account.csv")).Count);
    }

    [Fact]
    public async Task A_company_without_deals_has_headers_and_people() => (await Write(0, 1, "empty")).Opportunities.ShouldBe(0);

    [Fact]
    public async Task A_cancelled_export_stops()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            () => SampleExport.WriteAsync(SampleCompany.Generate(1_000_000, 1, Until), root, cancelled.Token));
    }

    private static bool IsInstant(string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private Task<SampleExportRows> Write(int deals, int seed, string name, DateOnly? until = null) =>
        SampleExport.WriteAsync(SampleCompany.Generate(deals, seed, until ?? Until), root.CreateSubdirectory(name), Cancel);

    private async Task<string> Digest(int deals, int seed, string name, DateOnly? until = null)
    {
        await Write(deals, seed, name, until);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in Files)
        {
            hash.AppendData(await File.ReadAllBytesAsync(Path.Combine(root.FullName, name, file), Cancel));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private async Task<List<Dictionary<string, string>>> Read(string name, string file)
    {
        string text = await File.ReadAllTextAsync(Path.Combine(root.FullName, name, file), Cancel);
        string[][] lines = [.. text.TrimEnd('\n').Split('\n').Select(Fields)];
        return [.. lines.Skip(1).Select(line => lines[0].Zip(line).ToDictionary(field => field.First, field => field.Second))];
    }

    // Every field is quoted and none holds a line's end, so the fields part at quote, comma, quote.
    private static string[] Fields(string line) =>
        [.. line[1..^1].Split("\",\"").Select(field => field.Replace("\"\"", "\"", StringComparison.Ordinal))];
}
