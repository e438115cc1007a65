using System.CommandLine;
using DealLedger.Cli.Output;
using DealLedger.Core.Currencies;
using DealLedger.Core.Ledger;
using DealLedger.Postgres;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>dealledger tenant: what an operator does with whole tenants.</summary>
internal static class TenantCommands
{
    public static Command Of(CommandContext context) => new("tenant", "Tenants: the companies whose ledgers lie side by side in one database.")
    {
        new AddTenantCommand(context), new ListTenantsCommand(context), new SuspendTenantCommand(context), new ResumeTenantCommand(context),
        new TenantExportCommand(context), new TenantRemoveCommand(context),
    };

    /// <summary>A tenant as documents show it.</summary>
    public static TenantDocument Document(TenantListing tenant) => new(
        tenant.Id.Value, tenant.Created, tenant.SuspendedSince, tenant.SuspendedFor, tenant.Events, tenant.LastRecorded, tenant.Bytes);

    /// <summary>Writes what became of a tenant.</summary>
    public static void Write(CommandRun run, TenantListing tenant, string saying)
    {
        if (run.Globals.Form == OutputForm.Json)
        {
            run.WriteJson(Document(tenant));
        }
        else
        {
            run.Terminal.Output.WriteLine(saying);
        }
    }
}

/// <summary>dealledger tenant add.</summary>
internal sealed class AddTenantCommand : LedgerCommand
{
    private const string By = "tenant-add";

    private readonly Argument<string> _id;
    private readonly Option<string?> _currency;

    public AddTenantCommand(CommandContext context)
        : base(context, "add", "Adds a tenant.")
    {
        _id = Required("ID", "1 to 40 of a-z, 0-9 and _, beginning with a letter.");
        _currency = Text("--currency", "C", "The reporting currency. Default: USD.");
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var (tenant, currency) = (InputReader.Tenant("id", parse.GetRequiredValue(_id)), parse.GetValue(_currency));
        if (currency is not null && !MinorUnits.IsCurrency(currency))
        {
            throw new UsageException($"--currency: '{Plain.Line(currency)}' is no currency; write an ISO 4217 code such as USD.");
        }

        await using var ledger = await run.OpenLedgerAsync(cancellation);
        await ledger.Host.Register.AddAsync(tenant, cancellation);
        if (currency is not null)
        {
            await ledger.Host.Settings.RecordAsync(tenant, "currency", currency, table: null, from: null, By, cancellation);
        }

        TenantCommands.Write(
            run, await ledger.Host.Register.FindAsync(tenant, cancellation), $"Added tenant {tenant}; name it with --tenant {tenant}.");
        return ExitCodes.Done;
    }
}

/// <summary>dealledger tenant list.</summary>
internal sealed class ListTenantsCommand(CommandContext context) : LedgerCommand(context, "list", "Lists all tenants.")
{
    protected override bool HasRows => true;

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var tenants = (await ledger.Host.Register.ListAsync(cancellation)).Select(TenantCommands.Document).ToList();
        await run.WriteAsync(new TenantsDocument(tenants), TenantText.WriteRows, console =>
        {
            TenantText.Write(console, tenants);
            return Task.CompletedTask;
        });
        return ExitCodes.Done;
    }
}

/// <summary>dealledger tenant suspend.</summary>
internal sealed class SuspendTenantCommand : LedgerCommand
{
    private readonly Argument<string> _id;
    private readonly Option<string?> _reason;

    public SuspendTenantCommand(CommandContext context)
        : base(context, "suspend", "Lets a tenant answer nothing and take nothing in, on every server from now on; it is kept, verified and rebuilt all the same.")
    {
        _id = Required("ID", "The tenant.");
        _reason = Text("--reason", "TEXT", $"Why, for whoever lists tenants: one line of {TenantRegister.LongestReason} characters at the most.");
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var tenant = InputReader.Tenant("id", parse.GetRequiredValue(_id));
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var suspended = await ledger.Host.Register.SuspendAsync(tenant, parse.GetValue(_reason), cancellation);
        TenantCommands.Write(
            run, suspended, $"Tenant {tenant} is suspended since {Plain.Instant(suspended.SuspendedSince!.Value)}; 'tenant resume {tenant}' ends that.");
        return ExitCodes.Done;
    }
}

/// <summary>dealledger tenant resume.</summary>
internal sealed class ResumeTenantCommand : LedgerCommand
{
    private readonly Argument<string> _id;

    public ResumeTenantCommand(CommandContext context)
        : base(context, "resume", "Lets a suspended tenant answer and take in again.")
    {
        _id = Required("ID", "The tenant.");
    }

    protected override async Task<int> RunAsync(ParseResult parse, CommandRun run, CancellationToken cancellation)
    {
        var tenant = InputReader.Tenant("id", parse.GetRequiredValue(_id));
        await using var ledger = await run.OpenLedgerAsync(cancellation);
        var resumed = await ledger.Host.Register.ResumeAsync(tenant, cancellation);
        TenantCommands.Write(run, resumed, $"Tenant {tenant} answers and takes in.");
        return ExitCodes.Done;
    }
}
