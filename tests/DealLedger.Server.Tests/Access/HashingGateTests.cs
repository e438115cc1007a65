using DealLedger.Core.Ledger;
using DealLedger.Server.Access.Users;

namespace DealLedger.Server.Tests.Access;

public sealed class HashingGateTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_few_work_a_few_wait_and_the_rest_is_refused()
    {
        using var gate = new HashingGate(atOnce: 2, waiting: 1);
        var (first, second) = (await gate.EnterAsync(Cancel), await gate.EnterAsync(Cancel));
        var third = gate.EnterAsync(Cancel);
        third.IsCompleted.ShouldBeFalse();
        (await Should.ThrowAsync<RefusedException>(() => gate.EnterAsync(Cancel))).Refusal.Code.ShouldBe("sign-in-busy");

        first.Dispose();
        first.Dispose();
        (await third).Dispose();
        second.Dispose();
        using var again = await gate.EnterAsync(Cancel);
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_the_place_to_others()
    {
        using var gate = new HashingGate(atOnce: 1, waiting: 1);
        using var first = await gate.EnterAsync(Cancel);
        using var patience = new CancellationTokenSource();
        var second = gate.EnterAsync(patience.Token);
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => second);

        gate.EnterAsync(Cancel).IsCompleted.ShouldBeFalse();
    }
}
