namespace DealLedger.Server.Operation.Metrics;

/// <summary>The values of one metric under one set of labels.</summary>
internal sealed class MetricSeries(string labels, string? tenant, IReadOnlyList<double>? bounds)
{
    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[bounds is null ? 0 : bounds.Count + 1];
    private double _sum;
    private long _count;

    /// <summary>The labels as the page writes them between braces.</summary>
    public string Labels => labels;

    /// <summary>The tenant that the values are about; none when they are about all.</summary>
    public string? Tenant => tenant;

    /// <summary>Takes a value in: adds it to a sum, or puts it in its bucket.</summary>
    public void Add(double value)
    {
        lock (_lock)
        {
            _sum += value;
            if (bounds is not null)
            {
                _count++;
                _counts[BucketOf(value)]++;
            }
        }
    }

    /// <summary>Takes a value in the place of the one before.</summary>
    public void Set(double value)
    {
        lock (_lock)
        {
            _sum = value;
        }
    }

    /// <summary>The sum or last value, the count, and of each bucket how many values it and those below hold.</summary>
    public (double Sum, long Count, IReadOnlyList<long> UpTo) Read()
    {
        lock (_lock)
        {
            var upTo = new long[_counts.Length];
            var below = 0L;
            for (var i = 0; i < _counts.Length; i++)
            {
                upTo[i] = below += _counts[i];
            }

            return (_sum, _count, upTo);
        }
    }

    private int BucketOf(double value)
    {
        var bucket = 0;
        while (bucket < bounds!.Count && value > bounds[bucket])
        {
            bucket++;
        }

        return bucket;
    }
}
