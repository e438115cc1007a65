using DealLedger.Core;
using DealLedger.Import.Sample;

namespace DealLedger.Import.Tests.Sample;

public sealed class SampleCompanyTests
{
    private static readonly DateOnly Until = new(2026, 5, 20);
    private static readonly SampleCompany Company = SampleCompany.Generate(3_000, 1, Until);
    private static readonly List<SampleDeal> Deals = [.. Company.Deals];
    private static readonly Dictionary<string, SampleStage> Stages = Company.Stages.ToDictionary(stage => stage.Name);

    [Fact]
    public void Forty_reps_work_in_six_teams_under_one_head()
    {
        SampleUser head = Company.Users.Single(user => user.ManagerId is null);
        SampleUser[] managers = [.. Company.Users.Where(user => user.ManagerId == head.Id)];

        managers.Length.ShouldBe(6);
        managers.Sum(manager => Company.Users.Count(user => user.ManagerId == manager.Id)).ShouldBe(40);
        Company.Users.Select(user => user.Name).Distinct().Count().ShouldBe(47);
        Company.Users.Select(user => user.Email).ShouldAllBe(mail => mail.All(char.IsAscii));
    }

    [Fact]
    public void The_pipeline_looks_like_a_company_at_work()
    {
        SampleOpportunity[] open = [.. Deals.Select(deal => deal.Opportunity).Where(IsOpen)];

        Deals.Count.ShouldBe(3_000);
        open.Length.ShouldBeInRange(500, 700);
        open.Count(deal => deal.CloseDate > Until && deal.CloseDate <= new DateOnly(2026, 9, 30)).ShouldBeGreaterThan(300);
        Deals.Count(deal => deal.Opportunity.Amount is null).ShouldBeInRange(60, 150);
        Deals.Average(deal => deal.History.Count + deal.FieldHistory.Count).ShouldBeInRange(8, 12);
        WinRate(deal => deal.Type == "New Business").ShouldBeInRange(0.25, 0.33);
        WinRate(deal => deal.Type == "Renewal").ShouldBeInRange(0.75, 0.87);
    }

    [Fact]
    public void Some_deals_are_reopened_and_some_deleted()
    {
        SampleDeal[] reopened =
            [.. Deals.Where(deal => Steps(deal).Any(step => IsClosed(step.Before) && !IsClosed(step.After)))];

        reopened.Length.ShouldBeInRange(25, 65);
        reopened.ShouldContain(deal => deal.Opportunity.Stage.IsWon);
        Deals.Count(deal => deal.Opportunity.IsDeleted).ShouldBeInRange(15, 45);
    }

    [Fact]
    public void The_serial_pusher_pushes_most_by_far()
    {
        var pushes = Deals
            .SelectMany(deal => Steps(deal).Where(IsPush).Select(step => OwnerAt(deal, step.After.CreatedDate)))
            .CountBy(owner => owner)
            .OrderByDescending(owner => owner.Value)
            .ToList();

        pushes[0].Key.ShouldBe(Company.Habits.SerialPusher);
        pushes[0].Value.ShouldBeGreaterThan(2 * pushes[1].Value);
    }

    [Fact]
    public void The_sandbagger_wins_out_of_Pipeline_and_hardly_anyone_else_does()
    {
        var wins = Deals
            .SelectMany(deal => Steps(deal).Where(step => step.After.StageName == "Closed Won" && !IsClosed(step.Before))
                .Select(step => (Owner: OwnerAt(deal, step.After.CreatedDate), step.Before.ForecastCategory)))
            .ToLookup(win => win.Owner == Company.Habits.Sandbagger, win => win.ForecastCategory == "Pipeline");

        wins[true].Count(sudden => sudden).ShouldBeGreaterThan(wins[true].Count() * 8 / 10);
        wins[false].Count(sudden => sudden).ShouldBeLessThan(wins[false].Count() / 10);
    }

    [Fact]
    public void The_optimist_commits_early_and_loses_much()
    {
        SampleDeal[] committedEarly =
        [
            .. Deals.Where(deal => deal.Opportunity.CreatedById == Company.Habits.Optimist
                && deal.History.Any(row => row.StageName == "Needs Analysis" && row.ForecastCategory == "Forecast")),
        ];

        committedEarly.Length.ShouldBeGreaterThan(20);
        WinRate(deal => deal.CreatedById == Company.Habits.Optimist && deal.Type != "Renewal").ShouldBeLessThan(0.25);
    }

    [Fact]
    public void Who_left_has_handed_over_every_open_deal_within_two_days()
    {
        string leaver = Company.Habits.Leaver;
        DateTimeOffset left = Noon(Company.Habits.LeaverLeft).AddHours(-12);
        SampleFieldHistoryRow[] handedOver =
        [
            .. Deals.SelectMany(deal => deal.FieldHistory)
                .Where(row => row.Field == "Owner" && row.OldValue == leaver && row.CreatedDate > left),
        ];

        Deals.ShouldNotContain(deal => IsOpen(deal.Opportunity) && deal.Opportunity.OwnerId == leaver);
        handedOver.Count(row => row.CreatedDate < left.AddDays(2)).ShouldBeGreaterThan(5);
        Deals.Count(deal => deal.Opportunity.CreatedById == leaver && deal.Opportunity.CreatedDate > left).ShouldBe(0);
        Company.Users.Single(user => !user.IsActive).Id.ShouldBe(leaver);
    }

    [Fact]
    public void Who_was_hired_later_has_no_deal_from_before()
    {
        DateTimeOffset joined = Noon(Company.Habits.NewcomerJoined).AddHours(-12);
        SampleOpportunity[] created =
            [.. Deals.Select(deal => deal.Opportunity).Where(deal => deal.CreatedById == Company.Habits.Newcomer)];

        created.ShouldNotBeEmpty();
        created.ShouldAllBe(deal => deal.CreatedDate >= joined);
    }

    [Theory]
    [InlineData("2026-05-20")]
    [InlineData("2026-04-01")]
    [InlineData("2026-06-30")]
    [InlineData("2027-01-10")]
    public void The_last_two_weeks_are_rich(string until)
    {
        var company = SampleCompany.Generate(3_000, 7, DateOnly.Parse(until, System.Globalization.CultureInfo.InvariantCulture));
        DateTimeOffset from = company.End.AddDays(-14);
        List<SampleDeal> deals = [.. company.Deals];
        var steps = deals.SelectMany(Steps).Where(step => step.After.CreatedDate > from).ToList();

        deals.Count(deal => deal.Opportunity.CreatedDate > from).ShouldBeGreaterThan(20);
        steps.Count(step => step.After.StageName == "Closed Won" && step.Before.StageName != "Closed Won").ShouldBeGreaterThan(4);
        steps.Count(step => step.After.StageName == "Closed Lost" && step.Before.StageName != "Closed Lost").ShouldBeGreaterThan(4);
        steps.Count(IsPush).ShouldBeGreaterThan(9);
        steps.Count(step => step.After.Amount != step.Before.Amount).ShouldBeGreaterThan(19);
        deals.SelectMany(deal => deal.FieldHistory).Count(row => row.Field == "Owner" && row.CreatedDate > from).ShouldBeGreaterThan(3);
    }

    [Fact]
    public void Nothing_is_stamped_or_recorded_after_the_end()
    {
        Deals.SelectMany(deal => deal.History).ShouldAllBe(row => row.CreatedDate <= Company.End && row.RecordedAt <= Company.End);
        Deals.SelectMany(deal => deal.FieldHistory).ShouldAllBe(row => row.CreatedDate <= Company.End && row.RecordedAt <= Company.End);
        Deals.ShouldAllBe(deal => deal.Opportunity.LastModifiedDate <= Company.End);
    }

    [Fact]
    public void About_one_change_of_a_hundred_is_recorded_late_but_none_before_its_deal()
    {
        SampleHistoryRow[] rows = [.. Deals.SelectMany(deal => deal.History)];

        rows.Count(row => row.RecordedAt > row.CreatedDate).ShouldBeInRange(rows.Length / 150, rows.Length / 50);
        rows.ShouldAllBe(row => row.RecordedAt >= row.CreatedDate && row.RecordedAt <= row.CreatedDate.AddDays(11));
        Deals.ShouldAllBe(deal => deal.History.All(row => row.RecordedAt >= deal.History[0].RecordedAt));
    }

    [Fact]
    public void Every_row_of_history_changes_something_and_comes_after_the_one_before()
    {
        foreach ((SampleHistoryRow before, SampleHistoryRow after) in Deals.SelectMany(Steps))
        {
            (before with { Id = after.Id, CreatedById = after.CreatedById, CreatedDate = after.CreatedDate, RecordedAt = after.RecordedAt })
                .ShouldNotBe(after);
            after.CreatedDate.ShouldBeGreaterThanOrEqualTo(before.CreatedDate);
            string.CompareOrdinal(before.Id, 0, after.Id, 0, 15).ShouldBeLessThan(0);
        }

        Deals.SelectMany(Steps).ShouldContain(step => step.Before.CreatedDate == step.After.CreatedDate);
        Deals.SelectMany(deal => deal.FieldHistory).ShouldAllBe(row => row.OldValue != row.NewValue);
    }

    [Fact]
    public void The_opportunity_equals_the_last_state_of_its_history()
    {
        foreach (SampleDeal deal in Deals)
        {
            SampleOpportunity now = deal.Opportunity;
            SampleHistoryRow last = deal.History[^1];
            (now.Stage.Name, now.Amount, now.Probability, now.CloseDate, now.ForecastCategory)
                .ShouldBe((last.StageName, last.Amount, last.Probability, last.CloseDate, last.ForecastCategory));
            now.CreatedDate.ShouldBe(deal.History[0].CreatedDate);
            now.NextStep.ShouldBe(deal.FieldHistory.LastOrDefault(row => row.Field == "NextStep")?.NewValue);
            now.OwnerId.ShouldBe(deal.FieldHistory.LastOrDefault(row => row.Field == "Owner")?.NewValue ?? now.OwnerId);
            IEnumerable<DateTimeOffset> changes =
                [.. deal.History.Select(row => row.CreatedDate), .. deal.FieldHistory.Select(row => row.CreatedDate)];
            now.LastModifiedDate.ShouldBe(now.Deletion?.At ?? changes.Max());
        }
    }

    [Fact]
    public void A_change_of_owner_leaves_a_row_of_names_and_a_row_of_ids_in_the_same_second()
    {
        foreach (SampleDeal deal in Deals)
        {
            foreach (SampleFieldHistoryRow[] pair in deal.FieldHistory.Where(row => row.Field == "Owner").Chunk(2))
            {
                pair.Length.ShouldBe(2);
                pair[0].CreatedDate.ShouldBe(pair[1].CreatedDate);
                Company.Users.Single(user => user.Id == pair[1].OldValue).Name.ShouldBe(pair[0].OldValue);
                Company.Users.Single(user => user.Id == pair[1].NewValue).Name.ShouldBe(pair[0].NewValue);
            }
        }
    }

    [Fact]
    public void Ids_are_unique_and_carry_their_checksum()
    {
        string[] ids =
        [
            .. Deals.Select(deal => deal.Opportunity.Id),
            .. Deals.SelectMany(deal => deal.History).Select(row => row.Id),
            .. Deals.SelectMany(deal => deal.FieldHistory).Select(row => row.Id),
            .. Company.Users.Select(user => user.Id),
            .. Company.Accounts.Select(account => account.Id),
        ];

        ids.Distinct().Count().ShouldBe(ids.Length);
        ids.ShouldAllBe(id => SalesforceId.To18(id.Substring(0, 15)) == id);
    }

    [Fact]
    public void A_number_of_deals_or_an_end_out_of_range_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => SampleCompany.Generate(-1, 1, Until));
        Should.Throw<ArgumentOutOfRangeException>(() => SampleCompany.Generate(10, 1, DateOnly.MinValue));
        Should.Throw<ArgumentOutOfRangeException>(() => SampleCompany.Generate(10, 1, DateOnly.MaxValue));
    }

    private static bool IsOpen(SampleOpportunity deal) => !deal.IsDeleted && !deal.Stage.IsClosed;

    private static bool IsClosed(SampleHistoryRow row) => Stages[row.StageName].IsClosed;

    private static bool IsPush((SampleHistoryRow Before, SampleHistoryRow After) step) =>
        step.After.CloseDate > step.Before.CloseDate && !IsClosed(step.Before) && !IsClosed(step.After);

    private static IEnumerable<(SampleHistoryRow Before, SampleHistoryRow After)> Steps(SampleDeal deal) =>
        deal.History.Zip(deal.History.Skip(1));

    private static string OwnerAt(SampleDeal deal, DateTimeOffset at) =>
        deal.FieldHistory
            .Where(row => row.Field == "Owner" && row.OldValue!.StartsWith("005", StringComparison.Ordinal))
            .FirstOrDefault(row => row.CreatedDate >= at)?.OldValue
        ?? deal.Opportunity.OwnerId;

    private static double WinRate(Func<SampleOpportunity, bool> among)
    {
        SampleOpportunity[] closed =
            [.. Deals.Select(deal => deal.Opportunity).Where(deal => deal.Stage.IsClosed && !deal.IsDeleted && among(deal))];
        return closed.Count(deal => deal.Stage.IsWon) / (double)closed.Length;
    }

    private static DateTimeOffset Noon(DateOnly day) => new(day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);
}
