using DealLedger.Core.Answers;
using DealLedger.Core.Comparing;
using DealLedger.Core.Forecasting;
using DealLedger.Core.Overrides;
using DealLedger.Core.Waterfall;
using DealLedger.Server.Tables;

namespace DealLedger.Cli.Output;

/// <summary>The rows of the answers as CSV; columns have the names of the documents' fields.</summary>
internal static class AnswerRows
{
    private static readonly string[] ForecastCellNames = ["closed", "commit", "mostLikely", "bestCase", "pipeline", "omitted", "lost", "openPipeline"];

    private static readonly string[] CellColumns = [.. ForecastCellNames.SelectMany(cell => new[] { $"{cell}Amount", $"{cell}Count", $"{cell}WithoutAmount" })];

    private static readonly string[] ForecastColumns = ["key", "name", .. CellColumns, "parent", "quota", "attainment", "gap", "coverage"];

    private static readonly MovementKind[] Kinds = Enum.GetValues<MovementKind>();

    /// <summary>A forecast's groups, or its total when it has none.</summary>
    public static void Write(TextWriter writer, ForecastAnswer answer)
    {
        var csv = CsvTable.WithHeader(writer, ForecastColumns);
        foreach (var row in answer.Rows ?? [answer.Total])
        {
            WriteForecast(csv, row);
        }
    }

    /// <summary>The deals that a cell of a forecast counts.</summary>
    public static void Write(TextWriter writer, DealsAnswer answer)
    {
        var csv = CsvTable.WithHeader(
            writer, ["id", "name", "owner", "stage", "category", "outcome", "amount", "currency", "value", "closeDate", "probability", "type", "segment"]);
        foreach (var deal in answer.Deals)
        {
            csv.Text(deal.Id).Text(deal.Name).Text(deal.Owner).Text(deal.Stage).Text(deal.Category).Text(deal.Outcome).Number(deal.Amount).Text(deal.Currency)
                .Number(deal.Value).Date(deal.CloseDate).Number(deal.Probability).Text(deal.Type).Text(deal.Segment).EndRow();
        }
    }

    /// <summary>The groups of a restated forecast in both views with their difference, or its deals when it has no groups.</summary>
    public static void Write(TextWriter writer, RestatedAnswer answer)
    {
        if (answer.Difference.Rows is { } differences)
        {
            var groups = CsvTable.WithHeader(writer, ["view", .. ForecastColumns]);
            foreach (var (view, rows) in new[] { ("first", answer.First.Rows!), ("second", answer.Second.Rows!), ("difference", differences) })
            {
                foreach (var row in rows)
                {
                    WriteForecast(groups.Text(view), row);
                }
            }

            return;
        }

        var sides = new[] { "Before", "After" };
        var deals = CsvTable.WithHeader(
            writer,
            [
                "id", "name", .. sides.SelectMany(s => new[] { $"column{s}", $"stage{s}", $"category{s}", $"outcome{s}", $"amount{s}", $"currency{s}", $"value{s}", $"closeDate{s}", $"owner{s}" }),
                .. CellColumns, "events", "moves", "rates",
            ]);
        foreach (var deal in answer.Deals)
        {
            deals.Text(deal.Id).Text(deal.Name);
            foreach (var state in new[] { deal.Before, deal.After })
            {
                deals.Text(state?.Column).Text(state?.Stage).Text(state?.Category).Text(state?.Outcome).Number(state?.Amount).Text(state?.Currency).Number(state?.Value)
                    .Date(state?.CloseDate).Text(state?.Owner);
            }

            WriteCells(deals, deal.Difference);
            deals.Text(string.Join(' ', deal.Events.Select(e => e.Position))).Text(string.Join(' ', deal.Moves.Select(m => m.Position)))
                .Text(string.Join(' ', deal.Rates.Select(r => r.Position))).EndRow();
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

    /// <summary>Every change of the close dates of the deals listed.</summary>
    public static void Write(TextWriter writer, PushesAnswer answer)
    {
        var csv = CsvTable.WithHeader(
            writer, ["id", "name", "owner", "outcome", "timesPushed", "at", "position", "by", "from", "to", "days", "slip", "counted", "amount"]);
        foreach (var deal in answer.Deals)
        {
            foreach (var step in deal.Path)
            {
                csv.Text(deal.Id).Text(deal.Name).Text(deal.Owner).Text(deal.Outcome).Number(deal.TimesPushed).Instant(step.At).Number(step.Position).Text(step.By)
                    .Date(step.From).Date(step.To).Number((decimal?)step.Days).Flag(step.Slip).Flag(step.Counted).Number(step.Amount).EndRow();
            }
        }
    }

    /// <summary>The deals that were found.</summary>
    public static void Write(TextWriter writer, FindAnswer answer)
    {
        var csv = CsvTable.WithHeader(writer, ["id", "name", "account", "accountName", "owner", "ownerName", "stage", "outcome", "amount", "currency", "closeDate"]);
        foreach (var deal in answer.Deals)
        {
            csv.Text(deal.Id).Text(deal.Name).Text(deal.Account).Text(deal.AccountName).Text(deal.Owner).Text(deal.OwnerName).Text(deal.Stage).Text(deal.Outcome)
                .Number(deal.Amount).Text(deal.Currency).Date(deal.CloseDate).EndRow();
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

    /// <summary>The counts of overrides by person and period where asked for, else the overrides.</summary>
    public static void Write(TextWriter writer, OverridesAnswer answer)
    {
        if (answer.Rows is { } rows)
        {
            var counts = CsvTable.WithHeader(writer, ["key", "name", "period", "made", "kept", "missed", "undecided", "daysHeld"]);
            foreach (var row in rows)
            {
                counts.Text(row.Key).Text(row.Name).Text(row.Period).Number(row.Counts.Made).Number(row.Counts.Kept).Number(row.Counts.Missed)
                    .Number(row.Counts.Undecided).Number(row.Counts.DaysHeld).EndRow();
            }

            return;
        }

        var csv = CsvTable.WithHeader(
            writer,
            [
                "dealId", "dealName", "position", "at", "recordedAt", "author", "authorName", "reason", "reasonErased", "replaced", "category", "amount", "currency",
                "closeDate", "owner", "period", "until", "daysHeld", "end", "verdict",
            ]);
        foreach (var o in answer.Overrides)
        {
            csv.Text(o.DealId).Text(o.DealName).Number(o.Position).Instant(o.At).Instant(o.RecordedAt).Text(o.Author).Text(o.AuthorName).Text(o.Reason)
                .Flag(o.ReasonErased).Text(o.Replaced).Text(o.Category).Number(o.Amount).Text(o.Currency).Date(o.CloseDate).Text(o.Owner).Text(o.Period)
                .Instant(o.Until).Number(o.DaysHeld).Text(o.End.ToString().ToLowerInvariant()).Text(o.Verdict.ToString().ToLowerInvariant()).EndRow();
        }
    }

    private static void WriteForecast(CsvTable csv, ForecastRow row)
    {
        csv.Text(row.Key).Text(row.Name);
        WriteCells(csv, ForecastCells.Of(row));
        csv.Text(row.Parent).Number(row.Quota).Number(row.Attainment).Number(row.Gap).Number(row.Coverage).EndRow();
    }

    private static void WriteCells(CsvTable csv, ForecastCells cells)
    {
        foreach (var cell in new[] { cells.Closed, cells.Commit, cells.MostLikely, cells.BestCase, cells.Pipeline, cells.Omitted, cells.Lost, cells.OpenPipeline })
        {
            csv.Number(cell.Amount).Number(cell.Count).Number(cell.WithoutAmount);
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
