using DealLedger.Core.Access;
using DealLedger.Core.Ledger;

namespace DealLedger.Postgres.Keys;

/// <summary>A key as it is stored.</summary>
internal sealed record StoredKey(ApiKey Key, byte[] Hash);

/// <summary>
/// The keys that this process has looked up, and the ids that it found none for, for some seconds: so a request costs no round trip, and what another
/// host revokes opens nothing here soon after.
/// </summary>
internal sealed class KeyMemory(TimeProvider clock)
{
    /// <summary>How long a key is known without being looked up again.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);

    // Of each of two halves; the older half goes when the younger one is full.
    private const int Most = 2_048;

    private readonly Lock _lock = new();
    private Dictionary<(TenantId Tenant, string Id), (StoredKey? Stored, long At)> _young = [];
    private Dictionary<(TenantId Tenant, string Id), (StoredKey? Stored, long At)> _old = [];
    private long _revocations;

    /// <summary>How often something was forgotten: what was read before that is not kept any more.</summary>
    public long Revocations => Interlocked.Read(ref _revocations);

    /// <summary>What is known of a key; false when that has to be looked up.</summary>
    public bool TryGet(TenantId tenant, string id, out StoredKey? stored)
    {
        lock (_lock)
        {
            var isKnown = (_young.TryGetValue((tenant, id), out var known) || _old.TryGetValue((tenant, id), out known))
                && clock.GetElapsedTime(known.At) < Kept;
            stored = isKnown ? known.Stored : null;
            return isKnown;
        }
    }

    /// <summary>Keeps what was read, unless something was revoked meanwhile.</summary>
    public void Keep(TenantId tenant, string id, StoredKey? stored, long revocations)
    {
        lock (_lock)
        {
            if (revocations != _revocations)
            {
                return;
            }

            if (_young.Count >= Most)
            {
                (_old, _young) = (_young, []);
            }

            _young[(tenant, id)] = (stored, clock.GetTimestamp());
        }
    }

    /// <summary>Forgets a key.</summary>
    public void Forget(TenantId tenant, string id)
    {
        lock (_lock)
        {
            _revocations++;
            _young.Remove((tenant, id));
            _old.Remove((tenant, id));
        }
    }
}
