using System.Globalization;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Organisation;
using DealLedger.Core.Slippage;
using DealLedger.Core.Time;

namespace DealLedger.Core.Tests.Slippage;

public sealed class PushesTests
{
    private static readonly DateTimeOffset QuarterStart = At("2026-03-31T23:59:59.999999Z");
    private static readonly DateTimeOffset QuarterEnd = At("2026-06-30T23:59:59.999999Z");

    [Fact]
    public void The_weeks_of_a_window_cover_it_without_a_gap()
    {
        var weeks = PushWeeks.Of(Settings.Default, QuarterStart, QuarterEnd);

        weeks.Select(w => w.Week).ShouldBe(Enumerable.Range(14, 14).Select(number => $"2026-W{number}"));
        weeks[0].From.ShouldBe(QuarterStart);
        weeks[0].To.ShouldBe(At("2026-04-05T23:59:59.999999Z"));
        weeks[^1].From.ShouldBe(At("2026-06-28T23:59:59.999999Z"));
        weeks[^1].To.ShouldBe(QuarterEnd);
        weeks.Zip(weeks.Skip(1)).ShouldAllBe(pair => pair.First.To == pair.Second.From);
    }

    [Fact]
    public void Weeks_begin_where_and_when_the_organisation_begins_them()
    {
        SettingWords.TryZone("America/New_York", out var zone).ShouldBeTrue();
        var settings = Settings.Default with { WeekStart = DayOfWeek.Sunday, Zone = zone };

        var weeks = PushWeeks.Of(settings, At("2026-05-10T03:59:59.999999Z"), At("2026-05-17T04:00:00Z"));

        weeks.Select(w => (w.Week, w.To)).ShouldBe([("2026-W19", At("2026-05-17T03:59:59.999999Z")), ("2026-W20", At("2026-05-17T04:00:00Z"))]);
    }

    [Fact]
    public void A_window_of_many_years_shows_its_last_weeks_and_counts_all()
    {
        var weeks = PushWeeks.Of(Settings.Default, At("2019-12-31T00:00:00Z"), QuarterEnd);
        weeks.Count.ShouldBe(PushWeeks.Most);
        weeks[^1].To.ShouldBe(QuarterEnd);

        var pushes = new PushesBuilder(weeks);
        pushes.Add(Push("D1", "ann", At("2020-01-01T00:00:00Z")));
        pushes.Add(Push("D1", "ann", At("2026-06-30T00:00:00Z")));
        var figures = pushes.Figures();

        figures.Pushes.ShouldBe(2);
        figures.Weeks.Sum(w => w.Pushes).ShouldBe(1);
        figures.Rows.ShouldHaveSingleItem().Pushes.ShouldBe(2);
        figures.Rows[0].Weeks.ShouldBe([.. new long[PushWeeks.Most - 1], 1]);
    }

    [Fact]
    public void A_window_that_has_not_begun_has_no_weeks() => PushWeeks.Of(Settings.Default, QuarterEnd, QuarterStart).ShouldBeEmpty();

    [Fact]
    public void A_push_counts_in_the_week_that_it_was_made_in_to_the_microsecond()
    {
        var pushes = new PushesBuilder(PushWeeks.Of(Settings.Default, QuarterStart, QuarterEnd));
        pushes.Add(Push("D1", "ann", At("2026-04-05T23:59:59.999999Z")));
        pushes.Add(Push("D1", "ann", At("2026-04-06T00:00:00Z")));
        pushes.Add(Push("D2", null, At("2026-04-06T00:00:00Z")));
        pushes.Add(Push("D3", "ann", At("2026-04-07T00:00:00Z")) with { Days = -5, TimesPushed = 0 });

        var figures = pushes.Figures();

        figures.Weeks.Take(3).Select(w => w.Pushes).ShouldBe([1, 2, 0]);
        figures.Rows.Select(r => (r.Key, r.Pushes)).ShouldBe([("ann", 2), ("", 1)]);
        figures.DealsTotal.ShouldBe(3);
    }

    [Fact]
    public void Only_the_reps_with_the_most_pushes_have_a_row_and_all_are_counted()
    {
        var pushes = new PushesBuilder(PushWeeks.Of(Settings.Default, QuarterStart, QuarterEnd));
        for (var rep = 1; rep <= 60; rep++)
        {
            for (var push = 0; push < rep; push++)
            {
                pushes.Add(Push($"D{rep}", $"rep-{rep:D2}", At("2026-04-06T00:00:00Z")));
            }
        }

        var figures = pushes.Figures();

        figures.Rows.Count.ShouldBe(PushesBuilder.MostRows);
        figures.Rows[0].Key.ShouldBe("rep-60");
        figures.Rows[^1].Key.ShouldBe("rep-11");
        figures.RepsTotal.ShouldBe(60);
        figures.Weeks.Sum(w => w.Pushes).ShouldBe(60 * 61 / 2);
    }

    [Fact]
    public void Deals_rank_by_how_often_they_were_pushed_and_the_list_goes_on_after_a_rank()
    {
        PushFigures List(DealRank? after)
        {
            var pushes = new PushesBuilder([], limit: 2, after);
            foreach (var (id, times) in new[] { ("D1", 1), ("D2", 3), ("D3", 1), ("D2", 2) })
            {
                pushes.Add(Push(id, "ann", QuarterEnd) with { TimesPushed = times });
            }

            return pushes.Figures();
        }

        var first = List(null);
        first.Deals.ShouldBe(["D2", "D1"]);
        first.Next.ShouldBe(new DealRank(1, "D1"));
        var second = List(first.Next);
        second.Deals.ShouldBe(["D3"]);
        second.Next.ShouldBeNull();
    }

    private static DateMove Push(string deal, string? owner, DateTimeOffset at) =>
        new(deal, at, owner, 100, "USD", new DateOnly(2026, 5, 1), new DateOnly(2026, 6, 1), 31, 1);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
