using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DealLedger.Server.Access;

/// <summary>What the access log is told of a request: whose numbers were asked for, and as of when. Never a text that may name a person, nor a body.</summary>
internal static partial class AccessRequest
{
    private const string Unreadable = "unreadable";
    private const string TenantHeader = "X-Tenant";
    private const string TenantParameter = "tenant";

    private static readonly FrozenSet<string> Told = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "period", "owner", "team", "for", "deal", "author", "column", "key", "by", "is", "was", "part", "standing", "layer", "seal",
        "asOf", "knownAt", "and", "from", "to", "against", "since", "closedSince", "week", "at", "who", "before", "after");

    /// <summary>Whether it asks for something and changes nothing.</summary>
    public static bool IsRead(HttpContext http) => HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);

    /// <summary>Whether the answer is another address.</summary>
    public static bool IsSentOn(HttpContext http, AccessTrail trail) => trail.Refusal is null && http.Response.StatusCode is >= 300 and < 400;

    /// <summary>A status as an outcome.</summary>
    public static string Status(int status) => status.ToString(CultureInfo.InvariantCulture);

    /// <summary>What it is, unless a file is the answer.</summary>
    public static string Kind(HttpContext http) => IsRead(http) ? AccessKind.Read
        : http.GetEndpoint()?.Metadata.GetMetadata<AccessRule>()?.Needed == Right.ManageAccess ? AccessKind.Rights
        : AccessKind.Change;

    /// <summary>The form of the answer, unless it is a file.</summary>
    public static string Form(HttpContext http) => http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) ? AccessForm.Json : AccessForm.Page;

    /// <summary>The form of a file.</summary>
    public static string Form(string? mediaType) => mediaType switch
    {
        not null when mediaType.StartsWith("text/csv", StringComparison.Ordinal) => AccessForm.Csv,
        not null when mediaType.Contains("spreadsheetml", StringComparison.Ordinal) => AccessForm.Xlsx,
        _ => AccessForm.Archive,
    };

    /// <summary>Whose log it goes into: that of the caller's own tenant, else of the one that was asked.</summary>
    public static TenantId Tenant(HttpContext http, AccessTrail trail, Caller caller) =>
        caller.Tenant ?? trail.Tenant ?? (TenantId.TryParse(AskedTenant(http), out var asked) ? asked : TenantId.Default);

    /// <summary>The note of it.</summary>
    public static AccessNote Note(HttpContext http, AccessTrail trail, Caller caller, DateTimeOffset now, string kind, string? form, string outcome)
    {
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        return AccessNote.Of(caller, now, kind, $"{http.Request.Method} {route}", Asked(http, caller), outcome, trail.Position, form);
    }

    private static Dictionary<string, string> Asked(HttpContext http, Caller caller)
    {
        var asked = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in http.Request.RouteValues)
        {
            if (value is string text)
            {
                asked[name] = Readable(text);
            }
        }

        foreach (var (name, values) in http.Request.Query)
        {
            if (Told.TryGetValue(name, out var told) && values is [{ Length: > 0 } text, ..])
            {
                asked.TryAdd(told, Readable(text));
            }
        }

        if (caller.Tenant is { } own && AskedTenant(http) is { } foreign && foreign != own.Value)
        {
            asked[TenantParameter] = Readable(foreign);
        }

        return asked;
    }

    private static string? AskedTenant(HttpContext http) =>
        http.Request.Query.TryGetValue(TenantParameter, out var parameter) ? parameter[0]
        : http.Request.Headers.TryGetValue(TenantHeader, out var header) ? header[0]
        : null;

    // An id, a position, a word or an instant; what has another form is refused anyway, and could be a name.
    private static string Readable(string text) => Plain().IsMatch(text) ? text : Unreadable;

    [GeneratedRegex(@"^(@?[A-Za-z0-9_.:+-]{1,64}|[0-9:.TZ +-]{1,64})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
