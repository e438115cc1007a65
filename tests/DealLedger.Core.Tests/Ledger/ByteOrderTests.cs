using System.Text;
using DealLedger.Core.Ledger;

namespace DealLedger.Core.Tests.Ledger;

public sealed class ByteOrderTests
{
    private static readonly string[] Texts = ["", "a", "B", "a1", "a11", "b", "\u00e9", "\u20ac", "\ud7ff", "\ue000", "\uff5e", "\U00010000", "\U0001F600", "a\U0001F600", "a\uff5e"];

    [Fact]
    public void Texts_compare_as_their_bytes_in_UTF_8_do()
    {
        foreach (var a in Texts)
        {
            foreach (var b in Texts)
            {
                var bytes = Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));
                Math.Sign(ByteOrder.Compare(a, b)).ShouldBe(Math.Sign(bytes), $"'{a}' and '{b}'");
            }
        }
    }
}
