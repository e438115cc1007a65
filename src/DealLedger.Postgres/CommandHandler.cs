using System.Security.Cryptography;
using DealLedger.Core;
using DealLedger.Core.Access;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Core.Opportunities.Commands;
using Npgsql;

namespace DealLedger.Postgres;

/// <summary>Who wants something recorded: since when it holds (now, unless told), why, on which version it was decided, and what a repeat of the request is known by.</summary>
public sealed record CommandOrigin(string By, DateTimeOffset? At = null, string? Reason = null, long? ExpectVersion = null, RequestKey? Request = null);

/// <summary>The stream's version after a command, and the position of the last event that it recorded; none where nothing had to be.</summary>
public sealed record Recorded(long Version, long? Position)
{
    /// <summary>Whether the command recorded anything.</summary>
    public bool Changed => Position is not null;
}

/// <summary>Loads a deal, lets the command decide, appends what it decided. Without an expected version a conflict is tried again.</summary>
public sealed class CommandHandler(LedgerStore ledger, TenantDirectory directory, TimeProvider clock)
{
    private const string Source = "user";
    private const int MostTries = 500;

    // After everything that a source recorded at the same instant.
    private const string LastInOrder = "~";

    /// <summary>
    /// Records a command; a repeat of a request that was carried out records nothing. Throws <see cref="RefusedException"/> when it makes no sense, on
    /// a version conflict, when another request was carried out under its key, and when the one who records may not change deals of the owner that the
    /// deal has now, or is opened with; <see cref="OutcomeUnknownException"/> when the database fails while it records.
    /// </summary>
    public async Task<Recorded> RecordAsync(
        TenantId tenant, string opportunityId, IOpportunityCommand command, CommandOrigin origin, CancellationToken cancellation, Sight? sight = null)
    {
        var now = clock.GetUtcNow().ToMicroseconds();
        if (origin.At > now)
        {
            throw new RefusedException("at-in-future", $"{origin.At.Value.ToIso()} lies in the future; a change is recorded when it has happened.", "at");
        }

        if (CommandWords.CheckText("reason", origin.Reason ?? "") is { } fault)
        {
            throw new RefusedException(fault);
        }

        var change = $"request:{Guid.CreateVersion7():N}";
        for (var attempt = 1; ; attempt++)
        {
            var loaded = await directory.Loads.LoadAsync(tenant, opportunityId, origin.Request, cancellation);
            var (known, settings, stages) = loaded;
            var version = known.Count == 0 ? 0 : known[^1].Version;
            var timeline = Timeline.Of(opportunityId, known);
            sight?.Require(timeline.StateAt(DateTimeOffset.MaxValue) is { } newest ? newest.Owner : (command as OpenOpportunity)?.Owner, now);
            if (origin.Request is { } request && loaded.Before?.For(request) is not null)
            {
                return new Recorded(version, Position: null);
            }

            if (origin.ExpectVersion is { } expected && expected != version)
            {
                throw Conflict(opportunityId, expected, version);
            }

            var reason = Text(tenant, change, origin.Reason);
            var at = origin.At?.ToMicroseconds() ?? Now(clock, known);
            var deal = timeline.StateAt(at) ?? await RefuseBeforeOpeningAsync(command, known, at);
            var decision = command.Decide(opportunityId, deal, new Origin(at, origin.By, reason?.Reference, stages, settings.At(now).ReportingCurrency));
            if (decision is Decision.Refused { Refusal: var refusal })
            {
                throw new RefusedException(refusal);
            }

            var decided = ((Decision.Recorded)decision).Events;
            if (decided.Count == 0)
            {
                await (origin.Request is { } empty ? ledger.Requests.KeepAsync(tenant, empty, cancellation) : Task.CompletedTask);
                return new Recorded(version, Position: null);
            }

            if (decided.OfType<OpportunityMerged>().FirstOrDefault() is { Into: { } survivor } && (await ledger.ReadStreamAsync(tenant, survivor, cancellation)).Count == 0)
            {
                throw new RefusedException("survivor-unknown", $"Opportunity '{survivor}' is not in the ledger; name the deal that survives by its id.", "value");
            }

            try
            {
                var append = new StreamAppend(opportunityId, version, known, Events(tenant, change, decided, reason)) { Request = origin.Request };
                var positions = await ledger.AppendAsync(tenant, append, cancellation);
                return new Recorded(version + decided.Count, positions[^1]);
            }
            catch (VersionConflictException conflict)
            {
                // Under a key the same request may have been carried out meanwhile; the next load tells.
                if ((origin.ExpectVersion is not null && origin.Request is null) || attempt == MostTries)
                {
                    throw Conflict(opportunityId, conflict.Expected, conflict.Found ?? 0);
                }
            }
        }
    }

    // A command that is said to happen now happens after all that the deal has, even where another clock runs ahead a little.
    private static DateTimeOffset Now(TimeProvider clock, IReadOnlyList<RecordedEvent> known)
    {
        var now = clock.GetUtcNow().ToMicroseconds();
        var last = known.Count == 0 ? DateTimeOffset.MinValue : known.Max(e => e.Data.At);
        return last > now && last - now < TimeSpan.FromMinutes(1) ? last : now;
    }

    private static Task<Opportunity?> RefuseBeforeOpeningAsync(IOpportunityCommand command, IReadOnlyList<RecordedEvent> known, DateTimeOffset at)
    {
        var opened = known.Select(e => e.Data).OfType<OpportunityOpened>().FirstOrDefault();
        return opened is not null && command is OpenOpportunity
            ? throw new RefusedException("opportunity-exists", $"The opportunity is in the ledger since {opened.At.ToIso()}; record changes of it instead.", "id")
            : opened is not null
                ? throw new RefusedException("before-opened", $"The opportunity was opened at {opened.At.ToIso()}; {at.ToIso()} is before that.", "at")
                : Task.FromResult<Opportunity?>(null);
    }

    private static IReadOnlyList<NewEvent> Events(TenantId tenant, string change, IReadOnlyList<IOpportunityEvent> decided, NewText? reason) =>
        [.. decided.Select(e => new NewEvent(
            EventId.Derive(tenant, Source, change, EventJson.TypeName(e)), e, change, Source, LastInOrder, reason))];

    private static NewText? Text(TenantId tenant, string change, string? reason) => string.IsNullOrWhiteSpace(reason)
        ? null
        : new NewText(EventId.Derive(tenant, Source, change, "reason"), RandomNumberGenerator.GetBytes(16), reason.Trim());

    private static RefusedException Conflict(string opportunityId, long expected, long found) => new(
        "version-conflict", $"Opportunity '{opportunityId}' is at version {found}, not {expected}; look at what changed and decide again.", "expectVersion");
}
