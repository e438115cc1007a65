using DealLedger.Core.Access;

namespace DealLedger.Server.Inputs;

/// <summary>A key to be made, as it is written: the role has to be there, and the person where the role needs one.</summary>
public sealed record NewKeyWords(string? Role, string? Person = null, string? Expires = null, string? Note = null)
{
    private const int LongestNote = 200;

    private static readonly (string Word, Role Meaning)[] Roles = [.. Enum.GetValues<Role>().Select(role => (role.ToString().ToLowerInvariant(), role))];

    /// <summary>The key that is meant.</summary>
    public NewApiKey Read(InputReader read, DateTimeOffset now)
    {
        var role = read.Choice("role", Role ?? "", Roles);
        var person = InputReader.IdIfGiven("person", string.IsNullOrWhiteSpace(Person) ? null : Person.Trim());
        if (person is null && RoleTable.NeedsPerson(role) && Roles.Any(r => string.Equals(r.Word, Role, StringComparison.OrdinalIgnoreCase)))
        {
            read.Refuse("person", $"The role {role.ToString().ToLowerInvariant()} sees the deals of somebody; say whose, by the person's id.");
        }

        var expires = read.Instant("expires", Expires);
        if (expires <= now)
        {
            read.Refuse("expires", $"'{InputReader.Short(Expires!)}' is not in the future; name an instant to come, or leave it out for a key that does not expire.");
        }

        var note = string.IsNullOrWhiteSpace(Note) ? null : Note.Trim();
        if (note is { Length: > LongestNote } || note?.Any(c => char.IsControl(c) || char.IsSurrogate(c)) == true)
        {
            read.Refuse("note", $"A note has at most {LongestNote} characters on one line.");
        }

        return read.Checked(new NewApiKey(role, person, expires, note));
    }
}
