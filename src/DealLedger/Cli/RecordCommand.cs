using System.CommandLine;
using DealLedger.Core.Opportunities.Commands;
using DealLedger.Server;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger record CHANGE ID [VALUE].</summary>
internal sealed class RecordCommand : LedgerCommand
{
    private const string Open = "open";

    private readonly Argument<string> _change;
    private readonly Argument<string> _id;
    private readonly Argument<string?> _value = new("VALUE") { Description = "The new value.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _by;
    private readonly Option<string?> _at;
    private readonly Option<string?> _reason;
    private readonly Option<string?> _expectVersion;
    private readonly Option<string?>[] _fields;

    public RecordCommand(CommandContext context)
        : base(context, "record", "Records a change of a deal.")
    {
        _change = Required("CHANGE", $"open, {string.Join(", ", CommandWords.All)}.");
        _id = Required("ID", "The deal's id in the CRM.");
        Add(_value);
        _by = Text("--by", "WHO", "Who changes it, by id.", isRequired: true);
        _at = Text("--at", "T", "When it happened; default: now.");
        _reason = Text("--reason", "TEXT", "Why.");
        _expectVersion = Text("--expect-version", "N", "Refuses when the deal is at another version.");
        _fields =
        [
            Text("--name", "TEXT", "With open: the deal's name."),
            Text("--account", "ID", "With open: the account."),
            Text("--owner", "ID", "With open: the owner; default: who opens it."),
            Text("--stage", "TEXT", "With open: the stage; default: the first open one."),
            Text("--category", "C", "With open: the category; default: the stage's own."),
            Text("--amount", "N", "With open: the amount."),
            Text("--currency", "C", "With open: the currency; default: the tenant's."),
            Text("--close-date", "DATE", "With open: the close date."),
            Text("--probability", "N", "With open: the probability in percent."),
            Text("--type", "TEXT", "With open: the type, such as New."),
            Text("--segment", "TEXT", "With open: the segment."),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var change = parse.GetRequiredValue(_change);
        var (id, value) = (parse.GetRequiredValue(_id), parse.GetValue(_value));
        var origin = new OriginWords(parse.GetRequiredValue(_by)!, parse.GetValue(_at), parse.GetValue(_reason), parse.GetValue(_expectVersion));
        var fields = Array.ConvertAll(_fields, field => parse.GetValue(field));
        RefuseMisplaced(change, value, fields);

        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var deal = change == Open
            ? await Recording.OpenAsync(ledger.Host, run.Tenant, id, Words(fields), origin, cancellation)
            : await Recording.ChangeAsync(ledger.Host, run.Tenant, id, change, value, origin, cancellation);

        // On the machine itself nothing is hidden.
        await DealCommand.WriteAsync(run, ledger.Host, deal!, cancellation);
        return ExitCodes.Done;
    }

    private void RefuseMisplaced(string change, string? value, string?[] fields)
    {
        if (change == Open && value is not null)
        {
            throw new UsageException($"VALUE: 'open' takes no value, '{InputReader.Short(value)}' was given; name its fields with options such as --amount.");
        }

        if (change != Open && Array.FindIndex(fields, field => field is not null) is >= 0 and var stray)
        {
            throw new UsageException($"{_fields[stray].Name}: this option belongs to 'open'; give '{InputReader.Short(change)}' its value after the id.");
        }

        if (change != Open)
        {
            OriginWords.Command(change, value);
        }
    }

    private static OpenWords Words(string?[] fields) => new(
        fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6], fields[7], fields[8], fields[9], fields[10]);
}
