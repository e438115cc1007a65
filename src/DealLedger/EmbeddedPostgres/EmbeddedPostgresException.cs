namespace DealLedger.EmbeddedPostgres;

/// <summary>The embedded PostgreSQL cannot be had; the message is one sentence for the user that says how to mend it.</summary>
public sealed class EmbeddedPostgresException : Exception
{
    /// <summary>Says what was wrong, under a stable kebab-case code.</summary>
    public EmbeddedPostgresException(string code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>The stable kebab-case code of the refusal.</summary>
    public string Code { get; }
}
