using DealLedger.Core.Ledger;

namespace DealLedger.Server.Inputs;

/// <summary>Some values of a request cannot be read; each refusal names its field, the value and what is accepted.</summary>
public sealed class InputRefusedException(IReadOnlyList<Refusal> faults) : Exception(faults[0].Message)
{
    /// <summary>Refuses one value.</summary>
    public InputRefusedException(string field, string message)
        : this([new Refusal(InputReader.InvalidValue, message, field)])
    {
    }

    /// <summary>What was refused, in the order of reading; at least one.</summary>
    public IReadOnlyList<Refusal> Faults { get; } = faults;
}
