using DealLedger.Core.Answers;
using DealLedger.Postgres;
using DealLedger.Server.Inputs;

namespace DealLedger.Server.Pages.Deal;

/// <summary>All that the page of a deal shows, from one view: the deal, and who its people are.</summary>
public sealed record DealModel(DealAnswer Answer, IReadOnlyDictionary<string, string> Names)
{
    /// <summary>Asks for it.</summary>
    public static async Task<DealModel> AskAsync(LedgerView view, InputReader read, string id, DealWords words, CancellationToken cancellation)
    {
        var asOf = words.Read(read);
        var answer = await view.DealAsync(id, asOf, cancellation);
        var people = await view.PeopleAsync(asOf, cancellation);
        return new DealModel(answer, people.People.Where(p => p.Name is not null).ToDictionary(p => p.Id, p => p.Name!, StringComparer.Ordinal));
    }

    /// <summary>What a person is called.</summary>
    public string NameOf(string id) => Names.GetValueOrDefault(id, id);
}
