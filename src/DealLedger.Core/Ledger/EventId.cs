using System.Security.Cryptography;
using System.Text;

namespace DealLedger.Core.Ledger;

/// <summary>Ids derived from what an event says it came from (UUID version 5, RFC 9562), so that the same source record is recorded once.</summary>
public static class EventId
{
    private static readonly byte[] Namespace = Convert.FromHexString("6f1c2a6e5f0b5d8e9a3f4d1c7b2e8a90");

    /// <summary>The id of the event that a field of a source's record gives in a tenant.</summary>
    public static Guid Derive(TenantId tenant, string source, string record, string field)
    {
        var name = Encoding.UTF8.GetBytes(string.Join('\u001f', tenant.Value, source, record, field));
        Span<byte> input = stackalloc byte[16 + Math.Min(name.Length, 512)];
        var buffer = name.Length <= 512 ? input : new byte[16 + name.Length];
        Namespace.CopyTo(buffer);
        name.CopyTo(buffer[16..]);
        Span<byte> hash = stackalloc byte[20];
#pragma warning disable CA5350 // UUID version 5 is defined over SHA-1; nothing here relies on it being hard to collide.
        SHA1.HashData(buffer, hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
