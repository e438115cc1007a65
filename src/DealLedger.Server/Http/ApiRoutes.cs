using DealLedger.Core.Access;
using DealLedger.Core.Sealing;
using DealLedger.Server.Access;
using DealLedger.Server.Documents;
using DealLedger.Server.Http.Access;
using DealLedger.Server.Http.Answers;
using DealLedger.Server.Http.Audit;
using DealLedger.Server.Http.Calls;
using DealLedger.Server.Http.Changes;
using DealLedger.Server.Http.FollowUps;
using DealLedger.Server.Http.Health;
using DealLedger.Server.Http.Keys;
using DealLedger.Server.Http.Metrics;
using DealLedger.Server.Http.Organisation;
using DealLedger.Server.Http.Quotas;
using DealLedger.Server.Http.Seals;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DealLedger.Server.Http;

/// <summary>The routes of the API, each with the use case that answers it.</summary>
public static class ApiRoutes
{
    private const string Problem = "application/problem+json";

    private static readonly (string Word, string Summary)[] Changes =
    [
        ("stage", "Moves the deal to a stage; a closed one closes it"),
        ("amount", "Changes the amount"),
        ("close-date", "Moves the close date"),
        ("category", "Overrides the forecast category"),
        ("clear-category", "Ends an override of the category"),
        ("owner", "Gives the deal to another owner"),
        ("name", "Renames the deal"),
        ("flag", "Sets a flag"),
        ("unflag", "Takes a flag off"),
        ("reopen", "Reopens a closed deal into a stage"),
        ("delete", "Deletes the deal; its history stays"),
        ("restore", "Brings a deleted deal back"),
        ("merge-into", "Merges the deal into another one"),
    ];

    /// <summary>Maps everything under /api.</summary>
    public static void MapApi(this IEndpointRouteBuilder app)
    {
        var answers = app.MapGroup("/api").WithTags("Answers");
        Answer(Right.ReadDeals, answers.MapGet("/forecast", GetForecastEndpoint.Handle), "GetForecast", "The point-in-time forecast", typeof(ForecastWords));
        Answer(
            Right.ReadDeals, answers.MapGet("/deals", GetDealsEndpoint.Handle), "GetDeals", "The deals that a cell of a forecast counts", typeof(DealsWords));
        Answer(Right.ReadDeals, answers.MapGet("/changes", GetChangesEndpoint.Handle), "GetChanges", "What changed between two instants", typeof(ChangesWords));
        Answer(
            Right.ReadDeals, answers.MapGet("/replay", GetReplayEndpoint.Handle), "GetReplay",
            "How the forecast of a period went from week to week", typeof(ReplayWords));
        Answer(
            Right.ReadDeals, answers.MapGet("/transitions", GetTransitionsEndpoint.Handle), "GetTransitions",
            "Where the deals of a forecast at one instant are at another",
            typeof(TransitionsWords));
        Answer(
            Right.ReadDeals, answers.MapGet("/call-sheet", GetCallSheetEndpoint.Handle), "GetCallSheet",
            "What a team's forecast call looks at", typeof(CallSheetWords));
        Answer(Right.ReadDeals, answers.MapGet("/slippage", GetSlippageEndpoint.Handle), "GetSlippage", "Pushes, slips and slip rates", typeof(SlippageWords));
        Answer(
            Right.ReadDeals, answers.MapGet("/pushes", GetPushesEndpoint.Handle), "GetPushes",
            "Pushes by rep and week, and the paths of close dates", typeof(PushesWords));
        Answer(
            Right.ReadDeals, answers.MapGet("/opportunities/{id}", GetDealEndpoint.Handle), "GetDeal",
            "A deal as of an instant, with every change up to then", typeof(DealWords));
        Answer(Right.ReadDeals, answers.MapGet("/find", GetFindEndpoint.Handle), "Find", "Deals by name, account or id", typeof(FindWords));
        Answer(
            Right.ReadDeals, answers.MapGet("/restated", GetRestatedEndpoint.Handle), "GetRestated",
            "What later knowledge changed in a forecast", typeof(RestatedWords));
        Answer(
            Right.ReadDeals, answers.MapGet("/overrides", GetOverridesEndpoint.Handle), "GetOverrides",
            "Which categories were overridden, and what came of it", typeof(OverridesWords));
        Answer(
            Right.ReadAudit, answers.MapGet("/audit", GetAuditEndpoint.Handle), "GetAudit",
            "The audit file of a period with its proofs, as an archive", typeof(AuditWords));
        Answer(
            Right.ReadOrganisation, answers.MapGet("/people", GetPeopleEndpoint.Handle), "GetPeople",
            "Who reported to whom as of an instant", typeof(DealWords));

        var changes = app.MapGroup("/api/opportunities").WithTags("Changes");
        Change(Right.ChangeDeals, changes.MapPost("/", OpenOpportunityEndpoint.Handle), "OpenOpportunity", "Opens a deal");
        foreach (var (word, summary) in Changes)
        {
            Change(Right.ChangeDeals, RecordChangeEndpoint.Map(changes, word), "Record_" + word.Replace('-', '_'), summary);
        }

        Change(
            Right.ChangeDeals, changes.MapDelete("/{id}/category", ClearCategoryEndpoint.Handle), "ClearCategory",
            "Ends an override of the category", typeof(ClearCategoryWords));

        Answer(
            Right.ReadOrganisation, answers.MapGet("/settings", GetSettingsEndpoint.Handle), "GetSettings",
            "By what answers are read as of an instant", typeof(DealWords));
        Answer(
            Right.ReadOrganisation, answers.MapGet("/rates", GetRatesEndpoint.Handle), "GetRates",
            "The rates of currencies as of an instant", typeof(DealWords));
        Change(
            Right.SetOrganisation, app.MapGroup("/api").WithTags("Changes").MapPut("/settings/{setting}", SetSettingEndpoint.Handle), "SetSetting",
            "Sets what answers are read by, from an instant on");
        Change(
            Right.SetOrganisation, app.MapGroup("/api").WithTags("Changes").MapPost("/rates", SetRateEndpoint.Handle), "SetRate",
            "Records a rate of a currency, from an instant on");

        var calls = app.MapGroup("/api").WithTags("Calls");
        Answer(
            Right.ReadDeals, calls.MapGet("/calls", GetCallsEndpoint.Handle), "GetCalls", "The forecast calls in force at an instant", typeof(CallListWords));
        Answer(
            Right.ReadDeals, calls.MapGet("/calls/accuracy", GetCallAccuracyEndpoint.Handle), "GetCallAccuracy",
            "How near the calls of a period came, and who sandbags", typeof(AccuracyWords));
        Answer(
            Right.ReadDeals, calls.MapGet("/calls/{id}", GetCallEndpoint.Handle), "GetCall", "A call, its basis, and what moved since", typeof(CallShowWords));
        Change(Right.SubmitCalls, calls.MapPost("/calls", SubmitCallEndpoint.Handle), "SubmitCall", "States a number for a period, and seals the log");
        Seal(
            Right.ReadAudit, calls.MapGet("/calls/{id}/proof", GetCallProofEndpoint.Handle), "GetCallProof",
            "Proves what a call was when the log was sealed", typeof(ProofWords))
            .Produces<Proof>();
        Answer(Right.ReadDeals, calls.MapGet("/quotas", GetQuotasEndpoint.Handle), "GetQuotas", "The quotas that hold at an instant", typeof(QuotaListWords));
        Change(Right.SetQuotas, calls.MapPost("/quotas", SetQuotaEndpoint.Handle), "SetQuota", "Sets a quota from an instant on");

        var followUps = app.MapGroup("/api/follow-ups").WithTags("Follow-ups");
        Answer(
            Right.ReadDeals, followUps.MapGet("/", GetFollowUpsEndpoint.Handle), "GetFollowUps", "The follow-ups as of an instant", typeof(FollowUpListWords));
        Answer(Right.ReadDeals, followUps.MapGet("/{id}", GetFollowUpEndpoint.Handle), "GetFollowUp", "A follow-up as of an instant", typeof(DealWords));
        Change(Right.FollowUp, followUps.MapPost("/", OpenFollowUpEndpoint.Handle), "OpenFollowUp", "Opens a follow-up");
        Change(
            Right.FollowUp, followUps.MapPost("/{id}/change", ChangeFollowUpEndpoint.Handle), "ChangeFollowUp",
            "Gives a follow-up another owner or another due day");
        Change(Right.FollowUp, followUps.MapPost("/{id}/close", CloseFollowUpEndpoint.Handle), "CloseFollowUp", "Closes a follow-up");

        var seals = app.MapGroup("/api").WithTags("Seals");
        Seal(Right.ReadAudit, seals.MapGet("/seals", GetSealsEndpoint.Handle), "GetSeals", "The seals of the log", typeof(SealListWords));
        Seal(Right.Seal, seals.MapPost("/seals", MakeSealEndpoint.Handle), "MakeSeal", "Seals the log as it stands");
        Seal(
            Right.ReadAudit, seals.MapGet("/events/{id}/proof", GetEventProofEndpoint.Handle), "GetEventProof",
            "Proves what an event was when the log was sealed", typeof(ProofWords))
            .Produces<Proof>();

        Seal(
            Right.ReadAccess, app.MapGroup("/api").WithTags("Access").MapGet("/access", GetAccessEndpoint.Handle), "GetAccess",
            "Who asked for what, who took what away, and who changed a right", typeof(AccessWords));

        var keys = app.MapGroup("/api/keys").WithTags("Keys");
        Change(Right.ManageAccess, keys.MapGet("/", GetKeysEndpoint.Handle), "GetKeys", "The keys of the tenant");
        Change(Right.ManageAccess, keys.MapPost("/", AddKeyEndpoint.Handle), "AddKey", "Makes a key, and tells it this once");
        Change(Right.ManageAccess, keys.MapDelete("/{id}", RevokeKeyEndpoint.Handle), "RevokeKey", "Revokes a key");
    }

    /// <summary>Maps what watches over the server ask for.</summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("/health").WithTags("Health").ForEveryone();
        health.MapGet("/live", GetLiveEndpoint.Handle).WithName("GetLive").WithSummary("Whether the process answers");
        health.MapGet("/ready", GetReadyEndpoint.Handle).WithName("GetReady").WithSummary("Whether requests can be answered, and if not why")
            .Produces<ReadyDocument>(StatusCodes.Status503ServiceUnavailable);
        app.MapGet("/metrics", GetMetricsEndpoint.Handle).Needs(Right.Operate).ExcludeFromDescription();
    }

    private static void Answer(Right needed, RouteHandlerBuilder route, string name, string summary, params IReadOnlyList<Type> words) => route
        .Needs(needed).WithName(name).WithSummary(summary).WithQueryOf([.. words, typeof(TenantScope), typeof(Freshness)])
        .Produces<ProblemDocument>(StatusCodes.Status400BadRequest, Problem)
        .Produces<ProblemDocument>(StatusCodes.Status404NotFound, Problem)
        .Produces<ProblemDocument>(StatusCodes.Status409Conflict, Problem)
        .Produces<ProblemDocument>(StatusCodes.Status503ServiceUnavailable, Problem);

    private static RouteHandlerBuilder Seal(Right needed, RouteHandlerBuilder route, string name, string summary, params IReadOnlyList<Type> words) => route
        .Needs(needed).WithName(name).WithSummary(summary).WithQueryOf([.. words, typeof(TenantScope)])
        .Produces<ProblemDocument>(StatusCodes.Status400BadRequest, Problem)
        .Produces<ProblemDocument>(StatusCodes.Status404NotFound, Problem)
        .Produces<ProblemDocument>(StatusCodes.Status409Conflict, Problem)
        .Produces<ProblemDocument>(StatusCodes.Status422UnprocessableEntity, Problem)
        .Produces<ProblemDocument>(StatusCodes.Status503ServiceUnavailable, Problem);

    private static void Change(Right needed, RouteHandlerBuilder route, string name, string summary, params IReadOnlyList<Type> words) => route
        .Needs(needed).WithName(name).WithSummary(summary).WithQueryOf([.. words, typeof(TenantScope)])
        .Produces<ProblemDocument>(StatusCodes.Status400BadRequest, Problem)
        .Produces<ProblemDocument>(StatusCodes.Status404NotFound, Problem)
        .Produces<ProblemDocument>(StatusCodes.Status409Conflict, Problem)
        .Produces<ProblemDocument>(StatusCodes.Status422UnprocessableEntity, Problem)
        .Produces<ProblemDocument>(StatusCodes.Status503ServiceUnavailable, Problem);
}
