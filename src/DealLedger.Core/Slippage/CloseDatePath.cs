using DealLedger.Core.Currencies;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Opportunities;
using DealLedger.Core.People;
using DealLedger.Core.Time;

namespace DealLedger.Core.Slippage;

/// <summary>
/// One change of a deal's close date, with the event that made it. Days are positive for a push, negative for a pull-in, and none where it is neither
/// (DEFINITIONS 5); slip says whether a push left the fiscal quarter of the old date, counted whether the answer counts the move. Amount is the
/// deal's just before, in the reporting currency; none without one, or where no rate converts it.
/// </summary>
public sealed record CloseDateStep(
    DateTimeOffset At, long Position, string By, DateOnly? From, DateOnly? To, int? Days, bool Slip, bool Counted, decimal? Amount);

/// <summary>A deal whose close date moved: how it stands at the window's end, the date that it was opened with, and every change of that since.</summary>
public sealed record CloseDatePath(
    string Id, string Name, string? Owner, string Outcome, int TimesPushed, DateOnly? First, DateOnly? Closes, IReadOnlyList<CloseDateStep> Path)
{
    /// <summary>The path of a deal that was open by the window's end.</summary>
    public static CloseDatePath Of(Timeline timeline, SlippageQuestion question, TeamsOverTime teams, FiscalCalendar calendar, RatesOverTime rates)
    {
        var changes = timeline.Changes.Where(c => c.After is not null && c.At <= question.To).ToList();
        var last = changes[^1].After!;
        return new CloseDatePath(
            timeline.OpportunityId, last.Name ?? timeline.OpportunityId, last.Owner, last.Outcome.Name(), last.TimesPushed, changes[0].After!.CloseDate, last.CloseDate,
            [.. changes.Where(c => c.Before is not null && c.Before.CloseDate != c.After!.CloseDate).Select(Step)]);

        CloseDateStep Step(Change change)
        {
            var (before, to) = (change.Before!, change.After!.CloseDate);
            var moved = change.Events.FindLast(e => e.Data is CloseDateMoved) ?? change.Events[^1];
            return new CloseDateStep(
                change.At, moved.Position, moved.Data.By, before.CloseDate, to, change.PushDays,
                change.PushDays > 0 && to > calendar.QuarterOf(before.CloseDate!.Value).End,
                change.PushDays is not null && change.At > question.From && IsInScope(before.Owner, teams.At(change.At)),
                before.Amount is { } amount ? rates.At(change.At).Convert(before.Currency, amount) : null);
        }

        bool IsInScope(string? owner, Hierarchy then) =>
            (question.Owner is null || question.Owner == (owner ?? "")) && (question.Team is not { } team || then.IsIn(team, owner));
    }
}
