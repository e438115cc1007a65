using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Postgres;

namespace DealLedger.Server.Inputs;

/// <summary>Who changes a deal, when, why and on which version, as it is written.</summary>
public sealed record OriginWords(string? By, string? At = null, string? Reason = null, string? ExpectVersion = null, string? Key = null)
{
    /// <summary>Who changes a deal when a request names nobody.</summary>
    public const string Api = "api";

    /// <summary>The source of what people record by hand.</summary>
    public const string User = "user";

    private const int LongestKey = 200;

    /// <summary>The origin that is meant, of a request that says these words beside. Persons are named by their ids.</summary>
    public CommandOrigin Read(InputReader read, params ReadOnlySpan<string?> says)
    {
        var request = Request(read, Key, [.. says, By, At, Reason, ExpectVersion]);
        return read.Checked(new CommandOrigin(
            InputReader.Id("by", read.Author(By) ?? Api), read.Instant("at", At), Reason, read.Version("expectVersion", ExpectVersion), request));
    }

    /// <summary>
    /// What a request is known by that was sent under a key and says these words, of which the first one is its use case; none without a key.
    /// Refuses a key that is none.
    /// </summary>
    public static RequestKey? Request(InputReader read, string? key, params ReadOnlySpan<string?> says)
    {
        if (key is not null && (key.Length is 0 or > LongestKey || key.Any(c => c is < '!' or > '~')))
        {
            read.Refuse("Idempotency-Key", "An idempotency key has 1 to 200 visible ASCII characters without spaces.");
        }

        return RequestKey.Of(key, says);
    }

    /// <summary>The command that a word and its value mean; ids among the values are taken as ids.</summary>
    public static IOpportunityCommand Command(string change, string? value)
    {
        var given = change is "owner" or "merge-into" && !string.IsNullOrWhiteSpace(value) ? InputReader.Id("value", value.Trim()) : value;
        return CommandWords.TryParse(change, given, out var command, out var refusal)
            ? command!
            : throw new InputRefusedException([refusal! with { Field = refusal.Code == "unknown-change" ? "change" : "value" }]);
    }
}
