namespace DealLedger.Server.Http;

/// <summary>Addresses that somebody says a page is to lead back to: into this server and nowhere else.</summary>
public static class LocalAddress
{
    private const int Longest = 4_000;

    /// <summary>The address as told; the start page for one elsewhere, and for one that cannot be read.</summary>
    public static string Of(string? told)
    {
        // A slash, and neither another nor what browsers take for one.
        var isHere = told is ['/', ..] and not ['/', '/' or '\\', ..] && told.Length <= Longest && !told.Any(char.IsControl);
        return isHere && Uri.IsWellFormedUriString(told, UriKind.Relative) ? told! : "/";
    }
}
