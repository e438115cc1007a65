using DealLedger.Core.Ledger;
using DealLedger.Core.Time;

namespace DealLedger.Core.Organisation;

/// <summary>
/// The settings in force at any instant, as the facts tell them. Total: a fact that makes no sense has no effect, and what was never set
/// is as in <see cref="Settings.Default"/>.
/// </summary>
public sealed class SettingsHistory
{
    private readonly List<RecordedFact> _facts;

    private SettingsHistory(List<RecordedFact> facts) => _facts = facts;

    /// <summary>Nothing was ever set.</summary>
    public static SettingsHistory None { get; } = new([]);

    /// <summary>The settings that these facts tell.</summary>
    public static SettingsHistory Of(IEnumerable<RecordedFact> facts) =>
        new([.. facts.Where(f => f.Data is SettingsEvent).Order(Comparer<RecordedFact>.Create(RecordedFact.Compare))]);

    /// <summary>Every fact in the order in which they took effect.</summary>
    public IReadOnlyList<RecordedFact> Facts => _facts;

    /// <summary>The settings in force at an instant.</summary>
    public Settings At(DateTimeOffset instant)
    {
        var settings = Settings.Default;
        foreach (var fact in _facts.TakeWhile(f => f.Data.At <= instant))
        {
            var next = Apply(settings, fact.Data);
            settings = next == settings ? settings : next with { Version = Math.Max(settings.Version, fact.Position) };
        }

        return settings;
    }

    /// <summary>Whether a setting of this kind was ever told.</summary>
    public bool Tells<T>()
        where T : SettingsEvent => _facts.Exists(f => f.Data is T);

    private static Settings Apply(Settings settings, ILedgerEvent fact) => fact switch
    {
        FiscalCalendarSet e => Calendar(e) is { } calendar ? settings with { Calendar = calendar } : settings,
        WeekStartSet e => SettingWords.TryDay(e.To, out var day) ? settings with { WeekStart = day } : settings,
        TimeZoneSet e => SettingWords.TryZone(e.To, out var zone) ? settings with { Zone = zone } : settings,
        ReportingCurrencySet e => Currencies.MinorUnits.IsCurrency(e.To) ? settings with { ReportingCurrency = e.To } : settings,
        _ => settings,
    };

    private static FiscalCalendar? Calendar(FiscalCalendarSet e)
    {
        if (e.FirstMonth is < 1 or > 12 || (e.Table is not null && CalendarTable.Parse(e.Table) is null))
        {
            return null;
        }

        try
        {
            return new FiscalCalendar(e.FirstMonth, e.Table is null ? null : CalendarTable.Parse(e.Table));
        }
        catch (RefusedException)
        {
            return null;
        }
    }
}
