using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Postgres.Access;
using DealLedger.Postgres.Schema;
using Npgsql;

namespace DealLedger.Postgres.Backups;

/// <summary>
/// Writes into the access log of each tenant that a file takes away all it has, before it is read: so the file holds that too, and an export is still
/// the tenant as it is. A database that takes no entry can be backed up all the same, for that may be when somebody has to.
/// </summary>
internal sealed class BackupNote(LedgerDatabase database, TimeProvider clock)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <summary>Notes the backup, or with a tenant its export; tells why it could not be noted, if so.</summary>
    public async Task<string?> WriteAsync(NpgsqlConnection connection, TenantId? tenant, CancellationToken cancellation)
    {
        if (await SchemaScripts.RequireLedgerAsync(connection, cancellation) < SchemaScripts.Newest)
        {
            return "the database has an older schema, 'migrate' brings it up to date";
        }

        var action = tenant is null ? "backup" : "tenant export";
        var note = AccessNote.Of(Caller.Local, clock.GetUtcNow(), AccessKind.Export, action, [], AccessNote.Done, position: null, AccessForm.Archive);
        var tenants = (await new TenantDirectory(database).ListAsync(cancellation)).Where(t => tenant is null || t == tenant);
        await using var log = new AccessLog(database, clock);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var timer = clock.CreateTimer(_ => enough.Cancel(), null, LongestWait, Timeout.InfiniteTimeSpan);
        try
        {
            var written = Task.WhenAll(tenants.Select(t => log.WriteAsync(t, note, enough.Token)));
            await log.FlushAsync(enough.Token);
            await written;
            return null;
        }
        catch (PostgresException refused)
        {
            return refused.MessageText;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"the database took no entry within {LongestWait.TotalSeconds:0} seconds";
        }
    }
}
