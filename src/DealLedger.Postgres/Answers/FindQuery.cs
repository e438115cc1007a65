using DealLedger.Core.Answers;
using DealLedger.Core.Finding;
using DealLedger.Core.Opportunities;
using DealLedger.Postgres.ReadModels;
using Npgsql;

namespace DealLedger.Postgres.Answers;

/// <summary>Answers which deals have an id, a name or an account that begins so, from one view.</summary>
internal static class FindQuery
{
    // Every word of the text is the beginning of one. Each way finds at most so many deals ($7); beyond that one can only ask for more words.
    private const string Found = """
        WITH words AS MATERIALIZED (
            SELECT string_agg('''' || replace(replace(w.lexeme, '\', '\\'), '''', '''''') || ''':*', ' & ')::tsquery AS query
            FROM unnest(to_tsvector('simple', $5)) w
        ), accounts AS MATERIALIZED (
            SELECT dealledger.accounts_with_words((SELECT query FROM words), $7) AS account_id UNION SELECT $5
        ), named AS MATERIALIZED (
            SELECT dealledger.deals_with_words((SELECT query FROM words), $7) AS deal_id
        )
        (SELECT DISTINCT i.deal_id FROM ({believed}) i WHERE i.deal_id >= $5 AND i.deal_id < $6 LIMIT $7)
        UNION
        (SELECT n.deal_id FROM ({believed}) n
         WHERE n.deal_id = ANY (ARRAY (SELECT deal_id FROM named)) AND n.name IS NOT NULL AND to_tsvector('simple', n.name) @@ (SELECT query FROM words))
        UNION
        (SELECT o.deal_id FROM ({believed}) o WHERE o.account = ANY (ARRAY (SELECT account_id FROM accounts)) LIMIT $7)
        """;

    private const int MostLookedAt = 1_000;

    // It sorts after every character that an id may have.
    private const char AfterIds = '~';

    /// <summary>The deals that have such an id, name or account, as they are now.</summary>
    public static async Task<FindAnswer> AnswerAsync(LedgerView view, FindQuestion question, CancellationToken cancellation)
    {
        var (snapshot, now) = (view.Snapshot, view.Clock.GetUtcNow());
        var sight = await view.SightAsync(cancellation);
        var states = await DealStates.ReadAsync(snapshot, await FoundAsync(snapshot, question.Text, cancellation), now, cancellation);
        foreach (var hidden in states.Where(s => !sight.Sees(s.Value.Owner, now)).ToList())
        {
            states.Remove(hidden.Key);
        }

        var names = await snapshot.NamesAsync(states.Keys, now, cancellation);
        var listed = FindOrder.Of(states.Keys, question.Text, id => id, id => names.GetValueOrDefault(id, id)).Take(question.Limit).ToList();
        var accounts = await snapshot.AccountsAsync(listed, now, cancellation);
        var accountNames = await snapshot.AccountNamesAsync([.. accounts.Values.Distinct(StringComparer.Ordinal)], cancellation);
        var people = await snapshot.PeopleNamesAsync(cancellation);
        return new FindAnswer(
            view.Tenant.Value, question.Text, view.KnownText, snapshot.Reached, view.NotesFor(sight), [.. listed.Select(Deal)], states.Count > listed.Count);

        FoundDeal Deal(string id)
        {
            var (state, account) = (states[id], accounts.GetValueOrDefault(id));
            return new FoundDeal(
                id, names.GetValueOrDefault(id, id), account, account is null ? null : accountNames.GetValueOrDefault(account), state.Owner,
                state.Owner is null ? null : people.GetValueOrDefault(state.Owner), state.Stage, state.Outcome.Name(), state.Amount, state.Currency, state.CloseDate);
        }
    }

    private static async Task<List<string>> FoundAsync(Snapshot snapshot, string text, CancellationToken cancellation)
    {
        await using var command = snapshot.Ask(
            Found, Sql.Text(text), Sql.Text(text + AfterIds), new NpgsqlParameter<int> { TypedValue = MostLookedAt });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }
}
