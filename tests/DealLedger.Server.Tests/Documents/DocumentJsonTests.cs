using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Time;
using DealLedger.Core.Waterfall;
using DealLedger.Server.Documents;

namespace DealLedger.Server.Tests.Documents;

public sealed class DocumentJsonTests
{
    private static readonly DateTimeOffset At = new(2026, 5, 10, 14, 0, 0, 500, TimeSpan.FromHours(2));

    [Fact]
    public void Money_is_exact_without_trailing_zeros_and_instants_are_in_UTC()
    {
        var cell = new Cell(0.10m + 0.20m + 1_000_000_000_000.00m, 3, 1);
        var answer = new ChangesAnswer(
            "changes/1", "default", WaterfallMode.Path, At, At, "@5", 5, [], new Period("2026-Q2", new DateOnly(2026, 4, 1), new DateOnly(2026, 6, 30)), "USD",
            cell, cell, [new MovementSum(MovementKind.PushedOut, -80.00m, 1)], Rows: null,
            [new ChangedDeal("a", "Müller\u001b[31m", "b", 1, 0, RoundTrip: true, [new DealMovement(MovementKind.New, 1, At, "b", null, "x", 7)])], 1, [], [], 0, null);

        var json = DocumentJson.Write(answer, DocumentJson.Options);

        json.ShouldContain("\"start\":{\"amount\":1000000000000.3,\"count\":3,\"withoutAmount\":1}");
        json.ShouldContain("\"mode\":\"path\",\"from\":\"2026-05-10T12:00:00.5Z\"");
        json.ShouldContain("{\"kind\":\"pushedOut\",\"amount\":-80,\"deals\":1}");
        json.ShouldContain("\"before\":null,\"after\":\"x\"");
        json.ShouldContain("Müller\\u001B[31m");
        json.ShouldNotContain("\"rows\"");
    }
}
