using DealLedger.Core.Ledger;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DealLedger.Server.Http.Health;

/// <summary>The process answers.</summary>
public sealed record LiveDocument(string Status);

/// <summary>Whether requests can be answered: the database, and how far the read models of each tenant are behind its log.</summary>
public sealed record ReadyDocument(string Status, string Database, IReadOnlyList<TenantPosition> Tenants);

/// <summary>A tenant's log and read models: positions, and how many events lie between them.</summary>
public sealed record TenantPosition(string Tenant, long Head, long Position, long Lag);

/// <summary>GET /health/live.</summary>
public static class GetLiveEndpoint
{
    /// <summary>Answers as long as the process does.</summary>
    public static Ok<LiveDocument> Handle() => TypedResults.Ok(new LiveDocument("live"));
}

/// <summary>GET /health/ready.</summary>
public static partial class GetReadyEndpoint
{
    /// <summary>Answers 200 when the database answers, else 503.</summary>
    public static async Task<Results<Ok<ReadyDocument>, JsonHttpResult<ReadyDocument>>> Handle(
        LedgerHost ledger, ILogger<LogFollower> log, CancellationToken cancellation)
    {
        try
        {
            var tenants = new List<TenantPosition>();
            foreach (var tenant in await ledger.Directory.ListAsync(cancellation))
            {
                tenants.Add(await PositionAsync(ledger, tenant, cancellation));
            }

            return TypedResults.Ok(new ReadyDocument("ready", "reachable", tenants));
        }
        catch (NpgsqlException unreachable)
        {
            DatabaseUnreachable(log, unreachable.Message);
            return TypedResults.Json(new ReadyDocument("not-ready", "unreachable", []), statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<TenantPosition> PositionAsync(LedgerHost ledger, TenantId tenant, CancellationToken cancellation)
    {
        var position = await ledger.Projector.PositionAsync(tenant, cancellation);
        var head = Math.Max(position, await ledger.Ledger.HeadAsync(tenant, cancellation));
        return new TenantPosition(tenant.Value, head, position, head - position);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database does not answer: {Why}")]
    private static partial void DatabaseUnreachable(ILogger log, string why);
}
