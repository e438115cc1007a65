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
        return await ShowAsync(ledger, tenant, await ledger.FollowUps.OpenAsync(tenant, words.Read(read), cancellation), cancellation);
    }

    /// <summary>Changes a follow-up and answers with it.</summary>
    public static async Task<FollowUpAnswer> ChangeAsync(LedgerHost ledger, TenantId tenant, string id, ChangeFollowUpWords words, CancellationToken cancellation)
    {
        var read = await ledger.ReaderAsync(tenant, cancellation);
        var known = InputReader.Id("id", id);
        await ledger.FollowUps.ChangeAsync(tenant, known, words.Read(read), cancellation);
        return await ShowAsync(ledger, tenant, known, cancellation);
    }

    /// <summary>Closes a follow-up and answers with it.</summary>
    public static async Task<FollowUpAnswer> CloseAsync(LedgerHost ledger, TenantId tenant, string id, CloseFollowUpWords words, CancellationToken cancellation)
    {
        var read = await ledger.ReaderAsync(tenant, cancellation);
        var known = InputReader.Id("id", id);
        await ledger.FollowUps.CloseAsync(tenant, known, words.Read(read), words.Result, cancellation);
        return await ShowAsync(ledger, tenant, known, cancellation);
    }

    private static async Task<FollowUpAnswer> ShowAsync(LedgerHost ledger, TenantId tenant, string id, CancellationToken cancellation)
    {
        await using var view = await ledger.Answers.OpenAsync(tenant, new KnownAt.Now(), Consistency.Strong, cancellation);
        return await view.FollowUpAsync(id, ledger.Clock.GetUtcNow(), cancellation);
    }
}
