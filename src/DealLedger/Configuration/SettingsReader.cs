using System.Globalization;
using System.Net;
using DealLedger.Cli;
using DealLedger.Server.Inputs;

namespace DealLedger.Configuration;

/// <summary>
/// Reads settings from options, else the environment, else the file, and collects every fault. What could not be read has its default, which nobody sees:
/// <see cref="Check"/> refuses before anything is done.
/// </summary>
internal sealed class SettingsReader(ConfigurationFile file, Func<string, string?> environment)
{
    private readonly Dictionary<string, IReadOnlyList<string>> _options = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [.. file.Faults];

    /// <summary>Takes the values that an option was given.</summary>
    public void Take(string option, IReadOnlyList<string> values) => _options[option] = values;

    /// <summary>Refuses when anything was wrong, with all that was.</summary>
    public void Check()
    {
        if (_faults.Count > 0)
        {
            throw new ConfigurationException([.. _faults]);
        }
    }

    /// <summary>The values of a setting from the strongest source that tells it; none when no source does.</summary>
    public GivenValues? Find(Setting setting)
    {
        if (setting.Option is { } option && _options.TryGetValue(option, out var given))
        {
            return new GivenValues(given, option);
        }

        if (environment(setting.Variable) is { } variable && !string.IsNullOrWhiteSpace(variable))
        {
            return new GivenValues(setting.IsList ? variable.Split(',', StringSplitOptions.TrimEntries) : [variable], setting.Variable);
        }

        return file.Find(setting);
    }

    /// <summary>Notes what is wrong with a setting, where it was given, or where it could be.</summary>
    public void Refuse(Setting setting, string message) =>
        _faults.Add($"{Find(setting)?.Source ?? setting.Option ?? setting.Variable}: {message}");

    /// <summary>A text; none when it is not told.</summary>
    public string? Text(Setting setting)
    {
        var text = Find(setting)?.Values is [var first, ..] ? first : null;
        if (text is not null && string.IsNullOrWhiteSpace(text))
        {
            Refuse(setting, "the value is empty; give one, or leave it out.");
            return null;
        }

        return text;
    }

    /// <summary>A whole number in a range.</summary>
    public int Number(Setting setting, int least, int most, int otherwise) => Read(
        setting, otherwise, $"a whole number from {least} to {most}",
        text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? (true, number) : default);

    /// <summary>A number in a range.</summary>
    public double Fraction(Setting setting, double least, double most, double otherwise) => Read(
        setting, otherwise, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"),
        text => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? (true, number) : default);

    /// <summary>So many of a unit of time.</summary>
    public TimeSpan Time(Setting setting, int least, int most, TimeSpan unit, TimeSpan otherwise) =>
        unit * Number(setting, least, most, (int)(otherwise / unit));

    /// <summary>One of a few words.</summary>
    public T Choice<T>(Setting setting, T otherwise, params IReadOnlyList<(string Word, T Value)> words) => Read(
        setting, otherwise, $"one of {string.Join(", ", words.Select(w => w.Word))}",
        text => words.Where(w => string.Equals(w.Word, text, StringComparison.OrdinalIgnoreCase)).Select(w => (true, w.Value)).FirstOrDefault());

    /// <summary>True or false; none when it is not told.</summary>
    public bool? Switch(Setting setting) => Choice<bool?>(setting, null, ("true", true), ("false", false));

    /// <summary>An address of the web without a user's name or password in it.</summary>
    public Uri? WebAddress(Setting setting) => Read<Uri?>(
        setting, null, "an address as http://host:port, without a name or password in it",
        text => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Query.Length == 0
            ? (true, uri) : default,
        isShown: text => !text.Contains('@', StringComparison.Ordinal));

    /// <summary>Addresses of this machine to listen on.</summary>
    public IReadOnlyList<IPAddress> Addresses(Setting setting, IPAddress otherwise)
    {
        var addresses = ReadAll(
            setting, "an address as 127.0.0.1, ::1, localhost, or * for all",
            text => text switch
            {
                "*" => (true, System.Net.Sockets.Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any),
                "localhost" => (true, IPAddress.Loopback),
                _ => IPAddress.TryParse(text, out var address) && (text.Contains(':', StringComparison.Ordinal) || text.Count(c => c == '.') == 3)
                    ? (true, address) : default,
            });
        if (addresses.Count > 1 && addresses.Any(a => a.Equals(IPAddress.IPv6Any) || a.Equals(IPAddress.Any)))
        {
            Refuse(setting, "one of the addresses is that of all; leave the others out.");
        }

        return addresses.Count == 0 ? [otherwise] : [.. addresses.Distinct()];
    }

    /// <summary>Networks, or single addresses; never everyone's.</summary>
    public IReadOnlyList<IPNetwork> Networks(Setting setting) => ReadAll(
        setting, "an address as 10.0.0.5 or a network as 10.0.0.0/24, and not everyone's",
        text => IPAddress.TryParse(text, out var address)
            ? (true, new IPNetwork(address, address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 32 : 128))
            : IPNetwork.TryParse(text, out var network) && network.PrefixLength > 0 ? (true, network) : default);

    /// <summary>A connection string as Npgsql takes it; none when it is not told.</summary>
    public string? Database(Setting setting)
    {
        if (Text(setting) is not { } text)
        {
            return null;
        }

        try
        {
            return DatabaseAddress.ToNpgsql(text, Find(setting)!.Source);
        }
        catch (UsageException unreadable)
        {
            _faults.Add(unreadable.Message);
            return null;
        }
    }

    private T Read<T>(Setting setting, T otherwise, string accepted, Func<string, (bool, T)> read, Func<string, bool>? isShown = null)
    {
        var values = ReadAll(setting, accepted, read, isShown);
        return values.Count > 0 ? values[0] : otherwise;
    }

    private List<T> ReadAll<T>(Setting setting, string accepted, Func<string, (bool IsRead, T Value)> read, Func<string, bool>? isShown = null)
    {
        var values = new List<T>();
        foreach (var text in Find(setting)?.Values ?? [])
        {
            var (isRead, value) = read(text.Trim());
            if (isRead)
            {
                values.Add(value);
            }
            else
            {
                var shown = setting.IsSecret || isShown?.Invoke(text) == false ? "the value" : $"'{InputReader.Short(text)}'";
                Refuse(setting, $"{shown} is not {accepted}.");
            }
        }

        return values;
    }
}
