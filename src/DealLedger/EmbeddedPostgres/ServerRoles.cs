using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.EmbeddedPostgres;

// The roles and the database of an embedded server, and how to reach them.
internal static class ServerRoles
{
    public const string Owner = "dealledger";
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

    /// <summary>Makes the database when it is missing, as after a first start that was killed.</summary>
    public static async Task EnsureDatabaseAsync(Postmaster server, Passwords passwords, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(MaintenanceConnection(server, passwords.Owner));
        await connection.OpenAsync(cancellationToken);
        await using var found = new NpgsqlCommand("select exists (select from pg_database where datname = 'dealledger')", connection);
        if (await found.ExecuteScalarAsync(cancellationToken) is false)
        {
            await using var create = new NpgsqlCommand("create database dealledger", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>
    /// The login that reads one tenant, made when it is missing, and its password. Row-level security knows the tenant by the login's name; the
    /// password follows from the home's own, so that a BI tool's connection stays good.
    /// </summary>
    public static async Task<(string Role, string Password)> EnsureReaderAsync(
        string ownerConnection, Passwords passwords, TenantId tenant, CancellationToken cancellationToken)
    {
        var (role, password) = ($"dealledger_reader_{tenant}", passwords.OfReader(tenant));
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ownerConnection) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var tell = new NpgsqlCommand("select set_config('dealledger.reader', $1, false), set_config('dealledger.reader_password', $2, false)", connection)
        {
            Parameters = { new() { Value = role }, new() { Value = password } },
        };
        await tell.ExecuteNonQueryAsync(cancellationToken);
        await using var make = new NpgsqlCommand(
            """
            do $$
            declare
                reader text := current_setting('dealledger.reader');
            begin
                if not exists (select from pg_roles where rolname = reader) then
                    execute format('create role %I in role dealledger_reader', reader);
                end if;
                execute format('alter role %I login password %L', reader, current_setting('dealledger.reader_password'));
                execute format('alter role %I set default_transaction_read_only = on', reader);
            end $$
            """,
            connection);
        await make.ExecuteNonQueryAsync(cancellationToken);
        return (role, password);
    }
}
