using System.Security.Cryptography;
using DealLedger.Core.Ledger;

namespace DealLedger.Import.Salesforce;

/// <summary>Makes texts of what an export tells in words. Their ids rise with time, so that hundreds of thousands go in at the end of an index.</summary>
internal static class NewTexts
{
    private const int SaltBytes = 16;

    /// <summary>A maker of texts by this clock.</summary>
    public static Func<string, NewText> By(TimeProvider clock) =>
        content => new NewText(Guid.CreateVersion7(clock.GetUtcNow()), RandomNumberGenerator.GetBytes(SaltBytes), content);
}
