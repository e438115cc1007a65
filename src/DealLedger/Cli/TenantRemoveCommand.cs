using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Postgres;
using DealLedger.Postgres.Backups;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger tenant remove ID --exported FILE --yes-remove ID.</summary>
internal sealed class TenantRemoveCommand : LedgerCommand
{
    private readonly Argument<string> _id;
    private readonly Option<string?> _exported;
    private readonly Option<string?> _confirmed;

    public TenantRemoveCommand(CommandContext context)
        : base(context, "remove", "Removes a tenant with all that it has, once a file is shown to hold all of it.")
    {
        _id = Required("ID", "The tenant.");
        _exported = Text("--exported", "FILE", "What 'tenant export' wrote of the tenant as it is now.", isRequired: true);
        _confirmed = Text("--yes-remove", "ID", "The tenant once more, for there is no way back but 'restore'.", isRequired: true);
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var (tenant, confirmed) = (InputReader.Tenant("id", parse.GetRequiredValue(_id)), parse.GetValue(_confirmed)!);
        if (confirmed != tenant.Value)
        {
            throw new UsageException(
                $"--yes-remove: '{Plain.Line(InputReader.Short(confirmed))}' is not the tenant that is to be removed; write --yes-remove {tenant}.");
        }

        await using var place = await run.PlaceAsync(cancellation);
        await using var database = new LedgerDatabase(place.ConnectionString);
        RemovedTenant removed;
        using (var progress = run.Progress())
        {
            removed = await new TenantRemoval(database).RunAsync(tenant, parse.GetValue(_exported)!, progress, cancellation);
        }

        if (run.Globals.Form == OutputForm.Json)
        {
            run.WriteJson(new RemovedTenantDocument(tenant.Value, removed.Events, removed.Rows));
        }
        else
        {
            run.Terminal.Output.WriteLine($"Removed tenant {tenant}: {Plain.Count(removed.Events)} events. 'restore' brings it back from the file.");
        }

        return ExitCodes.Done;
    }
}
