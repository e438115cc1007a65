using System.Globalization;
using DealLedger.Core.Ledger;

namespace DealLedger.Core.Opportunities.Commands;

/// <summary>Commands by the words that people and programs use for them: one word, one use case, on every host.</summary>
public static class CommandWords
{
    /// <summary>The longest text that a field takes, in characters.</summary>
    public const int LongestText = 5_000;

    /// <summary>Amounts stay below this, with at most six decimals.</summary>
    public const decimal LargestAmount = 1_000_000_000_000_000m;

    private static readonly string[] WithoutValue = ["clear-category", "delete", "restore"];

    /// <summary>Every word but <c>open</c>, which takes fields instead of a value.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "stage", "amount", "close-date", "category", "clear-category", "owner", "name", "flag", "unflag", "reopen", "delete", "restore", "merge-into",
    ];

    /// <summary>The command that a word and a value mean, or why they mean none. For amount and close date, <c>none</c> takes the value away.</summary>
    public static bool TryParse(string change, string? value, out IOpportunityCommand? command, out Refusal? refusal)
    {
        command = null;
        refusal = null;
        if (!All.Contains(change, StringComparer.Ordinal))
        {
            refusal = new Refusal("unknown-change", $"'{change}' is not a change; it is one of open, {string.Join(", ", All)}.", "change");
            return false;
        }

        var takesValue = !WithoutValue.Contains(change, StringComparer.Ordinal);
        if (takesValue == string.IsNullOrWhiteSpace(value))
        {
            refusal = takesValue
                ? new Refusal("value-missing", $"'{change}' needs a value.", "value")
                : new Refusal("value-unexpected", $"'{change}' takes no value; '{value}' was given.", "value");
            return false;
        }

        command = change switch
        {
            "amount" => Amount(value!, out refusal),
            "close-date" => CloseDate(value!, out refusal),
            "category" => Category(value!, out refusal),
            "clear-category" => new ClearCategoryOverride(),
            "delete" => new DeleteOpportunity(),
            "restore" => new RestoreOpportunity(),
            _ => CheckText("value", value!) is { } fault ? Refuse(fault, out refusal) : WithText(change, value!.Trim()),
        };
        return command is not null;
    }

    /// <summary>An amount as people write one; false with the reason when it is none.</summary>
    public static bool TryAmount(string text, out decimal amount, out Refusal? refusal)
    {
        refusal = null;
        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount)
            && Math.Abs(amount) < LargestAmount && amount.Trim().Scale <= 6)
        {
            amount = amount.Trim();
            return true;
        }

        refusal = new Refusal("amount-unreadable", $"'{Short(text)}' is not an amount; write it like 125000.50, below a million billions and with at most six decimals.", "amount");
        return false;
    }

    /// <summary>A close date; false with the reason when it is none.</summary>
    public static bool TryDate(string text, out DateOnly date, out Refusal? refusal)
    {
        var ok = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date) && date.Year is >= 1900 and <= 2199;
        refusal = ok ? null : new Refusal("date-unreadable", $"'{Short(text)}' is not a date between 1900 and 2199; write it like 2026-05-10.", "closeDate");
        return ok;
    }

    /// <summary>Why a text cannot be taken, or none: too long, or with characters that PostgreSQL cannot hold.</summary>
    public static Refusal? CheckText(string field, string text)
    {
        if (text.Length > LongestText)
        {
            return new Refusal("text-too-long", $"The {field} has {text.Length} characters; at most {LongestText} are taken.", field);
        }

        for (var i = 0; i < text.Length; i++)
        {
            var lone = char.IsHighSurrogate(text[i]) ? i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]) : char.IsLowSurrogate(text[i]) && (i == 0 || !char.IsHighSurrogate(text[i - 1]));
            if (text[i] == '\0' || lone)
            {
                return new Refusal("text-unreadable", $"The {field} holds a character that is no text, at place {i + 1}.", field);
            }
        }

        return null;
    }

    private static ChangeAmount? Amount(string value, out Refusal? refusal)
    {
        refusal = null;
        return value == "none" ? new ChangeAmount(null) : TryAmount(value, out var amount, out refusal) ? new ChangeAmount(amount) : null;
    }

    private static MoveCloseDate? CloseDate(string value, out Refusal? refusal)
    {
        refusal = null;
        return value == "none" ? new MoveCloseDate(null) : TryDate(value, out var date, out refusal) ? new MoveCloseDate(date) : null;
    }

    private static OverrideCategory? Category(string value, out Refusal? refusal)
    {
        refusal = null;
        if (CategoryNames.TryParse(value, out var category))
        {
            return new OverrideCategory(category);
        }

        refusal = new Refusal("unknown-category", $"'{Short(value)}' is not a category; it is one of {OverrideCategory.Accepted}.", "value");
        return null;
    }

    private static IOpportunityCommand WithText(string change, string text) => change switch
    {
        "stage" => new MoveStage(text),
        "owner" => new ChangeOwner(text),
        "name" => new RenameOpportunity(text),
        "flag" => new SetFlag(text),
        "unflag" => new ClearFlag(text),
        "reopen" => new ReopenOpportunity(text),
        "merge-into" => new MergeOpportunity(text),
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "A word that takes no text."),
    };

    private static IOpportunityCommand? Refuse(Refusal fault, out Refusal? refusal)
    {
        refusal = fault;
        return null;
    }

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
