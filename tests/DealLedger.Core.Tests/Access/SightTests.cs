using DealLedger.Core.Access;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.People;
using DealLedger.Core.Time;
using DealLedger.Naive;
using FsCheck.Fluent;

namespace DealLedger.Core.Tests.Access;

/// <summary>ann and bob report to boss, cid to other; on day 10 bob moves to other and cid to boss. It is day 20.</summary>
public sealed class SightTests
{
    private static readonly Period Quarter = new("2026-Q2", new DateOnly(2026, 4, 1), new DateOnly(2026, 6, 30));
    private static readonly ReportingLines Lines = ReportingLines.Of(
    [
        Fact(1, "boss", new PersonListed("head", Day(0), "x")), Fact(2, "other", new PersonListed("head", Day(0), "x")),
        Fact(3, "ann", new PersonListed("boss", Day(0), "x")), Fact(4, "bob", new PersonListed("boss", Day(0), "x")),
        Fact(5, "cid", new PersonListed("other", Day(0), "x")),
        Fact(6, "bob", new ManagerChanged("boss", "other", Day(10), "x")), Fact(7, "cid", new ManagerChanged("other", "boss", Day(10), "x")),
    ]);

    [Theory]
    [InlineData(Role.Rep, "ann", "ann", 5, true)]
    [InlineData(Role.Rep, "ann", "bob", 5, false)]
    [InlineData(Role.Rep, "boss", "ann", 5, false)]
    [InlineData(Role.Rep, "ann", null, 5, false)]
    [InlineData(Role.Manager, "boss", "boss", 5, true)]
    [InlineData(Role.Manager, "boss", "ann", 5, true)]
    [InlineData(Role.Manager, "boss", "bob", 5, true)]
    [InlineData(Role.Manager, "boss", "bob", 15, false)]
    [InlineData(Role.Manager, "boss", "cid", 5, true)]
    [InlineData(Role.Manager, "boss", "head", 5, false)]
    [InlineData(Role.Manager, "head", "cid", 15, true)]
    [InlineData(Role.Manager, null, "ann", 5, false)]
    [InlineData(Role.Leader, "head", null, 5, true)]
    [InlineData(Role.Finance, null, "ann", 5, true)]
    [InlineData(Role.Analyst, null, "ann", 5, true)]
    [InlineData(Role.Admin, "head", "head", 5, false)]
    public void Deals_are_seen_by_their_owner_and_by_who_stands_above_today_or_stood_above_then(Role role, string? self, string? owner, int day, bool isSeen) =>
        Of(role, self).Sees(owner, Day(day)).ShouldBe(isSeen);

    [Theory]
    [InlineData(Role.Rep, "ann", "ann", null, 5, 6, true)]
    [InlineData(Role.Rep, "ann", null, null, 5, 6, false)]
    [InlineData(Role.Rep, "ann", null, "boss", 5, 6, false)]
    [InlineData(Role.Rep, "boss", null, "boss", 5, 6, false)]
    [InlineData(Role.Manager, "boss", null, "boss", 5, 15, true)]
    [InlineData(Role.Manager, "boss", null, null, 5, 6, false)]
    [InlineData(Role.Manager, "boss", null, "other", 5, 6, false)]
    [InlineData(Role.Manager, "boss", null, "head", 5, 6, false)]
    [InlineData(Role.Manager, "boss", "bob", null, 5, 6, true)]
    [InlineData(Role.Manager, "boss", "bob", null, 5, 15, false)]
    [InlineData(Role.Manager, "boss", "cid", null, 5, 15, true)]
    [InlineData(Role.Manager, "head", null, "other", 5, 15, true)]
    [InlineData(Role.Leader, null, null, null, 5, 6, true)]
    [InlineData(Role.Admin, "ann", "ann", null, 5, 6, false)]
    public void A_question_is_answered_when_all_that_it_is_about_is_seen_and_refused_else(
        Role role, string? self, string? owner, string? team, int from, int to, bool isAnswered)
    {
        var question = new ForecastQuestion(Quarter, Day(to), new KnownAt.Now(), GroupBy.None, owner, Team: team);

        Action ask = () => Of(role, self).Require(question, Day(from), Day(to));

        if (isAnswered)
        {
            ask.ShouldNotThrow();
        }
        else
        {
            ask.ShouldThrow<RefusedException>().Refusal.Code.ShouldBe("scope-not-allowed");
        }
    }

    /// <summary>Random companies: whatever is answered to a manager is about people alone who each are below, at the instant or today.</summary>
    [Fact]
    public void Nobody_sees_a_team_with_a_member_who_is_not_below() => Histories.Hold(
        Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
        seed =>
        {
            var random = new Random(seed);
            var moves = Enumerable.Range(1, 25).Select(i => Fact(
                i, Person(random.Next(8)), new PersonListed(random.Next(6) == 0 ? null : Person(random.Next(8)), Day(random.Next(20)), "x")));
            var lines = ReportingLines.Of(moves);
            var (self, team, at) = (Person(random.Next(8)), Person(random.Next(8)), Day(random.Next(20)));
            var sight = new Sight(new Caller("test", TenantId.Default, Role.Manager, self), lines, lines.At(Day(20)));
            var question = new ForecastQuestion(Quarter, at, new KnownAt.Now(), Team: team);

            bool isAnswered;
            try
            {
                sight.Require(question, at, at);
                isAnswered = true;
            }
            catch (RefusedException)
            {
                isAnswered = false;
            }

            var members = Enumerable.Range(0, 8).Select(Person).Where(p => Above(lines, p, at).Contains(team) && lines.At(at).IsTeam(team)).ToList();
            var hidden = members.Where(m => m != self && !Above(lines, m, at).Contains(self) && !Above(lines, m, Day(20)).Contains(self)).ToList();
            (isAnswered && hidden.Count > 0).ShouldBeFalse($"{self} sees {string.Join(", ", hidden)} in the team of {team}");
        },
        count: 300);

    // The person and all above, by going up one by one.
    private static HashSet<string> Above(ReportingLines lines, string person, DateTimeOffset at)
    {
        var above = new HashSet<string>(StringComparer.Ordinal);
        for (var next = person; next is not null && above.Add(next); next = lines.ManagerAt(next, at))
        {
        }

        return above;
    }

    private static Sight Of(Role role, string? self) => new(new Caller("test", TenantId.Default, role, self), Lines, Lines.At(Day(20)));

    private static string Person(int number) => $"p{number}";

    private static RecordedFact Fact(long position, string person, PersonEvent data) => new(new StreamKey(PersonEvent.Kind, person), position, 1, data, data.At);

    private static DateTimeOffset Day(int day) => new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day);
}
