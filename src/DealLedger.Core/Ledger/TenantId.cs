using System.Text.RegularExpressions;

namespace DealLedger.Core.Ledger;

/// <summary>The id of a tenant: <c>[a-z][a-z0-9_]{0,39}</c>.</summary>
public readonly partial record struct TenantId
{
    private TenantId(string value) => Value = value;

    /// <summary>The tenant of those who name none.</summary>
    public static TenantId Default { get; } = new("default");

    /// <summary>The id's text.</summary>
    public string Value { get; }

    /// <summary>Reads an id; false when it does not have the form.</summary>
    public static bool TryParse(string? text, out TenantId tenant)
    {
        var ok = text is not null && Form().IsMatch(text);
        tenant = ok ? new TenantId(text!) : default;
        return ok;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    [GeneratedRegex("^[a-z][a-z0-9_]{0,39}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
