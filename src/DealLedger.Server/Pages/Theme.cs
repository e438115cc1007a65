namespace DealLedger.Server.Pages;

/// <summary>The colours that a reader wants, kept in a cookie.</summary>
public enum Theme
{
    /// <summary>As the device is set.</summary>
    System,

    /// <summary>Dark on light.</summary>
    Light,

    /// <summary>Light on dark.</summary>
    Dark,
}
