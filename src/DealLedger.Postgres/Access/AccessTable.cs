using System.Runtime.CompilerServices;
using System.Text.Json;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Core.Sealing;
using Npgsql;

namespace DealLedger.Postgres.Access;

/// <summary>Entries of the access log to and from their table.</summary>
internal static class AccessTable
{
    // The instant comes as PostgreSQL's own number: a calendar ends before it does.
    private const string Columns = "a.number, a.at, a.kind, a.caller, a.role, a.person, a.action, a.asked, a.position, a.form, a.outcome, a.hash";

    private const string Page = $"""
        SELECT {Columns},
               (SELECT p.hash FROM dealledger.access_entry p WHERE p.tenant_id = a.tenant_id AND p.number = a.number - 1)
        FROM dealledger.access_entry a
        WHERE a.tenant_id = $1 AND a.number < $2 AND a.at >= $3 AND a.at <= $4
        """;

    private const string OfOne = " AND (a.caller = $6 OR a.person = $6)";

    private const string NewestFirst = " ORDER BY a.number DESC LIMIT $5";

    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly long FirstInstant = (DateTime.MinValue - Epoch).Ticks / TimeSpan.TicksPerMicrosecond;
    private static readonly long LastInstant = (DateTime.MaxValue - Epoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>How far a tenant's access log goes.</summary>
    public static async Task<AccessHead> HeadAsync(NpgsqlConnection connection, TenantId tenant, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "SELECT a.number, a.hash FROM dealledger.access_entry a WHERE a.tenant_id = $1 ORDER BY a.number DESC LIMIT 1", connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? new AccessHead(reader.GetInt64(0), Hash(reader, 1) ?? throw Damaged(reader.GetInt64(0))) : AccessHead.None;
    }

    /// <summary>The number of the last entry, 0 when there is none.</summary>
    public static async Task<long> CountAsync(NpgsqlConnection connection, TenantId tenant, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "SELECT coalesce(max(a.number), 0) FROM dealledger.access_entry a WHERE a.tenant_id = $1", connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Entries, the newest first, and where those before them go on.</summary>
    public static async Task<AccessAnswer> ListAsync(
        NpgsqlConnection connection, TenantId tenant, AccessQuestion question, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Page + (question.Who is null ? "" : OfOne) + NewestFirst, connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = question.Before ?? long.MaxValue });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = question.From?.UtcDateTime ?? DateTimeOffset.MinValue.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = question.To?.UtcDateTime ?? DateTimeOffset.MaxValue.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = question.Limit + 1 });
        if (question.Who is { } who)
        {
            command.Parameters.Add(Sql.Text(who));
        }

        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var entries = new List<AccessEntry>();
        while (await reader.ReadAsync(cancellation))
        {
            var row = Read(reader);
            var previous = row.Number == 1 ? AccessHead.None.Hash : Hash(reader, 12);
            entries.Add(row is { Note: { } note, Hash: { } hash } && previous is { } before && AskedOf(note) is { } asked
                ? new AccessEntry(
                    row.Number, tenant.Value, note.At, note.Kind, note.Caller, note.Role, note.Person, note.Action, asked, note.Position, note.Form,
                    note.Outcome, before, hash)
                : throw Damaged(row.Number));
        }

        var isMore = entries.Count > question.Limit;
        return new AccessAnswer(
            AccessAnswer.Version, tenant.Value, isMore ? entries[..question.Limit] : entries, isMore ? entries[question.Limit - 1].Number : null);
    }

    /// <summary>Every entry, in the order of their numbers; a row that somebody changed by hand may have no instant of any calendar, and no hash.</summary>
    public static async IAsyncEnumerable<(long Number, AccessNote? Note, Digest? Hash)> AllAsync(
        NpgsqlConnection connection, TenantId tenant, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"SELECT {Columns} FROM dealledger.access_entry a WHERE a.tenant_id = $1 ORDER BY a.number", connection)
        {
            CommandTimeout = 0,
        };
        command.Parameters.Add(Sql.Text(tenant.Value));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            yield return Read(reader);
        }
    }

    private static (long Number, AccessNote? Note, Digest? Hash) Read(NpgsqlDataReader reader)
    {
        var at = reader.GetFieldValue<long>(1);
        var note = at < FirstInstant || at > LastInstant
            ? null
            : new AccessNote(
                new DateTimeOffset(Epoch.AddTicks(at * TimeSpan.TicksPerMicrosecond)), reader.GetString(2), reader.GetString(3), Sql.Nullable(reader, 4),
                Sql.Nullable(reader, 5), reader.GetString(6), reader.GetString(7), reader.IsDBNull(8) ? null : reader.GetInt64(8), Sql.Nullable(reader, 9),
                reader.GetString(10));
        return (reader.GetInt64(0), note, Hash(reader, 11));
    }

    private static Dictionary<string, string>? AskedOf(AccessNote note)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(note.Asked);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Digest? Hash(NpgsqlDataReader reader, int at) =>
        !reader.IsDBNull(at) && reader.GetFieldValue<byte[]>(at) is { Length: Digest.Length } bytes ? new Digest(bytes) : null;

    private static RefusedException Damaged(long number) =>
        new("access-log-damaged", $"Entry {number} of the access log was changed by hand; verify the ledger to see where that begins.");
}
