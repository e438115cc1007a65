namespace DealLedger.Core.Ledger;

/// <summary>Why something was not done: a stable kebab-case code, one sentence that says what was wrong and what would be right, and the field concerned.</summary>
public sealed record Refusal(string Code, string Message, string? Field = null);

/// <summary>Carries a <see cref="Refusal"/> out of a call that cannot return one; hosts turn it into a line or a problem document.</summary>
public sealed class RefusedException(Refusal refusal) : Exception(refusal.Message)
{
    /// <summary>Refuses with a code and a message.</summary>
    public RefusedException(string code, string message, string? field = null)
        : this(new Refusal(code, message, field))
    {
    }

    /// <summary>What was refused and why.</summary>
    public Refusal Refusal { get; } = refusal;
}
