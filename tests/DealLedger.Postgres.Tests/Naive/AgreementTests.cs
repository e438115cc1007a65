using DealLedger.Core;
using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.People;
using DealLedger.Core.Slippage;
using DealLedger.Core.Time;
using DealLedger.Naive;

namespace DealLedger.Postgres.Tests.Naive;

/// <summary>Answers from PostgreSQL against a second, simple implementation of the definitions, on made-up logs that came in many ways.</summary>
public sealed class AgreementTests
{
    private static CancellationToken Cancellation => TestLedger.Cancellation;

    [Fact]
    public async Task Every_answer_of_any_log_at_any_instant_and_state_of_knowledge_equals_the_naive_one()
    {
        await using var ledger = await TestLedger.CreateAsync();
        var tenants = 0;
        await Task.Run(
            () => Histories.Hold(
                RandomHistory.Cases(largestDealCount: 120, questions: 9),
                test => HoldAsync(ledger, $"t{tenants++}", test).GetAwaiter().GetResult(),
                count: 40),
            Cancellation);
    }

    [Theory]
    [InlineData(WaterfallMode.Net, WorkedExample.NetTotal)]
    [InlineData(WaterfallMode.Path, WorkedExample.PathTotal)]
    public async Task The_worked_example_comes_out_of_the_database_cell_by_cell(WaterfallMode mode, string total)
    {
        await using var ledger = await TestLedger.CreateAsync();
        var log = await RecordedHistory.RecordAsync(ledger, "example", WorkedExample.History);
        var question = WorkedExample.Question with { Mode = mode.ToString().ToLowerInvariant() };

        var answer = await ledger.Answers.ChangesAsync(log.Tenant, Changes(question, new KnownAt.Now()), Consistency.Strong, Cancellation);

        AnswerText.Lines(answer).ShouldBe([total]);
        answer.Deals.Select(AnswerText.Line).ShouldBe(
            NaiveWaterfall.Deals(NaiveDeal.AllOf(log.Events, log.Last), question.From, question.To, question.ScopeBy(log.Facts), question.Mode).Select(d => d.ToString()));
    }

    private static async Task HoldAsync(TestLedger ledger, string tenant, HistoryCase test)
    {
        var log = await RecordedHistory.RecordAsync(ledger, tenant, test.History);
        for (var i = 0; i < test.Questions.Count; i++)
        {
            // A position, an instant or now, in turn.
            var known = Math.Min(test.Questions[i].Known, log.Last);
            var stamp = log.Events.LastOrDefault(e => e.Event.Position <= known)?.Event.RecordedAt ?? DateTimeOffset.UnixEpoch;
            KnownAt knownAt = (i % 3) switch
            {
                0 => new KnownAt.Position(known),
                1 => new KnownAt.Instant(stamp.AddMicroseconds(i % 2)),
                _ => new KnownAt.Now(),
            };
            var question = test.Questions[i] with
            {
                Known = knownAt switch { KnownAt.Position => known, KnownAt.Instant at => log.PositionAt(at.At), _ => log.Last },
            };
            await HoldAsync(ledger, log, question, knownAt);
            await HoldTeamsAsync(ledger, log, question, knownAt);
        }

        (await ledger.Verifier.RunAsync(log.Tenant, progress: null, Cancellation)).ShouldBeNull();
    }

    private static async Task HoldAsync(TestLedger ledger, RecordedHistory log, Question question, KnownAt knownAt)
    {
        var known = NaiveDeal.AllOf(log.Events, question.Known);
        var told = $"{question}\n  as {knownAt} of {log.Tenant}";
        var by = Enum.Parse<GroupBy>(question.By, ignoreCase: true);
        var forecast = await ledger.Answers.ForecastAsync(
            log.Tenant,
            new ForecastQuestion(PeriodOf(question), question.To, knownAt, by, question.Owner, question.Cumulative ? Rollup.Cumulative : Rollup.Single)
            {
                RatesAt = question.RatesAt,
            },
            Consistency.Strong, Cancellation);
        AnswerText.Lines(forecast.Total, forecast.Rows, forecast.Unconverted).ShouldBe(
            NaiveForecast.Lines(known, question.To, question.ScopeBy(log.Facts), question.By, question.Cumulative), told);

        foreach (var mode in new[] { "net", "path" })
        {
            await HoldChangesAsync(ledger, log, known, question with { Mode = mode }, knownAt, told);
        }

        await HoldSlippageAsync(ledger, log, known, question, knownAt, told);
        await HoldPushesAsync(ledger, log, known, question.ScopeBy(log.Facts), Slippage(question, knownAt), question.SettingsBy(log.Facts).FirstMonthAt(question.To), told);
        foreach (var id in log.Events.Select(e => e.DealId).Distinct().Take(5))
        {
            await HoldDealAsync(ledger, log.Tenant, known, id, question, knownAt, told);
        }
    }

    private static async Task HoldTeamsAsync(TestLedger ledger, RecordedHistory log, Question asked, KnownAt knownAt)
    {
        // Teams are refused where there are none, and a team that never was.
        var facts = log.Facts.Where(f => f.Position <= asked.Known).ToList();
        if (ReportingLines.Of(log.Facts).Moves.Count == 0)
        {
            return;
        }

        var question = asked with { By = "team", Team = asked.Team is { } lead && ReportingLines.Of(facts).IsTeam(lead) ? lead : null };
        var (scope, known) = (question.ScopeIn(facts, DateTimeOffset.MaxValue), NaiveDeal.AllOf(log.Events, question.Known));
        var (told, hierarchy) = ($"{question}\n  as {knownAt} of {log.Tenant}", question.Current ? HierarchyChoice.Current : HierarchyChoice.AsOf);
        var forecast = await ledger.Answers.ForecastAsync(
            log.Tenant,
            new ForecastQuestion(
                PeriodOf(question), question.To, knownAt, GroupBy.Team, question.Owner, question.Cumulative ? Rollup.Cumulative : Rollup.Single, question.Team, hierarchy)
            {
                RatesAt = question.RatesAt,
            },
            Consistency.Strong, Cancellation);
        AnswerText.Lines(forecast.Total, forecast.Rows, forecast.Unconverted).ShouldBe(
            NaiveForecast.Lines(known, question.To, scope, question.By, question.Cumulative), told);

        foreach (var mode in new[] { "net", "path" })
        {
            var changes = await ledger.Answers.ChangesAsync(
                log.Tenant, Changes(question with { Mode = mode }, knownAt) with { Team = question.Team, Hierarchy = hierarchy }, Consistency.Strong, Cancellation);
            AnswerText.Lines(changes).ShouldBe(NaiveWaterfall.Lines(known, question.From, question.To, scope, mode, question.By), told);
            changes.Deals.Select(AnswerText.Line).ShouldBe(
                NaiveWaterfall.Deals(known, question.From, question.To, scope, mode).Take(ChangesQuestion.DefaultLimit).Select(d => d.ToString()), told);
        }

        var slippage = await ledger.Answers.SlippageAsync(
            log.Tenant,
            new SlippageQuestion(
                question.From, question.To, PeriodOf(question), knownAt, GroupBy.Team, Enum.Parse<SlipBasis>(question.Basis, ignoreCase: true), question.Owner,
                question.Team, hierarchy)
            {
                RatesAt = question.RatesAt,
            },
            Consistency.Strong, Cancellation);
        AnswerText.Lines(slippage.Total, slippage.Rows).ShouldBe(
            NaiveSlippage.Lines(
                known, question.From, question.To, question.NaivePeriod, scope, question.By, question.Basis, question.SettingsBy(log.Facts).FirstMonthAt(question.To)),
            told);
        await HoldPushesAsync(
            ledger, log, known, scope, Slippage(question, knownAt) with { Team = question.Team, Hierarchy = hierarchy },
            question.SettingsBy(log.Facts).FirstMonthAt(question.To), told);
    }

    // The whole list, and the same list in two pieces.
    private static async Task HoldPushesAsync(
        TestLedger ledger, RecordedHistory log, List<NaiveDeal> known, NaiveScope scope, SlippageQuestion slippage, int firstMonth, string told)
    {
        await using var view = await ledger.Answers.OpenAsync(log.Tenant, slippage.KnownAt, Consistency.Strong, Cancellation);
        var whole = await view.PushesAsync(new PushesQuestion(slippage, PushesQuestion.MaxLimit), Cancellation);
        AnswerText.Lines(whole).ShouldBe(NaivePushes.Lines(known, slippage.From, slippage.To, scope, firstMonth), told);
        whole.DealsTotal.ShouldBe(whole.Deals.Count, told);
        whole.Next.ShouldBeNull(told);
        whole.Pushes.ShouldBe((await view.SlippageAsync(slippage, Cancellation)).Total.Pushes, told);

        if (whole.Deals.Count > 1)
        {
            var first = await view.PushesAsync(new PushesQuestion(slippage, (whole.Deals.Count + 1) / 2), Cancellation);
            DealRank.TryParse(first.Next.ShouldNotBeNull(told), out var rank).ShouldBeTrue(told);
            var second = await view.PushesAsync(new PushesQuestion(slippage, (whole.Deals.Count + 1) / 2, rank), Cancellation);
            first.Deals.Concat(second.Deals).Select(AnswerText.Line).ShouldBe(whole.Deals.Select(AnswerText.Line), told);
            second.Next.ShouldBeNull(told);
        }
    }

    private static async Task HoldChangesAsync(TestLedger ledger, RecordedHistory log, List<NaiveDeal> known, Question question, KnownAt knownAt, string told)
    {
        var answer = await ledger.Answers.ChangesAsync(log.Tenant, Changes(question, knownAt), Consistency.Strong, Cancellation);
        AnswerText.Lines(answer).ShouldBe(
            NaiveWaterfall.Lines(known, question.From, question.To, question.ScopeBy(log.Facts), question.Mode, question.By), told);

        var deals = NaiveWaterfall.Deals(known, question.From, question.To, question.ScopeBy(log.Facts), question.Mode);
        answer.DealsTotal.ShouldBe(deals.Count, told);
        answer.Deals.Select(AnswerText.Line).ShouldBe(deals.Take(ChangesQuestion.DefaultLimit).Select(d => d.ToString()), told);
        foreach (var row in (answer.Rows ?? []).Append(Total(answer)))
        {
            (row.Start.Amount + row.Movements.Sum(m => m.Amount)).ShouldBe(row.End.Amount, told);
        }
    }

    private static async Task HoldSlippageAsync(TestLedger ledger, RecordedHistory log, List<NaiveDeal> known, Question question, KnownAt knownAt, string told)
    {
        // These are grouped by owner or by deal.
        var by = question.By switch { "none" => "none", "owner" => "owner", _ => "deal" };
        foreach (var withPeriod in new[] { true, false })
        {
            var answer = await ledger.Answers.SlippageAsync(
                log.Tenant,
                new SlippageQuestion(
                    question.From, question.To, withPeriod ? PeriodOf(question) : null, knownAt, Enum.Parse<GroupBy>(by, ignoreCase: true),
                    Enum.Parse<SlipBasis>(question.Basis, ignoreCase: true), question.Owner)
                {
                    RatesAt = question.RatesAt,
                },
                Consistency.Strong, Cancellation);
            AnswerText.Lines(answer.Total, answer.Rows).ShouldBe(
                NaiveSlippage.Lines(
                    known, question.From, question.To, withPeriod ? question.NaivePeriod : null,
                    question.ScopeBy(log.Facts), by, question.Basis, question.SettingsBy(log.Facts).FirstMonthAt(question.To)),
                told);
        }
    }

    private static async Task HoldDealAsync(
        TestLedger ledger, TenantId tenant, List<NaiveDeal> known, string id, Question question, KnownAt knownAt, string told)
    {
        var deal = known.Find(d => d.Id == id);
        DealAnswer answer;
        try
        {
            answer = await ledger.Answers.DealAsync(tenant, id, question.To, knownAt, Consistency.Strong, Cancellation);
        }
        catch (RefusedException refused)
        {
            refused.Refusal.Code.ShouldBe(deal is null ? "opportunity-unknown" : "opportunity-not-open-yet", told);
            deal?.At(question.To).ShouldBeNull(told);
            return;
        }

        var expected = deal?.At(question.To).ShouldNotBeNull(told);
        var state = answer.State;
        string.Join(
                '|', state.Name, state.Account, state.Owner, state.Stage, state.Category, state.CategoryOverridden, state.Amount, state.Currency, state.CloseDate,
                state.Probability, state.Type, state.Segment, string.Join(',', state.Flags), state.NextStep, state.Outcome, state.CreatedAt, state.TimesPushed, state.MergedInto)
            .ShouldBe(
                string.Join(
                    '|', expected!.Name, expected.Account, expected.Owner, expected.Stage, expected.Category, expected.Override is not null, expected.Amount, expected.Currency,
                    expected.CloseDate, expected.Probability, expected.Type, expected.Segment, string.Join(',', expected.Flags.Order(StringComparer.Ordinal)), expected.NextStep,
                    expected.Outcome, expected.CreatedAt, expected.TimesPushed, expected.MergedInto),
                told);
        var history = deal!.Changes.Where(c => c.At <= question.To).SelectMany(c => c.Events).ToList();
        answer.History.Select(h => (h.Position, h.Version, h.At, h.RecordedAt)).ShouldBe(history.Select(e => (e.Position, e.Version, e.Data.At, e.RecordedAt)), told);
        answer.Version.ShouldBe(history.Max(e => e.Version), told);
    }

    private static SlippageQuestion Slippage(Question question, KnownAt knownAt) => new(question.From, question.To, null, knownAt, Owner: question.Owner)
    {
        RatesAt = question.RatesAt,
    };

    private static ChangesQuestion Changes(Question question, KnownAt knownAt) => new(
        PeriodOf(question), question.From, question.To, knownAt, Enum.Parse<WaterfallMode>(question.Mode, ignoreCase: true),
        Enum.Parse<GroupBy>(question.By, ignoreCase: true), question.Owner)
    {
        RatesAt = question.RatesAt,
    };

    private static Core.Waterfall.WaterfallRow Total(ChangesAnswer answer) => new("total", "Total", answer.Start, answer.End, answer.Movements);

    private static Period PeriodOf(Question question)
    {
        new FiscalCalendar(question.FirstMonth).TryParse(question.Period, out var period).ShouldBeTrue();
        return period;
    }
}
