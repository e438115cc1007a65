using Microsoft.AspNetCore.Http;

namespace DealLedger.Server.Operation.Logs;

/// <summary>What became of a request beside its status: the code of the problem that it was answered with.</summary>
public sealed class RequestOutcome
{
    /// <summary>The code; none when all went well.</summary>
    public string? Code { get; private set; }

    /// <summary>Notes the code of a problem on a request.</summary>
    public static void Note(HttpContext context, string code)
    {
        if (context.Features.Get<RequestOutcome>() is { } outcome)
        {
            outcome.Code = code;
        }
    }
}
