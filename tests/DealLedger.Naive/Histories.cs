using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace DealLedger.Naive;

/// <summary>
/// Holds a property against many made-up logs. The logs are the same in every run, unless <c>DEALLEDGER_TEST_SEED</c> names another seed
/// or <c>DEALLEDGER_TEST_HISTORIES</c> asks for more of them. A failure tells the seed, and the log shrunk to what still fails.
/// </summary>
public static class Histories
{
    private const ulong DefaultSeed = 20260406;

    public static void Hold(Action<HistoryCase> property, int count = 1000) => Hold(RandomHistory.Cases(), property, count);

    public static void Hold<T>(Arbitrary<T> cases, Action<T> property, int count = 1000)
    {
        var seed = Number("DEALLEDGER_TEST_SEED", DefaultSeed);
        var config = Config.QuickThrowOnFailure
            .WithMaxTest((int)Number("DEALLEDGER_TEST_HISTORIES", (ulong)count))
            .WithEndSize(100)
            .WithReplay(new Replay(new Rnd(seed, 1), FSharpOption<int>.None));
        Check.One(config, Prop.ForAll(cases, property));
    }

    private static ulong Number(string variable, ulong otherwise) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
