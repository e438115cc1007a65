using DealLedger.Core.Opportunities;
using DealLedger.Core.People;
using DealLedger.Core.Tests.Naive;
using DealLedger.Core.Time;
using DealLedger.Core.Waterfall;
using DealLedger.Naive;

namespace DealLedger.Core.Tests.Waterfall;

/// <summary>The worked example of DEFINITIONS 4, cell by cell, in the product and in the naive model.</summary>
public sealed class WorkedExampleTests
{
    private static readonly History History = WorkedExample.History;

    public static TheoryData<string, string, decimal, decimal, bool, string> Deals => new()
    {
        { "net", "A", 100, 0, false, "increased 50, won -150" },
        { "net", "B", 80, 0, false, "pushedOut -80" },
        { "net", "C", 0, 35, true, "new 35" },
        { "net", "D", 0, 0, true, "" },
        { "net", "E", 90, 0, false, "lost -90" },
        { "net", "F", 0, 70, false, "transferredIn 70" },
        { "net", "G", 50, 0, false, "lost -50" },
        { "net", "H", 0, 0, false, "unomitted 30, won -30" },
        { "net", "I", 20, 0, false, "pushedOut -20" },
        { "path", "A", 100, 0, false, "increased 50, won -150" },
        { "path", "B", 80, 0, false, "pushedOut -80" },
        { "path", "C", 0, 35, true, "new 40, decreased -5" },
        { "path", "D", 0, 0, true, "pulledIn 60, pushedOut -60" },
        { "path", "E", 90, 0, false, "lost -90" },
        { "path", "F", 0, 70, false, "transferredIn 70" },
        { "path", "G", 50, 0, false, "lost -50" },
        { "path", "H", 0, 0, false, "unomitted 30, won -30" },
        { "path", "I", 20, 0, false, "pushedOut -20" },
    };

    [Theory]
    [MemberData(nameof(Deals))]
    public void Every_deal_moves_as_the_definitions_say(string mode, string id, decimal start, decimal end, bool roundTrip, string movements)
    {
        var question = WorkedExample.Question with { Mode = mode };
        var window = CoreAnswers.Window(History, question, TeamsOverTime.None);
        var deal = ChangedDeal.Of(
            Timeline.Of(id, History.Of(id)), window, CoreAnswers.Scope(question, TeamsOverTime.None), CoreAnswers.Mode(question)).ShouldNotBeNull();
        (deal.Start, deal.End, deal.RoundTrip).ShouldBe((start, end, roundTrip));
        string.Join(", ", deal.Movements.Select(m => $"{AnswerText.Kind(m.Kind)} {NaiveText.Number(m.Amount)}")).ShouldBe(movements);

        var naive = NaiveWaterfall.Deals(NaiveDeal.AllOf(History.Events, question.Known), question.From, question.To, question.ScopeBy(History.Facts), mode).Single(d => d.Id == id);
        (naive.Start, naive.End, naive.RoundTrip).ShouldBe((start, end, roundTrip));
        string.Join(", ", naive.Movements.Select(m => $"{m.Kind} {NaiveText.Number(m.Amount)}")).ShouldBe(movements);
    }

    [Theory]
    [InlineData("net", WorkedExample.NetTotal)]
    [InlineData("path", WorkedExample.PathTotal)]
    public void The_whole_adds_up_as_the_definitions_say(string mode, string total)
    {
        var question = WorkedExample.Question with { Mode = mode };
        Lines(History, question).ShouldBe([total]);
        NaiveWaterfall.Lines(NaiveDeal.AllOf(History.Events, question.Known), question.From, question.To, question.ScopeBy(History.Facts), mode, "none").ShouldBe([total]);
    }

    [Fact]
    public void Deals_are_listed_by_their_largest_movement_then_by_id()
    {
        CoreAnswers.Waterfall(History, WorkedExample.Question, TeamsOverTime.None).LargestDeals.ShouldBe(["A", "E", "B", "F", "G", "C", "H", "I", "D"]);
        CoreAnswers.Waterfall(History, WorkedExample.Question with { Mode = "path" }, TeamsOverTime.None).LargestDeals.ShouldBe(["A", "E", "B", "F", "D", "G", "C", "H", "I"]);
    }

    [Fact]
    public void A_transfer_is_a_movement_of_both_owners()
    {
        var whole = WorkedExample.Question with { Owner = null, By = "owner" };
        Lines(History, whole).ShouldBe(
        [
            "total: 410/6/0 to 105/2/0: new 35 in 1 unomitted 30 in 1 lost -140 in 2 pushedOut -100 in 2 increased 50 in 1 won -180 in 2",
            "row other: 70/1/0 to 0/0/0: transferredOut -70 in 1",
            "row team: 340/5/0 to 105/2/0: new 35 in 1 unomitted 30 in 1 lost -140 in 2 pushedOut -100 in 2 increased 50 in 1 transferredIn 70 in 1 won -180 in 2",
        ]);
    }

    [Theory]
    [InlineData(MovementKind.PulledIn, "2026-07-01", "2026-06-30")]
    [InlineData(MovementKind.PulledIn, null, "2026-06-30")]
    [InlineData(MovementKind.PushedIn, "2026-03-31", "2026-04-01")]
    [InlineData(MovementKind.PushedOut, "2026-06-30", "2026-07-01")]
    [InlineData(MovementKind.PushedOut, "2026-06-30", null)]
    [InlineData(MovementKind.PulledOut, "2026-04-01", "2026-03-31")]
    public void A_move_of_the_close_date_is_named_by_where_it_leads_and_no_date_is_later_than_any(MovementKind kind, string? from, string? to)
    {
        var scope = new PipelineScope(new Period("2026-Q2", new DateOnly(2026, 4, 1), new DateOnly(2026, 6, 30)), null);
        var lens = LensOverTime.Plain("USD").At(default);
        var before = new DealView(Outcome.Open, false, ForecastCategory.Commit, 10, "USD", Day(from), "ann", null, null, null, null);
        Split.Between(before, before with { CloseDate = Day(to) }, scope, lens, lens).ShouldHaveSingleItem().Kind.ShouldBe(kind);
    }

    [Fact]
    public void A_window_without_a_change_leaves_the_start_as_it_is() =>
        Lines(History, WorkedExample.Question with { To = WorkedExample.Question.From }).ShouldBe(["total: 340/5/0 to 340/5/0:"]);

    private static List<string> Lines(History history, Question question)
    {
        var figures = CoreAnswers.Waterfall(history, question, TeamsOverTime.None);
        return AnswerText.Lines(figures.Total, figures.Rows, figures.UnconvertedAtStart, figures.Unconverted);
    }

    private static DateOnly? Day(string? day) => day is null ? null : DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
}
