namespace DealLedger.Import.Sample;

/// <summary>SplitMix64: a small generator whose numbers are the same on every machine and in every version of the runtime.</summary>
/// <remarks>Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.</remarks>
internal sealed class SampleRandom
{
    private const ulong GoldenGamma = 0x9E37_79B9_7F4A_7C15;

    private ulong state;

    private SampleRandom(ulong state) => this.state = state;

    /// <summary>A generator of its own for one thing of the sample, so that no thing depends on how many others there are.</summary>
    public static SampleRandom For(int seed, Purpose purpose, int number)
    {
        unchecked
        {
            return new(Mix(Mix((ulong)seed + GoldenGamma) ^ (((ulong)purpose << 32) + (uint)number)));
        }
    }

    /// <summary>A number from 0 up to, not including, the given one.</summary>
    public int Below(int exclusive) => (int)Math.BigMul(NextBits(), (ulong)exclusive, out _);

    /// <summary>A number between two, both included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    /// <summary>A number between two, both included, more often near the low end.</summary>
    public int NearLow(int low, int high) => Math.Min(Between(low, high), Between(low, high));

    /// <summary>True in so many cases of a thousand.</summary>
    public bool Chance(int permille) => Below(1000) < permille;

    /// <summary>One of the items, all as likely.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    private ulong NextBits() => Mix(unchecked(state += GoldenGamma));

    private static ulong Mix(ulong bits)
    {
        unchecked
        {
            bits = (bits ^ (bits >> 30)) * 0xBF58_476D_1CE4_E5B9;
            bits = (bits ^ (bits >> 27)) * 0x94D0_49BB_1331_11EB;
            return bits ^ (bits >> 31);
        }
    }

    /// <summary>What a generator is for; each has numbers of its own.</summary>
    public enum Purpose
    {
        Ids,
        People,
        Account,
        Plan,
        Story,
        Quota,
        Call,
        Flag,
        FollowUp,
    }
}
