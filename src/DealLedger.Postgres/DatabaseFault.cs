using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres;

/// <summary>What a database that fails means to whoever asked: a stable code, and what to do.</summary>
public static class DatabaseFault
{
    /// <summary>The database cannot be reached, does not answer, or is starting or stopping.</summary>
    public const string Unavailable = "database-unavailable";

    /// <summary>The database takes no changes: a standby, or one that was set to be read only.</summary>
    public const string ReadOnly = "database-read-only";

    /// <summary>The disk of the database is full.</summary>
    public const string Full = "database-full";

    /// <summary>Others hold what is needed for longer than is waited.</summary>
    public const string Busy = "ledger-busy";

    private static readonly Refusal DoesNotAnswer = new(Unavailable, "The database cannot be reached or does not answer now; try again soon.");

    private static readonly Refusal TakesNoChanges = new(
        ReadOnly, "The database takes no changes now; what is there can be asked for. Nothing was recorded; try again when it takes changes again.");

    private static readonly Refusal HasNoRoom = new(
        Full, "The disk of the database is full; nothing was recorded. Try again when there is room; what is there can be asked for.");

    private static readonly Refusal IsHeld = new(
        Busy, "Others hold what this needs for longer than is waited; nothing was recorded, try again soon.");

    /// <summary>The refusal that a fault of the database means; none for a fault that is not the database's, or that means a mistake of this program.</summary>
    public static Refusal? Of(Exception fault) => fault switch
    {
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => TakesNoChanges,
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => HasNoRoom,
        PostgresException
        {
            SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
                or PostgresErrorCodes.QueryCanceled,
        } => IsHeld,
        PostgresException answered => IsOfServer(answered.SqlState) ? DoesNotAnswer : null,
        NpgsqlException => DoesNotAnswer,
        _ => null,
    };

    /// <summary>
    /// Whether a statement failed through what it was to do, with nothing of it done, so that others of its group may go in without it. A fault of
    /// the server, or a lock that is held, would meet each of them.
    /// </summary>
    internal static bool IsOfStatement(PostgresException fault) =>
        fault.InvariantSeverity == "ERROR" && Of(fault) is null or { Code: Busy } && fault.SqlState is not PostgresErrorCodes.LockNotAvailable and not PostgresErrorCodes.QueryCanceled;

    // Lost connections, want of resources, an operator's hand, faults of the system, sessions that were ended, and log-ins that are refused.
    private static bool IsOfServer(string state) =>
        state.Length == 5 && (state[..2] is "08" or "53" or "57" or "58" or "28" or "3D" || state is "25P03" or "25P04");
}
