using DealLedger.Core.Access;

namespace DealLedger.Server.Tests.Access;

/// <summary>
/// What is expected of every route for every role. Each role has a letter for each request of the route: inside of what a rep and a manager see,
/// outside of it, and with no scope at all, as far as the route tells these apart. <c>+</c> lets the request through, <c>-</c> refuses it; a page
/// that is asked for no scope leads a rep and a manager to the own one.
/// </summary>
internal static class AccessMatrix
{
    /// <summary>The roles, in the order of the letters.</summary>
    public static readonly Role[] Roles = [Role.Rep, Role.Manager, Role.Leader, Role.Finance, Role.Analyst, Role.Feed, Role.Admin];

    //                                rep manager leader finance analyst feed admin
    private const string Scoped =    "+-- +-- +++ +++ +++ --- ---";
    private const string Led =       "+-+ +-+ +++ +++ +++ --- ---";
    private const string Deal =      "+- +- ++ ++ ++ -- --";
    private const string Listed =    "+ + + + + - -";
    private const string Change =    "+- +- ++ -- -- ++ --";
    private const string Submit =    "+- +- ++ -- -- -- --";
    private const string Quota =     "- - + - - - +";
    private const string Office =    "+ + + + + - +";
    private const string Settings =  "- - - - - - +";
    private const string Audit =     "- - - + - - -";
    private const string Everyone =  "+ + + + + + +";

    private const string FollowUp = """{ "text": "call", "owner": "{who}", "due": "2026-06-01", "by": "{me}" }""";
    private const string Call = """{ "period": "2026-Q2", "for": "{who}", "layer": "rep", "category": "commit", "amount": 5, "by": "{me}" }""";
    private const string Closing = """{ "by": "{me}" }""";

    /// <summary>The routes with a request of each, and who gets through. Tokens are filled in for each request.</summary>
    public static readonly (string Route, string Path, string? Body, string Expected)[] Rows =
    [
        ("GET /api/forecast", "/api/forecast?{scope}", null, Scoped),
        ("GET /api/deals", "/api/deals?{scope}", null, Scoped),
        ("GET /api/changes", "/api/changes?{scope}", null, Scoped),
        ("GET /api/replay", "/api/replay?{scope}", null, Scoped),
        ("GET /api/transitions", "/api/transitions?period=2026-Q2&from=2026-05-02&{scope}", null, Scoped),
        ("GET /api/call-sheet", "/api/call-sheet?{team}", null, "--- +-- +++ +++ +++ --- ---"),
        ("GET /api/slippage", "/api/slippage?{scope}", null, Scoped),
        ("GET /api/pushes", "/api/pushes?{scope}", null, Scoped),
        ("GET /api/overrides", "/api/overrides?{scope}", null, Scoped),
        ("GET /api/restated", "/api/restated?knownAt=@1&{scope}", null, Scoped),
        ("GET /api/opportunities/{id}", "/api/opportunities/{deal}", null, Deal),
        ("GET /api/find", "/api/find?q=deal", null, Listed),
        ("GET /api/audit", "/api/audit", null, Audit),
        ("GET /api/people", "/api/people", null, Office),
        ("GET /api/settings", "/api/settings", null, Office),
        ("GET /api/rates", "/api/rates", null, Office),
        ("PUT /api/settings/{setting}", "/api/settings/time-zone", """{ "value": "Europe/Berlin", "by": "{me}" }""", Settings),
        ("POST /api/rates", "/api/rates", """{ "currency": "EUR", "rate": 1.1, "from": "2026-01-01", "by": "{me}" }""", Settings),
        ("POST /api/opportunities", "/api/opportunities", """{ "id": "{new}", "owner": "{who}", "stage": "Proposal", "by": "{me}" }""", Change),
        ("POST /api/opportunities/{id}/stage", "/api/opportunities/{deal}/stage", """{ "value": "Negotiation", "by": "{me}" }""", Change),
        ("POST /api/opportunities/{id}/amount", "/api/opportunities/{deal}/amount", """{ "value": 50, "by": "{me}" }""", Change),
        ("POST /api/opportunities/{id}/close-date", "/api/opportunities/{deal}/close-date", """{ "value": "2026-06-02", "by": "{me}" }""", Change),
        ("POST /api/opportunities/{id}/category", "/api/opportunities/{deal}/category", """{ "value": "Commit", "reason": "x", "by": "{me}" }""", Change),
        ("POST /api/opportunities/{id}/clear-category", "/api/opportunities/{deal}/clear-category", """{ "by": "{me}" }""", Change),
        ("DELETE /api/opportunities/{id}/category", "/api/opportunities/{deal}/category?by={me}", null, Change),
        ("POST /api/opportunities/{id}/owner", "/api/opportunities/{deal}/owner", """{ "value": "cid", "by": "{me}" }""", Change),
        ("POST /api/opportunities/{id}/name", "/api/opportunities/{deal}/name", """{ "value": "Other", "by": "{me}" }""", Change),
        ("POST /api/opportunities/{id}/flag", "/api/opportunities/{deal}/flag", """{ "value": "At risk", "by": "{me}" }""", Change),
        ("POST /api/opportunities/{id}/unflag", "/api/opportunities/{deal}/unflag", """{ "value": "At risk", "by": "{me}" }""", Change),
        ("POST /api/opportunities/{id}/reopen", "/api/opportunities/{deal}/reopen", """{ "value": "Proposal", "by": "{me}" }""", Change),
        ("POST /api/opportunities/{id}/delete", "/api/opportunities/{deal}/delete", """{ "by": "{me}" }""", Change),
        ("POST /api/opportunities/{id}/restore", "/api/opportunities/{deal}/restore", """{ "by": "{me}" }""", Change),
        ("POST /api/opportunities/{id}/merge-into", "/api/opportunities/{deal}/merge-into", """{ "value": "deal-1", "by": "{me}" }""", Change),
        ("GET /api/calls", "/api/calls", null, Listed),
        ("GET /api/calls/accuracy", "/api/calls/accuracy?period=2026-Q1", null, Listed),
        ("GET /api/calls/{id}", "/api/calls/{call}", null, Deal),
        ("POST /api/calls", "/api/calls", Call, Submit),
        ("GET /api/calls/{id}/proof", "/api/calls/{call}/proof", null, "-- -- -- ++ -- -- --"),
        ("GET /api/quotas", "/api/quotas", null, Listed),
        ("POST /api/quotas", "/api/quotas", """{ "for": "ann", "amount": 5, "period": "2026-Q2", "by": "{me}" }""", Quota),
        ("GET /api/follow-ups", "/api/follow-ups", null, Listed),
        ("GET /api/follow-ups/{id}", "/api/follow-ups/{followUp}", null, Deal),
        ("POST /api/follow-ups", "/api/follow-ups", FollowUp, Submit),
        ("POST /api/follow-ups/{id}/change", "/api/follow-ups/{followUp}/change", """{ "due": "2026-06-02", "by": "{me}" }""", Submit),
        ("POST /api/follow-ups/{id}/close", "/api/follow-ups/{followUp}/close", Closing, Submit),
        ("GET /api/seals", "/api/seals", null, Audit),
        ("POST /api/seals", "/api/seals", null, Audit),
        ("GET /api/events/{id}/proof", "/api/events/@1/proof", null, Audit),
        ("GET /api/keys", "/api/keys", null, Settings),
        ("POST /api/keys", "/api/keys", """{ "role": "analyst" }""", Settings),
        ("DELETE /api/keys/{id}", "/api/keys/{key}", null, Settings),
        ("GET /", "/?{scope}", null, Led),
        ("GET /forecast", "/forecast?{scope}", null, Led),
        ("GET /replay", "/replay?{scope}", null, Led),
        ("GET /calls", "/calls", null, Listed),
        ("GET /calls/{id}", "/calls/{call}", null, Deal),
        ("GET /deals", "/deals?{scope}", null, Led),
        ("GET /deals/{id}", "/deals/{deal}", null, Deal),
        ("GET /slippage", "/slippage?{scope}", null, Led),
        ("GET /find", "/find?q=deal", null, Listed),
        ("GET /call-sheet", "/call-sheet?{team}", null, "--- +-+ +++ +++ +++ --- ---"),
        ("POST /call-sheet", "/call-sheet?team=boss", "text=call&owner={who}&due=2026-06-01&by={me}&of=boss", Submit),
        ("POST /theme", "/theme", "theme=dark&back=/", Everyone),
        ("GET /sign-in", "/sign-in", null, Everyone),
        ("POST /sign-in", "/sign-in", "name=ann&password=none&tenant=acme", Everyone),
        ("POST /sign-out", "/sign-out", null, Everyone),
        ("GET /api/access", "/api/access", null, Settings),
        ("GET /metrics", "/metrics", null, Settings),
        ("GET /health/live", "/health/live", null, Everyone),
        ("GET /health/ready", "/health/ready", null, Everyone),
        ("GET /openapi/{documentName}.json", "/openapi/v1.json", null, Everyone),
    ];

    /// <summary>Who gets through with the nth request of a row.</summary>
    public static bool Expects(string expected, Role role, int request) => expected.Split(' ')[Array.IndexOf(Roles, role)][request] == '+';

    /// <summary>How many requests a row has.</summary>
    public static int Requests(string expected) => expected.IndexOf(' ', StringComparison.Ordinal);
}
