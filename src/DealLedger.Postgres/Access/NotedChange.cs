using System.Data;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Access;

/// <summary>A change of who may do what and its entry in the access log, in one transaction: both are there, or neither.</summary>
internal static class NotedChange
{
    /// <summary>Changes something of a tenant on an open connection, notes what came of it, and commits.</summary>
    public static async Task<T> RunAsync<T>(
        NpgsqlConnection connection, TenantId tenant, Func<Task<T>> changeAsync, Func<T, AccessNote> note, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation);
        var changed = await changeAsync();
        await new AccessAppend(tenant, [note(changed)], mustLast: true).AddAsync(connection, cancellation);
        await transaction.CommitAsync(cancellation);
        return changed;
    }
}
