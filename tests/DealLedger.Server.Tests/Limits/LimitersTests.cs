using DealLedger.Server.Limits;

namespace DealLedger.Server.Tests.Limits;

public sealed class LimitersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(19)]
    [InlineData(55)]
    [InlineData(1_000_000)]
    public void As_many_requests_a_second_come_through_as_the_limit_says(int aSecond)
    {
        var bucket = Limiters.Bucket(aSecond, aSecond);

        (bucket.TokensPerPeriod / bucket.ReplenishmentPeriod.TotalSeconds).ShouldBe(aSecond, tolerance: aSecond * 1e-5);
        bucket.TokensPerPeriod.ShouldBeLessThanOrEqualTo(bucket.TokenLimit);
    }
}
