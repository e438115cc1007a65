using DealLedger.Core.Answers;
using DealLedger.Core.Ledger;
using DealLedger.Server;

namespace DealLedger.Cli;

/// <summary>The names of the people whose ids an answer shows.</summary>
internal static class PeopleNames
{
    public static Task<IReadOnlyDictionary<string, string>> OfAsync(LedgerHost host, TenantId tenant, ChangesAnswer answer, CancellationToken cancellation) =>
        host.Directory.PeopleNamesAsync(tenant, answer.Deals.Select(d => d.Owner).ToHashSet(StringComparer.Ordinal), cancellation);

    public static Task<IReadOnlyDictionary<string, string>> OfAsync(LedgerHost host, TenantId tenant, DealsAnswer answer, CancellationToken cancellation) =>
        host.Directory.PeopleNamesAsync(tenant, answer.Deals.Select(d => d.Owner).OfType<string>().ToHashSet(StringComparer.Ordinal), cancellation);

    public static Task<IReadOnlyDictionary<string, string>> OfAsync(LedgerHost host, TenantId tenant, DealAnswer answer, CancellationToken cancellation) =>
        host.Directory.PeopleNamesAsync(tenant, answer.History.Select(h => h.By).ToHashSet(StringComparer.Ordinal), cancellation);
}
