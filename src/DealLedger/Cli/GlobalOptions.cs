using System.CommandLine;
using DealLedger.Configuration;
using DealLedger.Core.Ledger;
using DealLedger.Postgres;
using DealLedger.Postgres.Schema;
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
    string? Database, string? ServerDatabase, string? Home, TenantId Tenant, OutputForm Form, Consistency Consistency, string? SealKey, SchemaUpgrade Upgrade,
    SettingsReader Settings);

/// <summary>The options that every command takes, before or after its name.</summary>
internal sealed class GlobalOptions
{
    public const string DatabaseVariable = "DEALLEDGER_DATABASE";

    private readonly Option<string?> _config = Of(
        "--config", "FILE", $"A file with settings as JSON; options and the environment are stronger. Else {KnownSettings.FileVariable}.");

    private readonly Option<string?> _database = Of(KnownSettings.Database);
    private readonly Option<string?> _home = Of(KnownSettings.Home);
    private readonly Option<string?> _tenant = Of("--tenant", "ID", "The tenant; default: default.");
    private readonly Option<string?> _consistency = Of("--consistency", "eventual", "Answers from what is there, without waiting for the read models.");
    private readonly Option<string?> _sealKey = Of(KnownSettings.SealKey);
    private readonly Option<string?> _migrate = Of(KnownSettings.Migrate);
    private readonly Option<bool> _json = new("--json") { Description = "Prints one JSON document.", Recursive = true };
    private readonly Option<bool> _csv = new("--csv") { Description = "Prints the rows as CSV.", Recursive = true };

    public void AddTo(RootCommand root)
    {
        foreach (var option in new Option[] { _config, _database, _home, _tenant, _json, _csv, _consistency, _sealKey, _migrate })
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

        var settings = Settings(parse);
        var consistency = parse.GetValue(_consistency) switch
        {
            null or "strong" => Consistency.Strong,
            "eventual" => Consistency.Eventual,
            var other => throw new InputRefusedException("consistency", $"'{InputReader.Short(other)}' is not one of strong, eventual."),
        };
        var tenant = InputReader.Tenant("tenant", parse.GetValue(_tenant));
        var (database, server) = (settings.Database(KnownSettings.Database), settings.Database(KnownSettings.ServerDatabase));
        if (settings.Find(KnownSettings.ServerDatabase) is not null && settings.Find(KnownSettings.Database) is null)
        {
            settings.Refuse(KnownSettings.ServerDatabase, "the embedded database has its own; name the database's owner with --database too.");
        }

        var upgrade = settings.Choice(KnownSettings.Migrate, SchemaUpgrade.Auto, ("auto", SchemaUpgrade.Auto), ("manual", SchemaUpgrade.Manual));
        return new GlobalValues(
            database, server, settings.Text(KnownSettings.Home), tenant,
            parse.GetValue(_json) ? OutputForm.Json : parse.GetValue(_csv) ? OutputForm.Csv : OutputForm.People, consistency,
            settings.Text(KnownSettings.SealKey), upgrade, settings);
    }

    private SettingsReader Settings(ParseResult parse)
    {
        var file = NotEmpty(parse.GetValue(_config)) ?? NotEmpty(Environment.GetEnvironmentVariable(KnownSettings.FileVariable));
        var settings = new SettingsReader(ConfigurationFile.Read(file), Environment.GetEnvironmentVariable);
        foreach (var option in new[] { _database, _home, _sealKey, _migrate })
        {
            if (parse.GetValue(option) is { } given)
            {
                settings.Take(option.Name, [given]);
            }
        }

        return settings;
    }

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static Option<string?> Of(Setting setting) => Of(setting.Option!, setting.Value, setting.Says);

    private static Option<string?> Of(string name, string value, string description) => new(name) { HelpName = value, Description = description, Recursive = true };
}
