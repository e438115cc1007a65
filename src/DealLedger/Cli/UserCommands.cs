using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Core.Access;
using DealLedger.Core.Organisation;
using DealLedger.Postgres.Access;
using DealLedger.Server.Access.Users;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>A command about one user of the tenant.</summary>
internal abstract class UserCommand : LedgerCommand
{
    private readonly Argument<string> _name;

    protected UserCommand(CommandContext context, string name, string description)
        : base(context, name, description)
    {
        _name = Required("NAME", "The name that the user signs in with.");
    }

    /// <summary>What a user can be: a feed is no person.</summary>
    protected static (string Word, Role Meaning)[] Roles { get; } = [.. Enum.GetValues<Role>().Where(role => role != Role.Feed).Select(role => (Word(role), role))];

    protected override bool HasRows => true;

    /// <summary>A role as it is told and written.</summary>
    protected static string Word(Role role) => role.ToString().ToLowerInvariant();

    /// <summary>The option that says the role.</summary>
    protected Option<string?> RoleOption(bool isRequired) =>
        Text("--role", "R", $"What the user is here for: {string.Join(", ", Roles.Select(role => role.Word))}.", isRequired);

    /// <summary>The option that says who the user is.</summary>
    protected Option<string?> PersonOption() => Text("--person", "ID", "Who of the people of the ledger the user is; a rep and a manager have to be one.");

    /// <summary>The name that is meant.</summary>
    protected UserName NameOf(ParseResult parse) => UserName.TryParse(parse.GetRequiredValue(_name), out var name)
        ? name
        : throw new UsageException($"NAME: '{Plain.Line(InputReader.Short(parse.GetRequiredValue(_name)))}' is not a user's name; one has {UserName.Accepted}.");

    /// <summary>Runs what changes a user on the open ledger, and shows the user.</summary>
    protected static async Task<int> ShowAsync(CommandRun run, Func<LocalUsers, Task<LocalUser>> change, string saying, CancellationToken cancellation)
    {
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        await ledger.Host.Directory.RequireKeptAsync(run.Tenant, cancellation);
        var user = await change(ledger.Users);
        await run.WriteAsync(UserDocument.Of(user, run.Clock.GetUtcNow()), (writer, told) => UserText.WriteRows(writer, [told]), _ =>
        {
            run.Terminal.Output.WriteLine($"{user.Name} {saying}");
            return Task.CompletedTask;
        });
        return ExitCodes.Done;
    }
}

/// <summary>dealledger user add.</summary>
internal sealed class AddUserCommand : UserCommand
{
    private readonly Option<string?> _role;
    private readonly Option<string?> _person;
    private readonly Option<string?> _passwordFile;

    public AddUserCommand(CommandContext context)
        : base(context, "add", "Adds a user who signs in to the pages with a password.")
    {
        _role = RoleOption(isRequired: true);
        _person = PersonOption();
        _passwordFile = Text("--password-file", "FILE", PasswordInput.Description);
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var name = NameOf(parse);
        var read = new InputReader(SettingsHistory.None, run.Clock.GetUtcNow());
        var role = read.Checked(read.Choice("role", parse.GetValue(_role), Roles));
        var person = InputReader.IdIfGiven("person", parse.GetValue(_person));
        if (person is null && RoleTable.NeedsPerson(role))
        {
            throw new UsageException($"--person: a {Word(role)} sees what is the own; say with --person ID who it is, as 'people show' lists them.");
        }

        var password = await PasswordInput.ReadAsync(run, name, parse.GetValue(_passwordFile), cancellation);
        return await ShowAsync(
            run, users => users.AddAsync(run.Tenant, name, role, person, PasswordHashes.Of(password), run.Clock.GetUtcNow(), cancellation),
            $"can sign in as {Word(role)}.", cancellation);
    }
}

/// <summary>dealledger user change.</summary>
internal sealed class ChangeUserCommand : UserCommand
{
    private readonly Option<string?> _role;
    private readonly Option<string?> _person;
    private readonly Option<bool> _nobody;

    public ChangeUserCommand(CommandContext context)
        : base(context, "change", "Makes a user something or somebody else, and ends every session within a minute.")
    {
        _role = RoleOption(isRequired: false);
        _person = PersonOption();
        _nobody = Switch("--no-person", "The user is none of the people of the ledger any more.");
    }

    protected override Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var (name, told, isNobody) = (NameOf(parse), parse.GetValue(_role), parse.GetValue(_nobody));
        var read = new InputReader(SettingsHistory.None, run.Clock.GetUtcNow());
        Role? role = told is null ? null : read.Checked(read.Choice("role", told, Roles));
        var person = InputReader.IdIfGiven("person", parse.GetValue(_person));
        if (person is not null && isNobody)
        {
            throw new UsageException("--no-person: --person says who the user is; leave one of them out.");
        }

        return role is null && person is null && !isNobody
            ? throw new UsageException("Nothing to change; say what with --role R, --person ID or --no-person.")
            : ShowAsync(
                run, users => users.ChangeRoleAsync(run.Tenant, name, role, person, isNobody, cancellation), "is changed; sessions end within a minute.", cancellation);
    }
}

/// <summary>dealledger user list.</summary>
internal sealed class ListUsersCommand(CommandContext context) : LedgerCommand(context, "list", "The users who sign in to the pages with a password.")
{
    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        await ledger.Host.Directory.RequireKeptAsync(run.Tenant, cancellation);
        var now = run.Clock.GetUtcNow();
        var users = (await ledger.Users.ListAsync(run.Tenant, cancellation)).Select(user => UserDocument.Of(user, now)).ToList();
        await run.WriteAsync(new UsersDocument(run.Tenant.Value, users), (writer, told) => UserText.WriteRows(writer, told.Users), console =>
        {
            UserText.Write(console, users);
            return Task.CompletedTask;
        });
        return ExitCodes.Done;
    }
}

/// <summary>dealledger user disable.</summary>
internal sealed class DisableUserCommand(CommandContext context)
    : UserCommand(context, "disable", "Lets a user sign in no more, and ends every session within a minute.")
{
    protected override Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation) => ShowAsync(
        run, users => users.DisableAsync(run.Tenant, NameOf(parse), run.Clock.GetUtcNow(), cancellation), "can sign in no more; sessions end within a minute.", cancellation);
}

/// <summary>dealledger user enable.</summary>
internal sealed class EnableUserCommand(CommandContext context) : UserCommand(context, "enable", "Lets a disabled user sign in again.")
{
    protected override Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation) =>
        ShowAsync(run, users => users.EnableAsync(run.Tenant, NameOf(parse), cancellation), "can sign in again.", cancellation);
}

/// <summary>dealledger user password.</summary>
internal sealed class SetPasswordCommand : UserCommand
{
    private readonly Option<string?> _passwordFile;

    public SetPasswordCommand(CommandContext context)
        : base(context, "password", "Gives a user another password, and ends every session within a minute.")
    {
        _passwordFile = Text("--password-file", "FILE", PasswordInput.Description);
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var name = NameOf(parse);
        var password = await PasswordInput.ReadAsync(run, name, parse.GetValue(_passwordFile), cancellation);
        return await ShowAsync(
            run, users => users.SetPasswordAsync(run.Tenant, name, PasswordHashes.Of(password), cancellation),
            "has another password; sessions end within a minute.", cancellation);
    }
}

/// <summary>dealledger user unlock.</summary>
internal sealed class UnlockUserCommand(CommandContext context) : UserCommand(context, "unlock", "Lets a user try again at once who failed to sign in too often.")
{
    protected override Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation) =>
        ShowAsync(run, users => users.UnlockAsync(run.Tenant, NameOf(parse), cancellation), "can try again at once.", cancellation);
}
