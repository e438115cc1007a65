namespace DealLedger.Cli.Output;

/// <summary>Small bar charts in block characters.</summary>
internal static class Bars
{
    private const string Eighths = " ▏▎▍▌▋▊▉";

    /// <summary>A bar for a share of the whole, to an eighth of a character.</summary>
    public static string Share(decimal part, decimal whole, int width)
    {
        if (whole <= 0 || part <= 0)
        {
            return "";
        }

        var eighths = (int)Math.Round(Math.Min(part / whole, 1) * width * 8);
        var rest = eighths % 8;
        return eighths == 0 ? "▏" : new string('█', eighths / 8) + (rest == 0 ? "" : Eighths[rest].ToString());
    }

    /// <summary>A bar that begins where the step before it ended: what a waterfall is made of.</summary>
    public static string Step(decimal from, decimal to, decimal lowest, decimal highest, int width)
    {
        var span = highest - lowest;
        if (span <= 0)
        {
            return "";
        }

        var left = Place(Math.Min(from, to));
        var right = Place(Math.Max(from, to));
        return new string(' ', left) + (right > left ? new string(to < from ? '▒' : '█', right - left) : "▏");

        int Place(decimal value) => (int)Math.Round((value - lowest) / span * width);
    }
}
