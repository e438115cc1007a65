using System.Security.Cryptography;
using DealLedger.Core.Calls;
using DealLedger.Core.FollowUps;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Core.Time;
using DealLedger.Postgres.Answers;

namespace DealLedger.Postgres;

/// <summary>A follow-up to be opened: what it is, the text that says what is to be done, and what a repeat of the request is known by.</summary>
public sealed record NewFollowUp(OpenFollowUp FollowUp, string Text, RequestKey? Request = null);

/// <summary>
/// Records follow-ups. Refused by a <see cref="RefusedException"/> with the code that the command's <c>Fault</c> gives, or with that of a text that
/// cannot be taken.
/// </summary>
public sealed class FollowUpHandler(LedgerAnswers answers, FactHandler facts, TimeProvider clock)
{
    private const string Source = "user";
    private const int SaltBytes = 16;

    /// <summary>Opens a follow-up and returns its id. Refused too when it says nothing (<c>text-missing</c>).</summary>
    public Task<string> OpenAsync(TenantId tenant, NewFollowUp followUp, CancellationToken cancellation) =>
        facts.Requests.OnceAsync(tenant, followUp.Request, () => RecordAsync(tenant, followUp, cancellation), before => before.StreamId, cancellation);

    /// <summary>Gives a follow-up another owner, another day or both; what is so already records nothing. Refused too when there is none (<c>follow-up-unknown</c>).</summary>
    public Task ChangeAsync(TenantId tenant, string id, ChangeFollowUp command, RequestKey? request, CancellationToken cancellation) =>
        RecordAsync(
            tenant, id, request,
            async (people, known) => command.Fault(
                clock.GetUtcNow(), known, command.Owner is null || await people.HasAsync(command.Owner, cancellation), await people.MaySpeakAsync(command.By, cancellation)),
            known => [.. command.Decide(known).Select(e => new NewFact(new StreamKey(FollowUpEvent.Kind, id), e))],
            cancellation);

    /// <summary>Closes a follow-up, with what came of it if that is told. Refused too when there is none (<c>follow-up-unknown</c>).</summary>
    public Task CloseAsync(TenantId tenant, string id, CloseFollowUp command, string? result, RequestKey? request, CancellationToken cancellation)
    {
        var text = NewTextOf("result", result);
        return RecordAsync(
            tenant, id, request, async (people, known) => command.Fault(clock.GetUtcNow(), known, await people.MaySpeakAsync(command.By, cancellation)),
            _ => [new NewFact(new StreamKey(FollowUpEvent.Kind, id), command.Decide(text?.Reference), text)], cancellation);
    }

    private async Task<string> RecordAsync(TenantId tenant, NewFollowUp followUp, CancellationToken cancellation)
    {
        var text = NewTextOf("text", followUp.Text) ?? throw new RefusedException("text-missing", "The text is missing; say what is to be done.", "text");
        var id = CallId.Of(RandomNumberGenerator.GetBytes(CallId.Bytes));
        var stream = new StreamKey(FollowUpEvent.Kind, id);
        var command = followUp.FollowUp;
        await CheckAsync(
            tenant,
            async people => command.Fault(
                clock.GetUtcNow(), command.Team is null || people.Lines.IsTeam(command.Team), await people.HasAsync(command.Owner, cancellation),
                await people.MaySpeakAsync(command.By, cancellation), command.Deal is null || await people.HasDealAsync(command.Deal, cancellation)),
            cancellation);
        await facts.RecordAsync(
            tenant, FollowUpEvent.Kind, Source, followUp.Request, () => facts.ReadStreamAsync(tenant, stream, cancellation),
            known => known.Count == 0
                ? [new NewFact(stream, command.Decide(text.Reference), text)]
                : throw new RefusedException(DatabaseFault.Busy, "The id that was drawn is that of another follow-up; nothing was recorded, try again."),
            cancellation);
        return id;
    }

    private Task<string> RecordAsync(
        TenantId tenant, string id, RequestKey? request, Func<KnownPeople, FollowUp, Task<Refusal?>> fault, Func<FollowUp, IReadOnlyList<NewFact>> decide,
        CancellationToken cancellation) =>
        facts.Requests.OnceAsync(tenant, request, () => RecordOnceAsync(tenant, id, request, fault, decide, cancellation), _ => id, cancellation);

    // What is known of people is asked for before the turn: whoever holds that keeps all others waiting.
    private async Task<string> RecordOnceAsync(
        TenantId tenant, string id, RequestKey? request, Func<KnownPeople, FollowUp, Task<Refusal?>> fault, Func<FollowUp, IReadOnlyList<NewFact>> decide,
        CancellationToken cancellation)
    {
        var stream = new StreamKey(FollowUpEvent.Kind, id);
        var standing = Known(await facts.ReadStreamAsync(tenant, stream, cancellation));
        await CheckAsync(tenant, people => fault(people, standing), cancellation);
        await facts.RecordAsync(
            tenant, FollowUpEvent.Kind, Source, request, () => facts.ReadStreamAsync(tenant, stream, cancellation),
            known => Known(known) is { IsOpen: true } open
                ? decide(open)
                : throw new RefusedException("follow-up-closed", $"Follow-up '{id}' was closed meanwhile; open another one.", "id"),
            cancellation);
        return id;

        FollowUp Known(IReadOnlyList<RecordedFact> recorded) => FollowUp.Of(recorded.Order(Comparer<RecordedFact>.Create(RecordedFact.Compare)))
            ?? throw new RefusedException("follow-up-unknown", $"There is no follow-up '{id}'; 'follow-up list --standing all' shows those that there are.", "id");
    }

    private async Task CheckAsync(TenantId tenant, Func<KnownPeople, Task<Refusal?>> fault, CancellationToken cancellation)
    {
        await using var view = await answers.OpenAsync(tenant, new KnownAt.Now(), Consistency.Strong, cancellation);
        if (await fault(await KnownPeople.ReadAsync(view.Snapshot, cancellation)) is { } refusal)
        {
            throw new RefusedException(refusal);
        }
    }

    private NewText? NewTextOf(string field, string? text) =>
        CommandWords.CheckText(field, text ?? "") is { } unreadable ? throw new RefusedException(unreadable)
        : string.IsNullOrWhiteSpace(text) ? null
        : new NewText(Guid.CreateVersion7(clock.GetUtcNow()), RandomNumberGenerator.GetBytes(SaltBytes), text.Trim());
}
