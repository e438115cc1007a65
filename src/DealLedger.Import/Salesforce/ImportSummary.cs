using System.Text.Json;
using System.Text.Json.Serialization;

namespace DealLedger.Import.Salesforce;

/// <summary>How many rows a file has, and how many of them were taken in and refused.</summary>
public sealed record ImportedFile(string Name, long Rows, long Taken, long Refused);

/// <summary>How many events an import recorded, and how many that it told were there already.</summary>
public sealed record ImportedEvents(long Recorded, long AlreadyKnown);

/// <summary>How many people a source lists, how many events about them were recorded, and whose managers were left out because they report to each other.</summary>
public sealed record ImportedPeople(long Listed, long Recorded, IReadOnlyList<string> WithoutManager);

/// <summary>Something that the source could not tell of a deal and that was inferred.</summary>
public sealed record ImportGap(string Opportunity, string What);

/// <summary>What an import did. Rates is the number of those recorded. Rejects names the folder that holds rejects.csv, none when no row was refused. Gaps are read from a file when asked for.</summary>
public sealed record ImportSummary(
    string Source, IReadOnlyList<ImportedFile> Files, long Opportunities, ImportedEvents Events, ImportedPeople People,
    long Rates, ImportedEvents Calls, ImportedEvents Quotas, IEnumerable<ImportGap> Gaps, string? Rejects);

/// <summary>Gaps on their way to the summary, in a file, since a large company has one or more a deal.</summary>
internal sealed class GapSpool : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"dealledger-gaps-{Guid.NewGuid():n}.jsonl");
    private StreamWriter? _writer;

    /// <summary>Adds a gap.</summary>
    public void Add(ImportGap gap) => (_writer ??= new StreamWriter(_path)).WriteLine(JsonSerializer.Serialize(gap, GapJson.Default.ImportGap));

    /// <summary>All gaps, read anew each time.</summary>
    public IEnumerable<ImportGap> Read()
    {
        _writer?.Flush();
        if (!File.Exists(_path))
        {
            yield break;
        }

        using var reader = new StreamReader(new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
        {
            yield return JsonSerializer.Deserialize(line, GapJson.Default.ImportGap)!;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writer?.Dispose();
        File.Delete(_path);
    }
}

[JsonSerializable(typeof(ImportGap))]
internal sealed partial class GapJson : JsonSerializerContext;
