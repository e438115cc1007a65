using System.Globalization;

namespace DealLedger.Naive;

/// <summary>Everything that a question about a log can choose.</summary>
public sealed record Question(
    DateTimeOffset From, DateTimeOffset To, long Known, string Period, int FirstMonth, string? Owner, string By, string Mode, bool Cumulative, string Basis)
{
    public NaivePeriod NaivePeriod => NaivePeriod.Named(Period, FirstMonth);

    public NaiveScope Scope => new(NaivePeriod, Owner, RandomHistory.ReportingCurrency);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"\n  from {From:yyyy-MM-dd HH:mm:ss.ffffff} to {To:yyyy-MM-dd HH:mm:ss.ffffff} known @{Known} period {Period} (year from month {FirstMonth}) owner {Owner ?? "any"} by {By} {Mode} {(Cumulative ? "cumulative" : "single")} basis {Basis}");
}

/// <summary>A log and questions about it.</summary>
public sealed record HistoryCase(History History, IReadOnlyList<Question> Questions)
{
    public override string ToString() => $"\nevents:{History}\nquestions:{string.Concat(Questions)}\n";
}
