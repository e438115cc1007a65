using DealLedger.Cli;
using DealLedger.EmbeddedPostgres;
using DealLedger.Sealing;

namespace DealLedger.Configuration;

/// <summary>Every setting that there is. <c>docs/operations.md</c> lists them too, and a test holds the two against each other.</summary>
internal static class KnownSettings
{
    /// <summary>The environment variable that names the file when no option does.</summary>
    public const string FileVariable = "DEALLEDGER_CONFIG";

    public const string Prefix = "DEALLEDGER_";

    /// <summary>The database's owner.</summary>
    public static readonly Setting Database = new(
        "database", GlobalOptions.DatabaseVariable, "--database", "CONNECTION",
        $"PostgreSQL as an Npgsql string, a postgresql:// address or libpq words; else {GlobalOptions.DatabaseVariable}, else an embedded one.")
    { IsSecret = true };

    public static readonly Setting ServerDatabase = new(
        "serverDatabase", "DEALLEDGER_SERVER_DATABASE", null, "CONNECTION",
        "The same database by a login with the role dealledger_server; requests are answered by it.")
    { IsSecret = true };

    public static readonly Setting Home = new(
        "home", HomeFolder.Variable, "--home", "FOLDER", $"The embedded database's folder; else {HomeFolder.Variable}, else the user's data folder.");

    public static readonly Setting SealKey = new(
        "sealKey", SealKeyFile.Variable, "--seal-key", "FILE",
        $"The private key that seals are signed with, as PEM; else {SealKeyFile.Variable}, else one of the home folder's own.");

    public static readonly Setting Migrate = new(
        "migrate", "DEALLEDGER_MIGRATE", "--migrate", "auto|manual",
        "Whether a database of an older schema is brought up to date or refused. Default: auto.");

    public static readonly Setting Listen = new(
        "listen", "DEALLEDGER_LISTEN", "--listen", "ADDRESS", "An address to listen on, or * for all; may be given more than once. Default: 127.0.0.1.")
    { IsList = true };

    public static readonly Setting Port = new(
        "port", "DEALLEDGER_PORT", "--port", "N",
        $"The port; 0 takes any that is free. Default: {ServeCommand.DefaultPort}.");

    public static readonly Setting TlsCertificate = new(
        "tls.certificate", "DEALLEDGER_TLS_CERTIFICATE", "--tls-certificate", "FILE", "The server's certificate, with those between it and its root, as PEM or PFX.");

    public static readonly Setting TlsKey = new(
        "tls.key", "DEALLEDGER_TLS_KEY", "--tls-key", "FILE", "The certificate's private key as PEM, where it does not stand in the certificate's file.");

    public static readonly Setting TlsPassword = new(
        "tls.password", "DEALLEDGER_TLS_PASSWORD", null, "TEXT",
        "The password of the key or the PFX file.") { IsSecret = true };

    public static readonly Setting TlsPasswordFile = new(
        "tls.passwordFile", "DEALLEDGER_TLS_PASSWORD_FILE", "--tls-password-file", "FILE", "A file whose first line is that password.");

    public static readonly Setting BehindProxy = new(
        "behindProxy", "DEALLEDGER_BEHIND_PROXY", "--behind-proxy", "CIDR",
        "A proxy in front, as 10.0.0.5 or 10.0.0.0/24, whose X-Forwarded-For and -Proto are believed; may be given more than once.")
    { IsList = true };

    public static readonly Setting LogForm = new("log.form", "DEALLEDGER_LOG_FORM", "--log-form", "plain|json", "How lines of the log are written. Default: plain.");

    public static readonly Setting LogLevel = new(
        "log.level", "DEALLEDGER_LOG_LEVEL", "--log-level", "debug|information|warning|error",
        "The least level that is logged; every request from information on. Default: warning.");

    public static readonly Setting LogSlow = new(
        "log.slowMilliseconds", "DEALLEDGER_LOG_SLOW_MILLISECONDS", "--log-slow", "MILLISECONDS", "A request that takes longer is logged as a warning. Default: 2000.");

    public static readonly Setting OtlpEndpoint = new(
        "telemetry.endpoint", "DEALLEDGER_OTLP_ENDPOINT", "--otlp-endpoint", "URL",
        "A collector that metrics and traces are sent to by OTLP, such as http://localhost:4318.");

    public static readonly Setting OtlpForm = new(
        "telemetry.form", "DEALLEDGER_OTLP_FORM", "--otlp-form", "http|grpc", "How the collector is spoken to: protobuf in HTTP, or gRPC. Default: http.");

    public static readonly Setting OtlpHeaders = new(
        "telemetry.headers", "DEALLEDGER_OTLP_HEADERS", null, "NAME=VALUE,...", "Headers that the collector asks for.") { IsSecret = true };

    public static readonly Setting OtlpTraceShare = new(
        "telemetry.traceShare", "DEALLEDGER_OTLP_TRACE_SHARE", null, "0..1", "The share of requests whose traces are sent. Default: 1.");

    public static readonly Setting OtlpInterval = new(
        "telemetry.intervalSeconds", "DEALLEDGER_OTLP_INTERVAL_SECONDS", null, "SECONDS", "The time between two reports of metrics. Default: 30.");

    public static readonly Setting LimitConnections = new(
        "limits.connections", "DEALLEDGER_LIMIT_CONNECTIONS", null, "N", "The most connections at the same time. Default: 2000.");

    public static readonly Setting LimitHeaders = new(
        "limits.headerSeconds", "DEALLEDGER_LIMIT_HEADER_SECONDS", null, "SECONDS", "The longest that a caller may take for the headers of a request. Default: 15.");

    public static readonly Setting LimitRequest = new(
        "limits.requestSeconds", "DEALLEDGER_LIMIT_REQUEST_SECONDS", null, "SECONDS", "The longest that a request may take to be answered. Default: 100.");

    public static readonly Setting LimitStop = new(
        "limits.stopSeconds", "DEALLEDGER_LIMIT_STOP_SECONDS", null, "SECONDS", "The longest that a server that was told to stop finishes what it has taken. Default: 30.");

    public static readonly Setting LimitCallerRate = new(
        "limits.callerRequests", "DEALLEDGER_LIMIT_CALLER_REQUESTS", null, "N", "How many requests a second a caller who signed in may send in the long run. Default: 50.");

    public static readonly Setting LimitCallerBurst = new(
        "limits.callerBurst", "DEALLEDGER_LIMIT_CALLER_BURST", null, "N", "How many requests a caller may send at once after a pause. Default: 500.");

    public static readonly Setting LimitAddressRate = new(
        "limits.addressRequests", "DEALLEDGER_LIMIT_ADDRESS_REQUESTS", null, "N", "How many requests a second an address may send in the long run. Default: 200.");

    public static readonly Setting LimitAddressBurst = new(
        "limits.addressBurst", "DEALLEDGER_LIMIT_ADDRESS_BURST", null, "N", "How many requests an address may send at once after a pause. Default: 2000.");

    public static readonly Setting LimitAtOnce = new(
        "limits.tenantAtOnce", "DEALLEDGER_LIMIT_TENANT_AT_ONCE", null, "N", "How many requests of a tenant are answered at the same time. Default: 32.");

    public static readonly Setting LimitWaiting = new(
        "limits.tenantWaiting", "DEALLEDGER_LIMIT_TENANT_WAITING", null, "N", "How many requests of a tenant wait for their turn. Default: 512.");

    /// <summary>What every command takes.</summary>
    public static readonly IReadOnlyList<Setting> OfAll = [Database, ServerDatabase, Home, SealKey, Migrate];

    /// <summary>What <c>serve</c> takes.</summary>
    public static readonly IReadOnlyList<Setting> OfServe =
    [
        Listen, Port, TlsCertificate, TlsKey, TlsPassword, TlsPasswordFile, BehindProxy,
        .. AccessSettings.All,
        LogForm, LogLevel, LogSlow,
        OtlpEndpoint, OtlpForm, OtlpHeaders, OtlpTraceShare, OtlpInterval,
        LimitConnections, LimitHeaders, LimitRequest, LimitStop,
        LimitCallerRate, LimitCallerBurst, LimitAddressRate, LimitAddressBurst, LimitAtOnce, LimitWaiting,
    ];

    /// <summary>All of them, in the order of the documentation.</summary>
    public static readonly IReadOnlyList<Setting> All = [.. OfAll, .. OfServe];

    // Read elsewhere than here.
    private static readonly string[] OtherVariables = [FileVariable, PostgresBinaries.Variable];

    /// <summary>The variables among these that look as if they were meant for this program, but are none of its own.</summary>
    public static IReadOnlyList<string> Unknown(IEnumerable<string> variables) =>
    [
        .. variables
            .Where(v => v.StartsWith(Prefix, StringComparison.Ordinal) && !OtherVariables.Contains(v) && All.All(s => s.Variable != v))
            .Order(StringComparer.Ordinal),
    ];
}
