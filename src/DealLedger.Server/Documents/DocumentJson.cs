using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using DealLedger.Core.Access;
using DealLedger.Core.Answers;
using DealLedger.Core.Calls;
using DealLedger.Core.Comparing;
using DealLedger.Core.Overrides;
using DealLedger.Core.Replay;
using DealLedger.Core.Sealing;
using DealLedger.Core.Transitions;
using DealLedger.Server.Http.Calls;
using DealLedger.Server.Http.Changes;
using DealLedger.Server.Http.FollowUps;
using DealLedger.Server.Http.Health;
using DealLedger.Server.Http.Keys;
using DealLedger.Server.Http.Organisation;
using DealLedger.Server.Http.Quotas;

namespace DealLedger.Server.Documents;

/// <summary>The one way in which documents become JSON, so that every host prints the same bytes.</summary>
public static class DocumentJson
{
    /// <summary>The settings that documents are written and requests are read with.</summary>
    public static JsonSerializerOptions Options { get; } = With(DocumentContext.Default);

    /// <summary>The same settings for a host's own documents beside the common ones.</summary>
    public static JsonSerializerOptions With(params IReadOnlyList<IJsonTypeInfoResolver> resolvers)
    {
        var options = new JsonSerializerOptions();
        Apply(options, resolvers);
        options.MakeReadOnly();
        return options;
    }

    /// <summary>A document as one line of JSON.</summary>
    public static string Write<T>(T document, JsonSerializerOptions options) => JsonSerializer.Serialize(document, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));

    /// <summary>Puts the settings into options of a framework.</summary>
    public static void Apply(JsonSerializerOptions options, params IReadOnlyList<IJsonTypeInfoResolver> resolvers)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DictionaryKeyPolicy = null;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.MaxDepth = 16;

        // Names of people and companies stay readable; what HTML or a terminal would take for its own stays escaped.
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new DecimalConverter());
        options.Converters.Add(new InstantConverter());
        foreach (var (resolver, at) in resolvers.Select((resolver, at) => (resolver, at)))
        {
            options.TypeInfoResolverChain.Insert(at, resolver.WithAddedModifier(LeaveOutMissing));
        }
    }

    // Of all fields that may be missing, only these are left out then; the others stand as null.
    private static void LeaveOutMissing(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.Name is "rows" or "parent" or "errors")
            {
                property.ShouldSerialize = (_, value) => value is not null;
            }
        }
    }
}

/// <summary>The documents that every host has.</summary>
[JsonSerializable(typeof(ForecastAnswer))]
[JsonSerializable(typeof(DealsAnswer))]
[JsonSerializable(typeof(ChangesAnswer))]
[JsonSerializable(typeof(ReplayAnswer))]
[JsonSerializable(typeof(TransitionsAnswer))]
[JsonSerializable(typeof(SlippageAnswer))]
[JsonSerializable(typeof(PushesAnswer))]
[JsonSerializable(typeof(DealAnswer))]
[JsonSerializable(typeof(FindAnswer))]
[JsonSerializable(typeof(PeopleAnswer))]
[JsonSerializable(typeof(SettingsAnswer))]
[JsonSerializable(typeof(RatesAnswer))]
[JsonSerializable(typeof(SetSettingRequest))]
[JsonSerializable(typeof(SetRateRequest))]
[JsonSerializable(typeof(RestatedAnswer))]
[JsonSerializable(typeof(CallsAnswer))]
[JsonSerializable(typeof(CallAnswer))]
[JsonSerializable(typeof(AccuracyAnswer))]
[JsonSerializable(typeof(QuotasAnswer))]
[JsonSerializable(typeof(SubmitCallRequest))]
[JsonSerializable(typeof(SetQuotaRequest))]
[JsonSerializable(typeof(FollowUpsAnswer))]
[JsonSerializable(typeof(FollowUpAnswer))]
[JsonSerializable(typeof(CallSheetAnswer))]
[JsonSerializable(typeof(OpenFollowUpRequest))]
[JsonSerializable(typeof(ChangeFollowUpRequest))]
[JsonSerializable(typeof(CloseFollowUpRequest))]
[JsonSerializable(typeof(OverridesAnswer))]
[JsonSerializable(typeof(Seal))]
[JsonSerializable(typeof(IReadOnlyList<Seal>))]
[JsonSerializable(typeof(Proof))]
[JsonSerializable(typeof(AccessAnswer))]
[JsonSerializable(typeof(KeysAnswer))]
[JsonSerializable(typeof(KeyMade))]
[JsonSerializable(typeof(AddKeyRequest))]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(ReadyDocument))]
[JsonSerializable(typeof(LiveDocument))]
[JsonSerializable(typeof(OpenOpportunityRequest))]
[JsonSerializable(typeof(RecordChangeRequest))]
public sealed partial class DocumentContext : JsonSerializerContext;
