using Npgsql;

namespace DealLedger.Postgres.Backups;

/// <summary>A table of the ledger as the catalog describes it; a partition belongs to its parent. Names are quoted where SQL needs it.</summary>
internal sealed record StoredTable(
    string Schema, string Relation, IReadOnlyList<BackupColumn> Columns, IReadOnlyList<string> Key, IReadOnlyList<string> References, bool IsPartitioned)
{
    private const string TenantColumn = "tenant_id";

    private static readonly string?[] Everyone = [null];

    // What a rebuild makes of the log, what a migration writes of itself, and the keys of sessions: without them people sign in once more.
    private static readonly HashSet<string> Derived = new(StringComparer.Ordinal)
    {
        "dealledger.checkpoint", "dealledger.checkpoint_group", "dealledger.checkpoint_sums", "dealledger.deal_change", "dealledger.fact",
        "dealledger.projection", "dealledger.schema_version", "dealledger.session_key",
    };

    // Tables without a tenant's column of which a tenant has rows nevertheless; {0} stands for the tenant.
    private static readonly Dictionary<string, string> SharedRows = new(StringComparer.Ordinal)
    {
        ["dealledger.seal_key"] = "key_id IN (SELECT s.key_id FROM dealledger.seal s WHERE s.tenant_id = '{0}')",
        ["ledger.mt_tenant_partitions"] = "partition_value = '{0}'",
    };

    // Marten keeps books of its own in the schema of the events, and makes them when it comes.
    private const string All = """
        SELECT n.nspname::text, c.relname::text,
               (SELECT array_agg(a.attname::text ORDER BY a.attnum)
                FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''),
               (SELECT array_agg(format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum)
                FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''),
               (SELECT array_agg(a.attname::text ORDER BY k.place)
                FROM pg_index i CROSS JOIN unnest(i.indkey::smallint[]) WITH ORDINALITY AS k (attnum, place)
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum WHERE i.indrelid = c.oid AND i.indisprimary),
               (SELECT array_agg(DISTINCT fn.nspname || '.' || fc.relname)
                FROM pg_constraint f JOIN pg_class fc ON fc.oid = f.confrelid JOIN pg_namespace fn ON fn.oid = fc.relnamespace
                WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid),
               c.relkind = 'p'
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence = 'p'
          AND (n.nspname = 'dealledger' OR (n.nspname = 'ledger' AND c.relname IN ('mt_events', 'mt_streams', 'mt_tenant_partitions')))
        ORDER BY 1, 2
        """;

    /// <summary>The table's name as documents write it.</summary>
    public string Name => $"{Schema}.{Relation}";

    /// <summary>Whether what it holds follows from the log, so that no backup holds it.</summary>
    public bool IsDerived => Derived.Contains(Name);

    /// <summary>Whether each of its rows is of one tenant.</summary>
    public bool HasTenant => Columns.Any(c => c.Name == TenantColumn);

    /// <summary>Whether a tenant's export has rows of it that others may have too.</summary>
    public bool IsShared => SharedRows.ContainsKey(Name);

    /// <summary>Whether it belongs to the database and not to any tenant.</summary>
    public bool IsOfDatabase => !HasTenant && !IsShared;

    /// <summary>The table as SQL names it.</summary>
    public string Sql => $"{Quoted(Schema)}.{Quoted(Relation)}";

    /// <summary>Its columns as SQL names them.</summary>
    public string ColumnsSql => string.Join(", ", Columns.Select(c => Quoted(c.Name)));

    /// <summary>The partition of a tenant as SQL names it.</summary>
    public string PartitionSql(string tenant) => $"{Quoted(Schema)}.{Quoted($"{Relation}_{tenant}")}";

    /// <summary>The condition that finds the rows of a tenant, whose id has the form of a plain identifier: COPY takes no parameters.</summary>
    public string RowsOf(string tenant) =>
        HasTenant ? $"{TenantColumn} = '{tenant}'" : SharedRows[Name].Replace("{0}", tenant, StringComparison.Ordinal);

    /// <summary>Copies the rows of a tenant or all of them out, in the order of their keys.</summary>
    public string CopyOut(string? tenant) =>
        $"COPY (SELECT {ColumnsSql} FROM {Sql}{(tenant is null ? "" : " WHERE " + RowsOf(tenant))} "
        + $"ORDER BY {string.Join(", ", Key.Select(Quoted))}) TO STDOUT (FORMAT binary)";

    /// <summary>Every table of the ledger, each after those that it refers to.</summary>
    public static async Task<IReadOnlyList<StoredTable>> ReadAllAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(All, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var tables = new List<StoredTable>();
        while (await reader.ReadAsync(cancellation))
        {
            var columns = Texts(reader, 2).Zip(Texts(reader, 3), (name, type) => new BackupColumn(name, type)).ToList();
            tables.Add(new StoredTable(reader.GetString(0), reader.GetString(1), columns, Texts(reader, 4), Texts(reader, 5), reader.GetBoolean(6)));
        }

        return InOrder(tables);
    }

    /// <summary>What a backup of a kind holds of these tables: the table, and the tenant where an entry is of one.</summary>
    public static IEnumerable<(StoredTable Table, string? Tenant)> Entries(
        IReadOnlyList<StoredTable> tables, BackupKind kind, IReadOnlyList<BackupTenant> tenants) =>
        from table in tables
        where !table.IsDerived && (kind == BackupKind.Database || !table.IsOfDatabase)
        from tenant in table.IsPartitioned || kind == BackupKind.Tenant ? tenants.Select(string? (t) => t.Id) : Everyone
        select (table, tenant);

    /// <summary>The name of an entry.</summary>
    public string EntryName(string? tenant) => tenant is null ? $"{Name}.copy" : $"{Name}/{tenant}.copy";

    private static List<StoredTable> InOrder(List<StoredTable> tables)
    {
        var ordered = new List<StoredTable>(tables.Count);
        var placed = new HashSet<string>(StringComparer.Ordinal);
        while (tables.Find(t => !placed.Contains(t.Name) && t.References.All(r => placed.Contains(r) || !tables.Exists(o => o.Name == r))) is { } next)
        {
            placed.Add(next.Name);
            ordered.Add(next);
        }

        // Tables that refer to each other come as they are.
        return [.. ordered, .. tables.Where(t => !placed.Contains(t.Name))];
    }

    private static string[] Texts(NpgsqlDataReader reader, int at) => reader.IsDBNull(at) ? [] : reader.GetFieldValue<string[]>(at);

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
