using Npgsql;

namespace DealLedger.Postgres;

/// <summary>
/// The connection to the database failed between the request to commit and its answer: what was to be recorded is recorded, or it is not.
/// </summary>
public sealed class OutcomeUnknownException(Exception fault) : Exception(Says, fault)
{
    /// <summary>The stable code of this outcome.</summary>
    public const string Code = "outcome-unknown";

    /// <summary>What it means to whoever asked.</summary>
    public const string Says =
        "The database went away while this was being recorded, so it may be recorded or not. Sent with an Idempotency-Key, the same request again is safe; "
        + "without one look first at what is there.";

    /// <summary>Runs what commits; whatever ends it but a statement that PostgreSQL rolled back leaves the outcome unknown.</summary>
    internal static async Task<T> OfAsync<T>(Func<Task<T>> commit)
    {
        try
        {
            return await commit();
        }
        catch (NpgsqlException fault) when (fault is not PostgresException { InvariantSeverity: "ERROR" })
        {
            throw new OutcomeUnknownException(fault);
        }
    }

    /// <summary>Commits a transaction.</summary>
    internal static Task CommitAsync(NpgsqlTransaction transaction, CancellationToken cancellation) => OfAsync(async () =>
    {
        await transaction.CommitAsync(cancellation);
        return true;
    });
}
