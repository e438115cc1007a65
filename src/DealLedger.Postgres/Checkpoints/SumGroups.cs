using DealLedger.Core.Ledger;
using DealLedger.Core.Opportunities;
using Npgsql;

namespace DealLedger.Postgres.Checkpoints;

/// <summary>What the deals of a sum have in common beside outcome and category: the currency and the owner or, by kind, type, segment and stage.</summary>
internal readonly record struct SumGroup(string? Owner, string? Type, string? Segment, string? Stage, string? Currency)
{
    /// <summary>The group of a deal among the sums by owner.</summary>
    public static SumGroup ByOwner(DealView deal) => new(deal.Owner, null, null, null, deal.Currency);

    /// <summary>The group of a deal among the sums by kind.</summary>
    public static SumGroup ByKind(DealView deal) => new(null, deal.Type, deal.Segment, deal.Stage, deal.Currency);
}

/// <summary>The numbers that groups have in the sums of a generation, from 0 on. A group keeps its number as long as the generation lasts.</summary>
internal sealed class SumGroups
{
    /// <summary>Reads the groups of the generation $2 from the number {from} on, in the order of their numbers.</summary>
    public const string Select = """
        SELECT g.owner, g.type, g.segment, g.stage, g.currency FROM dealledger.checkpoint_group g
        WHERE g.tenant_id = $1 AND g.generation = $2 AND g.number >= {from} ORDER BY g.number
        """;

    private readonly List<SumGroup> _groups = [];
    private readonly Dictionary<SumGroup, int> _numbers = [];
    private int _stored;

    /// <summary>The number of a group; one that was not there gets the next one.</summary>
    public int Number(SumGroup group)
    {
        if (!_numbers.TryGetValue(group, out var number))
        {
            number = _groups.Count;
            _groups.Add(group);
            _numbers.Add(group, number);
        }

        return number;
    }

    /// <summary>Reads the current row.</summary>
    public static SumGroup Read(NpgsqlDataReader reader)
    {
        return new SumGroup(Text(0), Text(1), Text(2), Text(3), Text(4));

        string? Text(int at) => reader.IsDBNull(at) ? null : reader.GetString(at);
    }

    /// <summary>The groups that a generation has so far.</summary>
    public static async Task<SumGroups> LoadAsync(NpgsqlConnection connection, TenantId tenant, int generation, CancellationToken cancellation)
    {
        var groups = new SumGroups();
        await using var command = new NpgsqlCommand(Select.Replace("{from}", "0", StringComparison.Ordinal), connection);
        command.Parameters.Add(Sql.Text(tenant.Value));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = generation });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            groups.Number(Read(reader));
        }

        groups._stored = groups._groups.Count;
        return groups;
    }

    /// <summary>Stores those that came since.</summary>
    public async Task SaveAsync(NpgsqlConnection connection, TenantId tenant, int generation, CancellationToken cancellation)
    {
        if (_stored == _groups.Count)
        {
            return;
        }

        await using var copy = await BinaryCopy.BeginAsync(
            connection, "dealledger.checkpoint_group", "tenant_id, generation, number, owner, type, segment, stage, currency", cancellation);
        for (; _stored < _groups.Count; _stored++)
        {
            var group = _groups[_stored];
            copy.StartRow();
            copy.Text(tenant.Value);
            copy.Int32(generation);
            copy.Int32(_stored);
            copy.Text(group.Owner);
            copy.Text(group.Type);
            copy.Text(group.Segment);
            copy.Text(group.Stage);
            copy.Text(group.Currency);
        }

        await copy.CompleteAsync(cancellation);
    }
}
