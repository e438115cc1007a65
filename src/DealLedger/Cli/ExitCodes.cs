namespace DealLedger.Cli;

/// <summary>How a command ended, for scripts.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Refused = 1;
    public const int WrongUsage = 2;
    public const int FaultFound = 3;
    public const int Interrupted = 130;
}
