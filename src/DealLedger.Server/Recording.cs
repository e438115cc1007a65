using DealLedger.Core.Access;
using DealLedger.Core.Answers;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Core.Time;
using DealLedger.Postgres;
using DealLedger.Server.Documents;
using DealLedger.Server.Inputs;

namespace DealLedger.Server;

/// <summary>What every host does to record a change: read what is meant, record it, show the deal.</summary>
public static class Recording
{
    /// <summary>Records a change of a deal and answers with the deal as it is then; with none to whoever may not see it.</summary>
    public static async Task<DealAnswer?> ChangeAsync(
        LedgerHost ledger, TenantId tenant, string id, string change, string? value, OriginWords origin, CancellationToken cancellation)
    {
        var deal = InputReader.Id("id", id);
        var command = OriginWords.Command(change, value);
        var read = await ledger.ReaderAsync(tenant, cancellation);
        return await RecordAsync(ledger, tenant, deal, command, origin.Read(read, change, deal, value), cancellation);
    }

    /// <summary>Opens a deal and answers with it; with none to whoever may not see it. A tenant's first deal makes the tenant.</summary>
    public static async Task<DealAnswer?> OpenAsync(
        LedgerHost ledger, TenantId tenant, string id, OpenWords fields, OriginWords origin, CancellationToken cancellation)
    {
        var deal = InputReader.Id("id", id);
        var read = await ledger.ReaderOrNewAsync(tenant, cancellation);
        var (command, from) = (fields.Read(read), origin.Read(read, ["open", deal, .. fields.All]));
        await ledger.Directory.EnsureAsync(tenant, cancellation);
        return await RecordAsync(ledger, tenant, deal, command, from, cancellation);
    }

    private static async Task<DealAnswer?> RecordAsync(
        LedgerHost ledger, TenantId tenant, string id, IOpportunityCommand command, CommandOrigin origin, CancellationToken cancellation)
    {
        var recorded = await ledger.Commands.RecordAsync(tenant, id, command, origin, cancellation, await ledger.SightAsync(tenant, cancellation));
        if (!ledger.Caller.May(Right.ReadDeals))
        {
            return null;
        }

        try
        {
            return await ShowAsync(async () =>
            {
                await using var view = recorded.Position is { } position
                    ? await ledger.Answers.OpenBehindAsync(tenant, position, cancellation)
                    : await ledger.Answers.OpenAsync(tenant, new KnownAt.Now(), Consistency.Strong, cancellation);
                return await view.DealAsync(id, ledger.Clock.GetUtcNow(), cancellation);
            });
        }
        catch (RefusedException refused) when (refused.Refusal.Code == Sight.NotAllowed)
        {
            // It was given to somebody else.
            return null;
        }
    }

    /// <summary>
    /// Shows what was recorded. What keeps it from being shown (a database that fails, read models that are behind) must not be told as if
    /// nothing were recorded: it is refused as <c>recorded-not-shown</c>.
    /// </summary>
    internal static async Task<T> ShowAsync<T>(Func<Task<T>> show)
    {
        try
        {
            return await show();
        }
        catch (Exception fault) when (fault is RefusedException { Refusal.Code: "projection-behind" } || DatabaseFault.Of(fault) is not null)
        {
            throw new RefusedException(Problems.RecordedNotShown, "It is recorded, but what came of it cannot be shown now; do not send it again, ask for it soon.");
        }
    }
}
