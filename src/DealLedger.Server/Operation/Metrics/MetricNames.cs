using System.Collections.Concurrent;

namespace DealLedger.Server.Operation.Metrics;

/// <summary>Names of meters as Prometheus writes them: words joined by underscores, the unit and <c>_total</c> at the end.</summary>
internal static class MetricNames
{
    private const int LongestValue = 120;

    private static readonly ConcurrentDictionary<string, string> Labels = new(StringComparer.Ordinal);

    /// <summary>The name of a metric.</summary>
    public static string Of(string name, string? unit, MetricKind kind)
    {
        var words = Label(name);
        var suffix = unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            _ => "",
        };
        words = words.EndsWith(suffix, StringComparison.Ordinal) ? words : words + suffix;
        return kind == MetricKind.Counter && !words.EndsWith("_total", StringComparison.Ordinal) ? words + "_total" : words;
    }

    /// <summary>The name of a label; there are few, and each is made once.</summary>
    public static string Label(string name) => Labels.GetOrAdd(name, static n => string.Concat(n.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')));

    /// <summary>The value of a label between quotes.</summary>
    public static string Value(string value)
    {
        var bounded = value.Length > LongestValue ? value[..LongestValue] : value;
        return bounded.AsSpan().IndexOfAny("\\\"\n") < 0
            ? bounded
            : bounded.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
    }
}
