using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DealLedger.Benchmarks;

/// <summary>The results as one Markdown table, and as JSON.</summary>
public static class ResultTable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static readonly string[] Head = ["work", "scale", "value", "unit", "yardstick", "its value", "ratio", "spread", "target", "met"];

    /// <summary>The table, its columns aligned.</summary>
    public static string Write(IReadOnlyList<Measurement> results)
    {
        var rows = results.Select(r => new[]
        {
            r.Work, r.Scale, Number(r.Value), r.Unit, r.Yardstick ?? "", Number(r.YardstickValue), Number(r.Ratio),
            r.Spread is { } spread ? spread.ToString("0 %", CultureInfo.InvariantCulture) : "", r.Target is null ? "" : $"{r.Bound} {Number(r.Target)}",
            r.Met switch { true => "yes", false => "NO", _ => "" },
        }).Prepend([.. Head.Select(_ => "---")]).Prepend(Head).ToList();
        var widths = Head.Select((_, column) => rows.Max(r => r[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            text.Append("| ").AppendJoin(" | ", row.Select((cell, column) => cell.PadRight(widths[column]))).AppendLine(" |");
        }

        return text.ToString();
    }

    /// <summary>Writes the JSON.</summary>
    public static Task SaveAsync(IReadOnlyList<Measurement> results, FileInfo file, CancellationToken cancellation) =>
        File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(results, Json) + "\n", cancellation);

    private static string Number(double? number) => number switch
    {
        null => "",
        0 => "0",
        >= 1_000 => number.Value.ToString("#,##0", CultureInfo.InvariantCulture),
        >= 100 => number.Value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => number.Value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => number.Value.ToString("0.00", CultureInfo.InvariantCulture),
    };
}
