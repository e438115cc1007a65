using System.Globalization;
using DealLedger.Core.Ledger;

namespace DealLedger.Server.Inputs;

/// <summary>An event as people name one: by its id, or by its position as @1234.</summary>
public static class EventSubject
{
    /// <summary>The position of the event that is meant. Refuses what names none.</summary>
    public static async Task<long> PositionAsync(LedgerHost ledger, TenantId tenant, string text, CancellationToken cancellation)
    {
        if (text.StartsWith('@') && long.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            return position;
        }

        return Guid.TryParseExact(text, "D", out var id)
            ? await ledger.Proofs.PositionOfAsync(tenant, id, cancellation)
            : throw new RefusedException(
                "invalid-id", $"'{InputReader.Short(text)}' is no event; write its id (1a08dbb8-6b82-564f-91c8-ca9ae3131007) or its position (@1234).", "id");
    }

    /// <summary>The id of a seal, if one is given.</summary>
    public static long? Seal(InputReader read, string field, string? text) => text is null ? null : read.Number(field, text, 1, int.MaxValue, 1);
}
