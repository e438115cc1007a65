using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Answers;

/// <summary>What lies beside the log by its id: the names of people and accounts, and texts.</summary>
internal static class Names
{
    /// <summary>The names of these people as they are now; those without one, and erased ones, are left out.</summary>
    public static Task<IReadOnlyDictionary<string, string>> OfPeopleAsync(
        NpgsqlConnection connection, TenantId tenant, IReadOnlyCollection<string> ids, CancellationToken cancellation) =>
        ReadAsync(
            connection,
            """
            SELECT n.id, t.content
            FROM (
                SELECT DISTINCT ON (f.id) f.id, f.data ->> 'To' AS reference
                FROM dealledger.fact f
                WHERE f.tenant_id = $1 AND f.kind = 'person' AND f.id = ANY ($2) AND f.type = 'person_renamed'
                ORDER BY f.id, f.data ->> 'At' DESC, f.position DESC
            ) n
            JOIN dealledger.text t ON t.tenant_id = $1
                AND t.text_id = CASE WHEN n.reference ~ '^text:[0-9a-f]{32}:' THEN substr(n.reference, 6, 32)::uuid END
            """,
            tenant, ids, cancellation);

    /// <summary>The names of these accounts; those without one are left out.</summary>
    public static Task<IReadOnlyDictionary<string, string>> OfAccountsAsync(
        NpgsqlConnection connection, TenantId tenant, IReadOnlyCollection<string> ids, CancellationToken cancellation) =>
        ReadAsync(
            connection, "SELECT account_id, name FROM dealledger.account WHERE tenant_id = $1 AND account_id = ANY ($2) AND name IS NOT NULL", tenant, ids, cancellation);

    /// <summary>The contents of these texts, by the text's id in 32 digits; erased ones are left out.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> OfTextsAsync(
        NpgsqlConnection connection, TenantId tenant, IReadOnlyCollection<Guid> ids, CancellationToken cancellation)
    {
        if (ids.Count == 0)
        {
            return new Dictionary<string, string>();
        }

        await using var command = new NpgsqlCommand("SELECT text_id, content FROM dealledger.text WHERE tenant_id = $1 AND text_id = ANY ($2)", connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(Sql.Array(ids));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            texts.Add(reader.GetGuid(0).ToString("N"), reader.GetString(1));
        }

        return texts;
    }

    private static async Task<IReadOnlyDictionary<string, string>> ReadAsync(
        NpgsqlConnection connection, string sql, TenantId tenant, IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        if (ids.Count == 0)
        {
            return new Dictionary<string, string>();
        }

        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(Sql.Array(ids));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            names.Add(reader.GetString(0), reader.GetString(1));
        }

        return names;
    }
}
