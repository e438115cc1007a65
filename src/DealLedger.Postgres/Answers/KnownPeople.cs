using DealLedger.Core.Ledger;
using DealLedger.Core.People;

namespace DealLedger.Postgres.Answers;

/// <summary>Who is known in a view: those that facts about people name, and everyone who owns or owned a deal.</summary>
internal sealed class KnownPeople
{
    private const string IsDeal = "SELECT EXISTS (SELECT FROM ({believed}) c WHERE c.deal_id = $5)";

    private const string EverOwned = "SELECT EXISTS (SELECT FROM ({believed}) c WHERE c.owner = $5 OR c.b_owner = $5)";

    private readonly Snapshot _snapshot;
    private readonly HashSet<string> _erased;
    private readonly bool _isListed;
    private readonly Dictionary<string, bool> _known = new(StringComparer.Ordinal);

    private KnownPeople(Snapshot snapshot, IReadOnlyList<RecordedFact> facts, ReportingLines lines)
    {
        (_snapshot, Lines) = (snapshot, lines);
        _isListed = facts.Any(f => f.Data is PersonListed);
        _erased = facts.Where(f => f.Data is PersonErased).Select(f => f.Stream.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var person in facts.Select(f => f.Stream.Id).Concat(Lines.Moves.Select(m => m.Is).OfType<string>()))
        {
            _known[person] = true;
        }
    }

    /// <summary>Who reported to whom.</summary>
    public ReportingLines Lines { get; }

    /// <summary>Whether the texts of and by a person were erased.</summary>
    public bool IsErased(string person) => _erased.Contains(person);

    /// <summary>Reads what is known of people.</summary>
    public static async Task<KnownPeople> ReadAsync(Snapshot snapshot, CancellationToken cancellation) =>
        new(snapshot, await snapshot.FactsAsync(PersonEvent.Kind, cancellation), await snapshot.LinesAsync(cancellation));

    /// <summary>Whether somebody may state something of others: who is known, and anyone in a ledger that was never told who works here.</summary>
    public async Task<bool> MaySpeakAsync(string person, CancellationToken cancellation) => !_isListed || await HasAsync(person, cancellation);

    /// <summary>Whether somebody is known.</summary>
    public async Task<bool> HasAsync(string person, CancellationToken cancellation)
    {
        if (!_known.TryGetValue(person, out var known))
        {
            await using var command = _snapshot.Ask(EverOwned, Sql.Text(person));
            _known[person] = known = await command.ExecuteScalarAsync(cancellation) is true;
        }

        return known;
    }

    /// <summary>Whether there is a deal of this id.</summary>
    public async Task<bool> HasDealAsync(string deal, CancellationToken cancellation)
    {
        await using var command = _snapshot.Ask(IsDeal, Sql.Text(deal));
        return await command.ExecuteScalarAsync(cancellation) is true;
    }
}
