using DealLedger.Core.Access;
using DealLedger.Core.Ledger;

namespace DealLedger.Core.Tests.Access;

public sealed class RoleTableTests
{
    [Fact]
    public void Every_role_may_something_and_every_right_is_somebodys()
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            Enum.GetValues<Right>().ShouldContain(right => RoleTable.May(role, right), role.ToString());
        }

        foreach (var right in Enum.GetValues<Right>())
        {
            Enum.GetValues<Role>().ShouldContain(role => RoleTable.May(role, right), right.ToString());
        }
    }

    [Fact]
    public void Only_a_feed_names_others_and_it_reads_nothing()
    {
        Enum.GetValues<Role>().Where(r => RoleTable.May(r, Right.NameOthers)).ShouldBe([Role.Feed]);
        Enum.GetValues<Right>().Where(r => RoleTable.May(Role.Feed, r)).ShouldBe([Right.ChangeDeals, Right.NameOthers]);
    }

    [Fact]
    public void Who_works_on_the_machine_may_everything_and_who_did_not_sign_in_nothing()
    {
        foreach (var right in Enum.GetValues<Right>())
        {
            Caller.Local.May(right).ShouldBeTrue();
            Caller.Nobody.May(right).ShouldBeFalse();
        }

        (Caller.Local.Reach, Caller.Nobody.Reach).ShouldBe((Reach.All, Reach.None));
    }

    [Fact]
    public void A_caller_is_refused_every_tenant_but_the_own_one()
    {
        TenantId.TryParse("acme", out var acme).ShouldBeTrue();
        var caller = new Caller("key:1", acme, Role.Leader, null);

        caller.In(acme).ShouldBe(acme);
        Should.Throw<RefusedException>(() => caller.In(TenantId.Default)).Refusal.Code.ShouldBe("tenant-foreign");
        Caller.Local.In(acme).ShouldBe(acme);
    }
}
