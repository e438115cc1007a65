using System.Globalization;
using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using DealLedger.Import.Salesforce;

namespace DealLedger.Import.Tests.Salesforce;

/// <summary>What an export of a made-up deal shows: how much of its life, and which files, from which change on.</summary>
internal sealed record Cut(int Changes, bool History = true, int HistoryFrom = 0, bool FieldHistory = true, int FieldHistoryFrom = 0, bool Refused = false);

/// <summary>A made-up life of a deal, with many changes in the same second, and the exports that Salesforce would make of it.</summary>
internal sealed class RandomDeal
{
    private const string Id = "006000000000001AAA";

    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly string[] Authors = ["005000000000001AAA", "005000000000002AAA"];
    private static readonly string[] Stages = ["Prospecting", "Proposal", "Negotiation", "Closed Won", "Closed Lost"];
    private static readonly string[] Texts = ["A", "B", "C"];

    private static readonly StageTable Table = new(
        [
            new Stage("Prospecting", ForecastCategory.Pipeline, false, false, 1),
            new Stage("Proposal", ForecastCategory.BestCase, false, false, 2),
            new Stage("Negotiation", ForecastCategory.BestCase, false, false, 3),
            new Stage("Closed Won", ForecastCategory.Closed, true, true, 4),
            new Stage("Closed Lost", ForecastCategory.Omitted, true, false, 5),
        ],
        isComplete: true);

    private readonly Random _random;
    private readonly bool _hasSilentChanges;
    private readonly List<(HistoryRow? History, List<FieldHistoryRow> Fields, OpportunityRow After)> _changes = [];
    private int _ids;

    public RandomDeal(int seed, bool hasSilentChanges)
    {
        _random = new Random(seed);
        _hasSilentChanges = hasSilentChanges;
        var at = Start;
        var deal = new OpportunityRow(Id, Pick(Stages), at)
        {
            Amount = Money(), CloseDate = Day(), Probability = 10, Owner = Pick(Authors), Name = Pick(Texts), Type = Pick(Texts),
            Account = "001000000000001AAA", NextStep = _random.Next(2) == 0 ? null : Pick(Texts), Segment = "SMB", CreatedBy = Authors[0],
        };
        deal = WithCategory(deal, isMoved: true);
        var by = Authors[0];
        Add(deal, deal, at, by);
        for (var n = _random.Next(0, 9); n > 0; n--)
        {
            // Within a second it is one person, or a rule that acts for one, who changes a deal.
            var isTied = _random.Next(3) == 0;
            at = isTied ? at : at.AddSeconds(_random.Next(1, 100_000));
            by = isTied ? by : Pick(Authors);
            var next = Change(_changes[^1].After);
            Add(_changes[^1].After, next, at, by);
        }
    }

    public int Changes => _changes.Count;

    public static ExportContext Context(Cut cut) => new(TenantId.Default, Table, "USD")
    {
        HistoryFields = cut.History ? DealFields.InHistory.ToHashSet() : null,
        HasFieldHistory = cut.FieldHistory,
        OpportunityFields = Enum.GetValues<DealField>().ToHashSet(),
    };

    public DealRows Export(Cut cut)
    {
        var shown = _changes.Take(cut.Changes).ToList();
        return new DealRows(
            Id,
            cut.Refused ? null : shown[^1].After,
            cut.History ? [.. shown.Skip(cut.HistoryFrom).Select(c => c.History).OfType<HistoryRow>()] : [],
            cut.FieldHistory ? [.. shown.Skip(cut.FieldHistoryFrom).SelectMany(c => c.Fields)] : []);
    }

    /// <summary>A number of changes that an export can show: none is made in the middle of a second.</summary>
    public int RandomChanges(Random random) => Whole(random.Next(1, Changes + 1));

    public Cut RandomCut(Random random) => new(
        RandomChanges(random), random.Next(3) > 0, random.Next(3) == 0 ? Whole(random.Next(Changes)) : 0,
        random.Next(3) > 0, random.Next(3) == 0 ? Whole(random.Next(Changes)) : 0);

    private int Whole(int changes)
    {
        while (changes > 0 && changes < Changes && _changes[changes].After.ModifiedAt == _changes[changes - 1].After.ModifiedAt)
        {
            changes++;
        }

        return changes;
    }

    private OpportunityRow Change(OpportunityRow deal)
    {
        var next = deal;
        for (var n = _random.Next(1, 4); n > 0; n--)
        {
            next = _random.Next(8) switch
            {
                0 => WithCategory(next with { Stage = Pick(Stages) }, isMoved: true),
                1 => next with { Amount = Money() },
                2 => next with { CloseDate = Day() },
                3 => next with { Owner = Pick(Authors) },
                4 => next with { NextStep = _random.Next(3) == 0 ? null : Pick(Texts) },
                5 => next with { Name = Pick(Texts) },
                6 => WithCategory(next, isMoved: false),
                _ => next with { Probability = _random.Next(0, 100) },
            };
        }

        return next;
    }

    private OpportunityRow WithCategory(OpportunityRow deal, bool isMoved)
    {
        var stage = Table.Resolve(deal.Stage);
        ForecastCategory[] open = [ForecastCategory.Pipeline, ForecastCategory.BestCase, ForecastCategory.Commit, ForecastCategory.Omitted];
        var category = stage.IsClosed || (isMoved && _random.Next(2) == 0) ? stage.Category : Pick(open);
        return deal with { Category = category };
    }

    private void Add(OpportunityRow before, OpportunityRow after, DateTimeOffset at, string by)
    {
        after = after with { ModifiedAt = at, ModifiedBy = by, SystemModstamp = at };
        var isFirst = _changes.Count == 0;
        if (_hasSilentChanges && !isFirst && _random.Next(4) == 0)
        {
            _changes.Add((null, [], after with { Segment = Pick(Texts) }));
            return;
        }

        var n = (++_ids).ToString("D12", CultureInfo.InvariantCulture);
        var fiveDiffer = before.Stage != after.Stage || before.Category != after.Category || before.Amount != after.Amount
            || before.CloseDate != after.CloseDate || before.Probability != after.Probability;
        var history = !isFirst && !fiveDiffer && _random.Next(2) == 0
            ? null
            : new HistoryRow($"008{n}AAA", Id, at, by, after.Stage)
            {
                Category = after.Category, Amount = after.Amount, CloseDate = after.CloseDate, Probability = after.Probability,
            };
        var fields = new List<FieldHistoryRow>();
        if (!isFirst)
        {
            Field("StageName", before.Stage, after.Stage);
            Field("Amount", before.Amount?.ToText(), after.Amount?.ToText());
            Field("CloseDate", before.CloseDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), after.CloseDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            Field("Probability", before.Probability?.ToText(), after.Probability?.ToText());
            Field("ForecastCategoryName", before.Category?.Name(), after.Category?.Name());
            Field("Owner", before.Owner, after.Owner);
            Field("Name", before.Name, after.Name);
            Field("NextStep", before.NextStep, after.NextStep);
        }

        _changes.Add((history, fields, after));

        void Field(string name, string? from, string? to)
        {
            if (from != to)
            {
                fields.Add(new FieldHistoryRow($"017{++_ids:D12}AAA", Id, at, by, name, from, to));
            }
        }
    }

    private T Pick<T>(T[] of) => of[_random.Next(of.Length)];

    private decimal? Money() => _random.Next(6) == 0 ? null : _random.Next(1, 5) * 1000;

    private DateOnly? Day() => new DateOnly(2026, 3, 1).AddDays(_random.Next(4) * 30);
}
