using System.Collections.Concurrent;
using DealLedger.Core.Ledger;
using DealLedger.Core.People;
using DealLedger.Postgres.Answers;
using Npgsql;

namespace DealLedger.Postgres.ReadModels;

/// <summary>The names of people that this process has read. They hold until more is told of people, or a text is erased.</summary>
internal sealed class NameMemory
{
    private readonly ConcurrentDictionary<(TenantId Tenant, DateTime Made), Known> _known = new();

    /// <summary>
    /// The newest name of everyone by the facts about people, by their ids; those without one, and erased ones, are left out.
    /// <paramref name="made"/> is when the tenant was, <paramref name="erasures"/> how often texts of it were erased.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(
        NpgsqlConnection connection, TenantId tenant, DateTime made, IReadOnlyList<RecordedFact> facts, long erasures, CancellationToken cancellation)
    {
        if (_known.TryGetValue((tenant, made), out var known) && ReferenceEquals(known.Facts, facts) && known.Erasures == erasures)
        {
            return known.Names;
        }

        var references = References(facts);
        var texts = await Names.OfTextsAsync(connection, tenant, references.Values, cancellation);
        var names = new Dictionary<string, string>(references.Count, StringComparer.Ordinal);
        foreach (var (person, text) in references)
        {
            if (texts.TryGetValue(text.ToString("N"), out var name))
            {
                names.Add(person, name);
            }
        }

        _known[(tenant, made)] = new Known(facts, erasures, names);
        return names;
    }

    private static Dictionary<string, Guid> References(IReadOnlyList<RecordedFact> facts)
    {
        var newest = new Dictionary<string, RecordedFact>(StringComparer.Ordinal);
        foreach (var fact in facts.Where(f => f.Data is PersonRenamed))
        {
            if (!newest.TryGetValue(fact.Stream.Id, out var other) || RecordedFact.Compare(other, fact) < 0)
            {
                newest[fact.Stream.Id] = fact;
            }
        }

        foreach (var erased in facts.Where(f => f.Data is PersonErased))
        {
            newest.Remove(erased.Stream.Id);
        }

        var references = new Dictionary<string, Guid>(newest.Count, StringComparer.Ordinal);
        foreach (var (person, fact) in newest)
        {
            if (NewText.TryParseReference(((PersonRenamed)fact.Data).To, out var text))
            {
                references.Add(person, text);
            }
        }

        return references;
    }

    private sealed record Known(IReadOnlyList<RecordedFact> Facts, long Erasures, Dictionary<string, string> Names);
}
