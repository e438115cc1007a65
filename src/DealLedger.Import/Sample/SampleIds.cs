using DealLedger.Core;

namespace DealLedger.Import.Sample;

/// <summary>Makes ids in Salesforce's form; a higher number sorts later, as base 62 in ASCII order.</summary>
internal sealed class SampleIds
{
    /// <summary>What the export writes where a reference points nowhere.</summary>
    public const string None = "000000000000000AAA";

    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int MostRowsOfADeal = 256;

    private readonly string organisation;

    /// <summary>Companies that differ in anything have other ids, so that two of them can stand in one ledger.</summary>
    public SampleIds(int deals, int seed, DateOnly until)
    {
        var random = SampleRandom.For(seed, SampleRandom.Purpose.Ids, unchecked((deals * 397) ^ until.DayNumber));
        organisation = new string([Digits[random.Below(62)], Digits[random.Below(62)], Digits[random.Below(62)]]);
    }

    public string User(int number) => Make("005", number);

    public string Account(int number) => Make("001", number);

    public string Stage(int number) => Make("01J", number);

    public string Opportunity(int deal) => Make("006", deal);

    public string History(int deal, int row) => Make("008", RowNumber(deal, row));

    public string FieldHistory(int deal, int row) => Make("017", RowNumber(deal, row));

    private static long RowNumber(int deal, int row) => ((long)deal * MostRowsOfADeal) + row;

    private string Make(string prefix, long number)
    {
        Span<char> id = stackalloc char[15];
        prefix.CopyTo(id);
        organisation.CopyTo(id[3..]);
        for (int at = id.Length - 1; at >= 6; at--)
        {
            id[at] = Digits[(int)(number % Digits.Length)];
            number /= Digits.Length;
        }

        return SalesforceId.To18(new string(id))!;
    }
}
