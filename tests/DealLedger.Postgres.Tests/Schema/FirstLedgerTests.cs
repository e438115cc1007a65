using System.Globalization;
using DealLedger.Core;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Core.Time;
using DealLedger.Postgres.Schema;
using DealLedger.Postgres.Tests.Ledger;
using DealLedger.Testing;
using Npgsql;

namespace DealLedger.Postgres.Tests.Schema;

/// <summary>
/// A ledger made by 974db98, the first commit that made one, carried to today: what it answered then it answers now. first-ledger.sql was written once,
/// by pg_dump 15 with --no-owner --no-privileges --inserts; a small program on that commit had recorded every kind of event that it knew, some of them
/// late, in two tenants, with people, accounts, stages, texts and a number that was drawn in vain, and told the answers that are held here.
/// </summary>
public sealed class FirstLedgerTests
{
    private static readonly TenantId Acme = TenantId.TryParse("acme", out var acme) ? acme : throw new InvalidOperationException();

    private static CancellationToken Cancellation => TestLedger.Cancellation;

    [Fact]
    public async Task It_is_carried_to_the_newest_schema_and_clean()
    {
        await using var ledger = await CarriedAsync();

        foreach (var tenant in new[] { TestLedger.Tenant, Acme })
        {
            (await ledger.Verifier.RunAsync(tenant, null, Cancellation)).ShouldBeNull();
            await ledger.Rebuild.RunAsync(tenant, null, Cancellation);
            (await ledger.Verifier.RunAsync(tenant, null, Cancellation)).ShouldBeNull();
        }

        (await SchemaMigrator.StandAsync(ledger.Database, Cancellation)).IsNewest.ShouldBeTrue();
    }

    [Fact]
    public async Task Its_tables_are_those_of_a_database_that_was_made_today()
    {
        const string layout = """
            SELECT format('%s.%s.%s %s%s default %s', c.table_schema, c.table_name, c.column_name, c.data_type, CASE WHEN c.is_nullable = 'NO' THEN ' not null' END,
                          CASE WHEN c.table_name NOT LIKE 'mt\_events%' THEN c.column_default END)
            FROM information_schema.columns c WHERE c.table_schema IN ('ledger', 'dealledger') AND c.table_name NOT LIKE '%\_acme'
            UNION ALL
            SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
            WHERE c.relnamespace IN ('ledger'::regnamespace, 'dealledger'::regnamespace) AND NOT c.relispartition
            UNION ALL
            SELECT format('%s %s %s', p.polrelid::regclass, p.polname, pg_get_expr(p.polqual, p.polrelid)) FROM pg_policy p
            UNION ALL
            SELECT format('%s %s', t.conrelid::regclass, pg_get_constraintdef(t.oid)) FROM pg_constraint t JOIN pg_class c ON c.oid = t.conrelid
            WHERE c.relnamespace IN ('ledger'::regnamespace, 'dealledger'::regnamespace) AND NOT c.relispartition
            ORDER BY 1
            """;
        await using var carried = await CarriedAsync();
        await using var made = await TestLedger.CreateAsync();

        (await carried.Database.Owner.ListAsync<string>(layout)).ShouldBe(await made.Database.Owner.ListAsync<string>(layout));
    }

    [Theory]
    [InlineData(
        "2026-Q1", "2026-02-15T23:59:59", "now",
        "closed 2000/1/0 commit 5500/1/0 likely 1250.25/1/0 best 700/1/0 pipeline 0/0/0 omitted 0/0/0 lost 0/0/0 open 7450.25/3/0")]
    [InlineData(
        "2026-Q1", "2026-03-31T23:59:59", "now",
        "closed 2000/1/0 commit 0/0/0 likely 1250.25/1/0 best 0/0/0 pipeline 0/0/0 omitted 0/0/0 lost 0/0/0 open 1250.25/1/0")]
    [InlineData(
        "2026-Q2", "2026-03-31T23:59:59", "now",
        "closed 10250.25/1/0 commit 0/2/1 likely 15100.75/3/1 best 24251.9/3/0 pipeline 0/0/0 omitted 6000/1/0 lost 6000/1/0 open 39352.65/8/2 and 7250.25 EUR/1")]
    [InlineData(
        "2026-Q1", "2026-02-28T23:59:59", "now",
        "closed 2000/1/0 commit 0/0/0 likely 1250.25/1/0 best 700/1/0 pipeline 0/0/0 omitted 0/0/0 lost 0/0/0 open 1950.25/2/0")]
    [InlineData(
        "2026-Q1", "2026-02-28T23:59:59", "2026-03-05T00:00",
        "closed 2000/1/0 commit 0/0/0 likely 1250.25/1/0 best 0/0/0 pipeline 0/0/0 omitted 0/0/0 lost 0/0/0 open 1250.25/1/0")]
    [InlineData(
        "2026-Q2", "2026-03-31T23:59:59", "@60",
        "closed 0/0/0 commit 3000/1/0 likely 0/1/1 best 4250.8/1/0 pipeline 0/1/0 omitted 6000/1/0 lost 6000/1/0 open 7250.8/4/1 and 7000 EUR/1")]
    public async Task It_forecasts_what_it_forecast_then(string period, string asOf, string knownAt, string figures)
    {
        await using var ledger = await CarriedAsync();
        KnownAt known = knownAt == "now" ? new KnownAt.Now()
            : knownAt[0] == '@' ? new KnownAt.Position(long.Parse(knownAt.AsSpan(1), CultureInfo.InvariantCulture)) : new KnownAt.Instant(Instant(knownAt));

        var answer = await ledger.Answers.ForecastAsync(
            TestLedger.Tenant, new ForecastQuestion(TestLedger.Quarter(period), Instant(asOf), known), Consistency.Strong, Cancellation);

        var total = answer.Total;
        string.Concat(
            $"closed {Cell(total.Closed)} commit {Cell(total.Commit)} likely {Cell(total.MostLikely)} best {Cell(total.BestCase)} ",
            $"pipeline {Cell(total.Pipeline)} omitted {Cell(total.Omitted)} lost {Cell(total.Lost)} open {Cell(total.OpenPipeline)}",
            string.Concat(answer.Unconverted.Select(u => $" and {Number(u.Amount)} {u.Currency}/{u.Count}"))).ShouldBe(figures);
        answer.Currency.ShouldBe("USD");

        static string Cell(Cell cell) => $"{Number(cell.Amount)}/{cell.Count}/{cell.WithoutAmount}";
    }

    [Theory]
    [InlineData(
        "every-kind",
        "v26 of 26: Every \"kind\", with\nlines|acc2|rep2|Verbal|MostLikely|6100.75|USD|2026-04-03|10|Expansion|Enterprise|Bridge|Call the buyer on Monday.|open|0|")]
    [InlineData("deal-01", "v10 of 10: Deal one|acc2|rep1|Verbal|MostLikely|1250.25|USD|2026-03-25|50|Renewal|Enterprise|||open|1|")]
    [InlineData("deal-03", "v12 of 12: Deal 3|acc2|rep2|Negotiation|Commit||USD|2026-04-14|70|Renewal|SMB|||open|1|")]
    [InlineData("deal-06", "v13 of 13: Deal 6|acc1|rep2|Closed Lost|Omitted|6000|USD|2026-04-24|70|New|SMB|||lost|0|")]
    [InlineData("deal-09", "v9 of 9: Deal 9|acc2||Verbal|MostLikely|9000|USD|2026-06-13|50|Renewal|SMB|||open|1|")]
    [InlineData("twin", "v2 of 2: Twin||rep2|Proposal|BestCase|700|USD|2026-03-31||||||deleted|0|deal-04")]
    public async Task It_shows_the_deals_that_it_showed_then(string id, string state)
    {
        await using var ledger = await CarriedAsync();

        var deal = await ledger.DealAsync(id, Instant("2026-03-31T23:59:59"));

        var s = deal.State;
        string.Join(
            '|', $"v{deal.Version} of {deal.History.Count}: {s.Name}", s.Account, s.Owner, s.Stage, s.Category + (s.CategoryOverridden ? "!" : ""),
            Number(s.Amount), s.Currency, s.CloseDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Number(s.Probability), s.Type, s.Segment,
            string.Join(',', s.Flags), s.NextStep, s.Outcome, s.TimesPushed, s.MergedInto)
            .ShouldBe(state);
    }

    [Fact]
    public async Task Every_kind_of_event_that_there_was_is_read_as_it_was()
    {
        await using var ledger = await CarriedAsync();

        var deal = await ledger.DealAsync("every-kind", Instant("2026-03-31T23:59:59"));

        deal.History.Select(h => $"{h.Position} {h.Kind} {h.Before} > {h.After}{(h.Reason is null ? "" : $" ({h.Reason})")}").ShouldBe(
        [
            "113 opportunity-opened  > ",
            "114 opportunity-renamed Every kind > Every \"kind\", with\nlines",
            "115 account-changed acc1 > acc2",
            "116 type-changed New > Expansion",
            "117 segment-changed SMB > Enterprise",
            "118 currency-changed USD > EUR",
            "119 amount-changed 5000 > 5500",
            "120 currency-changed EUR > USD",
            "121 flag-set  > At risk",
            "122 flag-set At risk > At risk, Bridge",
            "123 flag-cleared At risk, Bridge > Bridge",
            "124 next-step-changed  > Call the buyer on Monday.",
            "125 category-overridden Pipeline > Commit (The board has said yes.)",
            "126 owner-changed rep1 > rep2",
            "138 amount-changed 5500 > 6100.75",
            "127 category-override-cleared Commit > Pipeline",
            "128 close-date-moved 2026-03-20 > ",
            "129 close-date-moved  > 2026-04-03",
            "130 stage-moved Prospecting > Closed Lost",
            "131 category-changed Pipeline > Omitted",
            "132 opportunity-lost open > lost",
            "133 stage-moved Closed Lost > Verbal",
            "134 category-changed Omitted > MostLikely",
            "135 opportunity-reopened lost > open",
            "136 opportunity-deleted open > deleted",
            "137 opportunity-restored deleted > open",
        ]);
        deal.History.ShouldAllBe(h => h.Ignored == null);
        deal.State.AccountName.ShouldBeNull();
        (await ledger.DealAsync("deal-02", Instant("2026-03-31T23:59:59"))).State.AccountName.ShouldBe("Account \"One\" & Söhne");
    }

    [Fact]
    public async Task What_stood_in_columns_is_told_by_events_now()
    {
        await using var ledger = await CarriedAsync();
        await using var view = await ledger.Answers.OpenAsync(TestLedger.Tenant, new KnownAt.Now(), Consistency.Strong, Cancellation);
        var people = (await view.PeopleAsync(DateTimeOffset.MaxValue.ToMicroseconds(), Cancellation)).People;

        people.Select(p => $"{p.Id} {p.Name ?? "?"} under {p.Manager ?? "nobody"}{(p.IsActive ? "" : ", left")}").ShouldBe(
        [
            "gone ? under rep1, left", "lead Person One under nobody", "loop1 Person Five under nobody", "loop2 Person Six under nobody",
            "rep1 Person Two under lead", "rep2 Person Three under lead",
        ]);
        var euros = await ledger.Answers.ForecastAsync(
            Acme, new ForecastQuestion(TestLedger.Quarter("2026-Q1"), Instant("2026-03-31T23:59:59"), new KnownAt.Now()), Consistency.Strong, Cancellation);
        (euros.Currency, euros.Total.Commit).ShouldBe(("EUR", new Cell(43.5m, 1, 0)));
        (await ledger.Directory.SettingsAsync(TestLedger.Tenant, Cancellation)).Facts.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_goes_on_from_there()
    {
        await using var ledger = await CarriedAsync();
        var people = new PeopleHandler(ledger.Database, ledger.Store, ledger.Directory, ledger.Projector, TimeProvider.System);

        await ledger.RecordAsync("deal-04", new ChangeAmount(1));
        await ledger.RecordAsync("new-deal", TestLedger.Open(5, "2026-06-15"));
        (await people.EraseAsync(TestLedger.Tenant, "rep2", "lead", Cancellation)).ShouldBe(2);
        var seal = await ledger.Seals.SealAsync(TestLedger.Tenant, Core.Sealing.SealOccasion.Demand, null, Cancellation);

        seal.Size.ShouldBe(await ledger.Store.HeadAsync(TestLedger.Tenant, Cancellation));
        (await ledger.DealAsync("deal-04")).State.Amount.ShouldBe(1);
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    private static async Task<TestLedger> CarriedAsync()
    {
        var connectionString = await TestDatabase.CreateDatabaseAsync(Cancellation);
        await using (var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString))
        {
            await connection.OpenAsync(Cancellation);
            using var script = new StreamReader(typeof(FirstLedgerTests).Assembly.GetManifestResourceStream("DealLedger.Postgres.Tests.Schema.first-ledger.sql")!);
            await connection.ExecuteAsync(await script.ReadToEndAsync(Cancellation));
        }

        var ledger = await TestLedger.OpenAsync(connectionString);
        (await ledger.Rebuild.FillEmptyAsync(progress: null, Cancellation)).ShouldBe([Acme, TestLedger.Tenant]);
        return ledger;
    }

    private static string Number(decimal? number) => number?.ToString("0.##", CultureInfo.InvariantCulture) ?? "";

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text + "Z", CultureInfo.InvariantCulture);
}
