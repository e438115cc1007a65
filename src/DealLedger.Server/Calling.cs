using DealLedger.Core.Answers;
using DealLedger.Core.Comparing;
using DealLedger.Core.Ledger;
using DealLedger.Core.Quotas;
using DealLedger.Core.Sealing;
using DealLedger.Core.Time;
using DealLedger.Postgres;
using DealLedger.Server.Inputs;

namespace DealLedger.Server;

/// <summary>What every host does with calls and quotas: read what is meant, record it, show it.</summary>
public static class Calling
{
    /// <summary>Records a call, seals the log for it, and answers with the call. A seal that cannot be made does not lose the call: the answer says why.</summary>
    public static async Task<CallAnswer> SubmitAsync(LedgerHost ledger, TenantId tenant, SubmitCallWords words, CancellationToken cancellation)
    {
        var read = await ledger.ReaderAsync(tenant, cancellation);
        var call = words.Read(read);
        (await ledger.SightAsync(tenant, cancellation))?.Require(call.Call.For, ledger.Clock.GetUtcNow());
        var id = await ledger.Calls.SubmitAsync(tenant, call, cancellation);
        var notSealed = await SealAsync(ledger, tenant, SealOccasion.Call(id), "The call is recorded, but the log could not be sealed for it", cancellation);
        return await Recording.ShowAsync(async () =>
        {
            await using var view = await ledger.Answers.OpenAsync(tenant, new KnownAt.Now(), Consistency.Strong, cancellation);
            return await view.CallAsync(id, ledger.Clock.GetUtcNow(), DealDifferences.DefaultLimit, cancellation) with { NotSealed = notSealed };
        });
    }

    /// <summary>A call as of an instant, made once more from the log first where that is wanted (<see cref="CallReproduction"/>).</summary>
    public static async Task<CallAnswer> ShowAsync(
        LedgerHost ledger, TenantId tenant, string id, CallShowWords words, Consistency consistency, CancellationToken cancellation)
    {
        var call = InputReader.Id("id", id);
        var reproduce = words.Reproduces(await ledger.ReaderAsync(tenant, cancellation));
        long? folded = reproduce ? await ledger.Reproduction.RunAsync(tenant, call, cancellation) : null;
        var answer = await ledger.AskAsync(
            tenant, words.KnownAt, consistency,
            (view, read) =>
            {
                var (asOf, limit) = words.Read(read);
                return view.CallAsync(call, asOf, limit, cancellation);
            },
            cancellation);
        return answer with { ReproducedTo = folded };
    }

    /// <summary>The proof of a call: that of the event that holds it.</summary>
    public static async Task<EventProof> ProveAsync(LedgerHost ledger, TenantId tenant, string id, string? seal, CancellationToken cancellation)
    {
        var read = await ledger.ReaderAsync(tenant, cancellation);
        var wanted = read.Checked(EventSubject.Seal(read, "seal", seal));
        return await ledger.Proofs.EventAsync(tenant, await ledger.Calls.PositionOfAsync(tenant, InputReader.Id("id", id), cancellation), wanted, cancellation);
    }

    /// <summary>Sets a quota and answers with those that the person or team has for the period.</summary>
    public static async Task<QuotasAnswer> SetQuotaAsync(LedgerHost ledger, TenantId tenant, SetQuotaWords words, CancellationToken cancellation)
    {
        var read = await ledger.ReaderAsync(tenant, cancellation);
        var (quota, request) = words.Read(read, read.Settings.ReportingCurrency);
        await ledger.Quotas.SetAsync(tenant, quota, request, cancellation);
        return await Recording.ShowAsync(async () =>
        {
            await using var view = await ledger.Answers.OpenAsync(tenant, new KnownAt.Now(), Consistency.Strong, cancellation);
            return await view.QuotasAsync(new(quota.At, quota.Period, quota.For), cancellation);
        });
    }

    /// <summary>Seals the log once for all calls that an import recorded; returns why that could not be done, none when it was.</summary>
    public static Task<string?> SealImportedAsync(LedgerHost ledger, TenantId tenant, CancellationToken cancellation) =>
        SealAsync(ledger, tenant, SealOccasion.Demand, "The calls are recorded, but the log could not be sealed for them", cancellation);

    // Whatever keeps the seal from being made, what was stated is recorded; the next seal covers it too.
    private static async Task<string?> SealAsync(LedgerHost ledger, TenantId tenant, string occasion, string saying, CancellationToken cancellation)
    {
        try
        {
            await ledger.Seals.SealAsync(tenant, occasion, null, cancellation);
            return null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return $"{saying}: {fault.Message} The next seal covers it too.";
        }
    }
}
