using DealLedger.Core.Ledger;
using DealLedger.Core.Organisation;
using DealLedger.Postgres.ReadModels;
using Npgsql;

namespace DealLedger.Postgres.Checkpoints;

/// <summary>Keeps the checkpoints of a tenant: makes them behind the changes that come in, and holds them against the change rows.</summary>
internal static class CheckpointKeeper
{
    /// <summary>The table that live rounds are made of.</summary>
    private const string Rows = "dealledger.deal_change";

    // So many at a time, since whoever makes them holds up the projection.
    private const int RoundsAtOnce = 4;

    /// <summary>The currency that sums are made for: the one that is reported in at an instant, as told in the read models.</summary>
    public static async Task<string> CurrencyAsync(NpgsqlConnection connection, TenantId tenant, DateTimeOffset now, CancellationToken cancellation) =>
        SettingsHistory.Of(await FactTable.ReadAsync(connection, tenant, SettingsEvent.Kind, long.MaxValue, cancellation)).At(now).ReportingCurrency;

    /// <summary>Makes some of the rounds that are due; false when none is.</summary>
    public static async Task<bool> MakeDueAsync(NpgsqlDataSource source, TenantId tenant, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        if (await DueAsync(connection, tenant, "", cancellation) is null)
        {
            return false;
        }

        // Looked at again by whoever holds the projection.
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (await DueAsync(connection, tenant, "FOR UPDATE", cancellation) is not { } due)
        {
            return false;
        }

        var currency = await CurrencyAsync(connection, tenant, now, cancellation);
        if (due.Currency is { } other && other != currency)
        {
            await DropAsync(connection, tenant, due.Generation, cancellation);
            due = due with { Last = Beginning };
        }

        var (_, left, isAll) = await new Rounds(connection, tenant, Rows, due.Generation, currency).MakeAsync(due.Last, due.Between, RoundsAtOnce, cancellation);
        await using var set = Command(connection, "UPDATE dealledger.projection SET unsummed = $2 WHERE tenant_id = $1", tenant);
        set.Parameters.Add(new NpgsqlParameter<long> { TypedValue = isAll ? left : Math.Max(due.Unsummed - (RoundsAtOnce * due.Between), 2 * due.Between) });
        await set.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>Before every change.</summary>
    public static DateTime Beginning { get; } = DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc);

    /// <summary>Whether so many changes behind the last round are worth another one.</summary>
    public static bool IsDue(long unsummed, long between) => unsummed >= between + (between / 2);

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

    private sealed record Due(long Unsummed, int Generation, long Between, DateTime Last, string? Currency);

    private static async Task<Due?> DueAsync(NpgsqlConnection connection, TenantId tenant, string hold, CancellationToken cancellation)
    {
        await using var command = Command(
            connection,
            $"""
            SELECT {Rounds.Between}, p.unsummed, p.generation, c.at, c.currency FROM (SELECT * FROM dealledger.projection WHERE tenant_id = $1 {hold}) p
            LEFT JOIN LATERAL (
                SELECT * FROM dealledger.checkpoint c WHERE c.tenant_id = $1 AND c.generation = p.generation ORDER BY c.at DESC LIMIT 1
            ) c ON true
            """,
            tenant);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
        {
            return null;
        }

        var between = reader.GetInt64(0);
        return IsDue(reader.GetInt64(1), between)
            ? new Due(reader.GetInt64(1), reader.GetInt32(2), between, reader.IsDBNull(3) ? Beginning : reader.GetDateTime(3), reader.IsDBNull(4) ? null : reader.GetString(4))
            : null;
    }

    private static async Task DropAsync(NpgsqlConnection connection, TenantId tenant, int generation, CancellationToken cancellation)
    {
        await using var drop = Command(
            connection,
            """
            WITH sums AS (DELETE FROM dealledger.checkpoint_sums WHERE tenant_id = $1 AND generation = $2)
            DELETE FROM dealledger.checkpoint WHERE tenant_id = $1 AND generation = $2
            """,
            tenant);
        drop.Parameters.Add(new NpgsqlParameter<int> { TypedValue = generation });
        await drop.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, TenantId tenant)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.Add(TenantDirectory.Text(tenant.Value));
        return command;
    }
}
