using DealLedger.Core.Calls;
using DealLedger.Core.Currencies;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.People;
using DealLedger.Core.Quotas;
using DealLedger.Core.Tests.Calls;
using DealLedger.Core.Time;

namespace DealLedger.Core.Tests.Quotas;

public sealed class QuotaBookTests
{
    private static readonly FiscalCalendar Calendar = new();
    private static readonly DateTimeOffset Noon = CallFacts.Noon;
    private readonly List<RecordedFact> _facts = [];

    [Fact]
    public void A_quota_holds_from_its_instant_on_until_it_is_changed_or_taken_away()
    {
        Set("2026-Q2", 100, Noon);
        Set("2026-Q2", 200, Noon.AddDays(1));
        Set("2026-Q2", null, Noon.AddDays(2));

        Amount("2026-Q2", Noon.AddDays(-1)).ShouldBeNull();
        Amount("2026-Q2", Noon).ShouldBe(100);
        Amount("2026-Q2", Noon.AddDays(1)).ShouldBe(200);
        Amount("2026-Q2", Noon.AddDays(2)).ShouldBeNull();
        QuotaBook.Of(_facts).At(Noon.AddDays(2)).ShouldBeEmpty();
    }

    [Fact]
    public void A_quarter_takes_the_sum_of_its_months_and_a_year_that_of_its_quarters_when_all_are_set()
    {
        Set("2026-04", 10);
        Set("2026-05", 20);
        Amount("2026-Q2").ShouldBeNull();
        Set("2026-06", 30);
        Amount("2026-Q2").ShouldBe(60);
        Set("2026-Q1", 1);
        Set("2026-Q3", 2);
        Amount("2026").ShouldBeNull();
        Set("2026-Q4", 3);
        Amount("2026").ShouldBe(66);
        Set("2026-Q2", 50);
        Amount("2026-Q2").ShouldBe(50);
        Amount("2026").ShouldBe(56);
        Set("2026", 7);
        Amount("2026").ShouldBe(7);
    }

    [Fact]
    public void A_person_s_quota_is_not_their_team_s_and_another_currency_is_not_added()
    {
        Set("2026-Q2", 100, scope: CallScope.Team);
        Set("2026-Q1", 100, currency: "EUR");

        Amount("2026-Q2").ShouldBeNull();
        Amount("2026-Q2", scope: CallScope.Team).ShouldBe(100);
        Amount("2026-Q1").ShouldBeNull();
    }

    [Fact]
    public void What_holds_already_is_not_recorded_again()
    {
        Set("2026-Q2", 100, Noon);

        Wish(100).Decide(QuotaBook.Of(_facts)).ShouldBeNull();
        Wish(100.5m).Decide(QuotaBook.Of(_facts)).ShouldNotBeNull().Amount.ShouldBe(100.5m);
        Wish(null).Decide(QuotaBook.Of([])).ShouldBeNull();
        Wish(null).Decide(QuotaBook.Of(_facts)).ShouldNotBeNull().Amount.ShouldBeNull();
    }

    [Fact]
    public void What_makes_no_sense_is_refused_with_a_code()
    {
        var lines = CallFacts.Lines(("ann", "mia"));

        Wish(1).Fault(isKnown: false, isAuthorKnown: true, lines)!.Code.ShouldBe("person-unknown");
        Wish(1).Fault(isKnown: true, isAuthorKnown: false, lines).ShouldBe(PeopleDecision.Unknown("cfo", "by"));
        (Wish(1) with { Scope = CallScope.Team }).Fault(isKnown: true, isAuthorKnown: true, lines)!.Code.ShouldBe("no-reports");
        (Wish(1) with { Scope = CallScope.Team, For = "mia" }).Fault(isKnown: true, isAuthorKnown: true, lines).ShouldBeNull();
        Wish(-1).Fault(isKnown: true, isAuthorKnown: true, lines)!.Code.ShouldBe("amount-negative");
    }

    [Fact]
    public void Parts_fill_their_period_in_any_fiscal_year()
    {
        var april = new FiscalCalendar(4);
        april.TryParse("2027", out var year).ShouldBeTrue();

        PeriodParts.NamesWithin(april, year).ShouldBe(
            ["2027", "2027-Q1", "2026-04", "2026-05", "2026-06", "2027-Q2", "2026-07", "2026-08", "2026-09", "2027-Q3", "2026-10", "2026-11", "2026-12", "2027-Q4", "2027-01", "2027-02", "2027-03"]);
        PeriodParts.Of(april, Period("2026-05")).ShouldBeEmpty();
        PeriodParts.Of(april, Period("2026-Q2") with { End = new DateOnly(2026, 7, 1) }).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(500, 100, 0.2, 400, 0.5)]
    [InlineData(300, 100, 0.3333, 200, 1.0)]
    [InlineData(100, 100, 1.0, 0, null)]
    [InlineData(50, 100, 2.0, -50, null)]
    [InlineData(0, 100, null, -100, null)]
    public void Attainment_gap_and_coverage_stand_beside_the_quota(double quota, double closed, double? attainment, double gap, double? coverage)
    {
        var row = ForecastRow.Empty("ann") with { Closed = new Cell((decimal)closed, 1, 0), OpenPipeline = new Cell(200, 2, 0) };

        var beside = row.With([], (decimal)quota);

        (beside.Attainment, beside.Gap, beside.Coverage).ShouldBe(((decimal?)attainment, (decimal)gap, (decimal?)coverage));
        row.With([], null).ShouldBe(row);
    }

    private static Period Period(string id) => Calendar.TryParse(id, out var period) ? period : throw new ArgumentException(id);

    private static SetQuota Wish(decimal? amount) => new("ann", CallScope.Own, Period("2026-Q2"), amount, "USD", Noon.AddDays(5), "cfo");

    private void Set(string period, decimal? amount, DateTimeOffset? at = null, CallScope scope = CallScope.Own, string currency = "USD")
    {
        var known = Period(period);
        _facts.Add(new RecordedFact(
            new StreamKey(QuotaSet.Kind, "ann"), _facts.Count + 1, _facts.Count + 1,
            new QuotaSet(known.Id, known.Start, known.End, CallWords.Of(CallWords.Scopes, scope), amount, currency, null, at ?? Noon, "cfo"), Noon));
    }

    private decimal? Amount(string period, DateTimeOffset? asOf = null, CallScope scope = CallScope.Own) =>
        QuotaBook.Of(_facts).Amount(new QuotaSlot("ann", scope, Period(period)), Calendar, Rates.None("USD"), asOf ?? Noon);
}
