namespace DealLedger.EmbeddedPostgres;

/// <summary>What may differ from one embedded server to another.</summary>
public sealed record EmbeddedServerOptions
{
    /// <summary>Durable, tuned for one machine that does other work as well.</summary>
    public static EmbeddedServerOptions Default { get; } = new();

    /// <summary>PostgreSQL settings beside or instead of the usual ones; they take effect when the cluster is created.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    internal bool IsDurable => !Settings.TryGetValue("fsync", out var fsync) || fsync != "off";

    internal string ToConfiguration()
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["effective_io_concurrency"] = "64",
            ["fsync"] = "on",
            ["jit"] = "off",
            ["log_timezone"] = "UTC",
            ["max_connections"] = "200",
            ["max_wal_size"] = "2GB",
            ["password_encryption"] = "scram-sha-256",
            ["random_page_cost"] = "1.1",
            ["shared_buffers"] = "256MB",
            ["timezone"] = "UTC",
        };
        foreach (var (name, value) in Settings)
        {
            all[name] = value;
        }

        return string.Concat(all.Select(setting => $"{setting.Key} = '{setting.Value.Replace("'", "''", StringComparison.Ordinal)}'\n"));
    }
}
