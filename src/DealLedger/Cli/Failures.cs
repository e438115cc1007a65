using System.Net.Sockets;
using DealLedger.Cli.Output;
using DealLedger.Configuration;
using DealLedger.Core.Ledger;
using DealLedger.EmbeddedPostgres;
using DealLedger.Postgres;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Connections;
using Npgsql;

namespace DealLedger.Cli;

/// <summary>Says in one line what went wrong and how to mend it, and with which exit code the program ends.</summary>
internal static class Failures
{
    private const int BrokenPipe = 32;

    /// <summary>The line, empty when there is nobody to tell, and the exit code.</summary>
    public static (string Line, int ExitCode) Explain(Exception fault) => fault switch
    {
        UsageException usage => (usage.Message, ExitCodes.WrongUsage),
        ConfigurationException configuration => (string.Join(Environment.NewLine, configuration.Faults.Select(Plain.Line)), ExitCodes.WrongUsage),
        InputRefusedException input => (Plain.Line($"{Word(input.Faults[0].Field)}: {input.Faults[0].Message}"), ExitCodes.WrongUsage),
        RefusedException { Refusal.Code: "log-damaged" or "seal-damaged" or "access-log-damaged" or "proof-fails" or "call-differs" or "backup-damaged" } damaged =>
            (Plain.Line(damaged.Message), ExitCodes.FaultFound),
        IOException { HResult: BrokenPipe } => ("", ExitCodes.Refused),
        _ => (Plain.Line(Refusal(fault)), ExitCodes.Refused),
    };

    private static string Refusal(Exception fault) => fault switch
    {
        RefusedException refused => refused.Message,
        OutcomeUnknownException => "PostgreSQL went away while this was being recorded, so it may be recorded or not; look at what is there before you try again.",
        EmbeddedPostgresException embedded => embedded.Message,
        VersionConflictException conflict => $"{conflict.Message} Look at what changed and decide again.",
        PostgresException answered => OfPostgres(answered),
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => "PostgreSQL does not answer in time; see whether it is overloaded, and try again.",
        NpgsqlException { InnerException: SocketException socket } =>
            $"PostgreSQL cannot be reached ({socket.Message}); start it, or correct --database or {GlobalOptions.DatabaseVariable}.",
        NpgsqlException lost => $"The connection to PostgreSQL failed ({lost.Message}); see whether it runs and what its log says, and try again.",
        IOException { InnerException: AddressInUseException } => "The port is in use; choose another one with --port, or 0 for any that is free.",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => "An address is none of this machine's; correct --listen.",
        SocketException { SocketErrorCode: SocketError.AccessDenied } => "The port may not be used by this user; choose one above 1023 with --port.",
        DirectoryNotFoundException or FileNotFoundException => $"{fault.Message} Check the path.",
        UnauthorizedAccessException => $"{fault.Message} Choose a place that this user may use.",
        IOException io => $"A file could not be read or written: {io.Message}",
        _ => $"Something went wrong that should not ({fault.GetType().Name}: {fault.Message}); please report it.",
    };

    private static string OfPostgres(PostgresException answered) => answered.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"PostgreSQL refuses the user or the password ({answered.MessageText}); correct them in --database.",
        PostgresErrorCodes.InvalidCatalogName => $"PostgreSQL has no such database ({answered.MessageText}); create it, or correct --database.",
        PostgresErrorCodes.InsufficientPrivilege => $"The database user has not the right to do this ({answered.MessageText}); use the database's owner.",
        PostgresErrorCodes.TooManyConnections => "PostgreSQL has no connection left; close some, or raise max_connections.",
        PostgresErrorCodes.DiskFull => $"PostgreSQL's disk is full ({answered.MessageText}); free some space and try again.",
        PostgresErrorCodes.CannotConnectNow => "PostgreSQL is starting or stopping; try again in a moment.",
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => "PostgreSQL was stopped meanwhile; start it and try again.",
        PostgresErrorCodes.OutOfMemory => $"PostgreSQL has no room for more locks or memory ({answered.MessageText}); raise max_locks_per_transaction.",
        PostgresErrorCodes.DeadlockDetected => "Others were at the same rows, and nothing was done; try again.",
        PostgresErrorCodes.LockNotAvailable => "Another program holds the ledger for longer than is waited; try again.",
        _ => $"PostgreSQL refused ({answered.SqlState}: {answered.MessageText}).",
    };

    // Fields have the names of the documents; the command line writes them in its own way.
    private static string Word(string? field) => field switch
    {
        null => "The command line",
        "value" or "id" or "change" or "a" or "b" => field.ToUpperInvariant(),
        _ => "--" + string.Concat(field.Select(c => char.IsAsciiLetterUpper(c) ? $"-{char.ToLowerInvariant(c)}" : c.ToString())),
    };
}
