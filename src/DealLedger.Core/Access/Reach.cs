namespace DealLedger.Core.Access;

/// <summary>Whose deals somebody may see and change.</summary>
public enum Reach
{
    /// <summary>Nobody's.</summary>
    None,

    /// <summary>The own ones.</summary>
    Own,

    /// <summary>The own ones and those of everyone below, in today's hierarchy or in that of the instant asked about.</summary>
    Below,

    /// <summary>Everyone's.</summary>
    All,
}
