using Npgsql;

namespace DealLedger.EmbeddedPostgres;

// The roles and the database of an embedded server, and how to reach them.
internal static class ServerRoles
{
    public const string Owner = "dealledger";
    public const string Reader = "dealledger_reader";
    public const string Database = "dealledger";

    public static string MaintenanceConnection(Postmaster server, string ownerPassword) =>
        new NpgsqlConnectionStringBuilder(Connection("127.0.0.1", server.Port, Owner, ownerPassword)) { Database = "postgres", Pooling = false, Timeout = 5 }
            .ConnectionString;

    public static string Connection(string host, int port, string role, string password) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = host,
            Port = port,
            Username = role,
            Password = password,
            Database = Database,
            ApplicationName = "dealledger",
            NoResetOnClose = true,
            // Both are for the wire, and there is none: asking costs a round trip and loads a library that may be missing.
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;

    public static string Uri(int port, string role, string password) => $"postgresql://{role}:{password}@127.0.0.1:{port}/{Database}";

    /// <summary>Creates what is missing; a process killed at its first start may have left any part undone.</summary>
    public static async Task EnsureAsync(Postmaster server, Passwords passwords, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(MaintenanceConnection(server, passwords.Owner));
        await connection.OpenAsync(cancellationToken);
        await using var password = new NpgsqlCommand("select set_config('dealledger.reader_password', $1, false)", connection)
        {
            Parameters = { new() { Value = passwords.Reader } },
        };
        await password.ExecuteNonQueryAsync(cancellationToken);
        await using var role = new NpgsqlCommand(
            """
            do $$
            begin
                if not exists (select from pg_roles where rolname = 'dealledger_reader') then
                    execute format('create role dealledger_reader login password %L', current_setting('dealledger.reader_password'));
                    alter role dealledger_reader set default_transaction_read_only = on;
                end if;
            end $$
            """,
            connection);
        await role.ExecuteNonQueryAsync(cancellationToken);

        await using var found = new NpgsqlCommand("select exists (select from pg_database where datname = 'dealledger')", connection);
        if (await found.ExecuteScalarAsync(cancellationToken) is false)
        {
            await using var create = new NpgsqlCommand("create database dealledger", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
