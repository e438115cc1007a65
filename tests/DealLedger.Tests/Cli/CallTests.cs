using System.Text.Json;
using DealLedger.Testing;
using Npgsql;

namespace DealLedger.Tests.Cli;

public sealed class CallTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dealledger-calls-");
    private string _database = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Out => Path.Combine(_folder.FullName, "out");

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateDatabaseAsync(Cancel);
        (await RunAsync("record", "open", "D1", "--by", "ann", "--owner", "ann", "--stage", "Proposal", "--amount", "100", "--close-date", "2199-12-15")).ShouldSucceed();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_call_is_stated_shown_made_once_more_proved_and_checked()
    {
        var submitted = (await SubmitAsync("--note", "the \u001b[31mbest")).ShouldSucceed().Json;
        var id = submitted.GetProperty("call").GetProperty("id").GetString()!;
        submitted.GetProperty("seal").GetInt64().ShouldBe(1);

        var shown = (await RunAsync("call", "show", id, "--reproduce")).ShouldSucceed().Output;
        shown.ShouldContain("120 USD commit for 2199-Q4");
        shown.ShouldContain("the roll-up is what the call recorded");
        shown.ShouldNotContain("\u001b[31m");
        (await RunAsync("prove", "call", id, "--out", Out)).ShouldSucceed();
        (await CliFixture.RunAloneAsync("check-proof", Out)).ShouldSucceed().Output.ShouldContain($"call/{id}");

        (await RunAsync("record", "amount", "D1", "150", "--by", "ann")).ShouldSucceed();
        var moved = (await RunAsync("call", "show", id)).ShouldSucceed().Output;
        moved.ShouldContain("Stale");
        moved.ShouldContain("amount changed to 150 by ann");
        (await RunAsync("call", "list")).ShouldSucceed().Output.ShouldContain("stale");
        (await RunAsync("call", "list", "--csv")).ShouldSucceed().Output.Split("\r\n")[0].ShouldStartWith("id,period,for,forName,scope,layer,category,amount");
        (await RunAsync("forecast", "--period", "2199-Q4")).ShouldSucceed().Output.ShouldContain(id);
    }

    [Fact]
    public async Task Calls_of_a_quarter_that_has_ended_are_held_against_what_was_closed()
    {
        (await RunAsync("record", "open", "W1", "--by", "ann", "--owner", "ann", "--stage", "Proposal", "--amount", "100", "--close-date", "2025-05-20", "--at", "2025-04-02")).ShouldSucceed();
        (await RunAsync("call", "submit", "--period", "2025-Q2", "--for", "ann", "--layer", "rep", "--category", "commit", "--amount", "60", "--by", "ann", "--at", "2025-04-10")).ShouldSucceed();
        (await RunAsync("call", "submit", "--period", "2025-Q2", "--for", "ann", "--layer", "rep", "--category", "commit", "--amount", "110", "--by", "ann", "--at", "2025-05-10")).ShouldSucceed();
        (await RunAsync("record", "stage", "W1", "Closed Won", "--by", "ann", "--at", "2025-05-20")).ShouldSucceed();

        var answer = (await RunAsync("call", "accuracy", "--period", "2025-Q2", "--json")).ShouldSucceed().Json;

        answer.GetProperty("partial").GetBoolean().ShouldBeFalse();
        var weeks = answer.GetProperty("rows")[0].GetProperty("weeks").EnumerateArray()
            .Select(w => $"{w.GetProperty("week").GetString()} {w.GetProperty("calls").GetProperty("accuracy")} {w.GetProperty("calls").GetProperty("bias")}").ToList();
        (weeks[0], weeks[^1], weeks.Count).ShouldBe(("2025-W15 0.6 -0.4", "2025-W27 0.9 0.1", 13));
        answer.GetProperty("layers")[0].GetProperty("weeks").GetArrayLength().ShouldBe(13);
        answer.GetProperty("sandbagging")[0].GetProperty("quarters").GetInt32().ShouldBe(1);
        (await RunAsync("call", "accuracy", "--period", "2025-Q2")).ShouldSucceed().Output.ShouldContain("not enough quarters");
        (await RunAsync("call", "accuracy", "--period", "2199-Q4")).ShouldSucceed().Output.ShouldContain("has not ended");
        (await RunAsync("call", "accuracy", "--period", "2025-Q2", "--csv")).ShouldSucceed().Output.ShouldContain("rep,commit,ann,,own,2025-W27,2025-06-30T23:59:59.999999Z,110,100,0.9,0.1");
    }

    [Fact]
    public async Task An_erased_note_is_said_to_be_erased()
    {
        var id = (await SubmitAsync("--note", "private")).ShouldSucceed().Json.GetProperty("call").GetProperty("id").GetString()!;
        (await RunAsync("people", "erase", "ann", "--by", "dpo")).ShouldSucceed();

        foreach (var words in new string[][] { ["call", "show", id], ["call", "list"], ["forecast", "--period", "2199-Q4", "--owner", "ann"] })
        {
            (await RunAsync(words)).ShouldSucceed().Output.ShouldContain("(erased)");
        }

        (await RunAsync("call", "list", "--csv")).ShouldSucceed().Output.ShouldContain(",,true,");
    }

    [Fact]
    public async Task A_call_of_a_changed_log_ends_with_3_and_names_the_position()
    {
        var id = (await SubmitAsync()).ShouldSucceed().Json.GetProperty("call").GetProperty("id").GetString()!;
        await using var source = NpgsqlDataSource.Create(_database);
        await using var damage = source.CreateCommand("UPDATE ledger.mt_events SET data = jsonb_set(data, '{Amount}', '777') WHERE seq_id = 1");
        await damage.ExecuteNonQueryAsync(Cancel);

        (await RunAsync("call", "show", id, "--reproduce")).ShouldRefuse(3, "position 1");
    }

    [Fact]
    public async Task A_seal_that_cannot_be_made_does_not_lose_the_call()
    {

        var result = await RunAsync([.. Submit, "--seal-key", Path.Combine(Path.GetTempPath(), "there-is-no-such.pem")]);

        result.ShouldSucceed().Error.ShouldContain("The call is recorded, but the log could not be sealed for it");
        result.Json.GetProperty("seal").ValueKind.ShouldBe(JsonValueKind.Null);
        result.Json.GetProperty("notSealed").GetString()!.ShouldContain("The next seal covers it too.");
        (await RunAsync("call", "list", "--json")).Json.GetProperty("callsTotal").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task Imported_calls_are_sealed_once_and_a_seal_that_cannot_be_made_does_not_fail_the_import()
    {
        var export = _folder.CreateSubdirectory("export").FullName;
        const string Ann = "005000000000001AAA";
        File.WriteAllText(Path.Combine(export, "User.csv"), $"Id,Name,ManagerId\n{Ann},Ann,\n");
        File.WriteAllText(
            Path.Combine(export, "Opportunity.csv"),
            $"Id,StageName,CloseDate,CreatedDate,Amount,OwnerId\n006000000000001AAA,Prospecting,2026-06-15,2026-05-01T00:00:00Z,100,{Ann}\n");
        State(90);

        (await ImportAsync()).ShouldSucceed().Error.ShouldNotContain("sealed");
        (await SealsAsync()).ShouldBe(1);
        (await ImportAsync()).ShouldSucceed();
        (await SealsAsync()).ShouldBe(1);

        State(80);
        var missing = Path.Combine(Path.GetTempPath(), "there-is-no-such.pem");
        (await ImportAsync("--seal-key", missing)).ShouldSucceed().Error.ShouldContain("The calls are recorded, but the log could not be sealed for them");
        (await RunAsync("call", "list", "--all", "--json")).ShouldSucceed().Json.GetProperty("callsTotal").GetInt64().ShouldBe(2);

        void State(int amount) => File.WriteAllText(
            Path.Combine(export, "ForecastingOwnerAdjustment.csv"),
            "Id,ForecastOwnerId,StartDate,ForecastCategoryName,OwnerAdjustedAmount,CreatedById,CreatedDate\n"
            + $"0J8000000000001AAA,{Ann},2026-04-01,Commit,{amount},{Ann},2026-05-10T12:00:00Z\n");

        Task<CliResult> ImportAsync(params string[] more) => RunAsync(["import", "salesforce", export, .. more]);

        async Task<long> SealsAsync()
        {
            await using var source = NpgsqlDataSource.Create(_database);
            await using var count = source.CreateCommand("SELECT count(*) FROM dealledger.seal");
            return (long)(await count.ExecuteScalarAsync(Cancel))!;
        }
    }

    [Theory]
    [InlineData(1, "had not ended then", "--period", "2001-Q1")]
    [InlineData(1, "Nobody with the id 'nobody' is known", "--for", "nobody")]
    [InlineData(1, "a leader's call is about a team", "--layer", "leader")]
    [InlineData(2, "--layer: 'boss' is not one of rep, manager, leader.", "--layer", "boss")]
    [InlineData(2, "--category: 'omitted' is not one of", "--category", "omitted")]
    [InlineData(2, "--amount: 'much' is not an amount", "--amount", "much")]
    [InlineData(2, "--by: The by is missing", "--by", "")]
    public async Task A_call_that_makes_no_sense_is_refused_in_one_line(int exitCode, string saying, string option, string value)
    {
        var words = Submit.ToList();
        words[words.IndexOf(option) + 1] = value;

        (await RunAsync([.. words])).ShouldRefuse(exitCode, saying);
    }

    [Fact]
    public async Task Quotas_come_from_aFile_once_and_hold_for_their_time()
    {
        File.WriteAllLines(Out, ["Id,Period,Amount,Team,From,To", "ann,2026-Q2,500,,,2026-04-30", "ann,2026-Q2,600,0,2026-05-01,2026-05-31"]);

        (await RunAsync("quota", "import", Out, "--json")).ShouldSucceed().Json.GetProperty("recorded").GetInt64().ShouldBe(3);
        (await RunAsync("quota", "import", Out, "--json")).ShouldSucceed().Json.GetProperty("recorded").GetInt64().ShouldBe(0);

        (await QuotaAsync("2026-04-30")).ShouldBe("500");
        (await QuotaAsync("2026-05-31")).ShouldBe("600");
        (await QuotaAsync("2026-06-01")).ShouldBe("null");
        (await RunAsync("quota", "set", "ann", "700", "--period", "2026-Q2", "--by", "ann", "--at", "2026-06-01T00:00:00Z")).ShouldSucceed().Output.ShouldContain("700");
        (await QuotaAsync("2026-06-01")).ShouldBe("700");
        File.WriteAllLines(Out, ["Id,Period,Amount,From,To", "ann,2026-Q2,800,2026-05-31,2026-05-31"]);
        (await RunAsync("quota", "import", Out)).ShouldRefuse(1, "line 2, From, the time of this row overlaps that from 2026-05-01T00:00:00Z to 2026-06-01T00:00:00Z");
        File.WriteAllLines(Out, ["Id,Period,Amount,From,To", "ann,2026-Q2,800,2026-06-05,2026-06-10"]);
        (await RunAsync("quota", "import", Out)).ShouldRefuse(1, "Z on, for which a quota of 700 USD of ann is known");
        File.WriteAllLines(Out, ["Id,Period,Amount,From,To", "ann,2026-Q2,800,2026-06-05,"]);
        (await RunAsync("quota", "import", Out)).ShouldSucceed();
        (await QuotaAsync("2026-06-05")).ShouldBe("800");
        File.WriteAllLines(Out, ["Id,Period,Amount,From,To", "ann,2026-Q2,700,2026-06-02,2026-06-04"]);
        (await RunAsync("quota", "import", Out)).ShouldSucceed();
        (await QuotaAsync("2026-06-05")).ShouldBe("800", "What is known to follow the next day, follows.");
        (await RunAsync("quota", "list", "--period", "2026-Q2", "--csv")).ShouldSucceed().Output.ShouldContain("ann,,own,2026-Q2,800,USD");

        async Task<string> QuotaAsync(string asOf) =>
            (await RunAsync("forecast", "--period", "2026-Q2", "--owner", "ann", "--as-of", asOf, "--json")).ShouldSucceed().Json.GetProperty("total").GetProperty("quota").GetRawText();
    }

    [Theory]
    [InlineData("line 3, From, the time of this row overlaps that of line 2", "ann,2026-Q2,500,,2026-04-01,2026-04-30", "ann,2026-Q2,600,,2026-04-30,")]
    [InlineData("line 3, From, the time of this row overlaps that of line 2", "ann,2026-Q2,500,,,", "ann,2026-Q2,600,,,")]
    [InlineData("line 2, To, 2026-03-31 is before 2026-04-01", "ann,2026-Q2,500,,2026-04-01,2026-03-31")]
    [InlineData("line 3, Id, Nobody with the id 'nobody' is known", "ann,2026-Q2,500,,,", "nobody,2026-Q2,600,,,")]
    [InlineData("line 2, Id, Nobody ever reported to 'ann'", "ann,2026-Q2,500,1,,")]
    [InlineData("line 2, Period, '2026-Q9'", "ann,2026-Q9,500,,,")]
    [InlineData("line 2, Amount, '-5'", "ann,2026-Q2,-5,,,")]
    public async Task A_wrong_row_refuses_theFile_and_nothing_is_recorded(string saying, params string[] lines)
    {
        File.WriteAllLines(Out, ["Id,Period,Amount,Team,From,To", .. lines]);

        (await RunAsync("quota", "import", Out)).ShouldRefuse(1, saying);

        (await RunAsync("quota", "list", "--json")).ShouldSucceed().Json.GetProperty("quotas").GetArrayLength().ShouldBe(0);
    }

    private static readonly string[] Submit =
        ["call", "submit", "--json", "--period", "2199-Q4", "--for", "ann", "--layer", "rep", "--category", "commit", "--amount", "120", "--by", "ann"];

    private Task<CliResult> SubmitAsync(params string[] more) => RunAsync([.. Submit, .. more]);

    private Task<CliResult> RunAsync(params string[] args) => CliFixture.RunAloneAsync([.. args, "--database", _database, "--home", Path.Combine(_folder.FullName, "home")]);
}
