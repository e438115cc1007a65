using DealLedger.Core.Ledger;
using DealLedger.Postgres.Answers;
using DealLedger.Postgres.Checkpoints;
using Npgsql;
using NpgsqlTypes;

namespace DealLedger.Postgres.ReadModels;

/// <summary>Brings the change rows of deals to what their events say, inside the transaction of the one who holds the tenant's projection.</summary>
internal static class ProjectionWriter
{
    private const string Table = "dealledger.deal_change";

    private const string Close = """
        UPDATE dealledger.deal_change c SET known_to = nullif(r.known_to, 9223372036854775807), valid_to = r.valid_to,
            ended_by = nullif(r.ended_by, 9223372036854775807)
        FROM unnest($2::varchar[], $3::bigint[], $4::bigint[], $5::bigint[], $6::timestamptz[], $7::bigint[])
            AS r (deal_id, first_position, known_from, known_to, valid_to, ended_by)
        WHERE c.tenant_id = $1 AND c.deal_id = r.deal_id AND coalesce(c.first_position, c.known_from) = r.first_position AND c.known_from = r.known_from
        """;

    // Rounds of checkpoints from an instant that changed on are made anew, and one in the making is not taken in.
    private const string Advance = $"""
        WITH dropped AS (
            DELETE FROM dealledger.checkpoint c USING dealledger.projection p
            WHERE p.tenant_id = $1 AND c.tenant_id = $1 AND c.generation = p.generation AND c.at >= $5
            RETURNING c.at
        ), sums AS (
            DELETE FROM dealledger.checkpoint_sums c USING dealledger.projection p
            WHERE EXISTS (SELECT FROM dropped) AND p.tenant_id = $1 AND c.tenant_id = $1 AND c.generation = p.generation AND c.at >= $5
        )
        UPDATE dealledger.projection p
        SET position = $2, widest_run = greatest(widest_run, $3), unsummed = unsummed + $4 + changes_a_round * (SELECT count(*) FROM dropped),
            changed_from = least(changed_from, $5)
        WHERE p.tenant_id = $1
        """;

    /// <summary>
    /// Writes what the events after a position changed: new rows, and the ends of rows that were there. A deal whose newest change goes on
    /// across that position is written anew as a whole.
    /// </summary>
    public static async Task AdvanceAsync(
        NpgsqlConnection connection, TenantId tenant, IEnumerable<(string Deal, IReadOnlyList<RecordedEvent> Events)> deals, long from, long to,
        CancellationToken cancellation)
    {
        var added = new List<ChangeRow>();
        var ended = new List<ChangeRow>();
        var rewritten = new List<string>();
        DateTimeOffset? changedFrom = null;
        foreach (var (deal, events) in deals)
        {
            var rows = ChangeRows.Of(deal, events);
            changedFrom = FirstChanged(rows, from, changedFrom);
            if (rows.Exists(r => r.RunFrom <= from && r.KnownFrom > from))
            {
                rewritten.Add(deal);
                added.AddRange(rows);
                continue;
            }

            added.AddRange(rows.Where(r => r.KnownFrom > from));
            ended.AddRange(rows.Where(r => r.KnownFrom <= from && (EndsAfter(r.KnownTo, from) || EndsAfter(r.EndedBy, from))));
        }

        await DeleteAsync(connection, tenant, rewritten, cancellation);
        await AddAsync(connection, tenant, added, ended, changedFrom, to, cancellation);
    }

    /// <summary>Writes deals whole, with events after a position: those that had rows are written anew.</summary>
    public static async Task ReplaceAsync(
        NpgsqlConnection connection, TenantId tenant, IEnumerable<(string Deal, IReadOnlyList<RecordedEvent> Events)> deals, IReadOnlyCollection<string> withRows,
        long from, long to, CancellationToken cancellation)
    {
        List<ChangeRow> rows = [.. deals.SelectMany(d => ChangeRows.Of(d.Deal, d.Events))];
        await DeleteAsync(connection, tenant, withRows, cancellation);
        await AddAsync(connection, tenant, rows, [], FirstChanged(rows, from, before: null), to, cancellation);
    }

    // The first instant at which something is believed otherwise since a position, or an earlier one.
    private static DateTimeOffset? FirstChanged(List<ChangeRow> rows, long from, DateTimeOffset? before) =>
        rows.Where(r => r.KnownFrom > from || EndsAfter(r.KnownTo, from)).Select(r => (DateTimeOffset?)r.At).Append(before).Min();

    private static bool EndsAfter(long position, long from) => position > from && position != ChangeRow.Still;

    private static async Task DeleteAsync(NpgsqlConnection connection, TenantId tenant, IReadOnlyCollection<string> deals, CancellationToken cancellation)
    {
        if (deals.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand("DELETE FROM dealledger.deal_change WHERE tenant_id = $1 AND deal_id = ANY ($2)", connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(Sql.Array(deals));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    // Two round trips: one for the rows, one for the rest.
    private static async Task AddAsync(
        NpgsqlConnection connection, TenantId tenant, List<ChangeRow> rows, List<ChangeRow> ended, DateTimeOffset? changedFrom, long position,
        CancellationToken cancellation)
    {
        if (rows.Count > 0)
        {
            await ChangeRowTable.CopyAsync(connection, Table, tenant, rows, cancellation);
        }

        await using var batch = new NpgsqlBatch(connection);
        if (ended.Count > 0)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(OnePlan.ByIndex));
            batch.BatchCommands.Add(CloseCommand(tenant, ended));
        }

        batch.BatchCommands.Add(AdvanceCommand(tenant, rows, changedFrom, position));
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlBatchCommand CloseCommand(TenantId tenant, List<ChangeRow> rows)
    {
        var command = new NpgsqlBatchCommand(Close);
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(Sql.Array(rows.Select(r => r.OpportunityId)));
        command.Parameters.Add(Sql.Array(rows.Select(r => r.FirstPosition)));
        command.Parameters.Add(Sql.Array(rows.Select(r => r.KnownFrom)));
        command.Parameters.Add(Sql.Array(rows.Select(r => r.KnownTo)));
        command.Parameters.Add(new NpgsqlParameter { Value = rows.Select(ChangeRowTable.ValidTo).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
        command.Parameters.Add(Sql.Array(rows.Select(r => r.EndedBy)));
        return command;
    }

    private static NpgsqlBatchCommand AdvanceCommand(TenantId tenant, List<ChangeRow> rows, DateTimeOffset? changedFrom, long position)
    {
        var command = new NpgsqlBatchCommand(Advance);
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = rows.Count == 0 ? 0 : rows.Max(r => r.KnownFrom - r.RunFrom) });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = rows.Count(r => r.KnownTo == ChangeRow.Still) });
        command.Parameters.Add(Sql.InstantIfAny(changedFrom));
        return command;
    }
}
