using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DealLedger.Core.Ledger;
using Npgsql;

namespace DealLedger.Postgres.ReadModels;

/// <summary>
/// Facts that were read before. They never change, so what is in memory is asked for no more: a view looks up how far the facts of a kind
/// reach, and reads those that came since.
/// </summary>
internal sealed class FactMemory
{
    private readonly ConditionalWeakTable<IReadOnlyList<RecordedFact>, ConcurrentDictionary<Type, object>> _told = [];
    private readonly ConcurrentDictionary<(TenantId Tenant, DateTime Made, string Kind), Known> _known = new();

    /// <summary>
    /// The facts of a kind up to a position, in the order of recording; <paramref name="newest"/> is the position of the last one that the
    /// database holds, <paramref name="made"/> when the tenant was: another one of the same name has other facts.
    /// </summary>
    public async Task<IReadOnlyList<RecordedFact>> ReadAsync(
        NpgsqlConnection connection, TenantId tenant, DateTime made, string kind, long newest, long upTo, CancellationToken cancellation)
    {
        var known = _known.GetValueOrDefault((tenant, made, kind), Known.Nothing);
        if (known.UpTo < newest)
        {
            var more = await FactTable.ReadAsync(connection, tenant, kind, known.UpTo, newest, cancellation);
            known = new Known(newest, [.. known.Facts, .. more]);

            // Of two who read at the same time either is right, and the one who knows more stays.
            _known.AddOrUpdate((tenant, made, kind), known, (_, other) => other.UpTo > newest ? other : known);
        }

        return upTo >= known.UpTo ? known.Facts : known.Facts.FindAll(f => f.Position <= upTo);
    }

    /// <summary>What follows from facts, made once as long as they stay the same; several may use it at the same time.</summary>
    public T Told<T>(IReadOnlyList<RecordedFact> facts, Func<IReadOnlyList<RecordedFact>, T> tell)
        where T : class =>
        (T)_told.GetValue(facts, _ => new ConcurrentDictionary<Type, object>()).GetOrAdd(typeof(T), _ => tell(facts));

    private sealed record Known(long UpTo, List<RecordedFact> Facts)
    {
        public static Known Nothing { get; } = new(0, []);
    }
}
