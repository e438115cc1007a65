using DealLedger.Core.Access;
using DealLedger.Core.Answers;
using DealLedger.Core.Ledger;
using DealLedger.Server.Access;
using DealLedger.Server.Inputs;

namespace DealLedger.Server;

/// <summary>What every host does with keys: make, list and revoke them.</summary>
public static class KeyKeeping
{
    /// <summary>Makes a key and tells it this once.</summary>
    public static async Task<KeyMade> AddAsync(LedgerHost ledger, TenantId tenant, NewKeyWords words, CancellationToken cancellation)
    {
        var read = await ledger.ReaderAsync(tenant, cancellation);
        var (key, text) = await ledger.Keys.AddAsync(tenant, words.Read(read, ledger.Clock.GetUtcNow()), ledger.Caller, cancellation);
        AccessTrail.Current?.IsWritten = true;
        return new KeyMade(key.Id, text.Reveal(), key.Role, key.Person, key.ExpiresAt, key.Note);
    }

    /// <summary>The keys of a tenant, as they stand now.</summary>
    public static async Task<KeysAnswer> ListAsync(LedgerHost ledger, TenantId tenant, CancellationToken cancellation)
    {
        await ledger.ReaderAsync(tenant, cancellation);
        return await ListKeptAsync(ledger, tenant, cancellation);
    }

    /// <summary>Revokes a key and answers with all that there are.</summary>
    public static async Task<KeysAnswer> RevokeAsync(LedgerHost ledger, TenantId tenant, string id, CancellationToken cancellation)
    {
        await ledger.ReaderAsync(tenant, cancellation);
        return await RevokeKeptAsync(ledger, tenant, id, cancellation);
    }

    /// <summary>The keys of a tenant, suspended or not, for its operator.</summary>
    public static async Task<KeysAnswer> ListKeptAsync(LedgerHost ledger, TenantId tenant, CancellationToken cancellation)
    {
        await ledger.Directory.RequireKeptAsync(tenant, cancellation);
        await ledger.Keys.WriteUsesAsync(cancellation);
        return new KeysAnswer(tenant.Value, await ledger.Keys.ListAsync(tenant, cancellation));
    }

    /// <summary>Revokes a key of a tenant, suspended or not, for its operator.</summary>
    public static async Task<KeysAnswer> RevokeKeptAsync(LedgerHost ledger, TenantId tenant, string id, CancellationToken cancellation)
    {
        await ledger.Directory.RequireKeptAsync(tenant, cancellation);
        await ledger.Keys.RevokeAsync(tenant, InputReader.Id("id", id), ledger.Caller, cancellation);
        AccessTrail.Current?.IsWritten = true;
        return await ListKeptAsync(ledger, tenant, cancellation);
    }
}
