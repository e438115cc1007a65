using System.Text.Json.Serialization;

namespace DealLedger.Benchmarks;

/// <summary>
/// One line of the result. The ratio says how many times as good as its yardstick the work is: for a rate value / yardstick, for a time
/// yardstick / value. The spread is the distance of the best from the worst round, in parts of the median.
/// </summary>
public sealed record Measurement(
    string Work, string Scale, double Value, string Unit, string? Yardstick, double? YardstickValue, double? Ratio, double? Target, bool? Met)
{
    /// <summary>How far the rounds lie apart; none where there was one.</summary>
    [JsonIgnore]
    public double? Spread { get; init; }

    /// <summary>A rate, more being better, with the least that it is to reach, if anything.</summary>
    public static Measurement Rate(string work, string scale, string unit, Samples measured, string? yardstick, Samples? beside, double? target = null) =>
        new(work, scale, measured.Median, unit, yardstick, beside?.Median, beside is null ? null : measured.Median / beside.Median, target, target is null ? null : measured.Median >= target)
        {
            Spread = measured.Spread,
        };

    /// <summary>A time in milliseconds, less being better.</summary>
    public static Measurement Time(string work, string scale, Samples measured, string? yardstick, Samples? beside) =>
        new(work, scale, measured.Median, "ms", yardstick, beside?.Median, beside is null ? null : beside.Median / measured.Median, null, null)
        {
            Spread = measured.Spread,
        };

    /// <summary>A size that is reported as it is.</summary>
    public static Measurement Size(string work, string scale, string unit, double value) => new(work, scale, value, unit, null, null, null, null, null);
}
