using System.Text.Json;
using DealLedger.Server.Inputs;

namespace DealLedger.Configuration;

/// <summary>A configuration file: its settings by their keys, and what is wrong with it, one line a fault.</summary>
internal sealed class ConfigurationFile
{
    private const int LargestFile = 256 * 1024;

    private static readonly JsonDocumentOptions Json = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
        MaxDepth = 8,
    };

    private readonly Dictionary<string, IReadOnlyList<string>> _values = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];
    private readonly string _path;

    private ConfigurationFile(string path) => _path = path;

    /// <summary>What is wrong with the file.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Reads a file; one without settings when none is named.</summary>
    public static ConfigurationFile Read(string? path)
    {
        var file = new ConfigurationFile(path ?? "");
        if (path is not null)
        {
            file.Load();
        }

        return file;
    }

    /// <summary>The values of a setting, and where they stand; none when the file does not tell it.</summary>
    public GivenValues? Find(Setting setting) =>
        _values.TryGetValue(setting.Key, out var values) ? new GivenValues(values, $"{_path}: {setting.Key}") : null;

    private void Load()
    {
        try
        {
            var file = new FileInfo(_path);
            if (file is { Exists: true, Length: > LargestFile })
            {
                _faults.Add($"{_path}: the file is larger than {LargestFile / 1024} KB; a configuration is far smaller.");
                return;
            }

            using var document = JsonDocument.Parse(File.ReadAllBytes(_path), Json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                _faults.Add($"{_path}: the file is not a JSON object; write {{ \"port\": 5080 }}.");
                return;
            }

            Walk(document.RootElement, "");
        }
        catch (JsonException wrong)
        {
            _faults.Add($"{_path}: line {wrong.LineNumber + 1 ?? 1}: not JSON: {wrong.Message.Split(" LineNumber:", 2)[0]}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            _faults.Add($"{_path}: the file cannot be read ({fault.Message}); correct --config or {KnownSettings.FileVariable}.");
        }
    }

    private void Walk(JsonElement section, string prefix)
    {
        foreach (var property in section.EnumerateObject())
        {
            var key = prefix + property.Name;
            if (KnownSettings.All.FirstOrDefault(s => s.Key == key) is { } setting)
            {
                Take(setting, property.Value);
            }
            else if (property.Value.ValueKind == JsonValueKind.Object && KnownSettings.All.Any(s => s.Key.StartsWith(key + ".", StringComparison.Ordinal)))
            {
                Walk(property.Value, key + ".");
            }
            else
            {
                var where = prefix.Length > 0 ? $"'{prefix[..^1]}' has" : "there are";
                _faults.Add($"{_path}: '{InputReader.Short(key)}' is not a setting; {where} {string.Join(", ", Names(prefix))}.");
            }
        }
    }

    private void Take(Setting setting, JsonElement value)
    {
        IEnumerable<JsonElement> elements = setting.IsList && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];
        var texts = elements.Select(Text).ToList();
        if (texts.Contains(null))
        {
            _faults.Add($"{_path}: '{setting.Key}' takes {(setting.IsList ? "a text, or an array of texts" : "a text, a number, true or false")}.");
            return;
        }

        _values[setting.Key] = [.. texts.OfType<string>()];
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    // The next words behind a prefix: settings, and sections.
    private static IEnumerable<string> Names(string prefix) => KnownSettings.All
        .Where(s => s.Key.StartsWith(prefix, StringComparison.Ordinal))
        .Select(s => s.Key[prefix.Length..].Split('.')[0])
        .Distinct(StringComparer.Ordinal);
}

/// <summary>The values that a setting was given, and where: a file and its key, a variable or an option.</summary>
internal sealed record GivenValues(IReadOnlyList<string> Values, string Source);
