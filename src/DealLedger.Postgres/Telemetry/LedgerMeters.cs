using System.Diagnostics;
using System.Diagnostics.Metrics;
using DealLedger.Core.Ledger;

namespace DealLedger.Postgres.Telemetry;

/// <summary>
/// What a ledger database tells of its work by the framework's meters and activities: how long appends, questions and steps of the projection
/// take, and how far the read models of each tenant are behind its log. Times are seconds.
/// </summary>
public sealed class LedgerMeters : IDisposable
{
    /// <summary>The name of the meter and of the source of activities.</summary>
    public const string Name = "DealLedger";

    /// <summary>Of how many tenants there are lines of their own; of those after them only the greatest lag is told.</summary>
    public const int MostTenants = 200;

    /// <summary>The tenant that stands for all after the first <see cref="MostTenants"/>; no tenant has such an id.</summary>
    public const string OtherTenants = "_others";

    private const string Event = "{event}";

    // Shared by all ledgers of a process: who listens chooses by its name.
    private static readonly ActivitySource Activities = new(Name);

    private static readonly InstrumentAdvice<double> Buckets = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    private readonly Histogram<double> _appends;
    private readonly Counter<long> _appended;
    private readonly Histogram<double> _queries;
    private readonly Histogram<double> _steps;
    private readonly Counter<long> _projected;

    internal LedgerMeters(LedgerDatabase database)
    {
        // Scoped, so that a page of metrics shows its own ledger's where a process has several.
        Meter = new Meter(new MeterOptions(Name) { Scope = database });
        _appends = Meter.CreateHistogram<double>("dealledger.append.duration", "s", "How long an append took from its call to its acknowledgement.", null, Buckets);
        _appended = Meter.CreateCounter<long>("dealledger.append.events", Event, "Events that were appended.");
        _queries = Meter.CreateHistogram<double>("dealledger.query.duration", "s", "How long a question took in the ledger, by its kind.", null, Buckets);
        _steps = Meter.CreateHistogram<double>("dealledger.projection.step.duration", "s", "How long a step of the projection took.", null, Buckets);
        _projected = Meter.CreateCounter<long>("dealledger.projection.events", Event, "Events that were projected.");
        Meter.CreateObservableGauge<long>("dealledger.log.head", () => Each(s => s.Head), Event, "The position of the newest event of a tenant.");
        Meter.CreateObservableGauge<long>(
            "dealledger.projection.position", () => Each(s => s.Position), Event, "The position that the read models of a tenant have reached.");
        Meter.CreateObservableGauge<long>(
            "dealledger.projection.lag", () => EachAndRest(s => s.Lag, rest => rest.Max()), Event,
            "How many events the read models of a tenant are behind its log.");
        Meter.CreateObservableGauge<double>(
            "dealledger.projection.behind", () => EachAndRest(s => s.Behind.TotalSeconds, rest => rest.Max()), "s",
            "For how long the read models of a tenant have been behind its log.");
        Meter.CreateObservableGauge<int>("dealledger.tenants", () => Stands.Count, "{tenant}", "Tenants whose logs are followed.");
    }

    /// <summary>The meter; a host may add what it measures itself.</summary>
    public Meter Meter { get; }

    /// <summary>How far the logs and read models of the tenants are, as last seen.</summary>
    public TenantStands Stands { get; } = new();

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();

    /// <summary>Begins to measure an append of so many events, of one stream (<c>single</c>) or of many (<c>bulk</c>).</summary>
    internal Timing Append(string path, TenantId tenant)
    {
        var activity = Activities.StartActivity("append");
        activity?.SetTag("dealledger.tenant", tenant.Value);
        return new Timing(_appends, "path", path, activity);
    }

    /// <summary>Counts events that were appended.</summary>
    internal void Appended(long events) => _appended.Add(events);

    /// <summary>Begins to measure a step of the projection.</summary>
    internal Timing Step(TenantId tenant)
    {
        var activity = Activities.StartActivity("project");
        activity?.SetTag("dealledger.tenant", tenant.Value);
        return new Timing(_steps, null, null, activity);
    }

    /// <summary>Counts events that were projected.</summary>
    internal void Projected(long events) => _projected.Add(events);

    /// <summary>Answers a question and measures how long that takes.</summary>
    internal async Task<T> AnswerAsync<T>(string kind, TenantId tenant, Func<Task<T>> answer)
    {
        var activity = Activities.StartActivity("query");
        activity?.SetTag("dealledger.tenant", tenant.Value).SetTag("dealledger.query.kind", kind);
        using var timing = new Timing(_queries, "kind", kind, activity);
        try
        {
            var answered = await answer();
            timing.Outcome = "answered";
            return answered;
        }
        catch (RefusedException)
        {
            timing.Outcome = "refused";
            throw;
        }
        catch (OperationCanceledException)
        {
            timing.Outcome = "cancelled";
            throw;
        }
    }

    private IEnumerable<Measurement<T>> Each<T>(Func<TenantStand, T> value) where T : struct =>
        Stands.All().Take(MostTenants).Select(s => new Measurement<T>(value(s), Of(s.Tenant.Value)));

    private IEnumerable<Measurement<T>> EachAndRest<T>(Func<TenantStand, T> value, Func<IEnumerable<T>, T> ofRest) where T : struct
    {
        var rest = Stands.All().Skip(MostTenants).Select(value).ToList();
        return rest.Count == 0 ? Each(value) : Each(value).Append(new Measurement<T>(ofRest(rest), Of(OtherTenants)));
    }

    private static KeyValuePair<string, object?> Of(string tenant) => new("tenant", tenant);
}
