using System.Text.Json.Serialization;

namespace DealLedger.Benchmarks;

/// <summary>
/// One line of the result. Where the line's bound is a least ratio, the ratio says how many times as good as its yardstick the work is: for a
/// rate value / yardstick, for a time or a size yardstick / value. Of a growth it says how many times as much: value / yardstick.
/// </summary>
public sealed record Measurement(
    string Work, string Scale, double Value, string Unit, string? Yardstick = null, double? YardstickValue = null, double? Ratio = null,
    double? Target = null, bool? Met = null)
{
    /// <summary>What the target is held against: <c>ratio at least</c>, <c>ratio at most</c> or <c>value at most</c>.</summary>
    public string? Bound { get; init; }

    /// <summary>How far the rounds lie apart, in parts of the median; none where there was one.</summary>
    [JsonIgnore]
    public double? Spread { get; init; }

    /// <summary>A rate, more being better.</summary>
    public static Measurement Rate(string work, string scale, string unit, Samples measured, string yardstick, Samples beside) =>
        new(work, scale, measured.Median, unit, yardstick, beside.Median, measured.Median / beside.Median) { Spread = measured.Spread };

    /// <summary>A time in milliseconds, less being better.</summary>
    public static Measurement Time(string work, string scale, Samples measured, string yardstick, Samples beside) =>
        new(work, scale, measured.Median, "ms", yardstick, beside.Median, beside.Median / measured.Median) { Spread = measured.Spread };

    /// <summary>How many times as much it is in another case.</summary>
    public static Measurement Growth(string work, string scale, string unit, Samples measured, string yardstick, Samples beside) =>
        new(work, scale, measured.Median, unit, yardstick, beside.Median, measured.Median / beside.Median) { Spread = measured.Spread };

    /// <summary>A value by itself.</summary>
    public static Measurement Figure(string work, string scale, string unit, Samples measured) =>
        new(work, scale, measured.Median, unit) { Spread = measured.Spread };

    /// <summary>Held to a ratio of at least so much.</summary>
    public Measurement RatioAtLeast(double target) => this with { Target = target, Met = Ratio >= target, Bound = "ratio at least" };

    /// <summary>Held to a ratio of at most so much.</summary>
    public Measurement RatioAtMost(double target) => this with { Target = target, Met = Ratio <= target, Bound = "ratio at most" };

    /// <summary>Held to a value of at most so much, in the line's unit.</summary>
    public Measurement AtMost(double target) => this with { Target = target, Met = Value <= target, Bound = "value at most" };
}
