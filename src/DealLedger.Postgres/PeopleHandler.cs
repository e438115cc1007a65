using System.Globalization;
using DealLedger.Core;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.People;
using DealLedger.Core.Time;
using DealLedger.Postgres.Answers;
using DealLedger.Postgres.Ledger;
using DealLedger.Postgres.ReadModels;

namespace DealLedger.Postgres;

/// <summary>How many people something was recorded of, how many events that were, and whose managers were left out because they report to each other.</summary>
public sealed record PeopleRecorded(long People, long Events, IReadOnlyList<string> WithoutManager);

/// <summary>Records what sources tell of people: what differs from what is known, all of it in one transaction or nothing.</summary>
public sealed class PeopleHandler(LedgerDatabase database, LedgerStore ledger, TenantDirectory directory, Projector projector, TimeProvider clock)
{
    private const int MostTries = 20;

    /// <summary>
    /// Records what is told; texts are made with an id and a salt. Reporting lines that go round in a circle are refused
    /// (<c>reporting-circle</c>) with nothing recorded, or broken where that is wanted: then the manager of one of them is not told.
    /// </summary>
    public async Task<PeopleRecorded> RecordAsync(
        TenantId tenant, IReadOnlyList<PersonTold> told, string source, string by, Func<string, NewText> newText, bool breakCircles,
        CancellationToken cancellation)
    {
        var withoutManager = new List<string>();
        if (told.Count == 0)
        {
            return new PeopleRecorded(0, 0, withoutManager);
        }

        await using var turn = await DecisionTurn.TakeAsync(database, tenant, PersonEvent.Kind, cancellation);
        for (var attempt = 1; ; attempt++)
        {
            var known = await FactsAsync(tenant, cancellation);
            var (appends, circle) = await PlanAsync(tenant, told, known, source, by, newText, cancellation);
            if (circle.Count > 0)
            {
                var broken = breakCircles ? circle.Where(p => told.Any(t => t.Id == p && t.TellsManager)).Order(StringComparer.Ordinal).FirstOrDefault() : null;
                if (broken is null)
                {
                    throw new RefusedException("reporting-circle", $"{string.Join(" reports to ", circle.Append(circle[0]))}; let one of them report to somebody else.", "ManagerId");
                }

                withoutManager.Add(broken);
                told = [.. told.Select(t => t.Id == broken ? t with { TellsManager = false } : t)];
                continue;
            }

            try
            {
                var recorded = await ledger.AppendDecidedAsync(tenant, appends, request: null, turn, cancellation);
                await projector.CatchUpAsync(tenant, recorded.LastPosition, cancellation);
                return new PeopleRecorded(appends.Count, recorded.Events, withoutManager);
            }
            catch (VersionConflictException) when (attempt < MostTries)
            {
                // Someone told of one of these people meanwhile: look again.
            }
        }
    }

    /// <summary>
    /// Erases the texts about a person (name, e-mail, notes of calls for them, follow-ups that were theirs) and by them (reasons, next steps, notes), with their salts, and
    /// records that. Events keep the references, so every number, seal and proof stays. Returns the number of texts; again it erases what was
    /// added since.
    /// </summary>
    public async Task<long> EraseAsync(TenantId tenant, string person, string by, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var facts = (await FactsAsync(tenant, cancellation)).Where(f => f.Stream.Id == person).ToList();
            if (facts.Count == 0 && !await IsNamedAsync(tenant, person, cancellation))
            {
                throw new RefusedException("person-unknown", $"Nobody with the id '{person}' is known; 'people show' lists everyone.", "id");
            }

            var (stream, version) = (new StreamKey(PersonEvent.Kind, person), facts.Count == 0 ? 0 : facts.Max(f => f.Version));
            if (PersonState.Of(person, facts).IsErased)
            {
                return await DropTextsAsync(tenant, stream, cancellation);
            }

            var record = string.Create(CultureInfo.InvariantCulture, $"{stream}@{version + 1}");
            var erased = new PersonErased(clock.GetUtcNow().ToMicroseconds(), by);
            try
            {
                // Recorded first: what breaks off then is erased by the next try, and an import between the two brings no name back.
                await ledger.AppendAsync(
                    tenant,
                    new StreamAppend(stream, version, [], [new NewEvent(EventId.Derive(tenant, "user", record, EventJson.TypeName(erased)), erased, $"user:{record}", "user", "")]),
                    cancellation);
            }
            catch (VersionConflictException) when (attempt < MostTries)
            {
                // Someone told of this person meanwhile: look again.
            }
        }
    }

    // Who changes deals, owns them or has a quota leaves texts and traces without ever being told of.
    private async Task<bool> IsNamedAsync(TenantId tenant, string person, CancellationToken cancellation)
    {
        await using var command = database.Owner.CreateCommand(
            """
            SELECT EXISTS (
                SELECT FROM ledger.mt_events e
                WHERE e.tenant_id = $1 AND (
                    coalesce(e.user_name, e.data ->> 'By') = $2 OR e.data ->> 'Owner' = $2 OR e.data ->> 'For' = $2 OR e.data ->> 'Manager' = $2
                    OR e.stream_id = 'quota/' || $2
                    OR (e.type IN ('owner_changed', 'manager_changed', 'follow_up_reassigned') AND (e.data ->> 'From' = $2 OR e.data ->> 'To' = $2))))
            """);
        command.CommandTimeout = 0;
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(Sql.Text(person));
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    private async Task<long> DropTextsAsync(TenantId tenant, StreamKey person, CancellationToken cancellation)
    {
        await using var command = database.Owner.CreateCommand(
            """
            WITH told AS (
                SELECT r.reference
                FROM ledger.mt_events e
                CROSS JOIN LATERAL (VALUES (e.data ->> 'To'), (e.data ->> 'Reason'), (e.data ->> 'Note'), (e.headers ->> 'reason')) AS r (reference)
                WHERE e.tenant_id = $1 AND (
                    e.stream_id = $2 OR coalesce(e.user_name, e.data ->> 'By') = $3 OR (e.type = 'call_submitted' AND e.data ->> 'For' = $3)
                    OR e.stream_id IN (
                        SELECT 'follow-up/' || f.id FROM dealledger.fact f
                        WHERE f.tenant_id = $1 AND f.kind = 'follow-up' AND (f.data ->> 'Owner' = $3 OR (f.type = 'follow_up_reassigned' AND f.data ->> 'To' = $3))))
            ), counted AS (
                UPDATE dealledger.tenant SET erasures = erasures + 1 WHERE tenant_id = $1
            ), erased AS (
                DELETE FROM dealledger.text t
                WHERE t.tenant_id = $1 AND t.text_id IN (
                    SELECT CASE WHEN told.reference ~ '^text:[0-9a-f]{32}:' THEN substr(told.reference, 6, 32)::uuid END FROM told)
                RETURNING 1
            )
            SELECT count(*) FROM erased
            """);
        command.CommandTimeout = 0;
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(Sql.Text(person.ToString()));
        command.Parameters.Add(Sql.Text(person.Id));
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Those of these people whom nothing was told of and who never owned a deal.</summary>
    public async Task<IReadOnlySet<string>> UnknownAsync(TenantId tenant, IReadOnlyCollection<string> people, CancellationToken cancellation)
    {
        await projector.CatchUpAsync(tenant, await ledger.HeadAsync(tenant, cancellation), cancellation);
        await using var snapshot = await Snapshot.OpenAsync(database, tenant, cancellation);
        await snapshot.KnowAsync(new KnownAt.Now(), "knownAt", cancellation);
        var known = await KnownPeople.ReadAsync(snapshot, cancellation);
        var unknown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var person in people)
        {
            if (!await known.HasAsync(person, cancellation))
            {
                unknown.Add(person);
            }
        }

        return unknown;
    }

    /// <summary>All that is recorded of people, in the order of recording.</summary>
    public async Task<IReadOnlyList<RecordedFact>> FactsAsync(TenantId tenant, CancellationToken cancellation)
    {
        await projector.CatchUpAsync(tenant, await ledger.HeadAsync(tenant, cancellation), cancellation);
        await using var connection = await database.OpenAsync(tenant, cancellation);
        return await FactTable.ReadAsync(connection, tenant, PersonEvent.Kind, long.MaxValue, cancellation);
    }

    private async Task<(List<StreamAppend> Appends, IReadOnlyList<string> Circle)> PlanAsync(
        TenantId tenant, IReadOnlyList<PersonTold> told, IReadOnlyList<RecordedFact> known, string source, string by, Func<string, NewText> newText,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().ToMicroseconds();
        var byPerson = known.GroupBy(f => f.Stream.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
        var texts = new Dictionary<string, string>(
            await directory.TextsAsync(tenant, [.. known.SelectMany(f => References(f.Data))], cancellation), StringComparer.Ordinal);
        var appends = new List<StreamAppend>();
        foreach (var person in told.GroupBy(p => p.Id, StringComparer.Ordinal))
        {
            var facts = byPerson.TryGetValue(person.Key, out var recorded) ? recorded : [];
            var version = facts.Count == 0 ? 0 : facts.Max(f => f.Version);
            var stream = new StreamKey(PersonEvent.Kind, person.Key);
            var events = new List<NewEvent>();
            foreach (var one in person)
            {
                foreach (var e in PeopleDecision.Decide(one, facts, texts, now, by))
                {
                    var next = version + events.Count + 1;
                    var (data, text) = Worded(e, newText);
                    var record = string.Create(CultureInfo.InvariantCulture, $"{stream}@{next}");
                    events.Add(new NewEvent(EventId.Derive(tenant, source, record, EventJson.TypeName(data)), data, $"{source}:{record}", source, "", text));
                    facts = [.. facts, new RecordedFact(stream, long.MaxValue, next, data, now)];
                    if (text is not null)
                    {
                        texts.Add(text.Id.ToString("N"), text.Content);
                    }
                }
            }

            if (events.Count > 0)
            {
                appends.Add(new StreamAppend(stream, version, [], events));
            }

            byPerson[person.Key] = facts;
        }

        return (appends, appends.Count == 0 ? [] : PeopleDecision.Circle(byPerson.Values.SelectMany(f => f)));
    }

    private static (ILedgerEvent Data, NewText? Text) Worded(PersonEvent e, Func<string, NewText> newText)
    {
        switch (e)
        {
            case PersonRenamed { To: { } name } renamed:
                var text = newText(name);
                return (renamed with { To = text.Reference }, text);
            case PersonEmailChanged { To: { } email } changed:
                var address = newText(email);
                return (changed with { To = address.Reference }, address);
            default:
                return (e, null);
        }
    }

    private static IEnumerable<Guid> References(ILedgerEvent e)
    {
        var reference = e switch
        {
            PersonRenamed renamed => renamed.To,
            PersonEmailChanged changed => changed.To,
            _ => null,
        };
        return NewText.TryParseReference(reference, out var id) ? [id] : [];
    }
}
