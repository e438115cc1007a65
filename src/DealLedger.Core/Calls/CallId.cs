namespace DealLedger.Core.Calls;

/// <summary>Ids of calls: ten letters and digits that can be read out and typed, without i, l, o and u.</summary>
public static class CallId
{
    /// <summary>How many bytes an id is made of; of the last one two bits count.</summary>
    public const int Bytes = 7;

    private const int Length = 10;
    private const int BitsACharacter = 5;
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>The id that these bytes give, seven or more of them: random ones, or those of a hash of what makes the call.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        ulong number = 0;
        foreach (var one in bytes[..Bytes])
        {
            number = (number << 8) | one;
        }

        Span<char> id = stackalloc char[Length];
        for (var place = 0; place < Length; place++)
        {
            id[place] = Alphabet[(int)((number >> ((8 * Bytes) - (BitsACharacter * (place + 1)))) & 31)];
        }

        return new string(id);
    }
}
