using DealLedger.Core.Calls;
using DealLedger.Core.Forecasting;
using DealLedger.Core.People;
using DealLedger.Core.Time;

namespace DealLedger.Postgres.Answers;

/// <summary>The roll-ups that calls are based on and held against: those that the forecast gives, in the hierarchy of the instant.</summary>
internal sealed class Rollups
{
    private readonly Dictionary<(CallScope, string), ForecastRow> _rows = [];
    private readonly long _position;
    private readonly string _currency;

    private Rollups(long position, string currency) => (_position, _currency) = (position, currency);

    /// <summary>The forecast question whose total is the roll-up of a slot.</summary>
    public static ForecastQuestion Question(LedgerView view, CallSlot slot, DateTimeOffset asOf)
    {
        var question = new ForecastQuestion(slot.Period, asOf, view.KnownAt);
        return slot.Scope == CallScope.Team ? question with { Team = slot.For } : question with { Owner = slot.For };
    }

    /// <summary>The roll-up of one slot.</summary>
    public static async Task<CallBasis> OneAsync(LedgerView view, CallSlot slot, DateTimeOffset asOf, CancellationToken cancellation)
    {
        var answer = await ForecastQuery.AnswerAsync(view, Question(view, slot, asOf), cancellation);
        return CallBasis.Of(view.KnownTo, answer.Currency, answer.Total);
    }

    /// <summary>The roll-ups of every owner, and of every team where they are asked for.</summary>
    public static async Task<Rollups> AllAsync(LedgerView view, Period period, DateTimeOffset asOf, bool withTeams, CancellationToken cancellation)
    {
        var question = new ForecastQuestion(period, asOf, view.KnownAt, GroupBy.Owner);
        var owners = await ForecastQuery.AnswerAsync(view, question, cancellation);
        var rollups = new Rollups(view.KnownTo, owners.Currency);
        rollups.Add(CallScope.Own, owners.Rows!);

        // A call of a foreign writer may be about a team where nobody ever had reports.
        if (withTeams && (await view.Snapshot.LinesAsync(cancellation)).Moves.Count > 0)
        {
            rollups.Add(CallScope.Team, (await ForecastQuery.AnswerAsync(view, question with { By = GroupBy.Team }, cancellation)).Rows!);
        }

        return rollups;
    }

    /// <summary>The roll-up of a scope; an empty one where it has no deals.</summary>
    public CallBasis Of(CallSlot slot) =>
        CallBasis.Of(_position, _currency, _rows.GetValueOrDefault((slot.Scope, slot.For)) ?? ForecastRow.Empty(slot.For));

    private void Add(CallScope scope, IReadOnlyList<ForecastRow> rows)
    {
        foreach (var row in rows)
        {
            _rows.Add((scope, row.Key), row);
        }
    }
}
