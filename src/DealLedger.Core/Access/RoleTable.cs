using System.Collections.Frozen;

namespace DealLedger.Core.Access;

/// <summary>What each role may: the one place that says so.</summary>
public static class RoleTable
{
    private static readonly FrozenDictionary<Role, (Reach Reach, FrozenSet<Right> Rights)> Table = new Dictionary<Role, (Reach, FrozenSet<Right>)>
    {
        [Role.Rep] = (Reach.Own, [Right.ReadDeals, Right.ReadNotes, Right.ReadOrganisation, Right.ChangeDeals, Right.SubmitCalls, Right.FollowUp]),
        [Role.Manager] = (Reach.Below, [Right.ReadDeals, Right.ReadNotes, Right.ReadOrganisation, Right.ChangeDeals, Right.SubmitCalls, Right.FollowUp]),
        [Role.Leader] =
            (Reach.All, [Right.ReadDeals, Right.ReadNotes, Right.ReadOrganisation, Right.ChangeDeals, Right.SubmitCalls, Right.FollowUp, Right.SetQuotas]),
        [Role.Finance] = (Reach.All, [Right.ReadDeals, Right.ReadNotes, Right.ReadOrganisation, Right.ReadAudit, Right.Seal]),
        [Role.Analyst] = (Reach.All, [Right.ReadDeals, Right.ReadOrganisation]),
        [Role.Feed] = (Reach.All, [Right.ChangeDeals, Right.NameOthers]),
        [Role.Admin] = (Reach.None, [Right.ReadOrganisation, Right.SetOrganisation, Right.SetQuotas, Right.ReadAccess, Right.ManageAccess, Right.Operate]),
    }.ToFrozenDictionary();

    /// <summary>Whether a role has a right.</summary>
    public static bool May(Role role, Right right) => Table[role].Rights.Contains(right);

    /// <summary>Whose deals a role may see and change, with those rights that are about deals.</summary>
    public static Reach ReachOf(Role role) => Table[role].Reach;

    /// <summary>Whether whoever has this role has to be somebody: own deals need an owner.</summary>
    public static bool NeedsPerson(Role role) => ReachOf(role) is Reach.Own or Reach.Below;
}
