using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using DealLedger.Core;
using DealLedger.Core.Answers;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Postgres;
using DealLedger.Server.Http;
using DealLedger.Server.Inputs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace DealLedger.Server.Pages;

/// <summary>The page at the root: what this is, what changed since last week, and where everything else is.</summary>
public static class StartPage
{
    private const string Style = """
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem; color: #1d2530; background: #fff; }
        h1 { font-size: 1.6rem; margin-bottom: 0; } h2 { font-size: 1.15rem; margin-top: 2rem; }
        table { border-collapse: collapse; width: 100%; } th, td { padding: .35rem .6rem; border-bottom: 1px solid #d9dee5; text-align: left; }
        .number { text-align: right; font-variant-numeric: tabular-nums; } .sum { font-weight: 600; }
        a { color: #0b57a4; } code { background: #f0f3f6; padding: .1rem .3rem; border-radius: .2rem; }
        """;

    /// <summary>Maps the page and its style.</summary>
    public static void MapStartPage(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", Handle).ExcludeFromDescription();
        app.MapGet("/start.css", () => TypedResults.Text(Style, "text/css", Encoding.UTF8)).ExcludeFromDescription();
    }

    /// <summary>Answers with the page of a tenant.</summary>
    public static async Task<ContentHttpResult> Handle([AsParameters] TenantScope scope, LedgerHost ledger, CancellationToken cancellation)
    {
        var tenant = scope.Read();
        var changes = await ledger.AskAsync(
            tenant, null, Consistency.Eventual, (view, read) => view.ChangesAsync(new ChangesWords().Read(read), cancellation), cancellation);
        return TypedResults.Text(Page(tenant, changes), "text/html", Encoding.UTF8);
    }

    private static string Page(TenantId tenant, ChangesAnswer changes)
    {
        var rows = new StringBuilder();
        rows.Append(Row("Open pipeline then", changes.Start.Count, changes.Start.Amount, "sum"));
        foreach (var movement in changes.Movements)
        {
            rows.Append(Row(movement.Kind.Label(), movement.Deals, movement.Amount, ""));
        }

        rows.Append(Row("Open pipeline now", changes.End.Count, changes.End.Amount, "sum"));
        return $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>DealLedger</title><link rel="stylesheet" href="/start.css"></head>
            <body>
            <h1>DealLedger</h1>
            <p>Every change of every sales opportunity, and what follows from them at any past instant. Tenant <code>{tenant}</code>.</p>
            <h2>What changed in {Text(changes.Period.Id)} since last week</h2>
            <p>From {changes.From.ToIso()} to {changes.To.ToIso()}, in {Text(changes.Currency)}, as of position {changes.Position.ToString(CultureInfo.InvariantCulture)} of the log.</p>
            <table>
            <thead><tr><th>Step</th><th class="number">Deals</th><th class="number">Amount</th></tr></thead>
            <tbody>
            {rows}</tbody>
            </table>
            <h2>More</h2>
            <ul>
            <li><a href="/docs/">API reference</a> (<a href="/openapi/v1.json">OpenAPI</a>)</li>
            <li><a href="/api/changes?tenant={tenant}">What changed</a>, <a href="/api/forecast?tenant={tenant}">forecast</a>, <a href="/api/slippage?tenant={tenant}">slippage</a> as JSON</li>
            <li><a href="/health/ready">Health</a></li>
            </ul>
            </body>
            </html>
            """;
    }

    private static string Row(string step, long deals, decimal amount, string style) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        <tr class="{style}"><td>{Text(step)}</td><td class="number">{deals:#,##0}</td><td class="number">{amount:#,##0.##}</td></tr>

        """);

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
