using System.Security.Cryptography;
using DealLedger.Core.Ledger;
using DealLedger.Postgres;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace DealLedger.Server.Documents;

/// <summary>An error as RFC 9457 writes it, with a stable code and, for bad input, what is wrong with which field.</summary>
public sealed record ProblemDocument(
    string Type, string Title, int Status, string Detail, string Code, IReadOnlyDictionary<string, string[]>? Errors = null);

/// <summary>Turns what went wrong into a problem document.</summary>
public static class Problems
{
    private static readonly Dictionary<string, int> StatusByCode = new(StringComparer.Ordinal)
    {
        [InputReader.InvalidValue] = StatusCodes.Status400BadRequest,
        ["invalid-id"] = StatusCodes.Status400BadRequest,
        ["no-teams"] = StatusCodes.Status400BadRequest,
        ["since-after-as-of"] = StatusCodes.Status400BadRequest,
        ["from-after-to"] = StatusCodes.Status400BadRequest,
        ["and-before-known-at"] = StatusCodes.Status400BadRequest,
        ["sign-in-needed"] = StatusCodes.Status401Unauthorized,
        ["sign-in-failed"] = StatusCodes.Status401Unauthorized,
        ["sign-in-busy"] = StatusCodes.Status429TooManyRequests,
        ["sign-in-refused"] = StatusCodes.Status401Unauthorized,
        ["sign-in-unavailable"] = StatusCodes.Status503ServiceUnavailable,
        ["not-allowed"] = StatusCodes.Status403Forbidden,
        ["scope-not-allowed"] = StatusCodes.Status403Forbidden,
        ["by-not-allowed"] = StatusCodes.Status403Forbidden,
        ["tenant-foreign"] = StatusCodes.Status403Forbidden,
        ["too-many-requests"] = StatusCodes.Status429TooManyRequests,
        ["tenant-suspended"] = StatusCodes.Status403Forbidden,
        ["tls-needed"] = StatusCodes.Status403Forbidden,
        ["opportunity-unknown"] = StatusCodes.Status404NotFound,
        ["opportunity-not-open-yet"] = StatusCodes.Status404NotFound,
        ["tenant-unknown"] = StatusCodes.Status404NotFound,
        ["team-unknown"] = StatusCodes.Status404NotFound,
        ["person-unknown"] = StatusCodes.Status404NotFound,
        ["event-unknown"] = StatusCodes.Status404NotFound,
        ["call-not-stated-yet"] = StatusCodes.Status404NotFound,
        ["call-unknown"] = StatusCodes.Status404NotFound,
        ["follow-up-unknown"] = StatusCodes.Status404NotFound,
        ["key-unknown"] = StatusCodes.Status404NotFound,
        ["too-many-keys"] = StatusCodes.Status409Conflict,
        ["seal-unknown"] = StatusCodes.Status404NotFound,
        ["setting-unknown"] = StatusCodes.Status404NotFound,
        ["event-ambiguous"] = StatusCodes.Status409Conflict,
        ["not-sealed"] = StatusCodes.Status409Conflict,
        ["nothing-to-seal"] = StatusCodes.Status409Conflict,
        ["log-damaged"] = StatusCodes.Status409Conflict,
        ["seal-damaged"] = StatusCodes.Status409Conflict,
        ["access-log-damaged"] = StatusCodes.Status409Conflict,
        ["call-differs"] = StatusCodes.Status409Conflict,
        ["proof-fails"] = StatusCodes.Status409Conflict,
        ["seal-key-missing"] = StatusCodes.Status503ServiceUnavailable,
        ["seal-key-unreadable"] = StatusCodes.Status503ServiceUnavailable,
        ["version-conflict"] = StatusCodes.Status409Conflict,
        ["opportunity-exists"] = StatusCodes.Status409Conflict,
        ["foreign-origin"] = StatusCodes.Status403Forbidden,
        ["access-log-away"] = StatusCodes.Status503ServiceUnavailable,
        ["projection-behind"] = StatusCodes.Status503ServiceUnavailable,
        [RecordedNotShown] = StatusCodes.Status503ServiceUnavailable,
        [DatabaseFault.Unavailable] = StatusCodes.Status503ServiceUnavailable,
        [DatabaseFault.ReadOnly] = StatusCodes.Status503ServiceUnavailable,
        [DatabaseFault.Full] = StatusCodes.Status503ServiceUnavailable,
        [DatabaseFault.Busy] = StatusCodes.Status503ServiceUnavailable,
    };

    // After how many seconds it is worth to ask again.
    private static readonly Dictionary<string, int> WaitByCode = new(StringComparer.Ordinal)
    {
        ["projection-behind"] = 1,
        [RecordedNotShown] = 1,
        [OutcomeUnknownException.Code] = 1,
        [DatabaseFault.Busy] = 1,
        [DatabaseFault.Unavailable] = 2,
        [DatabaseFault.ReadOnly] = 10,
        [DatabaseFault.Full] = 30,
    };

    /// <summary>The code of what is recorded and cannot be shown now.</summary>
    public const string RecordedNotShown = "recorded-not-shown";

    /// <summary>A problem with its status, code and detail.</summary>
    public static ProblemDocument Of(int status, string code, string detail, IReadOnlyDictionary<string, string[]>? errors = null) =>
        new($"urn:dealledger:problem:{code}", Title(code), status, detail, code, errors);

    /// <summary>The problem that an exception means; none for one that nobody foresaw.</summary>
    public static ProblemDocument? Of(Exception exception) => exception switch
    {
        InputRefusedException bad => OfInput(bad.Faults),
        RefusedException refused => OfRefusal(refused.Refusal),
        VersionConflictException conflict => Of(StatusCodes.Status409Conflict, "version-conflict", conflict.Message),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => TooLarge(),
        BadHttpRequestException bad => OfRequest(bad),
        CryptographicException { InnerException: NpgsqlException keys } => Of(keys),
        OutcomeUnknownException => OutcomeUnknown(),
        _ => DatabaseFault.Of(exception) is { } fault ? OfRefusal(fault) : null,
    };

    /// <summary>The problem of a change that is recorded, or is not.</summary>
    public static ProblemDocument OutcomeUnknown() => Of(StatusCodes.Status503ServiceUnavailable, OutcomeUnknownException.Code, OutcomeUnknownException.Says);

    /// <summary>
    /// After how many seconds the same request may be sent again; none where that would not help. What may be recorded already is sent again under
    /// its key only: a program that does so on its own would record it twice.
    /// </summary>
    public static int? RetryAfter(ProblemDocument problem, bool hasKey) =>
        problem.Code is OutcomeUnknownException.Code or RecordedNotShown && !hasKey ? null
        : WaitByCode.TryGetValue(problem.Code, out var seconds) ? seconds
        : null;

    /// <summary>The problem of a body that is too large.</summary>
    public static ProblemDocument TooLarge() =>
        Of(StatusCodes.Status413PayloadTooLarge, "body-too-large", $"The body is larger than {ServerApp.LargestBody / 1024} KB; a change needs far less.");

    private static ProblemDocument OfInput(IReadOnlyList<Refusal> faults)
    {
        var code = faults[0].Code;
        var errors = faults.GroupBy(f => f.Field ?? "request").ToDictionary(g => g.Key, g => g.Select(f => f.Message).ToArray(), StringComparer.Ordinal);
        return Of(StatusCodes.Status400BadRequest, code, string.Join(" ", faults.Select(f => $"{f.Field}: {f.Message}")), errors);
    }

    private static ProblemDocument OfRefusal(Refusal refusal)
    {
        var status = StatusByCode.GetValueOrDefault(refusal.Code, StatusCodes.Status422UnprocessableEntity);
        return status == StatusCodes.Status400BadRequest ? OfInput([refusal]) : Of(status, refusal.Code, refusal.Message);
    }

    private static ProblemDocument OfRequest(BadHttpRequestException bad)
    {
        if (bad.StatusCode == StatusCodes.Status415UnsupportedMediaType)
        {
            return Of(bad.StatusCode, "content-type", "The body is not JSON; send it with Content-Type: application/json.");
        }

        if (bad.InnerException is System.Text.Json.JsonException json)
        {
            var field = json.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : "body";
            return Of(
                bad.StatusCode, "malformed-json", $"The body cannot be read: {json.Message.Split(" Path:", 2)[0]}",
                new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [json.Message.Split(" Path:", 2)[0]] });
        }

        return Of(bad.StatusCode, "malformed-request", bad.Message);
    }

    private static string Title(string code)
    {
        var words = code.Replace('-', ' ');
        return char.ToUpperInvariant(words[0]) + words[1..];
    }
}
