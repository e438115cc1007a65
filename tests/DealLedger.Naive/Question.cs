using System.Globalization;
using DealLedger.Core.Ledger;

namespace DealLedger.Naive;

/// <summary>Everything that a question about a log can choose.</summary>
public sealed record Question(
    DateTimeOffset From, DateTimeOffset To, long Known, string Period, int FirstMonth, string? Owner, string By, string Mode, bool Cumulative, string Basis)
{
    public string? Team { get; init; }

    public bool Current { get; init; }

    public NaivePeriod NaivePeriod => NaivePeriod.Named(Period, FirstMonth);

    public NaiveScope Scope => new(NaivePeriod, Owner, RandomHistory.ReportingCurrency);

    /// <summary>The scope in a hierarchy as these facts tell it, as it was or as it is.</summary>
    public NaiveScope ScopeIn(IEnumerable<RecordedFact> facts, DateTimeOffset now) =>
        Scope with { Team = Team, Lines = new NaiveLines([.. facts.Where(f => f.Position <= Known)]), Always = Current ? now : null };

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"\n  from {From:yyyy-MM-dd HH:mm:ss.ffffff} to {To:yyyy-MM-dd HH:mm:ss.ffffff} known @{Known} period {Period} (year from month {FirstMonth}) owner {Owner ?? "any"} by {By} {Mode} {(Cumulative ? "cumulative" : "single")} basis {Basis} team {Team ?? "any"} {(Current ? "current" : "as of")}");
}

/// <summary>A log and questions about it.</summary>
public sealed record HistoryCase(History History, IReadOnlyList<Question> Questions)
{
    public override string ToString() => $"\nevents:{History}\nquestions:{string.Concat(Questions)}\n";
}
