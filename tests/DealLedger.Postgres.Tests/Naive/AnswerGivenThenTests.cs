using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Nodes;
using DealLedger.Core;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.People;
using DealLedger.Core.Time;
using DealLedger.Naive;

namespace DealLedger.Postgres.Tests.Naive;

/// <summary>
/// An answer that was given stays what it was, whatever is recorded later: asked again about what was known then, it is the same byte for
/// byte. Only the position that the log had when the question was asked differs by nature, and the words by which the state of knowledge was
/// asked for, where they are others: "now" then, a position or an instant later.
/// </summary>
public sealed class AnswerGivenThenTests
{
    // Numbers as the hosts write them: without the zeros that tell how they were added up.
    private static readonly JsonSerializerOptions AsTold = new() { Converters = { new TrimmedDecimals() } };

    private static CancellationToken Cancellation => TestLedger.Cancellation;

    [Fact]
    public async Task Late_events_leave_every_answer_given_before_as_it_was()
    {
        await using var ledger = await TestLedger.CreateAsync();
        var tenants = 0;
        var late = 0;
        await Task.Run(
            () => Histories.Hold(
                RandomHistory.Cases(largestDealCount: 50, questions: 12),
                test => late += HoldAsync(ledger, $"g{tenants++}", test).GetAwaiter().GetResult(),
                count: 12),
            Cancellation);
        late.ShouldBeGreaterThan(100);
    }

    // Returns how many events came late: before the last instant that a deal had been told of.
    private static async Task<int> HoldAsync(TestLedger ledger, string tenant, HistoryCase test)
    {
        var given = new List<Given>();
        var log = await RecordedHistory.RecordAsync(ledger, tenant, test.History, async log =>
        {
            var then = new Given(log.Last, log.LastStamp, test.Questions[given.Count % test.Questions.Count], [], []);
            then.Now.AddRange(await AskAsync(ledger, log, then.Question, new KnownAt.Now(), isAskedTheSame: false));
            then.AtPosition.AddRange(await AskAsync(ledger, log, then.Question, new KnownAt.Position(then.Position), isAskedTheSame: true));
            given.Add(then);
        });
        if (log.Events.Count % 2 == 0)
        {
            await ledger.Rebuild.RunAsync(log.Tenant, progress: null, Cancellation);
        }

        foreach (var then in given)
        {
            var told = $"{then.Question}\n  at @{then.Position} of {tenant}";
            var position = new KnownAt.Position(then.Position);
            (await AskAsync(ledger, log, then.Question, position, isAskedTheSame: true)).ShouldBe(then.AtPosition, told);
            (await AskAsync(ledger, log, then.Question, position, isAskedTheSame: false)).ShouldBe(then.Now, told);
            (await AskAsync(ledger, log, then.Question, new KnownAt.Instant(then.Stamp), isAskedTheSame: false)).ShouldBe(then.Now, told);
        }

        return log.Events.GroupBy(e => e.DealId).Sum(d => d.Zip(d.Skip(1)).Count(pair => pair.Second.Event.Data.At < pair.First.Event.Data.At));
    }

    private static async Task<List<string>> AskAsync(TestLedger ledger, RecordedHistory log, Question asked, KnownAt knownAt, bool isAskedTheSame)
    {
        new FiscalCalendar().TryParse(asked.Period, out var period).ShouldBeTrue();
        await using var view = await ledger.Answers.OpenAsync(log.Tenant, knownAt, Consistency.Strong, Cancellation);
        var by = Enum.Parse<GroupBy>(asked.By, ignoreCase: true);
        var forecast = new ForecastQuestion(period, asked.To, knownAt, by, asked.Owner, asked.Cumulative ? Rollup.Cumulative : Rollup.Single);
        var changes = new ChangesQuestion(period, asked.From, asked.To, knownAt, By: by, Owner: asked.Owner, Limit: ChangesQuestion.MaxLimit);
        var slippage = new SlippageQuestion(asked.From, asked.To, period, knownAt, GroupBy.Owner, Enum.Parse<SlipBasis>(asked.Basis, ignoreCase: true), asked.Owner);
        var answers = new List<string>
        {
            Bytes(await view.ForecastAsync(forecast, Cancellation)),
            Bytes(await view.ChangesAsync(changes, Cancellation)),
            Bytes(await view.ChangesAsync(changes with { Mode = WaterfallMode.Path }, Cancellation)),
            Bytes(await view.SlippageAsync(slippage, Cancellation)),
            Bytes(await view.PeopleAsync(asked.To, Cancellation)),
        };

        // Where nobody reports to anybody now, teams are refused now.
        if (ReportingLines.Of(log.Facts.Where(f => f.Position <= view.KnownTo)).Moves.Count > 0)
        {
            answers.Add(Bytes(await view.ForecastAsync(forecast with { By = GroupBy.Team }, Cancellation)));
            answers.Add(Bytes(await view.ChangesAsync(changes with { By = GroupBy.Team }, Cancellation)));
            answers.Add(Bytes(await view.SlippageAsync(slippage with { By = GroupBy.Team }, Cancellation)));
        }

        foreach (var id in new[] { "deal-0", "deal-1", "deal-2" })
        {
            answers.Add(await TryAsync(async () => Bytes(await view.DealAsync(id, asked.To, Cancellation))));
        }

        return answers;

        string Bytes<T>(T answer)
        {
            var json = JsonSerializer.SerializeToNode(answer, AsTold)!.AsObject();
            json.Remove("Position").ShouldBeTrue();
            if (!isAskedTheSame)
            {
                json.Remove("KnownAt").ShouldBeTrue();
            }

            return json.ToJsonString();
        }
    }

    private static async Task<string> TryAsync(Func<Task<string>> ask)
    {
        try
        {
            return await ask();
        }
        catch (RefusedException refused)
        {
            return refused.Refusal.Code;
        }
    }

    private sealed record Given(long Position, DateTimeOffset Stamp, Question Question, List<string> Now, List<string> AtPosition);

    private sealed class TrimmedDecimals : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDecimal();

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Trim());
    }
}
