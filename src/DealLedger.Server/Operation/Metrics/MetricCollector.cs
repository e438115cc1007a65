using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using DealLedger.Postgres.Telemetry;

namespace DealLedger.Server.Operation.Metrics;

/// <summary>
/// Listens to what this server measures, and to the framework and the pools of connections, and shows it in the text format of Prometheus. Of
/// several servers in a process each shows its own.
/// </summary>
public sealed class MetricCollector : IDisposable
{
    /// <summary>The media type of the page.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();

    /// <summary>Begins to listen.</summary>
    public MetricCollector(LedgerHost ledger, IMeterFactory framework)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (IsShown(instrument.Meter, ledger, framework))
            {
                var family = new MetricFamily(instrument, (instrument as Instrument<double>)?.Advice?.HistogramBucketBoundaries);
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(family.Name, family));
            }
        };
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, family) => Record(family, (double)value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, family) => Record(family, value, tags));
        _listener.Start();
    }

    /// <summary>All metrics as they are now; of those about a tenant only those of the one that is named, if one is.</summary>
    public string Write(string? onlyOf = null)
    {
        // Two pages at once would observe everything twice.
        lock (_lock)
        {
            foreach (var family in _families.Values)
            {
                family.Forget();
            }

            Observe();
            var page = new StringBuilder(16 * 1024);
            foreach (var family in _families.Values.OrderBy(f => f.Name, StringComparer.Ordinal))
            {
                Write(page, family, [.. family.Series.Where(s => s.Tenant is null || onlyOf is null || s.Tenant == onlyOf)]);
            }

            var dropped = _families.Values.Sum(f => f.Dropped);
            page.Append("# HELP dealledger_metrics_dropped_total Values under more labels than are kept.\n# TYPE dealledger_metrics_dropped_total counter\n")
                .Append(CultureInfo.InvariantCulture, $"dealledger_metrics_dropped_total {dropped}\n");
            return page.ToString();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private static bool IsShown(Meter meter, LedgerHost ledger, IMeterFactory framework) => meter.Name switch
    {
        LedgerMeters.Name => ReferenceEquals(meter.Scope, ledger.Database),
        "Microsoft.AspNetCore.Hosting" or "Microsoft.AspNetCore.Server.Kestrel" => ReferenceEquals(meter.Scope, framework),
        "Npgsql" or "System.Runtime" => true,
        _ => false,
    };

    private static void Record(object? family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => ((MetricFamily)family!).Record(value, tags);

    private void Observe()
    {
        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException)
        {
            // One that cannot be observed now is missing; the others are there.
        }
    }

    private static void Write(StringBuilder page, MetricFamily family, IReadOnlyList<MetricSeries> series)
    {
        if (series.Count == 0)
        {
            return;
        }

        var help = family.Help.Replace("\\", "\\\\", StringComparison.Ordinal).ReplaceLineEndings("\\n");
        page.Append(CultureInfo.InvariantCulture, $"# HELP {family.Name} {help}\n# TYPE {family.Name} {family.Kind.ToString().ToLowerInvariant()}\n");
        foreach (var one in series)
        {
            var (sum, count, upTo) = one.Read();
            if (family.Bounds is not { } bounds)
            {
                page.Append(CultureInfo.InvariantCulture, $"{family.Name}{Braces(one.Labels)} {Number(sum)}\n");
                continue;
            }

            for (var i = 0; i < upTo.Count; i++)
            {
                var bound = i < bounds.Count ? Number(bounds[i]) : "+Inf";
                var labels = one.Labels.Length == 0 ? $"le=\"{bound}\"" : $"{one.Labels},le=\"{bound}\"";
                page.Append(CultureInfo.InvariantCulture, $"{family.Name}_bucket{Braces(labels)} {upTo[i]}\n");
            }

            page.Append(CultureInfo.InvariantCulture, $"{family.Name}_sum{Braces(one.Labels)} {Number(sum)}\n{family.Name}_count{Braces(one.Labels)} {count}\n");
        }
    }

    private static string Braces(string labels) => labels.Length == 0 ? "" : $"{{{labels}}}";

    private static string Number(double value) => double.IsNaN(value) ? "NaN"
        : double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : value.ToString("R", CultureInfo.InvariantCulture);
}
