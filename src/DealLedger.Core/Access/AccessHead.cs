using DealLedger.Core.Sealing;

namespace DealLedger.Core.Access;

/// <summary>How far a tenant's access log goes: the number of its last entry, 0 when it has none, and that entry's hash, which covers all before it.</summary>
public sealed record AccessHead(long Number, Digest Hash)
{
    /// <summary>A log without an entry; its hash has zeros alone.</summary>
    public static AccessHead None { get; } = new(0, default);
}
