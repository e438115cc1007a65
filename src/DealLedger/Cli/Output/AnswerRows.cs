using DealLedger.Core.Answers;
using DealLedger.Core.Waterfall;

namespace DealLedger.Cli.Output;

/// <summary>The rows of the answers as CSV; columns have the names of the documents' fields.</summary>
internal static class AnswerRows
{
    private static readonly string[] ForecastCells = ["closed", "commit", "mostLikely", "bestCase", "pipeline", "omitted", "lost", "openPipeline"];

    private static readonly MovementKind[] Kinds = Enum.GetValues<MovementKind>();

    /// <summary>A forecast's groups, or its total when it has none.</summary>
    public static void Write(TextWriter writer, ForecastAnswer answer)
    {
        var csv = CsvTable.WithHeader(
            writer, ["key", "name", .. ForecastCells.SelectMany(cell => new[] { $"{cell}Amount", $"{cell}Count", $"{cell}WithoutAmount" }), "parent", "quota", "attainment", "gap", "coverage"]);
        foreach (var row in answer.Rows ?? [answer.Total])
        {
            csv.Text(row.Key).Text(row.Name);
            foreach (var cell in new[] { row.Closed, row.Commit, row.MostLikely, row.BestCase, row.Pipeline, row.Omitted, row.Lost, row.OpenPipeline })
            {
                csv.Number(cell.Amount).Number(cell.Count).Number(cell.WithoutAmount);
            }

            csv.Text(row.Parent).Number(row.Quota).Number(row.Attainment).Number(row.Gap).Number(row.Coverage).EndRow();
        }
    }

    /// <summary>The groups of a comparison, or its deals when it has none; one column a kind of movement.</summary>
    public static void Write(TextWriter writer, ChangesAnswer answer)
    {
        var kinds = Kinds.Select(Name);
        if (answer.Rows is { } rows)
        {
            var groups = CsvTable.WithHeader(writer, ["key", "name", "startAmount", "startCount", "endAmount", "endCount", .. kinds, "parent"]);
            foreach (var row in rows)
            {
                groups.Text(row.Key).Text(row.Name).Number(row.Start.Amount).Number(row.Start.Count).Number(row.End.Amount).Number(row.End.Count);
                WriteKinds(groups, row.Movements.ToDictionary(m => m.Kind, m => m.Amount));
                groups.Text(row.Parent).EndRow();
            }

            return;
        }

        var deals = CsvTable.WithHeader(writer, ["id", "name", "owner", "start", "end", "roundTrip", .. kinds]);
        foreach (var deal in answer.Deals)
        {
            deals.Text(deal.Id).Text(deal.Name).Text(deal.Owner).Number(deal.Start).Number(deal.End).Flag(deal.RoundTrip);
            WriteKinds(deals, deal.Movements.GroupBy(m => m.Kind).ToDictionary(g => g.Key, g => g.Sum(m => m.Amount)));
            deals.EndRow();
        }
    }

    /// <summary>The groups of a slippage answer, or its total when it has none.</summary>
    public static void Write(TextWriter writer, SlippageAnswer answer)
    {
        var csv = CsvTable.WithHeader(
            writer,
            [
                "key", "name", "pushes", "dealsPushed", "amountPushed", "daysPushed", "averageDays", "medianDays", "slips", "dealsSlipped", "amountSlipped",
                "monthSlips", "pullIns", "amountPulledIn", "basisAmount", "slippedAmount", "slipRate", "parent",
            ]);
        foreach (var row in answer.Rows ?? [answer.Total])
        {
            csv.Text(row.Key).Text(row.Name).Number(row.Pushes).Number(row.DealsPushed).Number(row.AmountPushed).Number(row.DaysPushed)
                .Number(row.AverageDays).Number(row.MedianDays).Number(row.Slips).Number(row.DealsSlipped).Number(row.AmountSlipped)
                .Number(row.MonthSlips).Number(row.PullIns).Number(row.AmountPulledIn).Number(row.BasisAmount).Number(row.SlippedAmount)
                .Number(row.SlipRate).Text(row.Parent).EndRow();
        }
    }

    /// <summary>The history of a deal.</summary>
    public static void Write(TextWriter writer, DealAnswer answer)
    {
        var csv = CsvTable.WithHeader(
            writer, ["position", "version", "at", "recordedAt", "by", "source", "kind", "field", "before", "after", "reason", "ignored"]);
        foreach (var e in answer.History)
        {
            csv.Number(e.Position).Number(e.Version).Instant(e.At).Instant(e.RecordedAt).Text(e.By).Text(e.Source).Text(e.Kind).Text(e.Field)
                .Text(e.Before).Text(e.After).Text(e.Reason).Text(e.Ignored).EndRow();
        }
    }

    /// <summary>Everyone who was known.</summary>
    public static void Write(TextWriter writer, PeopleAnswer answer)
    {
        var csv = CsvTable.WithHeader(writer, ["id", "name", "email", "manager", "leadsTeam", "team", "isActive"]);
        foreach (var person in answer.People)
        {
            csv.Text(person.Id).Text(person.Name).Text(person.Email).Text(person.Manager).Flag(person.LeadsTeam).Text(person.Team).Flag(person.IsActive).EndRow();
        }
    }

    private static void WriteKinds(CsvTable csv, Dictionary<MovementKind, decimal> movements)
    {
        foreach (var kind in Kinds)
        {
            csv.Number(movements.TryGetValue(kind, out var amount) ? amount : null);
        }
    }

    private static string Name(MovementKind kind)
    {
        var name = kind.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
