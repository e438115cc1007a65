using DealLedger.Core;

namespace DealLedger.Import.Salesforce;

/// <summary>A row of OpportunityFieldHistory.csv that counts, with its values read; the old one may not be known.</summary>
internal sealed record FieldChange(string Record, DateTimeOffset At, string By, DealField Field, object? Old, object? New, bool OldIsKnown = true);

/// <summary>Picks the rows of OpportunityFieldHistory.csv that count and reads their values.</summary>
internal static class FieldChanges
{
    /// <summary>The rows that count, ordered by instant and id.</summary>
    public static List<FieldChange> Of(DealRows rows, ExportContext export, List<string> gaps)
    {
        var told = rows.FieldHistory
            .Where(r => DealFields.TryParse(r.Field, out var f) && (export.HistoryFields is null || !f.IsInHistory()))
            .OrderBy(r => r.At).ThenBy(r => r.Id, StringComparer.Ordinal).ToList();

        // Owners and accounts come in pairs, ids in one row and names in the other; the row with ids counts.
        var byId = told.Where(HasId).Select(PairOf).ToHashSet();
        var changes = new List<FieldChange>(told.Count);
        foreach (var row in told)
        {
            var (field, _, _) = PairOf(row);
            if (field is DealField.Owner or DealField.Account && !HasId(row))
            {
                if (!byId.Contains(PairOf(row)) && ByName(row, field, export, gaps) is { } named)
                {
                    changes.Add(named);
                }
            }
            else if (SalesforceValues.TryRead(field, row.OldValue, out var old) && SalesforceValues.TryRead(field, row.NewValue, out var now)
                && (now is not null || field != DealField.Stage))
            {
                changes.Add(new FieldChange(row.Id, row.At, row.By, field, old, now));
            }
        }

        return changes;
    }

    /// <summary>The instant's second: Salesforce's stamps tell no more, and rows of one second and author are one change.</summary>
    public static DateTimeOffset Second(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));

    private static FieldChange? ByName(FieldHistoryRow row, DealField field, ExportContext export, List<string> gaps)
    {
        if (field == DealField.Owner && row.NewValue is { } name && export.UserIdsByName.TryGetValue(name.Trim(), out var now))
        {
            var oldIsKnown = export.UserIdsByName.TryGetValue(row.OldValue?.Trim() ?? "", out var old);
            return new FieldChange(row.Id, row.At, row.By, field, old, now, oldIsKnown);
        }

        gaps.Add($"{field.InWords()} since {row.At.ToIso()} given by a name that cannot be told apart from others or is not listed; left out");
        return null;
    }

    private static bool HasId(FieldHistoryRow row) =>
        SalesforceValues.IdIn(row.NewValue ?? "") is not null
        || (string.IsNullOrEmpty(row.NewValue) && SalesforceValues.IdIn(row.OldValue ?? "") is not null);

    private static (DealField Field, DateTimeOffset Second, string By) PairOf(FieldHistoryRow row) =>
        DealFields.TryParse(row.Field, out var field)
            ? (field, Second(row.At), row.By)
            : throw new ArgumentException($"{row.Field} is no field that counts.", nameof(row));
}
