using DealLedger.Core.Ledger;
using DealLedger.Core.Organisation;
using DealLedger.Postgres.ReadModels;
using Npgsql;
using NpgsqlTypes;

namespace DealLedger.Postgres.Checkpoints;

/// <summary>Keeps the checkpoints of a tenant: makes them behind the changes that come in, and holds them against the change rows.</summary>
internal static class CheckpointKeeper
{
    /// <summary>The table that live rounds are made of.</summary>
    private const string Rows = "dealledger.deal_change";

    // So many are looked for at a time.
    private const int RoundsAtOnce = 4;

    // Whoever makes rounds keeps others from making them too, in any host.
    private const string Lock = "hashtextextended('dealledger:rounds:' || $1, 0)";

    // Whether so many changes behind the last round are worth another one.
    private const string IsDue = $"p.unsummed >= p.changes_a_round * 3 / 2";

    private const string Hold = "SELECT FROM dealledger.projection WHERE tenant_id = $1 FOR UPDATE";

    // Sums that are not in the currency of today are of no use.
    private const string Begin = $"""
        WITH dropped AS (
            DELETE FROM dealledger.checkpoint c USING dealledger.projection p
            WHERE p.tenant_id = $1 AND c.tenant_id = $1 AND c.generation = p.generation AND c.currency <> $2
            RETURNING c.at
        ), sums AS (
            DELETE FROM dealledger.checkpoint_sums c USING dealledger.projection p
            WHERE EXISTS (SELECT FROM dropped) AND p.tenant_id = $1 AND c.tenant_id = $1 AND c.generation = p.generation
        )
        UPDATE dealledger.projection p SET changed_from = 'infinity', unsummed = unsummed + changes_a_round * (SELECT count(*) FROM dropped)
        WHERE p.tenant_id = $1
        """;

    private const string WhatIsDue = $"""
        SELECT p.generation, p.changes_a_round, p.unsummed,
               (SELECT max(c.at) FROM dealledger.checkpoint c WHERE c.tenant_id = $1 AND c.generation = p.generation)
        FROM dealledger.projection p WHERE p.tenant_id = $1 AND {IsDue}
        """;

    // From here to the commit nothing is projected.
    private const string TakeIn =
        "UPDATE dealledger.projection SET unsummed = unsummed - $4 WHERE tenant_id = $1 AND generation = $2 AND changed_from > $3";

    /// <summary>The currency that sums are made for: the one that is reported in at an instant, as told in the read models.</summary>
    public static async Task<string> CurrencyAsync(NpgsqlConnection connection, TenantId tenant, DateTimeOffset now, CancellationToken cancellation) =>
        SettingsHistory.Of(await FactTable.ReadAsync(connection, tenant, SettingsEvent.Kind, long.MaxValue, cancellation)).At(now).ReportingCurrency;

    /// <summary>
    /// Makes some of the rounds that are due; false when none is, another host makes them, or a change came before one of them. The projection goes on
    /// meanwhile.
    /// </summary>
    public static async Task<bool> MakeDueAsync(NpgsqlDataSource source, TenantId tenant, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        if (!await AskAsync(connection, $"SELECT {IsDue} FROM dealledger.projection p WHERE p.tenant_id = $1", tenant, cancellation)
            || !await AskAsync(connection, $"SELECT pg_try_advisory_lock({Lock})", tenant, cancellation))
        {
            return false;
        }

        try
        {
            var currency = await CurrencyAsync(connection, tenant, now, cancellation);
            return await BeginAsync(connection, tenant, currency, cancellation) is { } due && await MakeAsync(connection, tenant, due, currency, cancellation);
        }
        finally
        {
            // A connection that is lost has lost the lock.
            if (connection.State == System.Data.ConnectionState.Open)
            {
                await AskAsync(connection, $"SELECT pg_advisory_unlock({Lock})", tenant, CancellationToken.None);
            }
        }
    }

    /// <summary>Before every change.</summary>
    public static DateTime Beginning { get; } = DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc);

    /// <summary>The first round that is not what the change rows give; none when all are.</summary>
    public static async Task<DateTime?> FirstDifferenceAsync(NpgsqlConnection connection, TenantId tenant, CancellationToken cancellation)
    {
        var rounds = new List<DateTime>();
        var (generation, currency) = (0, "");
        await using (var command = Command(
            connection,
            """
            SELECT c.at, c.generation, c.currency FROM dealledger.checkpoint c
            JOIN dealledger.projection p ON p.tenant_id = c.tenant_id AND p.generation = c.generation
            WHERE c.tenant_id = $1 ORDER BY c.at
            """,
            tenant))
        {
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                rounds.Add(reader.GetDateTime(0));
                (generation, currency) = (reader.GetInt32(1), reader.GetString(2));
            }
        }

        var made = new Rounds(connection, tenant, Rows, generation, currency);
        var after = Beginning;
        foreach (var round in rounds)
        {
            var (expected, stored) = (await made.ApplyAsync(after, round, cancellation), await made.StoredAsync(round, cancellation));
            if (expected.Count != stored.Count || !expected.Zip(stored).All(m => m.First.Is(m.Second)))
            {
                return round;
            }

            after = round;
        }

        return null;
    }

    private sealed record Due(int Generation, long Between, long Unsummed, DateTime Last);

    // None when no round is due any more. The statements are one transaction, and each sees what was projected before it: the row is held first.
    private static async Task<Due?> BeginAsync(NpgsqlConnection connection, TenantId tenant, string currency, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand(Hold), new NpgsqlBatchCommand(Begin), new NpgsqlBatchCommand(WhatIsDue) } };
        foreach (var command in batch.BatchCommands)
        {
            command.Parameters.Add(Sql.Text(tenant.Value));
        }

        batch.BatchCommands[1].Parameters.Add(Sql.Text(currency));
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new Due(reader.GetInt32(0), reader.GetInt64(1), reader.GetInt64(2), reader.IsDBNull(3) ? Beginning : reader.GetDateTime(3))
            : null;
    }

    // What is read in between need not be of one moment: a round is taken in only if nothing at or before its instant changed since the beginning.
    private static async Task<bool> MakeAsync(NpgsqlConnection connection, TenantId tenant, Due due, string currency, CancellationToken cancellation)
    {
        var rounds = new Rounds(connection, tenant, Rows, due.Generation, currency);
        var sums = await rounds.SumAsync(due.Last, due.Between, RoundsAtOnce, cancellation);
        foreach (var round in sums.Rounds)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await rounds.WriteAsync(round, cancellation);
            if (!await TakeInAsync(connection, tenant, due, round.At, due.Between, cancellation))
            {
                return false;
            }

            await transaction.CommitAsync(cancellation);
        }

        // So many were counted to be left.
        return !sums.IsAll
            || await TakeInAsync(connection, tenant, due, sums.Last, due.Unsummed - (sums.Rounds.Count * due.Between) - sums.Left, cancellation);
    }

    private static async Task<bool> TakeInAsync(
        NpgsqlConnection connection, TenantId tenant, Due due, DateTime until, long summed, CancellationToken cancellation)
    {
        await using var command = Command(connection, TakeIn, tenant);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = due.Generation });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = until, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = summed });
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    private static async Task<bool> AskAsync(NpgsqlConnection connection, string sql, TenantId tenant, CancellationToken cancellation)
    {
        await using var command = Command(connection, sql, tenant);
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, TenantId tenant)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.Add(Sql.Text(tenant.Value));
        return command;
    }
}
