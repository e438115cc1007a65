using DealLedger.Core.Access;
using DealLedger.Core.Ledger;

namespace DealLedger.Core.Tests.Access;

public sealed class AuthorTests
{
    [Theory]
    [InlineData(Role.Leader, "ann", null, "ann")]
    [InlineData(Role.Leader, "ann", " ", "ann")]
    [InlineData(Role.Leader, "ann", "ann", "ann")]
    [InlineData(Role.Leader, null, null, "key:1")]
    [InlineData(Role.Leader, "0055g00000AbCdEAAV", "0055g00000AbCdE", "0055g00000AbCdEAAV")]
    [InlineData(Role.Feed, null, null, "key:1")]
    [InlineData(Role.Feed, null, "bob", "bob")]
    public void A_change_is_by_whoever_signed_in_and_only_a_feed_names_others(Role role, string? person, string? told, string author)
    {
        var self = person is { Length: 18 } ? SalesforceId.To18(person[..15]) : person;

        new Caller("key:1", TenantId.Default, role, self).Author(told).ShouldBe(author.Length == 18 ? self : author);
    }

    [Theory]
    [InlineData(Role.Rep)]
    [InlineData(Role.Manager)]
    [InlineData(Role.Leader)]
    [InlineData(Role.Admin)]
    public void Naming_another_one_is_refused(Role role) =>
        Should.Throw<RefusedException>(() => new Caller("user:ann", TenantId.Default, role, "ann").Author("bob")).Refusal.Code.ShouldBe("by-not-allowed");

    [Theory]
    [InlineData(null)]
    [InlineData("bob")]
    public void Who_works_on_the_machine_says_who_it_was(string? told) => Caller.Local.Author(told).ShouldBe(told);
}
