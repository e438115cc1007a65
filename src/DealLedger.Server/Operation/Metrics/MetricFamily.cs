using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace DealLedger.Server.Operation.Metrics;

/// <summary>What Prometheus calls the kind of a metric.</summary>
internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>One metric with its series. There are at most <see cref="MostSeries"/>: values under labels that come after them are not kept, but counted.</summary>
internal sealed class MetricFamily
{
    public const int MostSeries = 1_000;

    private static readonly double[] UsualBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly bool _replaces;
    private long _dropped;

    public MetricFamily(Instrument instrument, IReadOnlyList<double>? bounds)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        Kind = type == typeof(Histogram<>) ? MetricKind.Histogram
            : type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? MetricKind.Counter
            : MetricKind.Gauge;
        IsObservable = instrument.IsObservable;
        _replaces = type == typeof(Gauge<>);
        Bounds = Kind == MetricKind.Histogram ? bounds ?? UsualBounds : null;
        Name = MetricNames.Of(instrument.Name, instrument.Unit, Kind);
        Help = instrument.Description ?? "";
    }

    /// <summary>Its name as Prometheus writes it.</summary>
    public string Name { get; }

    /// <summary>What it is, in one sentence.</summary>
    public string Help { get; }

    public MetricKind Kind { get; }

    /// <summary>The upper bounds of the buckets of a histogram.</summary>
    public IReadOnlyList<double>? Bounds { get; }

    /// <summary>Whether its values are asked for when they are shown.</summary>
    public bool IsObservable { get; }

    /// <summary>How many values were not kept.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>The series, in the order of their labels.</summary>
    public IReadOnlyList<MetricSeries> Series => [.. _series.Values.OrderBy(s => s.Labels, StringComparer.Ordinal)];

    /// <summary>Takes a value in.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var (labels, tenant) = Labels(tags);
        if (!_series.TryGetValue(labels, out var series))
        {
            if (_series.Count >= MostSeries)
            {
                Interlocked.Increment(ref _dropped);
                return;
            }

            series = _series.GetOrAdd(labels, static (text, given) => new MetricSeries(text, given.tenant, given.Bounds), (tenant, Bounds));
        }

        if (_replaces)
        {
            series.Set(value);
        }
        else
        {
            series.Add(value);
        }
    }

    /// <summary>Forgets what was observed: what is gone since is not shown again.</summary>
    public void Forget()
    {
        if (IsObservable)
        {
            _series.Clear();
        }
    }

    private static (string Text, string? Tenant) Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return ("", null);
        }

        var text = new StringBuilder(64);
        string? tenant = null;
        foreach (var (name, value) in tags)
        {
            if (Convert.ToString(value, CultureInfo.InvariantCulture) is not { Length: > 0 } word)
            {
                continue;
            }

            text.Append(text.Length > 0 ? "," : "").Append(MetricNames.Label(name)).Append("=\"").Append(MetricNames.Value(word)).Append('"');
            tenant = name == "tenant" ? word : tenant;
        }

        return (text.ToString(), tenant);
    }
}
