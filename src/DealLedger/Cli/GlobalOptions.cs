using System.CommandLine;
using DealLedger.Core.Ledger;
using DealLedger.Postgres;
using DealLedger.Postgres.Schema;
using DealLedger.Sealing;
using DealLedger.Server.Inputs;

namespace DealLedger.Cli;

/// <summary>How a command writes its result.</summary>
internal enum OutputForm
{
    People,
    Json,
    Csv,
}

/// <summary>The values of the options that every command takes.</summary>
internal sealed record GlobalValues(
    string? Database, string? Home, TenantId Tenant, OutputForm Form, Consistency Consistency, string? SealKey, SchemaUpgrade Upgrade);

/// <summary>The options that every command takes, before or after its name.</summary>
internal sealed class GlobalOptions
{
    public const string DatabaseVariable = "DEALLEDGER_DATABASE";

    private const string MigrateVariable = "DEALLEDGER_MIGRATE";

    private readonly Option<string?> _database = Of("--database", "CONNECTION", $"PostgreSQL as an Npgsql string, a postgresql:// address or libpq words; else {DatabaseVariable}, else an embedded one.");
    private readonly Option<string?> _home = Of("--home", "FOLDER", "The embedded database's folder; else DEALLEDGER_HOME, else the user's data folder.");
    private readonly Option<string?> _tenant = Of("--tenant", "ID", "The tenant; default: default.");
    private readonly Option<string?> _consistency = Of("--consistency", "eventual", "Answers from what is there, without waiting for the read models.");
    private readonly Option<string?> _sealKey = Of(
        "--seal-key", "FILE", $"The private key that seals are signed with, as PEM; else {SealKeyFile.Variable}, else one of the home folder's own.");
    private readonly Option<string?> _migrate = Of(
        "--migrate", "auto|manual", $"Whether a database of an older schema is brought up to date or refused; else {MigrateVariable}, else auto.");
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON document.", Recursive = true };
    private readonly Option<bool> _csv = new("--csv") { Description = "Prints the rows as CSV.", Recursive = true };

    public void AddTo(RootCommand root)
    {
        foreach (var option in new Option[] { _database, _home, _tenant, _json, _csv, _consistency, _sealKey, _migrate })
        {
            root.Add(option);
        }
    }

    public GlobalValues Read(ParseResult parse)
    {
        if (parse.GetValue(_json) && parse.GetValue(_csv))
        {
            throw new UsageException("--json and --csv were both given; choose one of them.");
        }

        var database = parse.GetValue(_database) ?? NotEmpty(Environment.GetEnvironmentVariable(DatabaseVariable));
        var consistency = parse.GetValue(_consistency) switch
        {
            null or "strong" => Consistency.Strong,
            "eventual" => Consistency.Eventual,
            var other => throw new InputRefusedException("consistency", $"'{InputReader.Short(other)}' is not one of strong, eventual."),
        };
        var upgrade = (parse.GetValue(_migrate) ?? NotEmpty(Environment.GetEnvironmentVariable(MigrateVariable))) switch
        {
            null or "auto" => SchemaUpgrade.Auto,
            "manual" => SchemaUpgrade.Manual,
            var other => throw new InputRefusedException("migrate", $"'{InputReader.Short(other)}' is not one of auto, manual."),
        };
        return new GlobalValues(
            database is null ? null : DatabaseAddress.ToNpgsql(database), parse.GetValue(_home), InputReader.Tenant("tenant", parse.GetValue(_tenant)),
            parse.GetValue(_json) ? OutputForm.Json : parse.GetValue(_csv) ? OutputForm.Csv : OutputForm.People, consistency,
            NotEmpty(parse.GetValue(_sealKey)) ?? NotEmpty(Environment.GetEnvironmentVariable(SealKeyFile.Variable)),
            upgrade);
    }

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static Option<string?> Of(string name, string value, string description) => new(name) { HelpName = value, Description = description, Recursive = true };
}
