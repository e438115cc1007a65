using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres.Access;

/// <summary>
/// The users of a tenant who sign in with a password. Whatever adds or changes one is the owner's, and stands in the access log as done by
/// <paramref name="by"/>; who answers requests reads them and counts failures.
/// </summary>
public sealed class LocalUsers(LedgerDatabase database, TimeProvider clock, Caller by)
{
    private const string Columns = "u.name, u.role, u.person, u.created_at, u.disabled_at, u.failures, u.locked_until, u.last_sign_in_at";

    // A locked name is not tried at all. Not waiting for the disk makes a name that there is as quick as one that there is not.
    private const string Count = """
        UPDATE dealledger.local_user u SET
            failures = u.failures + 1,
            locked_until = CASE WHEN u.failures + 1 >= $4 THEN $3 + make_interval(secs => ($5::integer[])[least(u.failures + 2 - $4, cardinality($5::integer[]))]) END
        WHERE u.tenant_id = $1 AND u.name = $2 AND u.disabled_at IS NULL AND (u.locked_until IS NULL OR u.locked_until <= $3)
        RETURNING u.password_hash, u.role, u.person, u.stamp
        """;

    private static readonly int[] LockedSeconds = [.. LockOut.Times.Select(time => (int)time.TotalSeconds)];

    /// <summary>Adds a user. Refused when the tenant has one of that name (<c>user-exists</c>).</summary>
    public Task<LocalUser> AddAsync(
        TenantId tenant, UserName name, Role role, string? person, string passwordHash, DateTimeOffset at, CancellationToken cancellation)
    {
        const string Insert = $"""
            INSERT INTO dealledger.local_user AS u (tenant_id, name, role, person, password_hash, stamp, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT DO NOTHING RETURNING {Columns}
            """;
        return RunAsync(
            tenant, name, "add", Insert,
            [
                Sql.Text(Word(role)), Sql.Text(person), Sql.Text(passwordHash),
                new NpgsqlParameter<Guid> { TypedValue = Guid.NewGuid() }, Sql.Instant(at),
            ],
            added => added ?? throw new RefusedException("user-exists", $"There is a user '{name}' already; 'user password {name}' gives another password.", "name"),
            cancellation);
    }

    /// <summary>All users, in the order of their names.</summary>
    public async Task<IReadOnlyList<LocalUser>> ListAsync(TenantId tenant, CancellationToken cancellation)
    {
        await using var command = database.Owner.CreateCommand($"SELECT {Columns} FROM dealledger.local_user u WHERE u.tenant_id = $1 ORDER BY u.name");
        command.Parameters.Add(Sql.Text(tenant.Value));
        return await ReadAsync(command, cancellation);
    }

    /// <summary>Lets a user sign in no more, and ends every session. Refused when there is no such user (<c>user-unknown</c>).</summary>
    public Task<LocalUser> DisableAsync(TenantId tenant, UserName name, DateTimeOffset at, CancellationToken cancellation) =>
        ChangeAsync(tenant, name, "disable", "disabled_at = coalesce(u.disabled_at, $3), stamp = gen_random_uuid()", cancellation, Sql.Instant(at));

    /// <summary>Lets a disabled user sign in again. Refused when there is no such user (<c>user-unknown</c>).</summary>
    public Task<LocalUser> EnableAsync(TenantId tenant, UserName name, CancellationToken cancellation) =>
        ChangeAsync(tenant, name, "enable", "disabled_at = NULL, failures = 0, locked_until = NULL", cancellation);

    /// <summary>Gives a user another password, ends every session and a lock. Refused when there is no such user (<c>user-unknown</c>).</summary>
    public Task<LocalUser> SetPasswordAsync(TenantId tenant, UserName name, string passwordHash, CancellationToken cancellation) => ChangeAsync(
        tenant, name, "password", "password_hash = $3, stamp = gen_random_uuid(), failures = 0, locked_until = NULL", cancellation, Sql.Text(passwordHash));

    /// <summary>
    /// Makes a user something else: another role, another person, or nobody where none is given and <paramref name="isNobody"/>; what is not given stays.
    /// Ends every session. Refused when there is no such user (<c>user-unknown</c>), and when the role asks for a person (<c>person-needed</c>).
    /// </summary>
    public Task<LocalUser> ChangeRoleAsync(TenantId tenant, UserName name, Role? role, string? person, bool isNobody, CancellationToken cancellation)
    {
        const string Change = "role = coalesce($3, u.role), person = CASE WHEN $5 THEN $4 ELSE coalesce($4, u.person) END, stamp = gen_random_uuid()";
        return RunAsync(
            tenant, name, "change", Update(Change),
            [Sql.Text(role is { } other ? Word(other) : null), Sql.Text(person), new NpgsqlParameter<bool> { TypedValue = isNobody }],
            found => Known(found, name) is { Person: null } changed && RoleTable.NeedsPerson(changed.Role)
                ? throw new RefusedException(
                    "person-needed", $"A {Word(changed.Role)} sees what is the own; say with --person ID who '{name}' is, as 'people show' lists them.", "person")
                : found!,
            cancellation);
    }

    /// <summary>Ends the lock of a name that failed to sign in too often. Refused when there is no such user (<c>user-unknown</c>).</summary>
    public Task<LocalUser> UnlockAsync(TenantId tenant, UserName name, CancellationToken cancellation) =>
        ChangeAsync(tenant, name, "unlock", "failures = 0, locked_until = NULL", cancellation);

    /// <summary>
    /// Counts a try as failed before its password is looked at, so that tries at the same time are all counted. None when nobody of that name may
    /// sign in now.
    /// </summary>
    public async Task<SignInTry?> BeginAsync(TenantId tenant, UserName name, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT set_config('synchronous_commit', 'off', true)"));
        var count = new NpgsqlBatchCommand(Count);
        AddName(count.Parameters, tenant, name);
        count.Parameters.Add(Sql.Instant(at));
        count.Parameters.Add(new NpgsqlParameter<int> { TypedValue = LockOut.Failures });
        count.Parameters.Add(Sql.Array(LockedSeconds));
        batch.BatchCommands.Add(count);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? new SignInTry(reader.GetString(0), Standing(reader, 1)) : null;
    }

    /// <summary>Notes that a try was right after all; false when the user was changed meanwhile, and nobody signed in.</summary>
    public async Task<bool> CompleteAsync(TenantId tenant, UserName name, Guid stamp, DateTimeOffset at, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        await using var command = new NpgsqlCommand(
            """
            UPDATE dealledger.local_user u SET failures = 0, locked_until = NULL, last_sign_in_at = $3
            WHERE u.tenant_id = $1 AND u.name = $2 AND u.disabled_at IS NULL AND u.stamp = $4
            """,
            connection);
        AddName(command.Parameters, tenant, name);
        command.Parameters.Add(Sql.Instant(at));
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = stamp });
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    /// <summary>What a user is now; none when there is none of that name, or it is disabled.</summary>
    public async Task<UserStanding?> StandingAsync(TenantId tenant, UserName name, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(tenant, cancellation);
        await using var command = new NpgsqlCommand(
            "SELECT u.role, u.person, u.stamp FROM dealledger.local_user u WHERE u.tenant_id = $1 AND u.name = $2 AND u.disabled_at IS NULL", connection);
        AddName(command.Parameters, tenant, name);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Standing(reader, 0) : null;
    }

    private Task<LocalUser> ChangeAsync(
        TenantId tenant, UserName name, string what, string change, CancellationToken cancellation, params IReadOnlyList<NpgsqlParameter> values) =>
        RunAsync(tenant, name, what, Update(change), values, found => Known(found, name), cancellation);

    private async Task<LocalUser> RunAsync(
        TenantId tenant, UserName name, string what, string statement, IReadOnlyList<NpgsqlParameter> values, Func<LocalUser?, LocalUser> check,
        CancellationToken cancellation)
    {
        await using var connection = await database.Owner.OpenConnectionAsync(cancellation);
        return await NotedChange.RunAsync(
            connection, tenant,
            async () =>
            {
                await using var command = new NpgsqlCommand(statement, connection);
                AddName(command.Parameters, tenant, name);
                foreach (var value in values)
                {
                    command.Parameters.Add(value);
                }

                return check((await ReadAsync(command, cancellation)).SingleOrDefault());
            },
            user => AccessNote.OfRights(by, clock.GetUtcNow(), $"user {what}", AccessNote.About("user", user.Name, user.Role, user.Person)),
            cancellation);
    }

    private static string Update(string change) => $"UPDATE dealledger.local_user u SET {change} WHERE u.tenant_id = $1 AND u.name = $2 RETURNING {Columns}";

    private static LocalUser Known(LocalUser? found, UserName name) =>
        found ?? throw new RefusedException("user-unknown", $"There is no user '{name}'; 'user list' shows those that there are.", "name");

    private static async Task<List<LocalUser>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var users = new List<LocalUser>();
        while (await reader.ReadAsync(cancellation))
        {
            users.Add(new LocalUser(
                reader.GetString(0), RoleOf(reader.GetString(1)), Sql.Nullable(reader, 2), reader.GetFieldValue<DateTimeOffset>(3), Sql.NullableInstant(reader, 4), reader.GetInt32(5),
                Sql.NullableInstant(reader, 6), Sql.NullableInstant(reader, 7)));
        }

        return users;
    }

    private static UserStanding Standing(NpgsqlDataReader reader, int from) =>
        new(RoleOf(reader.GetString(from)), Sql.Nullable(reader, from + 1), reader.GetGuid(from + 2));

    private static void AddName(NpgsqlParameterCollection parameters, TenantId tenant, UserName name)
    {
        parameters.Add(Sql.Text(tenant.Value));
        parameters.Add(Sql.Text(name.Value));
    }

    private static string Word(Role role) => role.ToString().ToLowerInvariant();

    private static Role RoleOf(string word) => Enum.Parse<Role>(word, ignoreCase: true);
}
