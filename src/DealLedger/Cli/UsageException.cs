namespace DealLedger.Cli;

/// <summary>The command line is wrong; the message is one line that says what is accepted.</summary>
internal sealed class UsageException(string message) : Exception(message);
