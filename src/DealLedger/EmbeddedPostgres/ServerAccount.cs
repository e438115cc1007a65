using System.Globalization;

namespace DealLedger.EmbeddedPostgres;

// The system user that PostgreSQL runs as: the caller, or, since PostgreSQL refuses root, an ordinary user in its place.
internal sealed class ServerAccount
{
    private static readonly ServerAccount Caller = new(null, []);

    private readonly string? _ids;
    private readonly IReadOnlyList<string> _prefix;

    private ServerAccount(string? ids, IReadOnlyList<string> prefix)
    {
        _ids = ids;
        _prefix = prefix;
    }

    /// <summary>True when commands run as another user than the caller, which is root then.</summary>
    public bool IsOther => _ids is not null;

    /// <summary>The user for a home: its owner when root looks after somebody's, else `postgres` or one made for it.</summary>
    public static async Task<ServerAccount> ForAsync(HomeFolder home, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
        {
            return Caller;
        }

        var owner = await IdsOfOwnerAsync(home.Path, cancellationToken);
        if (owner is { User: not 0 })
        {
            return await ThatWorksAsync(owner.Value, cancellationToken);
        }

        var ids = await IdsOfAsync("postgres", cancellationToken) ?? await IdsOfAsync("dealledger", cancellationToken);
        if (ids is null)
        {
            await MakeUserAsync(cancellationToken);
            ids = await IdsOfAsync("dealledger", cancellationToken) ?? throw Refusal("no user could be made for it with useradd or adduser");
        }

        return await ThatWorksAsync(ids.Value, cancellationToken);
    }

    public Task<ChildResult?> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken) =>
        ChildProcess.RunAsync([.. _prefix, .. command], cancellationToken);

    /// <summary>Hands a folder with all that is in it, or a file, to the account.</summary>
    public async Task OwnAsync(string path, CancellationToken cancellationToken)
    {
        if (_ids is not null && await ChildProcess.RunAsync(["chown", "-hR", _ids, path], cancellationToken) is not { Succeeded: true })
        {
            throw Refusal($"{path} could not be given to the user {_ids}");
        }
    }

    /// <summary>True when the account may pass through a folder and all folders above it.</summary>
    public async Task<bool> CanEnterAsync(string folder, CancellationToken cancellationToken) =>
        !IsOther || await RunAsync(["test", "-x", folder], cancellationToken) is { Succeeded: true };

    private static async Task<ServerAccount> ThatWorksAsync((int User, int Group) ids, CancellationToken cancellationToken)
    {
        var name = (await ChildProcess.RunAsync(["id", "-nu", $"{ids.User}"], cancellationToken))?.Output.Trim() ?? string.Empty;
        IReadOnlyList<string>[] ways =
        [
            ["setpriv", $"--reuid={ids.User}", $"--regid={ids.Group}", "--clear-groups", "--"],
            ["runuser", "-u", name, "--"],
            ["su", "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", "--", name],
        ];
        foreach (var way in ways)
        {
            if (await ChildProcess.RunAsync([.. way, "true"], cancellationToken) is { Succeeded: true })
            {
                return new ServerAccount($"{ids.User}:{ids.Group}", way);
            }
        }

        throw Refusal($"none of setpriv, runuser and su could switch to the user {ids.User}");
    }

    private static async Task MakeUserAsync(CancellationToken cancellationToken)
    {
        if (await ChildProcess.RunAsync(
                ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", "dealledger"],
                cancellationToken) is not { Succeeded: true })
        {
            // The one of Alpine and other small systems.
            await ChildProcess.RunAsync(["adduser", "-S", "-D", "-H", "dealledger"], cancellationToken);
        }
    }

    private static async Task<(int User, int Group)?> IdsOfAsync(string name, CancellationToken cancellationToken) =>
        Parse(
            (await ChildProcess.RunAsync(["id", "-u", name], cancellationToken))?.Output,
            (await ChildProcess.RunAsync(["id", "-g", name], cancellationToken))?.Output);

    private static async Task<(int User, int Group)?> IdsOfOwnerAsync(string path, CancellationToken cancellationToken)
    {
        string[] format = OperatingSystem.IsMacOS() ? ["-f", "%u %g"] : ["-c", "%u %g"];
        var parts = (await ChildProcess.RunAsync(["stat", .. format, path], cancellationToken))?.Output.Split(' ') ?? [];
        return parts.Length == 2 ? Parse(parts[0], parts[1]) : null;
    }

    private static (int User, int Group)? Parse(string? user, string? group) =>
        int.TryParse(user, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var u)
        && int.TryParse(group, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var g)
            ? (u, g)
            : null;

    private static EmbeddedPostgresException Refusal(string what) =>
        new("root", $"PostgreSQL does not run as root, and {what}; run dealledger as an ordinary user, or give --database.");
}
