using System.Net;
using DealLedger.Configuration;
using DealLedger.Server.Limits;
using DealLedger.Server.Operation.Logs;
using Microsoft.Extensions.Logging;

namespace DealLedger.Tests.Configuration;

public sealed class ConfigurationTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly Dictionary<string, string> _environment = [];
    private readonly Dictionary<string, string[]> _options = [];

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void With_nothing_told_a_server_listens_on_the_machine_itself_and_asks_nobody_who_they_are()
    {
        var settings = Read();

        settings.Addresses.ShouldBe([IPAddress.Loopback]);
        settings.Port.ShouldBe(5080);
        settings.Access.SignInNeeded.ShouldBeFalse();
        settings.Operation.Log.ShouldBe(new LogOptions());
        settings.Operation.Telemetry.ShouldBeNull();
        settings.Operation.Limits.Stop.ShouldBe(TimeSpan.FromSeconds(30));
        settings.Operation.Requests.ShouldBe(new LimitOptions());
    }

    [Fact]
    public void A_file_tells_everything()
    {
        Tell(
            """
            {
              // comments and a comma at the end are fine
              "listen": ["127.0.0.1", "::1"],
              "port": 8443,
              "behindProxy": ["10.0.0.5", "10.1.0.0/16"],
              "access": { "signIn": true },
              "log": { "form": "json", "level": "information", "slowMilliseconds": 500 },
              "telemetry": { "endpoint": "http://collector:4318", "form": "grpc", "headers": "key=hunter2", "traceShare": 0.25, "intervalSeconds": 10 },
              "limits": {
                "connections": 100, "headerSeconds": 5, "requestSeconds": 20, "stopSeconds": 7,
                "callerRequests": 1, "callerBurst": 2, "addressRequests": 3, "addressBurst": 4, "tenantAtOnce": 5, "tenantWaiting": 0
              },
            }
            """);

        var settings = Read();

        settings.Addresses.ShouldBe([IPAddress.Loopback, IPAddress.IPv6Loopback]);
        settings.Port.ShouldBe(8443);
        settings.Access.SignInNeeded.ShouldBeTrue();
        settings.Operation.Proxies.ShouldBe([IPNetwork.Parse("10.0.0.5/32"), IPNetwork.Parse("10.1.0.0/16")]);
        settings.Operation.Log.ShouldBe(new LogOptions { Form = LogForm.Json, Level = LogLevel.Information, Slow = TimeSpan.FromMilliseconds(500) });
        var telemetry = settings.Operation.Telemetry.ShouldNotBeNull();
        telemetry.Endpoint.ShouldBe(new Uri("http://collector:4318"));
        telemetry.Headers.ShouldBe("key=hunter2");
        telemetry.TraceShare.ShouldBe(0.25);
        telemetry.Interval.ShouldBe(TimeSpan.FromSeconds(10));
        settings.Operation.Limits.Connections.ShouldBe(100);
        settings.Operation.Limits.Headers.ShouldBe(TimeSpan.FromSeconds(5));
        settings.Operation.Limits.Request.ShouldBe(TimeSpan.FromSeconds(20));
        settings.Operation.Limits.Stop.ShouldBe(TimeSpan.FromSeconds(7));
        settings.Operation.Requests.ShouldBe(
            new LimitOptions { RequestsASecond = 1, Burst = 2, RequestsASecondOfAnAddress = 3, BurstOfAnAddress = 4, AtOnce = 5, Waiting = 0 });
    }

    [Fact]
    public void The_environment_is_stronger_than_the_file_and_an_option_than_both()
    {
        Tell("""{ "port": 1001, "log": { "level": "error", "form": "json" }, "listen": "::1", "limits": { "callerRequests": 6, "tenantAtOnce": 8 } }""");
        _environment["DEALLEDGER_PORT"] = "1002";
        _environment["DEALLEDGER_LOG_LEVEL"] = "debug";
        _environment["DEALLEDGER_LISTEN"] = "::1, 127.0.0.1";
        _environment["DEALLEDGER_LIMIT_CALLER_REQUESTS"] = "7";
        _options["--port"] = ["1003"];

        var settings = Read();

        settings.Port.ShouldBe(1003);
        settings.Operation.Log.Level.ShouldBe(LogLevel.Debug);
        settings.Operation.Log.Form.ShouldBe(LogForm.Json);
        settings.Operation.Requests.ShouldBe(new LimitOptions { RequestsASecond = 7, AtOnce = 8 });
        settings.Addresses.ShouldBe([IPAddress.IPv6Loopback, IPAddress.Loopback]);
    }

    [Fact]
    public void All_faults_are_told_at_once_each_with_its_source_its_value_and_what_would_be_right()
    {
        Tell("""{ "port": 70000, "log": { "levle": "debug", "slowMilliseconds": [1] }, "colour": "red", "limits": { "stopSeconds": "soon" } }""");
        _environment["DEALLEDGER_LISTEN"] = "127.0.0.1,everywhere";
        _environment["DEALLEDGER_OTLP_TRACE_SHARE"] = "1.5";
        _options["--behind-proxy"] = ["0.0.0.0/0", "10.0.0.5"];
        _options["--log-form"] = ["pretty"];

        Faults().ShouldBe(
            [
                $"{_file}: 'log.levle' is not a setting; 'log' has form, level, slowMilliseconds.",
                $"{_file}: 'log.slowMilliseconds' takes a text, a number, true or false.",
                $"{_file}: 'colour' is not a setting; there are {string.Join(", ", KnownSettings.All.Select(s => s.Key.Split('.')[0]).Distinct())}.",
                "DEALLEDGER_LISTEN: 'everywhere' is not an address as 127.0.0.1, ::1, localhost, or * for all.",
                $"{_file}: port: '70000' is not a whole number from 0 to 65535.",
                "--behind-proxy: '0.0.0.0/0' is not an address as 10.0.0.5 or a network as 10.0.0.0/24, and not everyone's.",
                "--log-form: 'pretty' is not one of plain, json.",
                "DEALLEDGER_OTLP_TRACE_SHARE: '1.5' is not a number from 0 to 1.",
                $"{_file}: limits.stopSeconds: 'soon' is not a whole number from 1 to 3600.",
            ],
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("callerRequests", "0", "'0' is not a whole number from 1 to 1000000.")]
    [InlineData("callerBurst", "many", "'many' is not a whole number from 1 to 1000000.")]
    [InlineData("callerBurst", "49", "49 at once is less than the 50 that may come in a second; give 50 or more.")]
    [InlineData("addressRequests", "-1", "'-1' is not a whole number from 1 to 1000000.")]
    [InlineData("addressBurst", "199", "199 at once is less than the 200 that may come in a second; give 200 or more.")]
    [InlineData("tenantAtOnce", "0", "'0' is not a whole number from 1 to 10000.")]
    [InlineData("tenantWaiting", "1.5", "'1.5' is not a whole number from 0 to 1000000.")]
    public void A_limit_that_makes_no_sense_is_refused(string key, string value, string fault)
    {
        Tell($$"""{ "limits": { "{{key}}": "{{value}}" } }""");

        Faults().ShouldBe([$"{_file}: limits.{key}: {fault}"]);
    }

    [Theory]
    [InlineData("{ \"port\": 1 ", "not JSON")]
    [InlineData("[1]", "is not a JSON object")]
    [InlineData("{ \"port\": 1, \"port\": 2 }", "not JSON")]
    [InlineData("{ \"log\": \"json\" }", "'log' is not a setting")]
    [InlineData("{ \"port\": { \"number\": 1 } }", "'port' takes")]
    [InlineData("{ \"home\": \"\" }", "home: the value is empty")]
    public void A_file_that_cannot_be_read_says_where(string text, string saying)
    {
        Tell(text);

        var fault = Faults(read => read.Text(KnownSettings.Home)).ShouldHaveSingleItem();
        fault.ShouldStartWith(_file);
        fault.ShouldContain(saying);
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_fault() =>
        new SettingsReader(ConfigurationFile.Read("/nowhere/dealledger.json"), _ => null).FaultsOf().ShouldHaveSingleItem()
            .ShouldStartWith("/nowhere/dealledger.json: the file cannot be read");

    [Theory]
    [InlineData("database", "postgresql://ann:hunter2@db:port/x")]
    [InlineData("serverDatabase", "Host=db;Pasword=hunter2")]
    [InlineData("telemetry.headers", "hunter2")]
    [InlineData("telemetry.endpoint", "http://ann:hunter2@collector:4318")]
    public void A_secret_that_is_wrong_is_named_and_not_shown(string key, string value)
    {
        _environment[KnownSettings.All.Single(s => s.Key == key).Variable] = value;

        var faults = Faults(read =>
        {
            read.Database(KnownSettings.Database);
            read.Database(KnownSettings.ServerDatabase);
        });

        faults.ShouldHaveSingleItem().ShouldStartWith(KnownSettings.All.Single(s => s.Key == key).Variable + ": ");
        faults.ShouldAllBe(fault => !fault.Contains("hunter2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("*")]
    [InlineData("192.0.2.1")]
    public void Beyond_loopback_a_server_does_not_start_without_tls(string address)
    {
        _options["--listen"] = [address];

        Faults().ShouldHaveSingleItem().ShouldContain("is reachable from elsewhere, which needs TLS");
    }

    [Fact]
    public void Behind_a_declared_proxy_everyone_signs_in()
    {
        _options["--listen"] = ["0.0.0.0"];
        _options["--behind-proxy"] = ["10.0.0.5"];

        Read().Access.SignInNeeded.ShouldBeTrue();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    public void Signing_in_cannot_be_turned_off_where_others_get_in(string address)
    {
        _options["--listen"] = [address];
        _options["--behind-proxy"] = ["10.0.0.5"];
        _environment["DEALLEDGER_SIGN_IN"] = "false";

        Faults().ShouldHaveSingleItem().ShouldStartWith("DEALLEDGER_SIGN_IN: everyone has to sign in");
    }

    [Fact]
    public void On_the_machine_itself_signing_in_is_asked_for_when_told()
    {
        _options["--sign-in"] = ["true"];

        Read().Access.SignInNeeded.ShouldBeTrue();
    }

    [Fact]
    public void A_certificate_that_is_not_there_is_one_fault_and_what_belongs_to_none_another()
    {
        _options["--listen"] = ["0.0.0.0"];
        _options["--tls-certificate"] = ["/nowhere/certificate.pem"];
        Faults().ShouldHaveSingleItem().ShouldStartWith("--tls-certificate: There is no file /nowhere/certificate.pem");

        _options.Clear();
        _options["--tls-key"] = ["/nowhere/key.pem"];
        Faults().ShouldHaveSingleItem().ShouldStartWith("--tls-key: there is no certificate that this belongs to");
    }

    [Fact]
    public void Variables_that_look_like_ours_and_are_not_are_found() =>
        KnownSettings.Unknown(["PATH", "DEALLEDGER_PORT", "DEALLEDGER_CONFIG", "DEALLEDGER_PG_BIN", "DEALLEDGER_TLS_CERT"]).ShouldBe(["DEALLEDGER_TLS_CERT"]);

    [Fact]
    public void Every_setting_has_one_name_of_each_kind()
    {
        KnownSettings.All.Select(s => s.Key).ShouldBeUnique();
        KnownSettings.All.Select(s => s.Variable).ShouldBeUnique();
        KnownSettings.All.Select(s => s.Option).OfType<string>().ShouldBeUnique();
        KnownSettings.OfServe.ShouldAllBe(s => !s.IsSecret || s.Option == null);
    }

    [Fact]
    public void The_documentation_has_a_line_for_every_setting_and_for_no_other()
    {
        var lines = File.ReadAllLines(Path.Combine(Root(), "docs", "operations.md"));

        var documented = lines.Where(l => l.StartsWith("| `", StringComparison.Ordinal) && l.Contains("`DEALLEDGER_", StringComparison.Ordinal))
            .Select(l => l.Split('|').Skip(1).Take(3).Select(cell => cell.Trim().Trim('`')).ToArray())
            .Select(cells => (cells[0], cells[1], cells[2]));
        documented.ShouldBe(KnownSettings.All.Select(s => (s.Key, s.Variable, s.Option ?? "")), ignoreOrder: true);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DealLedger.sln")))
        {
            folder = folder.Parent;
        }

        return folder.ShouldNotBeNull().FullName;
    }

    private void Tell(string json) => File.WriteAllText(_file, json);

    private ServeSettings Read()
    {
        var read = Reader();
        var settings = ServeSettingsReader.Read(read, TimeProvider.System);
        read.FaultsOf().ShouldBeEmpty();
        return settings;
    }

    private IReadOnlyList<string> Faults(Action<SettingsReader>? more = null)
    {
        var read = Reader();
        more?.Invoke(read);
        ServeSettingsReader.Read(read, TimeProvider.System);
        return read.FaultsOf();
    }

    private SettingsReader Reader()
    {
        var isTold = new FileInfo(_file).Length > 0;
        var read = new SettingsReader(ConfigurationFile.Read(isTold ? _file : null), name => _environment.GetValueOrDefault(name));
        foreach (var (option, values) in _options)
        {
            read.Take(option, values);
        }

        return read;
    }
}
