using DealLedger.Core.Answers;
using DealLedger.Core.Finding;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Core.Time;
using DealLedger.Postgres.Tests.Ledger;

namespace DealLedger.Postgres.Tests.Answers;

public sealed class FindTests
{
    private static CancellationToken Cancellation => TestLedger.Cancellation;

    [Fact]
    public async Task A_deal_is_found_by_the_beginnings_of_words_of_its_names_by_its_account_and_by_its_id()
    {
        await using var ledger = await LedgerAsync(
            ("006-1", "Acme Renewal 2026", "A1"), ("006-2", "Beta-Works expansion", "A2"), ("007-3", "O'Brien \\ & Sons:*", null), ("008-4", null, "A3"));
        await new SourceTables(ledger.Database).SaveAccountsAsync(TestLedger.Tenant, Accounts(new("A1", "Globex Corporation"), new("A2", "Initech"), new("A3", null)), Cancellation);
        await ledger.RecordAsync("006-1", new RenameOpportunity("Zenith"), TestLedger.Noon);

        (await FindAsync(ledger, "ren acm")).ShouldBe(["006-1"]);
        (await FindAsync(ledger, "ZEN")).ShouldBe(["006-1"]);
        (await FindAsync(ledger, "works")).ShouldBe(["006-2"]);
        (await FindAsync(ledger, "beta-w")).ShouldBe(["006-2"]);
        (await FindAsync(ledger, "O'Brien \\ &")).ShouldBe(["007-3"]);
        (await FindAsync(ledger, "globex corp")).ShouldBe(["006-1"]);
        (await FindAsync(ledger, "A3")).ShouldBe(["008-4"]);
        (await FindAsync(ledger, "006")).ShouldBe(["006-2", "006-1"]);
        (await FindAsync(ledger, "newal")).ShouldBeEmpty();
        (await FindAsync(ledger, "' & !")).ShouldBeEmpty();
        (await FindAsync(ledger, "acme", new KnownAt.Position(1))).ShouldBe(["006-1"]);
        (await FindAsync(ledger, "zenith", new KnownAt.Position(1))).ShouldBeEmpty();
        (await ledger.VerifyAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task What_is_told_of_a_deal_is_what_it_is_now()
    {
        await using var ledger = await LedgerAsync(("006-1", "Acme", "A1"));
        await new SourceTables(ledger.Database).SaveAccountsAsync(TestLedger.Tenant, Accounts(new Account("A1", "Globex")), Cancellation);
        await ledger.RecordAsync("006-1", new RenameOpportunity("Zenith"), TestLedger.Noon);

        (await AskAsync(ledger, new FindQuestion("acme"), new KnownAt.Now())).Deals.ShouldBe(
            [new FoundDeal("006-1", "Zenith", "A1", "Globex", "ann", null, "Prospecting", "open", 1, "USD", new DateOnly(2026, 6, 15))]);
    }

    [Fact]
    public async Task So_many_are_told_the_one_of_that_id_first_then_those_that_begin_so_and_whether_there_are_more()
    {
        await using var ledger = await LedgerAsync([.. Enumerable.Range(1, 5).Select(i => ($"d{i}", (string?)$"{(i > 3 ? "" : "The ")}acme {6 - i}", (string?)null)), ("acme", "Other", null)]);

        var found = await AskAsync(ledger, new FindQuestion("acme", 3), new KnownAt.Now());

        found.Deals.Select(d => d.Id).ShouldBe(["acme", "d5", "d4"]);
        found.More.ShouldBeTrue();
        (await AskAsync(ledger, new FindQuestion("acme"), new KnownAt.Now())).More.ShouldBeFalse();
    }

    [Theory]
    [InlineData("deals_with_words", "deal_change")]
    [InlineData("accounts_with_words", "account")]
    public async Task Words_are_looked_up_by_their_index_also_where_a_walk_through_all_names_seems_shorter(string lookUp, string table)
    {
        await using var ledger = await LedgerAsync([.. Enumerable.Range(1, 300).Select(i => ($"d{i}", (string?)$"Globex {i}", (string?)null))]);
        await new SourceTables(ledger.Database).SaveAccountsAsync(
            TestLedger.Tenant, Accounts([.. Enumerable.Range(1, 300).Select(i => new Account($"A{i}", $"Globex {i}"))]), Cancellation);
        (await FindAsync(ledger, "d300")).ShouldBe(["d300"]);
        await ledger.Database.Owner.ExecuteAsync("ANALYZE dealledger.account, dealledger.deal_change");
        await using var connection = await ledger.Database.Owner.OpenConnectionAsync(Cancellation);
        await connection.ExecuteAsync("SELECT set_config('app.tenant_id', $1, false), set_config('random_page_cost', '100', false)", TestLedger.Tenant.Value);

        await connection.ExecuteAsync("SELECT pg_stat_force_next_flush()");
        var before = await ScansAsync();

        await connection.ExecuteAsync($"SELECT count(*) FROM dealledger.{lookUp}('''acme'':*'::tsquery, 10)");
        await connection.ExecuteAsync("SELECT pg_stat_force_next_flush()");

        (await ScansAsync()).ShouldBe(before + 1);

        Task<long> ScansAsync() => ledger.Database.Owner.ScalarAsync<long>(
            """
            SELECT sum(s.idx_scan)::bigint FROM pg_stat_user_indexes s
            WHERE s.relname IN ($1, $1 || '_default') AND pg_get_indexdef(s.indexrelid) LIKE '%USING gin%'
            """,
            table);
    }

    private static async Task<TestLedger> LedgerAsync(params IReadOnlyList<(string Id, string? Name, string? Account)> deals)
    {
        var ledger = await TestLedger.CreateAsync();
        foreach (var (id, name, account) in deals)
        {
            await ledger.RecordAsync(id, TestLedger.Open(1, "2026-06-15") with { Name = name, Account = account }, TestLedger.Noon.AddDays(-1));
        }

        return ledger;
    }

    private static async Task<IEnumerable<string>> FindAsync(TestLedger ledger, string text, KnownAt? knownAt = null) =>
        (await AskAsync(ledger, new FindQuestion(text), knownAt ?? new KnownAt.Now())).Deals.Select(d => d.Id);

    private static async Task<FindAnswer> AskAsync(TestLedger ledger, FindQuestion question, KnownAt knownAt)
    {
        await using var view = await ledger.Answers.OpenAsync(TestLedger.Tenant, knownAt, Consistency.Strong, Cancellation);
        return await view.FindAsync(question, Cancellation);
    }

    private static async IAsyncEnumerable<Account> Accounts(params IReadOnlyList<Account> accounts)
    {
        foreach (var account in accounts)
        {
            await Task.CompletedTask;
            yield return account;
        }
    }
}
