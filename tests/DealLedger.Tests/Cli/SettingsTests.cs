namespace DealLedger.Tests.Cli;

public sealed class SettingsTests(CliFixture cli) : IClassFixture<CliFixture>, IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"dealledger-settings-{Guid.NewGuid():n}.csv");

    [Fact]
    public async Task A_fiscal_year_set_for_the_first_time_holds_since_ever_and_another_one_leaves_the_past_as_it_was()
    {
        await SetAsync("years", "fiscal-year-start", "2");
        await SetAsync("years", "fiscal-year-start", "7", "--from", "2026-01-01");
        await OpenAsync("years", "D1", "USD");

        (await PeriodAsync("years", "--as-of", "2025-12-31")).ShouldBe("2025-02-01 2026-01-31");
        (await PeriodAsync("years", "--as-of", "2026-05-10")).ShouldBe("2025-07-01 2026-06-30");
        (await PeriodAsync("years", "--as-of", "2025-12-31", "--settings", "current")).ShouldBe("2025-07-01 2026-06-30");

        async Task<string> PeriodAsync(string tenant, params string[] options)
        {
            var forecast = (await cli.RunAsync(["forecast", "--tenant", tenant, "--json", "--period", "2026", .. options])).ShouldSucceed().Json;
            return $"{forecast.GetProperty("period").GetProperty("start").GetString()} {forecast.GetProperty("period").GetProperty("end").GetString()}";
        }
    }

    [Fact]
    public async Task Calls_and_quotas_of_another_calendar_are_found_by_its_settings_and_named_where_they_are_left_out()
    {
        await OpenAsync("moved", "D1", "USD");
        (await cli.RunAsync("call", "submit", "--tenant", "moved", "--period", "2199-Q2", "--for", "ann", "--layer", "rep", "--category", "commit", "--amount", "120", "--by", "ann"))
            .ShouldSucceed();
        (await cli.RunAsync("quota", "set", "ann", "500", "--tenant", "moved", "--period", "2199-Q2", "--by", "ann")).ShouldSucceed();
        await SetAsync("moved", "fiscal-year-start", "1");
        await SetAsync("moved", "fiscal-year-start", "2", "--from", "2198-01-01");

        (await ListAsync("call")).ShouldBe((1, ""));
        (await ListAsync("quota")).ShouldBe((1, ""));
        (await ListAsync("call", "--as-of", "2198-06-01")).ShouldBe((0, "calls-of-another-calendar"));
        (await ListAsync("quota", "--as-of", "2198-06-01")).ShouldBe((0, "quotas-of-another-calendar"));
        (await ListAsync("call", "--as-of", "2198-06-01", "--settings", "current")).ShouldBe((1, ""));
        (await ListAsync("quota", "--as-of", "2198-06-01", "--settings", "current")).ShouldBe((1, ""));
        (await cli.RunAsync("quota", "list", "--tenant", "moved", "--period", "2199-Q2", "--as-of", "2198-06-01")).ShouldSucceed().Output
            .ShouldContain("Quotas that were set for a period of this name");
        var forecast = (await cli.RunAsync("forecast", "--tenant", "moved", "--period", "2199-Q2", "--as-of", "2198-06-01", "--json")).ShouldSucceed().Json;
        forecast.GetProperty("notes").EnumerateArray().Select(n => n.GetString()).ShouldBe(["calls-of-another-calendar", "quotas-of-another-calendar"]);
        (await cli.RunAsync("forecast", "--tenant", "moved", "--period", "2199-Q2", "--json")).ShouldSucceed().Json.GetProperty("notes").GetArrayLength().ShouldBe(0);

        async Task<(int, string)> ListAsync(string command, params string[] options)
        {
            var list = (await cli.RunAsync([command, "list", "--tenant", "moved", "--period", "2199-Q2", "--json", .. options])).ShouldSucceed().Json;
            return (list.GetProperty($"{command}s").GetArrayLength(), string.Join(' ', list.GetProperty("notes").EnumerateArray().Select(n => n.GetString())));
        }
    }

    [Fact]
    public async Task A_day_ends_in_the_time_zone_and_a_week_on_the_day_before_its_first()
    {
        await SetAsync("zones", "time-zone", "America/New_York");
        await SetAsync("zones", "week-start", "sunday");
        await OpenAsync("zones", "D1", "USD");

        (await AsOfAsync("2026-05-10")).ShouldBe("2026-05-11T03:59:59.999999Z");
        (await AsOfAsync("2026-W18")).ShouldBe("2026-05-10T03:59:59.999999Z");

        async Task<string?> AsOfAsync(string asOf) =>
            (await cli.RunAsync("forecast", "--tenant", "zones", "--json", "--as-of", asOf)).ShouldSucceed().Json.GetProperty("asOf").GetString();
    }

    [Fact]
    public async Task A_calendar_of_52_weeks_comes_from_a_file_and_is_shown()
    {
        var start = new DateOnly(2025, 12, 28);
        Write(["Quarter,Month,Start,End", .. Enumerable.Range(0, 12).Select(m =>
        {
            var line = $"2026-Q{(m / 3) + 1},2026-{m + 1:00},{start:yyyy-MM-dd},{(start = start.AddDays(m % 3 == 2 ? 35 : 28)).AddDays(-1):yyyy-MM-dd}";
            return line;
        })]);
        await SetAsync("weeks", "fiscal-calendar", _file);

        (await cli.RunAsync("settings", "show", "--tenant", "weeks")).ShouldSucceed().Output.ShouldContain("12 months from 2025-12-28 to 2026-12-26");
        var shown = (await cli.RunAsync("settings", "show", "--tenant", "weeks", "--json")).ShouldSucceed().Json;
        shown.GetProperty("fiscalCalendar").GetArrayLength().ShouldBe(12);
        shown.GetProperty("history")[0].GetProperty("setting").GetString().ShouldBe("fiscal-calendar");
    }

    [Theory]
    [InlineData("fiscal-year-start", "13", "the number of a month")]
    [InlineData("time-zone", "Mars/Olympus", "IANA name")]
    [InlineData("colour", "blue", "there are fiscal-year-start")]
    [InlineData("fiscal-calendar", "no-such-file.csv", "Quarter, Month, Start, End")]
    public async Task A_setting_that_makes_no_sense_is_refused(string setting, string value, string saying)
    {
        var refused = await cli.RunAsync("settings", "set", setting, value, "--by", "fin", "--tenant", "wrong");
        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain(saying);
    }

    [Fact]
    public async Task Amounts_are_told_at_the_rate_of_the_instant_and_its_change_stands_alone_in_the_waterfall()
    {
        Write("Currency,Rate,From,To", "EUR,1.1,2026-04-01,2026-04-30", "EUR,1.2,2026-05-01,");
        (await cli.RunAsync("rates", "import", _file, "--tenant", "rates", "--json")).ShouldSucceed().Json.GetProperty("recorded").GetInt64().ShouldBe(2);
        (await cli.RunAsync("rates", "import", _file, "--tenant", "rates", "--json")).ShouldSucceed().Json.GetProperty("recorded").GetInt64().ShouldBe(0);
        await OpenAsync("rates", "D1", "EUR");
        await OpenAsync("rates", "D2", "GBP");

        (await ForecastAsync("2026-04-30")).ShouldBe("110 GBP 100/1");
        (await ForecastAsync("2026-05-01")).ShouldBe("120 GBP 100/1");
        (await ForecastAsync("2026-05-01", "--rates", "2026-04-15")).ShouldBe("110 GBP 100/1");
        (await ForecastAsync("2026-03-31")).ShouldBe("0 EUR 100/1 GBP 100/1");

        var changes = (await cli.RunAsync("changes", "--tenant", "rates", "--json", "--period", "2026-Q2", "--from", "2026-04-15", "--to", "2026-05-10")).ShouldSucceed().Json;
        var movement = changes.GetProperty("movements").EnumerateArray().ShouldHaveSingleItem();
        (movement.GetProperty("kind").GetString(), movement.GetProperty("amount").GetDecimal()).ShouldBe(("currency", 10m));
        var deal = changes.GetProperty("deals")[0].GetProperty("movements")[0];
        (deal.GetProperty("before").GetString(), deal.GetProperty("after").GetString(), deal.GetProperty("at").GetString()).ShouldBe(("1.1", "1.2", "2026-05-01T00:00:00Z"));
        changes.GetProperty("unconverted")[0].GetProperty("currency").GetString().ShouldBe("GBP");

        async Task<string> ForecastAsync(string asOf, params string[] options)
        {
            var forecast = (await cli.RunAsync(["forecast", "--tenant", "rates", "--json", "--period", "2026-Q2", "--as-of", asOf, .. options])).ShouldSucceed().Json;
            var left = forecast.GetProperty("unconverted").EnumerateArray()
                .Select(u => $" {u.GetProperty("currency").GetString()} {u.GetProperty("amount").GetDecimal()}/{u.GetProperty("count").GetInt64()}");
            return forecast.GetProperty("total").GetProperty("openPipeline").GetProperty("amount").GetDecimal() + string.Concat(left);
        }
    }

    [Theory]
    [InlineData("line 2, Rate, '0'", "EUR,0,2026-04-01,")]
    [InlineData("line 2, Currency, 'euro'", "euro,1.1,2026-04-01,")]
    [InlineData("line 3: the time of this rate of EUR-USD overlaps that of", "EUR,1.1,2026-04-01,2026-04-30", "EUR,1.2,2026-04-30,")]
    [InlineData("line 2: this rate of EUR-USD ends before it begins", "EUR,1.1,2026-04-02,2026-04-01")]
    public async Task A_wrong_row_refuses_the_file_of_rates(string saying, params string[] lines)
    {
        Write(["Currency,Rate,From,To", .. lines]);
        var refused = await cli.RunAsync("rates", "import", _file, "--tenant", "norates");
        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain(saying);
        (await cli.RunAsync("rates", "show", "--tenant", "norates", "--json")).ShouldSucceed().Json.GetProperty("rates").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_rate_of_zero_is_refused_and_a_rate_is_shown_from_its_day_on()
    {
        var refused = await cli.RunAsync("rates", "set", "EUR", "0", "--by", "fin", "--tenant", "hand");
        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldContain("a rate is from");

        (await cli.RunAsync("rates", "set", "EUR", "1.08", "--from", "2026-04-01", "--by", "fin", "--tenant", "hand")).ShouldSucceed().Output.ShouldContain("1.08");
        var shown = (await cli.RunAsync("rates", "show", "--tenant", "hand", "--csv")).ShouldSucceed().Output;
        shown.ShouldContain("EUR,USD,1.08,2026-04-01T00:00:00Z,,fin,1");
    }

    public void Dispose() => File.Delete(_file);

    private async Task SetAsync(string tenant, params string[] words) =>
        (await cli.RunAsync(["settings", "set", .. words, "--by", "fin", "--tenant", tenant])).ShouldSucceed();

    private async Task OpenAsync(string tenant, string id, string currency) => (await cli.RunAsync(
        "record", "open", id, "--tenant", tenant, "--by", "ann", "--owner", "ann", "--stage", "Proposal", "--amount", "100", "--currency", currency,
        "--close-date", "2026-06-01", "--at", "2026-01-05")).ShouldSucceed();

    private void Write(params string[] lines) => File.WriteAllLines(_file, lines);
}
