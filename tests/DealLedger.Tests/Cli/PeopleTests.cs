namespace DealLedger.Tests.Cli;

public sealed class PeopleTests(CliFixture cli) : IClassFixture<CliFixture>, IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"dealledger-people-{Guid.NewGuid():n}.csv");

    [Fact]
    public async Task A_file_of_people_is_taken_in_once_and_shown_as_of_any_instant()
    {
        Write("Id,Name,ManagerId,Team,IsActive,From", "top,Tess,,North,1,", "mia,Mia,top,,1,", "max,Max,top,,1,", "ann,Ann,mia,,1,", "ann,Ann,max,,1,2026-05-01");

        (await ImportAsync("people")).Json.GetProperty("recorded").GetInt64().ShouldBe(10);
        (await ImportAsync("people")).Json.GetProperty("recorded").GetInt64().ShouldBe(0);

        (await ManagersAsync("people", "2026-04-30")).ShouldBe(["ann mia", "max top", "mia top", "top -"]);
        (await ManagersAsync("people", "2026-05-01")).ShouldBe(["ann max", "max top", "mia top", "top -"]);
        var shown = (await cli.RunAsync("people", "show", "--tenant", "people", "--as-of", "2026-04-30")).ShouldSucceed().Output;
        shown.ShouldContain("Tess");
        shown.ShouldContain("North");
        shown.ShouldContain("    Ann");
    }

    [Fact]
    public async Task A_time_with_an_end_is_followed_by_nobody_or_by_the_next_one()
    {
        Write("Id,ManagerId,From,To", "mia,,2026-01-01,", "max,,2026-01-01,", "ann,mia,2026-01-01,2026-03-31", "ann,max,2026-04-01,2026-04-30");

        (await ImportAsync("spans")).ShouldSucceed();

        (await ManagersAsync("spans", "2025-12-31")).ShouldBeEmpty();
        (await ManagersAsync("spans", "2026-03-31")).ShouldBe(["ann mia", "max -", "mia -"]);
        (await ManagersAsync("spans", "2026-04-01")).ShouldBe(["ann max", "max -", "mia -"]);
        (await ManagersAsync("spans", "2026-05-01")).ShouldBe(["ann -", "max -", "mia -"]);
    }

    [Fact]
    public async Task A_time_with_an_end_that_overlaps_a_known_one_of_another_manager_is_refused_and_an_open_one_is_a_change()
    {
        Write("Id,ManagerId,From,To", "mia,,2026-01-01,", "max,,2026-01-01,", "ann,mia,2026-01-01,2026-03-31", "bob,mia,2026-01-01,");
        (await ImportAsync("known")).ShouldSucceed();

        await RefusedAsync("line 2, From, the time of this row overlaps that from 2026-01-01T00:00:00Z to 2026-04-01T00:00:00Z", "ann,max,2026-03-31,2026-04-30");
        await RefusedAsync("line 2, From, the time of this row overlaps that from 2026-01-01T00:00:00Z on", "bob,max,2026-02-01,2026-02-28");

        await TakenAsync("ann,mia,2026-03-01,2026-03-31", "ann,max,2026-04-01,2026-04-30");
        (await ManagersAsync("known", "2026-04-30")).ShouldBe(["ann max", "bob mia", "max -", "mia -"]);
        await TakenAsync("bob,mia,2026-01-01,2026-01-31", "bob,max,2026-02-01,2026-02-28");
        (await ManagersAsync("known", "2026-02-28")).ShouldBe(["ann mia", "bob max", "max -", "mia -"]);
        await TakenAsync("bob,mia,2026-02-10,");
        (await ManagersAsync("known", "2026-02-28")).ShouldBe(["ann mia", "bob mia", "max -", "mia -"]);

        await TakenAsync("bob,max,2026-02-01,2026-02-09");
        (await ManagersAsync("known", "2026-02-28")).ShouldBe(["ann mia", "bob mia", "max -", "mia -"], "Who is known to follow the next day, follows.");

        async Task RefusedAsync(string saying, string line)
        {
            Write("Id,ManagerId,From,To", line);
            var refused = await cli.RunAsync("people", "import", _file, "--tenant", "known");
            refused.ExitCode.ShouldBe(1);
            refused.Error.ShouldContain(saying);
        }

        async Task TakenAsync(params string[] lines)
        {
            Write(["Id,ManagerId,From,To", .. lines]);
            (await ImportAsync("known")).ShouldSucceed();
        }
    }

    [Theory]
    [InlineData("line 3, From, the time of this row overlaps that of line 2", "Id,ManagerId,From,To", "ann,mia,2026-01-01,2026-03-31", "ann,max,2026-03-31,")]
    [InlineData("line 2, To, 2026-01-31 is before 2026-02-01", "Id,ManagerId,From,To", "ann,mia,2026-02-01,2026-01-31")]
    [InlineData("line 2, From, 'soon'", "Id,From", "ann,soon")]
    [InlineData("line 3, Id, 'a b'", "Id,Name", "ann,Ann", "a b,Bea")]
    [InlineData("let one of them report to somebody else", "Id,ManagerId", "ann,mia", "mia,ann")]
    [InlineData("line 3, ManagerId, 'max': nobody with this id is known or in the file", "Id,ManagerId", "ann,mia", "mia,max")]
    [InlineData("lacks the column Id", "Name", "Ann")]
    public async Task A_wrong_row_refuses_the_file_and_nothing_is_recorded(string saying, params string[] lines)
    {
        Write(lines);
        var tenant = $"wrong{Guid.NewGuid():n}"[..20];

        var refused = await cli.RunAsync("people", "import", _file, "--tenant", tenant);

        refused.ExitCode.ShouldBe(1);
        refused.Error.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain(saying);
        (await ManagersAsync(tenant, "now")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Answers_by_team_follow_who_reported_to_whom_then()
    {
        Write("Id,Name,ManagerId,From", "top,Top,,", "ann,Ann,mia,", "mia,Mia,top,", "max,Max,top,", "ann,Ann,max,2026-05-10");
        (await ImportAsync("teams")).ShouldSucceed();
        (await cli.RunAsync("record", "open", "D1", "--tenant", "teams", "--by", "ann", "--owner", "ann", "--stage", "Proposal", "--amount", "100", "--close-date", "2026-06-30", "--at", "2026-05-01")).ShouldSucceed();

        (await TeamsAsync("2026-05-09")).ShouldBe(["mia 100 top", "top 100"]);
        (await TeamsAsync("2026-05-10")).ShouldBe(["max 100 top", "top 100"]);
        (await TeamsAsync("2026-05-09", "--hierarchy", "current")).ShouldBe(["max 100 top", "top 100"]);
        var changes = (await cli.RunAsync("changes", "--tenant", "teams", "--period", "2026-Q2", "--from", "2026-05-08", "--to", "2026-05-12", "--team", "max", "--json")).ShouldSucceed().Json;
        changes.GetProperty("movements")[0].GetProperty("kind").GetString().ShouldBe("realignedIn");
        changes.GetProperty("deals")[0].GetProperty("movements")[0].GetProperty("at").GetString().ShouldBe("2026-05-10T00:00:00Z");

        var unknown = await cli.RunAsync("forecast", "--tenant", "teams", "--team", "ann");
        (unknown.ExitCode, unknown.Error.Trim()).ShouldBe((1, "Nobody ever reported to 'ann'; name the person who leads the team, as 'people show' lists them."));

        async Task<List<string>> TeamsAsync(string asOf, params string[] more) =>
        [
            .. (await cli.RunAsync(["forecast", "--tenant", "teams", "--period", "2026-Q2", "--as-of", asOf, "--by", "team", "--json", .. more])).ShouldSucceed().Json
                .GetProperty("rows").EnumerateArray().Select(r =>
                    $"{r.GetProperty("key")} {r.GetProperty("openPipeline").GetProperty("amount")} {(r.TryGetProperty("parent", out var parent) ? parent : default)}".Trim()),
        ];
    }

    [Fact]
    public async Task A_rep_who_changes_teams_twice_in_a_quarter_takes_no_quarter_that_is_over_along()
    {
        Write("Id,Name,ManagerId,From", "top,Top,,", "ann,Ann,mia,", "mia,Mia,top,", "max,Max,top,", "pat,Pat,top,", "bea,Bea,max,", "cid,Cid,pat,");
        (await ImportAsync("twice")).ShouldSucceed();
        foreach (var (id, owner) in new[] { ("D1", "ann"), ("D2", "bea"), ("D3", "cid") })
        {
            (await cli.RunAsync("record", "open", id, "--tenant", "twice", "--by", owner, "--owner", owner, "--stage", "Proposal", "--amount", "100", "--close-date", "2026-03-20", "--at", "2026-01-10")).ShouldSucceed();
        }

        var before = await TeamsAsync();

        Write("Id,ManagerId,From", "ann,max,2026-04-20", "ann,pat,2026-06-10");
        (await ImportAsync("twice")).ShouldSucceed();

        before.ShouldBe(["max 100", "mia 100", "pat 100", "top 300"]);
        (await TeamsAsync()).ShouldBe(before);
        (await TeamsAsync("--hierarchy", "current")).ShouldBe(["max 100", "pat 200", "top 300"]);

        async Task<List<string>> TeamsAsync(params string[] more) =>
        [
            .. (await cli.RunAsync(["forecast", "--tenant", "twice", "--period", "2026-Q1", "--as-of", "2026-Q1", "--by", "team", "--json", .. more])).ShouldSucceed().Json
                .GetProperty("rows").EnumerateArray().Select(r => $"{r.GetProperty("key")} {r.GetProperty("openPipeline").GetProperty("amount")}"),
        ];
    }

    [Fact]
    public async Task An_erased_person_has_no_name_and_keeps_the_place()
    {
        Write("Id,Name,ManagerId", "ann,Roberta,mia", "mia,Mia,");
        (await ImportAsync("erased")).ShouldSucceed();

        (await cli.RunAsync("people", "erase", "ann", "--by", "dpo", "--tenant", "erased", "--json")).ShouldSucceed().Json.GetProperty("texts").GetInt64().ShouldBe(1);
        (await ImportAsync("erased")).Json.GetProperty("recorded").GetInt64().ShouldBe(0);

        (await ManagersAsync("erased", "now")).ShouldBe(["ann mia", "mia -"]);
        (await cli.RunAsync("people", "show", "--tenant", "erased")).ShouldSucceed().Output.ShouldNotContain("Roberta");
        (await cli.RunAsync("people", "erase", "nobody", "--by", "dpo", "--tenant", "erased")).Error.Trim().ShouldBe("Nobody with the id 'nobody' is known; 'people show' lists everyone.");
    }

    public void Dispose() => File.Delete(_file);

    private void Write(params string[] lines) => File.WriteAllLines(_file, lines);

    private async Task<CliResult> ImportAsync(string tenant) => (await cli.RunAsync("people", "import", _file, "--tenant", tenant, "--json")).ShouldSucceed();

    private async Task<List<string>> ManagersAsync(string tenant, string asOf) =>
    [
        .. (await cli.RunAsync("people", "show", "--tenant", tenant, "--as-of", asOf, "--json")).ShouldSucceed().Json.GetProperty("people").EnumerateArray()
            .Select(p => $"{p.GetProperty("id")} {p.GetProperty("manager").GetString() ?? "-"}"),
    ];
}
