using System.Globalization;
using DealLedger.Core.Calls;
using DealLedger.Core.Currencies;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.People;
using DealLedger.Core.Sealing;
using DealLedger.Postgres.Answers;
using DealLedger.Postgres.ReadModels;
using DealLedger.Postgres.Sealing;
using Npgsql;

namespace DealLedger.Postgres;

/// <summary>Makes the roll-up of a call once more, from the log alone, and holds it against what the call recorded.</summary>
public sealed class CallReproduction(LedgerDatabase database)
{
    // The position after the last one stands at the end, so that a missing last one shows as well.
    private const string FirstHole = """
        SELECT s.expected FROM (
            SELECT l.seq_id, row_number() OVER (ORDER BY l.seq_id) AS expected
            FROM (SELECT e.seq_id FROM ledger.mt_events e WHERE e.tenant_id = $1 AND e.seq_id <= $2 UNION ALL SELECT $2 + 1) l
        ) s WHERE s.seq_id <> s.expected ORDER BY s.expected LIMIT 1
        """;

    /// <summary>
    /// Folds the events up to the call's position, as of its instant, and returns how many positions that were. Refused where the result is
    /// not what the call recorded, or the log is not what was sealed (<c>call-differs</c>), and where there is no such call (<c>call-unknown</c>).
    /// </summary>
    public async Task<long> RunAsync(TenantId tenant, string id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        var call = await CallAsync(connection, tenant, id, cancellation);
        if (await HoleAsync(connection, tenant, call.Basis.Position, cancellation) is { } hole)
        {
            throw Differs(id, $"the log misses position {hole}");
        }

        if (await IsChangedAsync(connection, tenant, call.Position, cancellation))
        {
            throw Differs(id, $"the event at position {call.Position}, which holds the call itself, is not the one that was sealed");
        }

        var differences = call.Basis.DifferencesTo(await FoldAsync(connection, tenant, call, cancellation));
        return differences.Count == 0
            ? call.Basis.Position
            : throw Differs(
                id, $"it recorded {string.Join(", ", differences.Select(d => $"{d.Cell} {Text(d.Before)}"))}; the log gives "
                + $"{string.Join(", ", differences.Select(d => $"{d.Cell} {Text(d.After)}"))}. {await FirstChangeAsync(connection, tenant, call, cancellation)}");
    }

    private static async Task<Call> CallAsync(NpgsqlConnection connection, TenantId tenant, string id, CancellationToken cancellation)
    {
        var stream = new StreamKey(CallSubmitted.Kind, id);
        if (CallBook.Of(await FactTable.ReadLogAsync(connection, tenant, stream.Kind, id, long.MaxValue, cancellation)).Find(id) is { } call)
        {
            return call;
        }

        throw await FactTable.ReadStreamAsync(connection, tenant, stream, cancellation) is [var known, ..]
            ? Differs(id, $"the log holds no call at position {known.Position} any more, where the read models know it")
            : CallsQuery.Unknown(id);
    }

    private static async Task<CallBasis> FoldAsync(NpgsqlConnection connection, TenantId tenant, Call call, CancellationToken cancellation)
    {
        var (slot, position) = (call.Slot, call.Basis.Position);
        var teams = ReportingLines.Of(await FactTable.ReadLogAsync(connection, tenant, PersonEvent.Kind, null, position, cancellation)).At(call.At);
        var owners = slot.Scope == CallScope.Team ? teams.Members(slot.For).ToHashSet(StringComparer.Ordinal) : [slot.For];
        var rates = RatesOverTime.AsOf(
            RateHistory.Of(await FactTable.ReadLogAsync(connection, tenant, RateSet.Kind, null, position, cancellation)), call.Basis.Currency).At(call.At);
        var parts = new List<ForecastPart>();
        await foreach (var (deal, events) in DealsInLog.ReadAsync(connection, tenant, position, cancellation))
        {
            if (DealView.Of(Timeline.Of(deal, events).StateAt(call.At)) is { IsDeleted: false } state
                && slot.Period.Contains(state.CloseDate) && owners.Contains(state.Owner ?? ""))
            {
                parts.Add(new ForecastPart(null, state.Standing, state.Category, state.Currency, AmountSum.One(state.Amount), state.Amount is null ? 1 : 0));
            }
        }

        return CallBasis.Of(position, call.Basis.Currency, Forecast.Of(parts, rates, Rollup.Single).Total);
    }

    private static async Task<long?> HoleAsync(NpgsqlConnection connection, TenantId tenant, long upTo, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(FirstHole, connection) { CommandTimeout = 0 };
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo });
        return await command.ExecuteScalarAsync(cancellation) as long?;
    }

    // Of an event that no seal covers nothing can be told.
    private static async Task<bool> IsChangedAsync(NpgsqlConnection connection, TenantId tenant, long position, CancellationToken cancellation)
    {
        if (await SealTable.NewestAsync(connection, tenant, cancellation) is not { } seal || seal.Size < position)
        {
            return false;
        }

        var kept = await LeafHashes.ReadAsync(connection, tenant, seal.Size, [position - 1], cancellation);
        var leaf = await LogLeaves.AtAsync(connection, tenant, position, cancellation);
        return leaf is null || kept.Known(position - 1, 1) != MerkleTree.LeafHash(leaf.ToBytes());
    }

    private async Task<string> FirstChangeAsync(NpgsqlConnection connection, TenantId tenant, Call call, CancellationToken cancellation)
    {
        if (await new SealCheck(database, tenant).RunAsync(kept: null, progress: null, cancellation) is { } fault)
        {
            return $"What was changed first: {fault}";
        }

        var seal = await SealTable.NewestAsync(connection, tenant, cancellation);
        return seal?.Size >= call.Basis.Position
            ? $"Every event is the one that seal {seal.Id} covers, so the call was recorded with another roll-up than it had."
            : $"No seal covers the positions {(seal?.Size ?? 0) + 1} to {call.Basis.Position}, so it cannot be told which event was changed.";
    }

    private static RefusedException Differs(string id, string what) => new("call-differs", $"Call '{id}' cannot be reproduced: {what}");

    private static string Text(Cell cell) =>
        string.Create(CultureInfo.InvariantCulture, $"{cell.Amount.ToText()} in {cell.Count} deals ({cell.WithoutAmount} without amount)");
}
