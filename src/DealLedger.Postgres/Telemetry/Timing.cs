using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DealLedger.Postgres.Telemetry;

/// <summary>Measures one piece of work until it is disposed, with its activity where somebody listens. Work that says nothing of its outcome has failed.</summary>
internal sealed class Timing(Histogram<double> histogram, string? label, string? value, Activity? activity) : IDisposable
{
    public const string Failed = "failed";

    private readonly long _began = Stopwatch.GetTimestamp();

    /// <summary>How the work ended: one word of a few.</summary>
    public string Outcome { get; set; } = Failed;

    /// <summary>Notes something on the activity.</summary>
    public void Tell(string name, long number) => activity?.SetTag(name, number);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (histogram.Enabled)
        {
            var seconds = Stopwatch.GetElapsedTime(_began).TotalSeconds;
            var outcome = new KeyValuePair<string, object?>("outcome", Outcome);
            if (label is null)
            {
                histogram.Record(seconds, outcome);
            }
            else
            {
                histogram.Record(seconds, new KeyValuePair<string, object?>(label, value), outcome);
            }
        }

        if (activity is not null)
        {
            activity.SetTag("dealledger.outcome", Outcome);
            activity.SetStatus(Outcome == Failed ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
            activity.Dispose();
        }
    }
}
