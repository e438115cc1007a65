namespace DealLedger.Core.Access;

/// <summary>What a person or a program is here for. A key, a token or a user has one.</summary>
public enum Role
{
    /// <summary>Sells: sees and changes the own deals.</summary>
    Rep,

    /// <summary>Leads a team: sees and changes the own deals and those of everyone below.</summary>
    Manager,

    /// <summary>Leads the sales organisation: sees and changes all deals.</summary>
    Leader,

    /// <summary>Audits: sees everything, seals and proves, changes no deal.</summary>
    Finance,

    /// <summary>Studies: sees everything but the notes of calls, changes nothing.</summary>
    Analyst,

    /// <summary>A program that tells what happened elsewhere: records changes in the name of others, sees nothing.</summary>
    Feed,

    /// <summary>Runs the tenant: people, settings, keys; sees no deal.</summary>
    Admin,
}
