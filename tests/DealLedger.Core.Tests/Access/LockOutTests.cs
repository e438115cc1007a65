using DealLedger.Core.Access;

namespace DealLedger.Core.Tests.Access;

public sealed class LockOutTests
{
    [Theory]
    [InlineData(0, null)]
    [InlineData(4, null)]
    [InlineData(5, 1)]
    [InlineData(6, 2)]
    [InlineData(7, 4)]
    [InlineData(11, 60)]
    [InlineData(int.MaxValue, 60)]
    public void Failures_lock_from_the_fifth_on_for_longer_and_longer(int failures, int? minutes) =>
        LockOut.After(failures).ShouldBe(minutes is { } some ? TimeSpan.FromMinutes(some) : null);

    [Fact]
    public void No_time_is_shorter_than_the_one_before() => LockOut.Times.ShouldBe(LockOut.Times.Order());
}
