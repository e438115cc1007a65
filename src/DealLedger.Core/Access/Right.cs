namespace DealLedger.Core.Access;

/// <summary>What a route or a page asks of whoever calls it. <see cref="RoleTable"/> says who has which.</summary>
public enum Right
{
    /// <summary>To ask about deals within one's <see cref="Reach"/>.</summary>
    ReadDeals,

    /// <summary>To read the notes of calls.</summary>
    ReadNotes,

    /// <summary>To read who reports to whom, the settings and the rates.</summary>
    ReadOrganisation,

    /// <summary>To read audit files, seals and proofs.</summary>
    ReadAudit,

    /// <summary>To read who asked for what.</summary>
    ReadAccess,

    /// <summary>To change deals within one's <see cref="Reach"/>.</summary>
    ChangeDeals,

    /// <summary>To say that somebody else made a change.</summary>
    NameOthers,

    /// <summary>To submit calls for somebody within one's <see cref="Reach"/>.</summary>
    SubmitCalls,

    /// <summary>To open, change and close follow-ups.</summary>
    FollowUp,

    /// <summary>To set quotas.</summary>
    SetQuotas,

    /// <summary>To seal the log.</summary>
    Seal,

    /// <summary>To change people, settings and rates.</summary>
    SetOrganisation,

    /// <summary>To make and revoke keys and users.</summary>
    ManageAccess,

    /// <summary>To read what the server measures of its work.</summary>
    Operate,
}
