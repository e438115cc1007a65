using System.Globalization;
using DealLedger.Core.Currencies;
using DealLedger.Core.Ledger;
using DealLedger.Core.Organisation;
using DealLedger.Core.People;

namespace DealLedger.Naive;

/// <summary>Everything that a question about a log can choose.</summary>
public sealed record Question(
    DateTimeOffset From, DateTimeOffset To, long Known, string Period, int FirstMonth, string? Owner, string By, string Mode, bool Cumulative, string Basis)
{
    public string? Team { get; init; }

    public bool Current { get; init; }

    public NaivePeriod NaivePeriod => NaivePeriod.Named(Period, FirstMonth);

    public DateTimeOffset? RatesAt { get; init; }

    /// <summary>The scope without a hierarchy, by the settings and rates that these facts tell.</summary>
    public NaiveScope ScopeBy(IEnumerable<RecordedFact> facts) => new(NaivePeriod, Owner, SettingsBy(facts).CurrencyAt(To))
    {
        Rates = new NaiveRates(OfKind(facts, RateSet.Kind), RatesAt),
    };

    /// <summary>The scope in a hierarchy as these facts tell it, as it was or as it is.</summary>
    public NaiveScope ScopeIn(IEnumerable<RecordedFact> facts, DateTimeOffset now) =>
        ScopeBy(facts) with { Team = Team, Lines = new NaiveLines(OfKind(facts, PersonEvent.Kind)), Always = Current ? now : null };

    public NaiveSettings SettingsBy(IEnumerable<RecordedFact> facts) => new(OfKind(facts, SettingsEvent.Kind));

    private List<RecordedFact> OfKind(IEnumerable<RecordedFact> facts, string kind) => [.. facts.Where(f => f.Position <= Known && f.Stream.Kind == kind)];

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"\n  from {From:yyyy-MM-dd HH:mm:ss.ffffff} to {To:yyyy-MM-dd HH:mm:ss.ffffff} known @{Known} period {Period} (year from month {FirstMonth}) owner {Owner ?? "any"} by {By} {Mode} {(Cumulative ? "cumulative" : "single")} basis {Basis} team {Team ?? "any"} {(Current ? "current" : "as of")} rates {(RatesAt is { } at ? $"{at:yyyy-MM-dd HH:mm:ss.ffffff}" : "as of")}");
}

/// <summary>A log and questions about it.</summary>
public sealed record HistoryCase(History History, IReadOnlyList<Question> Questions)
{
    public override string ToString() => $"\nevents:{History}\nquestions:{string.Concat(Questions)}\n";
}
