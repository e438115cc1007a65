using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using DealLedger.Core.Calls;
using DealLedger.Core.Currencies;
using DealLedger.Core.FollowUps;
using DealLedger.Core.Ledger;
using DealLedger.Core.Organisation;
using DealLedger.Core.People;
using DealLedger.Core.Quotas;

namespace DealLedger.Core.Opportunities;

/// <summary>The stored form of the vocabularies: a snake_case type name and a JSON object with PascalCase properties, both frozen.</summary>
public static class EventJson
{
    private sealed record Kind(Type Type, JsonTypeInfo Json);

    private static readonly Dictionary<string, Kind> ByName = new(StringComparer.Ordinal);
    private static readonly Dictionary<Type, string> Names = [];

    static EventJson()
    {
        var json = EventJsonContext.Default;
        Add("opportunity_opened", json.OpportunityOpened);
        Add("stage_moved", json.StageMoved);
        Add("category_changed", json.CategoryChanged);
        Add("category_overridden", json.CategoryOverridden);
        Add("category_override_cleared", json.CategoryOverrideCleared);
        Add("amount_changed", json.AmountChanged);
        Add("close_date_moved", json.CloseDateMoved);
        Add("owner_changed", json.OwnerChanged);
        Add("opportunity_renamed", json.OpportunityRenamed);
        Add("account_changed", json.AccountChanged);
        Add("type_changed", json.TypeChanged);
        Add("segment_changed", json.SegmentChanged);
        Add("probability_changed", json.ProbabilityChanged);
        Add("currency_changed", json.CurrencyChanged);
        Add("opportunity_won", json.OpportunityWon);
        Add("opportunity_lost", json.OpportunityLost);
        Add("opportunity_reopened", json.OpportunityReopened);
        Add("opportunity_deleted", json.OpportunityDeleted);
        Add("opportunity_restored", json.OpportunityRestored);
        Add("opportunity_merged", json.OpportunityMerged);
        Add("flag_set", json.FlagSet);
        Add("flag_cleared", json.FlagCleared);
        Add("next_step_changed", json.NextStepChanged);
        var people = PersonJsonContext.Default;
        Add("person_listed", people.PersonListed);
        Add("manager_changed", people.ManagerChanged);
        Add("person_renamed", people.PersonRenamed);
        Add("person_email_changed", people.PersonEmailChanged);
        Add("team_named", people.TeamNamed);
        Add("person_left", people.PersonLeft);
        Add("person_returned", people.PersonReturned);
        Add("person_erased", people.PersonErased);
        var organisation = OrganisationJsonContext.Default;
        Add("fiscal_calendar_set", organisation.FiscalCalendarSet);
        Add("week_start_set", organisation.WeekStartSet);
        Add("time_zone_set", organisation.TimeZoneSet);
        Add("reporting_currency_set", organisation.ReportingCurrencySet);
        Add("rate_set", organisation.RateSet);
        var calls = CallJsonContext.Default;
        Add("call_submitted", calls.CallSubmitted);
        Add("quota_set", calls.QuotaSet);
        var followUps = FollowUpJsonContext.Default;
        Add("follow_up_opened", followUps.FollowUpOpened);
        Add("follow_up_reassigned", followUps.FollowUpReassigned);
        Add("follow_up_due_moved", followUps.FollowUpDueMoved);
        Add("follow_up_closed", followUps.FollowUpClosed);
    }

    /// <summary>Every stored type name, in the order of the vocabulary.</summary>
    public static IReadOnlyCollection<string> TypeNames => ByName.Keys;

    /// <summary>The stored type name of an event.</summary>
    public static string TypeName(ILedgerEvent e) => e is UnreadableEvent unreadable ? unreadable.Type : Names[e.GetType()];

    /// <summary>The record that a stored type name stands for, or none.</summary>
    public static Type? RecordOf(string typeName) => ByName.GetValueOrDefault(typeName)?.Type;

    /// <summary>The event as stored, in UTF-8.</summary>
    public static byte[] Write(ILedgerEvent e) => JsonSerializer.SerializeToUtf8Bytes(e, ByName[Names[e.GetType()]].Json);

    /// <summary>
    /// Reads a stored event. Total: what is not of the vocabulary, or does not parse, comes back as an <see cref="UnreadableEvent"/>.
    /// An event without At happened when it was recorded; one of another vocabulary that has an At happened then.
    /// </summary>
    public static IOpportunityEvent Read(string typeName, ReadOnlySpan<byte> data, DateTimeOffset recordedAt, string? userName)
    {
        if (!ByName.TryGetValue(typeName, out var kind) || !kind.Type.IsAssignableTo(typeof(IOpportunityEvent)))
        {
            return Unreadable(typeName, "not an event of this vocabulary", data, recordedAt, userName);
        }

        try
        {
            var e = (IOpportunityEvent)JsonSerializer.Deserialize(data, kind.Json)!;
            return e.At != default && e.By is not null ? Cut(e) : Complete(e, recordedAt, userName);
        }
        catch (Exception problem) when (problem is JsonException or FormatException or NullReferenceException)
        {
            return Unreadable(typeName, "its data does not fit its type", data, recordedAt, userName);
        }
    }

    /// <summary>
    /// Reads a stored event of a stream that is not an opportunity's; none when it is not of the vocabulary or does not parse. One without
    /// At happened when it was recorded.
    /// </summary>
    public static ILedgerEvent? ReadFact(string typeName, ReadOnlySpan<byte> data, DateTimeOffset recordedAt, string? userName)
    {
        if (!ByName.TryGetValue(typeName, out var kind) || kind.Type.IsAssignableTo(typeof(IOpportunityEvent)))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(data, kind.Json) is FactEvent e
                ? e with { At = e.At == default ? recordedAt : e.At.ToMicroseconds(), By = e.By ?? userName ?? "" }
                : null;
        }
        catch (Exception problem) when (problem is JsonException or FormatException)
        {
            return null;
        }
    }

    private static UnreadableEvent Unreadable(string typeName, string why, ReadOnlySpan<byte> data, DateTimeOffset recordedAt, string? userName)
    {
        var e = new UnreadableEvent(typeName, why, recordedAt, userName ?? "");
        try
        {
            using var json = JsonDocument.Parse(data.ToArray());
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return e;
            }

            var told = json.RootElement.TryGetProperty("At", out var at) && at.ValueKind == JsonValueKind.String && at.TryGetDateTimeOffset(out var instant)
                ? instant.ToMicroseconds()
                : recordedAt;
            var by = json.RootElement.TryGetProperty("By", out var who) && who.ValueKind == JsonValueKind.String ? who.GetString()! : e.By;
            return e with { At = told, By = by };
        }
        catch (JsonException)
        {
            return e;
        }
    }

    // Instants of others may carry another offset or more digits than PostgreSQL keeps.
    private static IOpportunityEvent Cut(IOpportunityEvent e) =>
        e.At.Offset == TimeSpan.Zero && e.At.Ticks % 10 == 0 ? e : WithOrigin(e, e.At.ToMicroseconds(), e.By);

    private static IOpportunityEvent Complete(IOpportunityEvent e, DateTimeOffset recordedAt, string? userName) =>
        WithOrigin(e, e.At == default ? recordedAt : e.At.ToMicroseconds(), e.By ?? userName ?? "");

    private static IOpportunityEvent WithOrigin(IOpportunityEvent e, DateTimeOffset at, string by) => e switch
    {
        OpportunityOpened x => x with { At = at, By = by },
        StageMoved x => x with { At = at, By = by },
        CategoryChanged x => x with { At = at, By = by },
        CategoryOverridden x => x with { At = at, By = by },
        CategoryOverrideCleared x => x with { At = at, By = by },
        AmountChanged x => x with { At = at, By = by },
        CloseDateMoved x => x with { At = at, By = by },
        OwnerChanged x => x with { At = at, By = by },
        OpportunityRenamed x => x with { At = at, By = by },
        AccountChanged x => x with { At = at, By = by },
        TypeChanged x => x with { At = at, By = by },
        SegmentChanged x => x with { At = at, By = by },
        ProbabilityChanged x => x with { At = at, By = by },
        CurrencyChanged x => x with { At = at, By = by },
        OpportunityWon x => x with { At = at, By = by },
        OpportunityLost x => x with { At = at, By = by },
        OpportunityReopened x => x with { At = at, By = by },
        OpportunityDeleted x => x with { At = at, By = by },
        OpportunityRestored x => x with { At = at, By = by },
        OpportunityMerged x => x with { At = at, By = by },
        FlagSet x => x with { At = at, By = by },
        FlagCleared x => x with { At = at, By = by },
        NextStepChanged x => x with { At = at, By = by },
        UnreadableEvent x => x with { At = at, By = by },
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType(), "An event that the vocabulary does not list."),
    };

    private static void Add<T>(string name, JsonTypeInfo<T> json)
    {
        ByName.Add(name, new Kind(typeof(T), json));
        Names.Add(typeof(T), name);
    }
}

[JsonSerializable(typeof(OpportunityOpened))]
[JsonSerializable(typeof(StageMoved))]
[JsonSerializable(typeof(CategoryChanged))]
[JsonSerializable(typeof(CategoryOverridden))]
[JsonSerializable(typeof(CategoryOverrideCleared))]
[JsonSerializable(typeof(AmountChanged))]
[JsonSerializable(typeof(CloseDateMoved))]
[JsonSerializable(typeof(OwnerChanged))]
[JsonSerializable(typeof(OpportunityRenamed))]
[JsonSerializable(typeof(AccountChanged))]
[JsonSerializable(typeof(TypeChanged))]
[JsonSerializable(typeof(SegmentChanged))]
[JsonSerializable(typeof(ProbabilityChanged))]
[JsonSerializable(typeof(CurrencyChanged))]
[JsonSerializable(typeof(OpportunityWon))]
[JsonSerializable(typeof(OpportunityLost))]
[JsonSerializable(typeof(OpportunityReopened))]
[JsonSerializable(typeof(OpportunityDeleted))]
[JsonSerializable(typeof(OpportunityRestored))]
[JsonSerializable(typeof(OpportunityMerged))]
[JsonSerializable(typeof(FlagSet))]
[JsonSerializable(typeof(FlagCleared))]
[JsonSerializable(typeof(NextStepChanged))]
internal sealed partial class EventJsonContext : JsonSerializerContext;

[JsonSerializable(typeof(PersonListed))]
[JsonSerializable(typeof(ManagerChanged))]
[JsonSerializable(typeof(PersonRenamed))]
[JsonSerializable(typeof(PersonEmailChanged))]
[JsonSerializable(typeof(TeamNamed))]
[JsonSerializable(typeof(PersonLeft))]
[JsonSerializable(typeof(PersonReturned))]
[JsonSerializable(typeof(PersonErased))]
internal sealed partial class PersonJsonContext : JsonSerializerContext;

[JsonSerializable(typeof(FiscalCalendarSet))]
[JsonSerializable(typeof(WeekStartSet))]
[JsonSerializable(typeof(TimeZoneSet))]
[JsonSerializable(typeof(ReportingCurrencySet))]
[JsonSerializable(typeof(RateSet))]
internal sealed partial class OrganisationJsonContext : JsonSerializerContext;

[JsonSerializable(typeof(CallSubmitted))]
[JsonSerializable(typeof(QuotaSet))]
internal sealed partial class CallJsonContext : JsonSerializerContext;

[JsonSerializable(typeof(FollowUpOpened))]
[JsonSerializable(typeof(FollowUpReassigned))]
[JsonSerializable(typeof(FollowUpDueMoved))]
[JsonSerializable(typeof(FollowUpClosed))]
internal sealed partial class FollowUpJsonContext : JsonSerializerContext;
