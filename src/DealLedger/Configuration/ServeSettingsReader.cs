using System.Globalization;
using System.Net;
using DealLedger.Cli;
using DealLedger.Core.Ledger;
using DealLedger.Server.Limits;
using DealLedger.Server.Operation;
using DealLedger.Server.Operation.Logs;
using DealLedger.Server.Operation.Metrics;
using DealLedger.Server.Operation.Tls;
using Microsoft.Extensions.Logging;

namespace DealLedger.Configuration;

/// <summary>Reads how to serve, and refuses what would open the ledger to others without TLS or without signing in.</summary>
internal static class ServeSettingsReader
{
    private const int LargestPassword = 4 * 1024;

    /// <summary>Reads; what is wrong is in the reader's faults.</summary>
    public static ServeSettings Read(SettingsReader read, TimeProvider clock)
    {
        var addresses = read.Addresses(KnownSettings.Listen, IPAddress.Loopback);
        var port = read.Number(KnownSettings.Port, IPEndPoint.MinPort, IPEndPoint.MaxPort, int.Parse(ServeCommand.DefaultPort, CultureInfo.InvariantCulture));
        var proxies = read.Networks(KnownSettings.BehindProxy);
        var isBeyond = addresses.Any(a => !IPAddress.IsLoopback(a));
        if (isBeyond && read.Find(KnownSettings.TlsCertificate) is null && read.Find(KnownSettings.BehindProxy) is null)
        {
            var address = addresses.First(a => !IPAddress.IsLoopback(a));
            read.Refuse(
                KnownSettings.Listen,
                $"'{address}' is reachable from elsewhere, which needs TLS: give --tls-certificate, or declare the proxy in front that has it with --behind-proxy.");
        }

        var operation = new OperationOptions
        {
            Log = ReadLog(read),
            Telemetry = ReadTelemetry(read),
            Proxies = proxies,
            Certificate = ReadCertificate(read, clock),
            Limits = ReadLimits(read),
            Requests = ReadRequests(read),
        };
        return new ServeSettings(addresses, port, AccessSettings.Read(read, isBeyond || proxies.Count > 0), operation);
    }

    private static LogOptions ReadLog(SettingsReader read)
    {
        var usual = new LogOptions();
        return new LogOptions
        {
            Form = read.Choice(KnownSettings.LogForm, usual.Form, ("plain", LogForm.Plain), ("json", LogForm.Json)),
            Level = read.Choice(
                KnownSettings.LogLevel, usual.Level,
                ("debug", LogLevel.Debug), ("information", LogLevel.Information), ("warning", LogLevel.Warning), ("error", LogLevel.Error)),
            Slow = read.Time(KnownSettings.LogSlow, 1, 600_000, TimeSpan.FromMilliseconds(1), usual.Slow),
        };
    }

    private static TelemetryOptions? ReadTelemetry(SettingsReader read)
    {
        var usual = new TelemetryOptions(new Uri("http://localhost"));
        var options = usual with
        {
            Form = read.Choice(KnownSettings.OtlpForm, usual.Form, ("http", OtlpForm.Http), ("grpc", OtlpForm.Grpc)),
            Headers = ReadHeaders(read),
            TraceShare = read.Fraction(KnownSettings.OtlpTraceShare, 0, 1, usual.TraceShare),
            Interval = read.Time(KnownSettings.OtlpInterval, 1, 3600, TimeSpan.FromSeconds(1), usual.Interval),
        };
        if (read.WebAddress(KnownSettings.OtlpEndpoint) is { } endpoint)
        {
            return options with { Endpoint = endpoint };
        }

        if (read.Find(KnownSettings.OtlpEndpoint) is null && options.Headers is not null)
        {
            read.Refuse(KnownSettings.OtlpHeaders, "there is no collector to send them to; name it with --otlp-endpoint.");
        }

        return null;
    }

    private static string? ReadHeaders(SettingsReader read)
    {
        if (read.Text(KnownSettings.OtlpHeaders) is not { } headers)
        {
            return null;
        }

        if (headers.Any(char.IsControl) || headers.Split(',').Any(pair => pair.IndexOf('=', StringComparison.Ordinal) < 1))
        {
            read.Refuse(KnownSettings.OtlpHeaders, "the value is not a list of headers as name=value,name=value.");
            return null;
        }

        return headers;
    }

    private static ServerLimits ReadLimits(SettingsReader read)
    {
        var (usual, second) = (new ServerLimits(), TimeSpan.FromSeconds(1));
        return new ServerLimits
        {
            Connections = read.Number(KnownSettings.LimitConnections, 10, 1_000_000, usual.Connections),
            Headers = read.Time(KnownSettings.LimitHeaders, 1, 600, second, usual.Headers),
            Request = read.Time(KnownSettings.LimitRequest, 1, 3600, second, usual.Request),
            Stop = read.Time(KnownSettings.LimitStop, 1, 3600, second, usual.Stop),
        };
    }

    private static LimitOptions ReadRequests(SettingsReader read)
    {
        const int Most = 1_000_000;
        var usual = new LimitOptions();
        var limits = new LimitOptions
        {
            RequestsASecond = read.Number(KnownSettings.LimitCallerRate, 1, Most, usual.RequestsASecond),
            Burst = read.Number(KnownSettings.LimitCallerBurst, 1, Most, usual.Burst),
            RequestsASecondOfAnAddress = read.Number(KnownSettings.LimitAddressRate, 1, Most, usual.RequestsASecondOfAnAddress),
            BurstOfAnAddress = read.Number(KnownSettings.LimitAddressBurst, 1, Most, usual.BurstOfAnAddress),
            AtOnce = read.Number(KnownSettings.LimitAtOnce, 1, 10_000, usual.AtOnce),
            Waiting = read.Number(KnownSettings.LimitWaiting, 0, Most, usual.Waiting),
        };
        RefuseLess(read, KnownSettings.LimitCallerBurst, limits.Burst, limits.RequestsASecond);
        RefuseLess(read, KnownSettings.LimitAddressBurst, limits.BurstOfAnAddress, limits.RequestsASecondOfAnAddress);
        return limits;
    }

    // What a second brings has to fit in, or less than that is let through.
    private static void RefuseLess(SettingsReader read, Setting setting, int burst, int rate)
    {
        if (burst < rate)
        {
            read.Refuse(setting, string.Create(CultureInfo.InvariantCulture, $"{burst} at once is less than the {rate} that may come in a second; give {rate} or more."));
        }
    }

    private static ServerCertificate? ReadCertificate(SettingsReader read, TimeProvider clock)
    {
        var (file, key) = (read.Text(KnownSettings.TlsCertificate), read.Text(KnownSettings.TlsKey));
        var password = ReadPassword(read);
        if (file is null)
        {
            foreach (var alone in new[] { KnownSettings.TlsKey, KnownSettings.TlsPassword, KnownSettings.TlsPasswordFile }.Where(s => read.Find(s) is not null))
            {
                read.Refuse(alone, "there is no certificate that this belongs to; name it with --tls-certificate.");
            }

            return null;
        }

        try
        {
            return ServerCertificate.Load(file, key, password, clock);
        }
        catch (RefusedException refused)
        {
            read.Refuse(
                KnownSettings.TlsCertificate,
                $"{refused.Message.TrimEnd('.')}. Name a PEM or PFX file with the certificate, and its key with --tls-key where that lies elsewhere.");
            return null;
        }
    }

    private static string? ReadPassword(SettingsReader read)
    {
        if (read.Text(KnownSettings.TlsPasswordFile) is not { } file)
        {
            return read.Text(KnownSettings.TlsPassword);
        }

        if (read.Find(KnownSettings.TlsPassword) is not null)
        {
            read.Refuse(KnownSettings.TlsPasswordFile, $"the password is told by {KnownSettings.TlsPassword.Variable} or tls.password too; leave one of them out.");
        }

        try
        {
            return new FileInfo(file) is { Exists: true, Length: > LargestPassword }
                ? throw new IOException("It is larger than a password")
                : File.ReadLines(file).FirstOrDefault();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            read.Refuse(KnownSettings.TlsPasswordFile, $"the password cannot be read ({fault.Message}); name a file whose first line it is.");
            return null;
        }
    }
}
