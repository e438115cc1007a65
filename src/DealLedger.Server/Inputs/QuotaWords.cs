using System.ComponentModel;
using DealLedger.Core.Calls;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Ledger;
using DealLedger.Core.Quotas;
using Microsoft.AspNetCore.Mvc;

namespace DealLedger.Server.Inputs;

/// <summary>Which quotas to list, as it is written.</summary>
public sealed record QuotaListWords
{
    /// <summary>Only quotas for this period. Default: all periods.</summary>
    [FromQuery(Name = "period"), Description("Only quotas for this period. Default: all periods.")]
    public string? Period { get; init; }

    /// <summary>Only quotas of this person or the team that they lead, by id.</summary>
    [FromQuery(Name = "for"), Description("Only quotas of this person or the team that they lead, by id.")]
    public string? For { get; init; }

    /// <summary>The instant asked about. Default: now.</summary>
    [FromQuery(Name = "asOf"), Description("The instant asked about. Default: now.")]
    public string? AsOf { get; init; }

    /// <summary>What the ledger knew: an instant, or a position (@1234). Default: now.</summary>
    [FromQuery(Name = "knownAt"), Description("What the ledger knew: an instant, or a position (@1234). Default: now.")]
    public string? KnownAt { get; init; }

    /// <summary>Calendar and time zone as they were (asOf, default) or as they are (current).</summary>
    [FromQuery(Name = "settings"), Description("Calendar and time zone as they were (asOf, default) or as they are (current).")]
    public string? Settings { get; init; }

    /// <summary>The question that is meant; what the ledger knew must be readable too.</summary>
    public QuotasQuestion Read(InputReader read)
    {
        read.ReadBy(Settings, () => read.Instant("asOf", AsOf, "now"));
        read.KnownAt("knownAt", KnownAt);
        return read.Checked(new QuotasQuestion(
            read.Instant("asOf", AsOf, "now"), Period is null ? null : read.Period("period", Period), InputReader.IdIfGiven("for", For)));
    }
}

/// <summary>A quota to be set, as it is written: all but the instant have to be there. The amount <c>none</c> takes the quota away.</summary>
public sealed record SetQuotaWords(string? For, string? Amount, string? Period, string? By, bool Team, string? At = null, string? Key = null)
{
    /// <summary>The quota that is meant, in a currency, and what a repeat of the request is known by.</summary>
    public (SetQuota Quota, RequestKey? Request) Read(InputReader read, string currency)
    {
        var request = OriginWords.Request(read, Key, "quota", For, Amount, Period, By, Team ? "team" : "own", At);
        var by = read.Author(By);
        foreach (var (field, word) in new[] { ("for", For), ("amount", Amount), ("period", Period), ("by", by) })
        {
            if (string.IsNullOrWhiteSpace(word))
            {
                read.Refuse(field, $"The {field} is missing; a quota is for somebody and a period, has an amount, and is set by somebody.");
            }
        }

        var amount = Amount == "none" ? null : read.Amount("amount", string.IsNullOrWhiteSpace(Amount) ? null : Amount);
        var period = read.Period("period", string.IsNullOrWhiteSpace(Period) ? null : Period);
        var quota = new SetQuota(
            string.IsNullOrWhiteSpace(For) ? "" : InputReader.Id("for", For), Team ? CallScope.Team : CallScope.Own, period, amount, currency,
            read.Instant("at", At, "now"), string.IsNullOrWhiteSpace(by) ? "" : InputReader.Id("by", by));
        return read.Checked((quota, request));
    }
}
