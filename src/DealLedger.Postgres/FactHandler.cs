using System.Globalization;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Postgres.Ledger;
using DealLedger.Postgres.ReadModels;

namespace DealLedger.Postgres;

/// <summary>A fact to be recorded: the stream that it belongs to, what happened, and the text that its data refers to, if any.</summary>
public sealed record NewFact(StreamKey Stream, FactEvent Data, NewText? Text = null);

/// <summary>
/// Reads and records the facts of a kind: load, decide, append, all of a decision in one transaction or nothing, and one decision at a time a
/// tenant and kind.
/// </summary>
public sealed class FactHandler(LedgerDatabase database, LedgerStore ledger, Projector projector)
{
    private const int MostTries = 20;

    /// <summary>The keys of requests that were carried out.</summary>
    internal RequestKeys Requests => ledger.Requests;

    /// <summary>All that is recorded of a kind, in the order of recording.</summary>
    public async Task<IReadOnlyList<RecordedFact>> ReadAsync(TenantId tenant, string kind, CancellationToken cancellation)
    {
        await projector.CatchUpAsync(tenant, await ledger.HeadAsync(tenant, cancellation), cancellation);
        await using var connection = await database.OpenAsync(tenant, cancellation);
        return await FactTable.ReadAsync(connection, tenant, kind, long.MaxValue, cancellation);
    }

    /// <summary>All that is recorded of a kind about these periods, by their names, in the order of recording.</summary>
    public async Task<IReadOnlyList<RecordedFact>> ReadOfPeriodsAsync(TenantId tenant, string kind, IReadOnlyList<string> periods, CancellationToken cancellation)
    {
        await projector.CatchUpAsync(tenant, await ledger.HeadAsync(tenant, cancellation), cancellation);
        await using var connection = await database.OpenAsync(tenant, cancellation);
        return await FactTable.ReadOfPeriodsAsync(connection, tenant, kind, long.MaxValue, periods, cancellation);
    }

    /// <summary>All that is recorded in one stream, none when there is no such stream.</summary>
    public async Task<IReadOnlyList<RecordedFact>> ReadStreamAsync(TenantId tenant, StreamKey stream, CancellationToken cancellation)
    {
        await projector.CatchUpAsync(tenant, await ledger.HeadAsync(tenant, cancellation), cancellation);
        await using var connection = await database.OpenAsync(tenant, cancellation);
        return await FactTable.ReadStreamAsync(connection, tenant, stream, cancellation);
    }

    /// <summary>
    /// Records what is decided on all that is known of a kind, and decides anew when somebody else recorded something in one of those
    /// streams meanwhile. The decision refuses by throwing a <see cref="RefusedException"/>; refused too where others record of
    /// the kind for too long (<c>ledger-busy</c>). Returns what was recorded.
    /// </summary>
    public Task<IReadOnlyList<NewFact>> RecordAsync(
        TenantId tenant, string kind, string source, Func<IReadOnlyList<RecordedFact>, IReadOnlyList<NewFact>> decide, CancellationToken cancellation) =>
        RecordAsync(tenant, kind, source, request: null, decide, cancellation);

    /// <summary>
    /// The same for a request, whose key is kept with what is recorded. To be run by <see cref="RequestKeys.OnceAsync"/>, which knows a request that was
    /// carried out before.
    /// </summary>
    public Task<IReadOnlyList<NewFact>> RecordAsync(
        TenantId tenant, string kind, string source, RequestKey? request, Func<IReadOnlyList<RecordedFact>, IReadOnlyList<NewFact>> decide,
        CancellationToken cancellation) =>
        RecordAsync(tenant, kind, source, request, () => ReadAsync(tenant, kind, cancellation), decide, cancellation);

    /// <summary>The same on what <paramref name="read"/> finds, which must hold all of every stream that is decided on.</summary>
    public async Task<IReadOnlyList<NewFact>> RecordAsync(
        TenantId tenant, string kind, string source, RequestKey? request, Func<Task<IReadOnlyList<RecordedFact>>> read,
        Func<IReadOnlyList<RecordedFact>, IReadOnlyList<NewFact>> decide, CancellationToken cancellation)
    {
        await using var turn = await DecisionTurn.TakeAsync(database, tenant, kind, cancellation);
        for (var attempt = 1; ; attempt++)
        {
            var known = await read();
            var decided = decide(known);
            if (decided.Count == 0)
            {
                await (request is null ? Task.CompletedTask : ledger.Requests.KeepAsync(tenant, request, cancellation));
                return decided;
            }

            var versions = known.GroupBy(f => f.Stream).ToDictionary(g => g.Key, g => g.Max(f => f.Version));
            try
            {
                var recorded = await ledger.AppendDecidedAsync(
                    tenant, [.. decided.GroupBy(f => f.Stream).Select(s => Append(tenant, source, s, versions.GetValueOrDefault(s.Key)))], request, turn, cancellation);
                await ProjectAsync(tenant, recorded.LastPosition, cancellation);
                return decided;
            }
            catch (VersionConflictException) when (attempt < MostTries)
            {
                // Decide again on what is known now.
            }
        }
    }

    // What is recorded stays so, whatever happens to the database then; whoever asks next brings the read models along.
    private async Task ProjectAsync(TenantId tenant, long position, CancellationToken cancellation)
    {
        try
        {
            await projector.CatchUpAsync(tenant, position, cancellation);
        }
        catch (Exception fault) when (DatabaseFault.Of(fault) is not null)
        {
        }
    }

    private static StreamAppend Append(TenantId tenant, string source, IGrouping<StreamKey, NewFact> stream, long version)
    {
        var events = stream.Select((fact, i) =>
        {
            var record = string.Create(CultureInfo.InvariantCulture, $"{stream.Key}@{version + i + 1}");
            return new NewEvent(EventId.Derive(tenant, source, record, EventJson.TypeName(fact.Data)), fact.Data, $"{source}:{record}", source, "", fact.Text);
        });
        return new StreamAppend(stream.Key, version, [], [.. events]);
    }
}
