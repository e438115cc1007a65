using DealLedger.Core.Access;
using DealLedger.Core.Answers;
using DealLedger.Core.Ledger;
using DealLedger.Core.Time;
using DealLedger.Postgres;
using DealLedger.Server.Inputs;

namespace DealLedger.Server;

/// <summary>What every host does with follow-ups: read what is meant, record it, show it.</summary>
public static class FollowingUp
{
    /// <summary>Opens a follow-up and answers with it.</summary>
    public static async Task<FollowUpAnswer> OpenAsync(LedgerHost ledger, TenantId tenant, OpenFollowUpWords words, CancellationToken cancellation)
    {
        var read = await ledger.ReaderAsync(tenant, cancellation);
        var followUp = words.Read(read);
        await RequireAsync(ledger, tenant, followUp.FollowUp.Owner, cancellation);
        return await ShowAsync(ledger, tenant, await ledger.FollowUps.OpenAsync(tenant, followUp, cancellation), cancellation);
    }

    /// <summary>Changes a follow-up and answers with it.</summary>
    public static async Task<FollowUpAnswer> ChangeAsync(LedgerHost ledger, TenantId tenant, string id, ChangeFollowUpWords words, CancellationToken cancellation)
    {
        var read = await ledger.ReaderAsync(tenant, cancellation);
        var known = InputReader.Id("id", id);
        var (change, request) = words.Read(read, known);
        await RequireSeenAsync(ledger, tenant, known, cancellation);
        if (change.Owner is { } owner)
        {
            await RequireAsync(ledger, tenant, owner, cancellation);
        }

        await ledger.FollowUps.ChangeAsync(tenant, known, change, request, cancellation);
        return await ShowAsync(ledger, tenant, known, cancellation);
    }

    /// <summary>Closes a follow-up and answers with it.</summary>
    public static async Task<FollowUpAnswer> CloseAsync(LedgerHost ledger, TenantId tenant, string id, CloseFollowUpWords words, CancellationToken cancellation)
    {
        var read = await ledger.ReaderAsync(tenant, cancellation);
        var known = InputReader.Id("id", id);
        var (closing, request) = words.Read(read, known);
        await RequireSeenAsync(ledger, tenant, known, cancellation);
        await ledger.FollowUps.CloseAsync(tenant, known, closing, words.Result, request, cancellation);
        return await ShowAsync(ledger, tenant, known, cancellation);
    }

    // A follow-up is given to those whose deals one sees.
    private static async Task RequireAsync(LedgerHost ledger, TenantId tenant, string owner, CancellationToken cancellation) =>
        (await ledger.SightAsync(tenant, cancellation))?.Require(owner, ledger.Clock.GetUtcNow());

    private static async Task RequireSeenAsync(LedgerHost ledger, TenantId tenant, string id, CancellationToken cancellation)
    {
        if (ledger.Caller.Reach != Reach.All)
        {
            await using var view = await ledger.Answers.OpenAsync(tenant, new KnownAt.Now(), Consistency.Strong, cancellation);
            await view.FollowUpAsync(id, ledger.Clock.GetUtcNow(), cancellation);
        }
    }

    private static Task<FollowUpAnswer> ShowAsync(LedgerHost ledger, TenantId tenant, string id, CancellationToken cancellation) => Recording.ShowAsync(async () =>
    {
        await using var view = await ledger.Answers.OpenAsync(tenant, new KnownAt.Now(), Consistency.Strong, cancellation);
        return await view.FollowUpAsync(id, ledger.Clock.GetUtcNow(), cancellation);
    });
}
