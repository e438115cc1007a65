namespace DealLedger.Benchmarks.Yardsticks;

/// <summary>A yardstick has to answer the same question.</summary>
internal static class Yardstick
{
    /// <summary>Ends the run when it does not.</summary>
    public static void Agree(string what, object ledger, object yardstick)
    {
        if (!ledger.Equals(yardstick))
        {
            throw new InvalidOperationException($"The yardstick's {what} is {yardstick}, the ledger's {ledger}.");
        }
    }
}
