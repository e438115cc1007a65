using System.Text;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Import.Salesforce;

namespace DealLedger.Import.Tests.Salesforce;

public sealed class ExportReadingTests : IAsyncLifetime
{
    private const string Deal = "006000000000001AAA";
    private const string OtherDeal = "006000000000002AAA";
    private const string Opportunities = "Id,StageName,CloseDate,CreatedDate,Amount,Name\n";
    private const string History = "Id,OpportunityId,CreatedDate,StageName,Amount\n";
    private const string Good = $"{Deal},Prospecting,2026-06-30,2026-05-04 09:00:00,100,Turbine\n";
    private const string GoodHistory = $"008000000000001AAA,{Deal},2026-05-04 09:00:00,Prospecting,100\n";

    private ImportLedger _ledger = null!;

    public async ValueTask InitializeAsync() => _ledger = await ImportLedger.CreateAsync();

    public ValueTask DisposeAsync() => _ledger.DisposeAsync();

    [Fact]
    public async Task Byte_order_marks_line_ends_column_order_case_and_unknown_columns_do_not_matter()
    {
        _ledger.Write("Opportunity.csv", $"\uFEFFfoo__c,NAME,\"closedate\",Id,CreatedDate,StageName\r\nx,\"Big, \"\"red\"\"\r\nTurbine\",2026-06-30 00:00:00,{Deal[..15]},2026-05-04T11:00:00.000+0200,Prospecting\r\n");

        var (summary, _) = await _ledger.ImportAsync();

        summary.Files.ShouldBe([new ImportedFile("Opportunity.csv", 1, 1, 0)]);
        var deal = await StateAsync();
        (deal.Name, deal.CloseDate, deal.CreatedAt).ShouldBe(
            ("Big, \"red\"\r\nTurbine", new DateOnly(2026, 6, 30), new DateTimeOffset(2026, 5, 4, 9, 0, 0, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("CloseDate", "30.06.2026", "Prospecting,30.06.2026,2026-05-04 09:00:00,100,Pump")]
    [InlineData("CloseDate", "2026-02-30", "Prospecting,2026-02-30,2026-05-04 09:00:00,100,Pump")]
    [InlineData("CreatedDate", "", "Prospecting,2026-06-30,,100,Pump")]
    [InlineData("StageName", "", ",2026-06-30,2026-05-04 09:00:00,100,Pump")]
    [InlineData("Amount", "1.000,00", "Prospecting,2026-06-30,2026-05-04 09:00:00,\"1.000,00\",Pump")]
    [InlineData("Amount", "1e30", "Prospecting,2026-06-30,2026-05-04 09:00:00,1e30,Pump")]
    [InlineData("Name", "", "Prospecting,2026-06-30,2026-05-04 09:00:00,100,Pu\0mp")]
    [InlineData("", "", "Prospecting,2026-06-30,2026-05-04 09:00:00,100")]
    [InlineData("", "", "Prospecting,2026-06-30,2026-05-04 09:00:00,100,Pump,more")]
    public async Task A_row_that_cannot_be_taken_costs_that_row_alone(string field, string value, string row)
    {
        _ledger.Write("Opportunity.csv", $"{Opportunities}{Good}{OtherDeal},{row}\n006000000000003AAA,Prospecting,2026-06-30,2026-05-04 09:00:00,100,Valve\n");

        var (summary, _) = await _ledger.ImportAsync();

        (summary.Opportunities, summary.Events.Recorded).ShouldBe((2, 2));
        summary.Files.ShouldBe([new ImportedFile("Opportunity.csv", 3, 2, 1)]);
        var rejects = await ImportLedger.RejectsAsync(summary);
        rejects[0].ShouldBe("file,line,field,value,reason");
        rejects[1].ShouldStartWith($"Opportunity.csv,3,{field},{(value.Contains(',', StringComparison.Ordinal) ? $"\"{value}\"" : value)}");
    }

    [Fact]
    public async Task The_history_of_a_deal_whose_own_row_is_refused_goes_in()
    {
        _ledger.Write("Opportunity.csv", $"{Opportunities}{Deal},Prospecting,someday,2026-05-04 09:00:00,100,Turbine\n{OtherDeal},Prospecting,2026-06-30\n");
        _ledger.Write("OpportunityHistory.csv", $"{History}{GoodHistory}008000000000002AAA,{OtherDeal},2026-05-04 09:00:00,Prospecting,100\n");

        var (summary, gaps) = await _ledger.ImportAsync();

        summary.Files.ShouldBe([new ImportedFile("Opportunity.csv", 2, 0, 2), new ImportedFile("OpportunityHistory.csv", 2, 2, 0)]);
        summary.Events.Recorded.ShouldBe(2);
        gaps.Select(g => g.Opportunity).Distinct().ShouldBe([Deal, OtherDeal]);
    }

    [Fact]
    public async Task Rows_refused_in_files_that_are_read_at_the_same_time_are_listed_whole_and_once_each()
    {
        const int rows = 2_000;
        var numbers = Enumerable.Range(0, rows).Select(n => $"{n:D9}").ToList();
        _ledger.Write("Opportunity.csv", Opportunities + string.Concat(numbers.Select(n => $"006000{n}AAA,Prospecting,someday,2026-05-04 09:00:00,100,Turbine\n")));
        _ledger.Write("OpportunityHistory.csv", History + string.Concat(numbers.Select(n => $"008000{n}AAA,006000{n}AAA,2026-05-04 09:00:00,Prospecting,much\n")));
        _ledger.Write(
            "OpportunityFieldHistory.csv",
            "Id,OpportunityId,CreatedDate,Field,OldValue,NewValue\n" + string.Concat(numbers.Select(n => $"017000{n}AAA,006000{n}AAA,once,Name,A,B\n")));

        var (summary, _) = await _ledger.ImportAsync();

        summary.Files.Select(f => (f.Rows, f.Refused)).Distinct().ShouldBe([(rows, rows)]);
        var lines = Enumerable.Range(2, rows).SelectMany(line => new[]
        {
            $"Opportunity.csv,{line},CloseDate,someday", $"OpportunityHistory.csv,{line},Amount,much", $"OpportunityFieldHistory.csv,{line},CreatedDate,once",
        });
        (await ImportLedger.RejectsAsync(summary)).Skip(1).Select(l => string.Join(',', l.Split(',')[..4])).Order(StringComparer.Ordinal)
            .SequenceEqual(lines.Order(StringComparer.Ordinal)).ShouldBeTrue();
    }

    [Fact]
    public async Task History_of_a_deal_that_is_not_listed_is_refused()
    {
        _ledger.Write("Opportunity.csv", Opportunities + Good);
        _ledger.Write("OpportunityHistory.csv", $"{History}{GoodHistory}008000000000002AAA,{OtherDeal},2026-05-04 09:00:00,Prospecting,100\n");

        var (summary, _) = await _ledger.ImportAsync();

        summary.Files[1].Refused.ShouldBe(1);
        (await ImportLedger.RejectsAsync(summary))[1].ShouldStartWith($"OpportunityHistory.csv,3,OpportunityId,{OtherDeal},");
    }

    [Fact]
    public async Task Of_rows_with_the_same_id_the_first_counts_and_one_that_says_something_else_is_refused()
    {
        _ledger.Write("Opportunity.csv", Opportunities + Good);
        _ledger.Write("OpportunityHistory.csv", $"{History}{GoodHistory}{GoodHistory}008000000000001AAA,{Deal},2026-05-03 09:00:00,Prospecting,999\n");

        var (summary, _) = await _ledger.ImportAsync();

        summary.Files[1].ShouldBe(new ImportedFile("OpportunityHistory.csv", 3, 2, 1));
        (await ImportLedger.RejectsAsync(summary))[1].ShouldStartWith("OpportunityHistory.csv,4,Id,008000000000001AAA,");
        (await StateAsync()).Amount.ShouldBe(100);
    }

    [Theory]
    [InlineData("Closing")]
    [InlineData("commit please")]
    public async Task An_unknown_category_refuses_the_row(string category)
    {
        _ledger.Write("Opportunity.csv", Opportunities + Good);
        _ledger.Write("OpportunityHistory.csv", $"Id,OpportunityId,CreatedDate,StageName,ForecastCategory\n008000000000001AAA,{Deal},2026-05-04 09:00:00,Prospecting,{category}\n");

        var (summary, _) = await _ledger.ImportAsync();

        (await ImportLedger.RejectsAsync(summary))[1].ShouldStartWith($"OpportunityHistory.csv,2,ForecastCategory,{category},");
    }

    [Theory]
    [InlineData("Name", Opportunities)]
    [InlineData("Description", "Id,StageName,CloseDate,CreatedDate,Amount,Description\n")]
    public async Task A_cell_of_ten_megabytes_refuses_its_row(string column, string header)
    {
        var cell = new string('x', 5_000_000) + "\n\"\"," + new string('y', 5_000_000);
        _ledger.Write("Opportunity.csv", $"{header}{Good}{OtherDeal},Prospecting,2026-06-30,2026-05-04 09:00:00,100,\"{cell}\"\n006000000000003AAA,nowhere,2026-06-30,yesterday,1,\n");

        var (summary, _) = await _ledger.ImportAsync();

        summary.Files.ShouldBe([new ImportedFile("Opportunity.csv", 3, 1, 2)]);
        var rejects = await ImportLedger.RejectsAsync(summary);
        rejects[1].ShouldStartWith($"Opportunity.csv,3,{column},x");
        rejects[1].Length.ShouldBeLessThan(1_000);
        rejects[2].ShouldStartWith("Opportunity.csv,5,CreatedDate,yesterday,");
    }

    [Theory]
    [InlineData("file-missing", "User.csv", "Id\n")]
    [InlineData("column-missing", "Opportunity.csv", "Id,StageName,CreatedDate\n")]
    [InlineData("column-missing", "Opportunity.csv", "")]
    public async Task An_export_that_lacks_a_file_or_a_column_is_refused(string code, string file, string content)
    {
        _ledger.Write(file, content);

        var refused = await Should.ThrowAsync<RefusedException>(() => _ledger.ImportAsync());

        refused.Refusal.Code.ShouldBe(code);
        refused.Message.ShouldContain(code == "column-missing" ? file : "Opportunity.csv");
    }

    [Fact]
    public async Task A_quote_that_never_closes_is_refused_and_nothing_is_taken_in()
    {
        _ledger.Write("Opportunity.csv", $"{Opportunities}{Good}{OtherDeal},\"Prospecting,2026-06-30,2026-05-04 09:00:00,100,Pump\n006000000000003AAA,Prospecting,2026-06-30,2026-05-04 09:00:00,100,Valve\n");

        await RefusedOrRejectedAsync();
    }

    [Fact]
    public async Task Bytes_that_are_not_utf_8_are_not_taken_for_text()
    {
        await File.WriteAllBytesAsync(
            Path.Combine(_ledger.Folder.FullName, "Opportunity.csv"),
            [.. Encoding.UTF8.GetBytes($"{Opportunities}{Good}{OtherDeal},Prospecting,2026-06-30,2026-05-04 09:00:00,100,M"), 0xFC, .. "ller\n"u8],
            ImportLedger.Cancellation);

        await RefusedOrRejectedAsync();
    }

    [Fact]
    public async Task A_second_run_records_nothing_and_an_interrupted_one_finishes_the_rest()
    {
        _ledger.Write("Opportunity.csv", Opportunities + Good);
        _ledger.Write("OpportunityHistory.csv", History + GoodHistory);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => _ledger.ImportAsync(cancellation: stop.Token));

        (await _ledger.ImportAsync()).Summary.Events.ShouldBe(new ImportedEvents(1, 0));
        (await _ledger.ImportAsync()).Summary.Events.ShouldBe(new ImportedEvents(0, 1));
        (await _ledger.VerifyAsync()).ShouldBeNull();
    }

    // Whether the row or the file is refused, what cannot be read is never taken in, and somebody is told.
    private async Task RefusedOrRejectedAsync()
    {
        try
        {
            var (summary, _) = await _ledger.ImportAsync();
            summary.Files[0].Refused.ShouldBe(summary.Files[0].Rows - 1);
            summary.Rejects.ShouldNotBeNull();
        }
        catch (RefusedException refused)
        {
            refused.Refusal.Code.ShouldBe("file-unreadable");
            (await _ledger.Store.HeadAsync(ImportLedger.Tenant, ImportLedger.Cancellation)).ShouldBe(0);
        }
    }

    private async Task<Opportunity> StateAsync() =>
        Timeline.Of(Deal, await _ledger.Store.ReadStreamAsync(ImportLedger.Tenant, Deal, ImportLedger.Cancellation)).Changes[^1].After!;
}
