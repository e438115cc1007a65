using DealLedger.Core.Opportunities;
using DealLedger.Import.Salesforce;

namespace DealLedger.Import.Tests.Salesforce;

public sealed class RandomHistoriesTests
{
    private const int Deals = 400;

    [Fact]
    public void After_each_history_row_the_deal_stands_as_the_row_says_and_at_the_end_as_its_own_row_says() => ForEach(hasSilentChanges: true, (deal, _, seed) =>
    {
        var cut = new Cut(deal.Changes);
        var (log, rows) = (new DealLog("006000000000001AAA"), deal.Export(cut));
        log.Import(RandomDeal.Context(cut), rows);
        foreach (var row in rows.History)
        {
            var state = log.Timeline.Changes.Last(c => c.At < row.At || (c.At == row.At && string.CompareOrdinal(c.Order, row.Id[..15]) <= 0)).After!;
            (state.Stage, state.Amount, state.CloseDate, state.Probability).ShouldBe((row.Stage, row.Amount, row.CloseDate, row.Probability), $"seed {seed}");
            state.Category.ShouldBe(Counting(state, row.Category), $"seed {seed}");
        }

        AtTheEnd(log, rows.Opportunity!, seed);
    });

    [Fact]
    public void Any_export_again_adds_nothing_whatever_came_before() => ForEach(hasSilentChanges: true, (deal, random, seed) =>
    {
        var log = new DealLog("006000000000001AAA");
        for (var n = 0; n < 5; n++)
        {
            var cut = deal.RandomCut(random) with { Refused = random.Next(6) == 0 };
            log.Import(RandomDeal.Context(cut), deal.Export(cut));
            log.Import(RandomDeal.Context(cut), deal.Export(cut)).Events.ShouldBeEmpty($"seed {seed}, {cut}");
        }

        var whole = new Cut(deal.Changes);
        var rows = deal.Export(whole);
        log.Import(RandomDeal.Context(whole), rows);
        AtTheEnd(log, rows.Opportunity!, seed);
    });

    [Fact]
    public void A_whole_export_after_a_poorer_one_gives_the_same_history_as_alone() => ForEach(hasSilentChanges: false, (deal, random, seed) =>
    {
        var whole = new Cut(deal.Changes);
        var alone = new DealLog("006000000000001AAA");
        alone.Import(RandomDeal.Context(whole), deal.Export(whole));

        var log = new DealLog("006000000000001AAA");
        var cut = deal.RandomCut(random);
        log.Import(RandomDeal.Context(cut), deal.Export(cut));
        log.Import(RandomDeal.Context(whole), deal.Export(whole));

        foreach (var at in alone.Timeline.Changes.Select(c => c.At).Distinct())
        {
            Words(log, at).ShouldBe(Words(alone, at), $"seed {seed}, {cut}, at {at:O}");
        }
    });

    [Fact]
    public void An_older_or_poorer_export_after_the_whole_one_adds_nothing() => ForEach(hasSilentChanges: false, (deal, random, seed) =>
    {
        var whole = new Cut(deal.Changes);
        var log = new DealLog("006000000000001AAA");
        log.Import(RandomDeal.Context(whole), deal.Export(whole));
        for (var n = 0; n < 4; n++)
        {
            var cut = deal.RandomCut(random) with { Refused = random.Next(6) == 0 };
            log.Import(RandomDeal.Context(cut), deal.Export(cut)).Events.ShouldBeEmpty($"seed {seed}, {cut}");
        }
    });

    [Fact]
    public void A_newer_export_with_owner_history_that_the_first_lacked_makes_the_same_changes_as_alone() => ForEach(hasSilentChanges: false, (deal, random, seed) =>
    {
        var whole = new Cut(deal.Changes);
        var alone = new DealLog("006000000000001AAA");
        alone.Import(RandomDeal.Context(whole), deal.Export(whole));

        var log = new DealLog("006000000000001AAA");
        var cut = new Cut(deal.RandomChanges(random), FieldHistory: false);
        log.Import(RandomDeal.Context(cut), deal.Export(cut));
        log.Import(RandomDeal.Context(whole), deal.Export(whole));

        Path(log).ShouldBe(Path(alone), $"seed {seed}, {cut}");
    });

    private static void ForEach(bool hasSilentChanges, Action<RandomDeal, Random, int> check)
    {
        for (var seed = 0; seed < Deals; seed++)
        {
            check(new RandomDeal(seed, hasSilentChanges), new Random(seed), seed);
        }
    }

    private static void AtTheEnd(DealLog log, OpportunityRow row, int seed)
    {
        var now = log.Now;
        (now.Stage, now.Amount, now.CloseDate, now.Probability, now.Owner, now.Name, now.Type, now.Account, now.Segment, log.Text(now.NextStep)).ShouldBe(
            (row.Stage, row.Amount, row.CloseDate, row.Probability, row.Owner, row.Name, row.Type, row.Account, row.Segment, row.NextStep), $"seed {seed}");
        now.Category.ShouldBe(Counting(now, row.Category), $"seed {seed}");
    }

    private static ForecastCategory Counting(Opportunity state, ForecastCategory? told) => state.Standing switch
    {
        Outcome.Open => told!.Value,
        Outcome.Won => ForecastCategory.Closed,
        _ => ForecastCategory.Omitted,
    };

    private static string? Words(DealLog log, DateTimeOffset at) => Words(log, log.Timeline.StateAt(at));

    private static string? Words(DealLog log, Opportunity? x) => x is null
        ? null
        : $"{x.Outcome} {x.Stage} {x.Category} {x.Amount} {x.CloseDate} {x.Probability} {x.Owner} {x.Name} {x.Type} {x.Account} {x.Segment} {log.Text(x.NextStep)}";

    private static List<string> Path(DealLog log) =>
        [.. log.Timeline.Changes.Select(c => $"{c.At:O} {Words(log, c.Before)} -> {Words(log, c.After)}").Where(t => t.Split(" -> ") is var p && !p[0].EndsWith(p[1], StringComparison.Ordinal))];
}
