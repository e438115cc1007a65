using System.Globalization;
using System.Text;
using Npgsql;

namespace DealLedger.Cli;

/// <summary>Connection strings as people have them: Npgsql's own, a postgresql:// address, or the words of libpq.</summary>
internal static class DatabaseAddress
{
    private const string Accepted = "write Host=...;Port=...;Username=...;Password=...;Database=..., or postgresql://user:password@host:5432/database, or host=... dbname=... user=...";

    // A message must not show the text itself: there may be a password in it.
    private const string Unreadable = $"the connection string cannot be read; {Accepted}.";

    /// <summary>The connection string as Npgsql takes it; a text that cannot be read is refused with where it was given.</summary>
    public static string ToNpgsql(string text, string source)
    {
        try
        {
            return Read(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException)
        {
            throw new UsageException($"{source}: {Unreadable}");
        }
        catch (UnknownWordException unknown)
        {
            throw new UsageException($"{source}: '{Output.Plain.Line(unknown.Message)}' is not a setting that is known here; {Accepted}.");
        }
    }

    private static string Read(string text)
    {
        var trimmed = text.Trim();
        var words = trimmed.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase) || trimmed.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
            ? OfUri(trimmed)
            : trimmed.Contains(';', StringComparison.Ordinal) ? null : OfWords(trimmed);
        var connection = words is null ? new NpgsqlConnectionStringBuilder(trimmed) : Build(words);
        return connection.Count > 0 ? connection.ConnectionString : throw new FormatException();
    }

    private static NpgsqlConnectionStringBuilder Build(IReadOnlyList<(string Word, string Value)> words)
    {
        var connection = new NpgsqlConnectionStringBuilder();
        foreach (var (word, value) in words)
        {
            switch (word.ToLowerInvariant())
            {
                case "host" or "hostaddr": connection.Host = value; break;
                case "port": connection.Port = int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture); break;
                case "dbname" or "database": connection.Database = value; break;
                case "user" or "username": connection.Username = value; break;
                case "password": connection.Password = value; break;
                case "passfile": connection.Passfile = value; break;
                case "sslmode": connection.SslMode = Enum.Parse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true); break;
                case "sslrootcert": connection.RootCertificate = value; break;
                case "sslcert": connection.SslCertificate = value; break;
                case "sslkey": connection.SslKey = value; break;
                case "application_name": connection.ApplicationName = value; break;
                case "options": connection.Options = value; break;
                case "connect_timeout": connection.Timeout = int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture); break;
                case "client_encoding" or "keepalives" or "channel_binding" or "gssencmode": break;
                default: throw new UnknownWordException(word);
            }
        }

        return connection;
    }

    private static List<(string, string)> OfUri(string text)
    {
        var rest = text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var (beforeQuery, query) = Cut(rest, '?');
        var (authority, path) = Cut(beforeQuery, '/');
        var words = new List<(string, string)>();
        var at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            var (user, password) = Cut(authority[..at], ':');
            Add(words, "user", user);
            Add(words, "password", password);
        }

        var (host, port) = HostAndPort(authority[(at + 1)..]);
        Add(words, "host", host.Length > 0 ? host : "localhost");
        Add(words, "port", port);
        Add(words, "dbname", path);
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (word, value) = Cut(part, '=');
            Add(words, Uri.UnescapeDataString(word), value);
        }

        return words;
    }

    // Several hosts keep their ports: Npgsql reads "a:1,b:2" as it is.
    private static (string Host, string Port) HostAndPort(string text)
    {
        var end = text.LastIndexOf(':');
        return text.Contains(',', StringComparison.Ordinal) || end < 0 || end < text.LastIndexOf(']')
            ? (text.Trim('[', ']'), "")
            : (text[..end].Trim('[', ']'), text[(end + 1)..]);
    }

    private static void Add(List<(string, string)> words, string word, string value)
    {
        if (value.Length > 0)
        {
            words.Add((word, Uri.UnescapeDataString(value)));
        }
    }

    private static (string Before, string After) Cut(string text, char at)
    {
        var place = text.IndexOf(at, StringComparison.Ordinal);
        return place < 0 ? (text, "") : (text[..place], text[(place + 1)..]);
    }

    // word=value pairs between spaces; a value in single quotes may hold spaces, and a backslash escapes the next character.
    private static List<(string, string)>? OfWords(string text)
    {
        var words = new List<(string, string)>();
        var at = 0;
        while (at < text.Length)
        {
            var equals = text.IndexOf('=', at);
            if (equals < 0)
            {
                throw new FormatException();
            }

            var word = text[at..equals].Trim();
            if (word.Contains(' ', StringComparison.Ordinal))
            {
                return null;
            }

            at = equals + 1;
            words.Add((word, Value(text, ref at)));
        }

        return words;
    }

    private static string Value(string text, ref int at)
    {
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }

        var quoted = at < text.Length && text[at] == '\'';
        at += quoted ? 1 : 0;
        var value = new StringBuilder();
        while (at < text.Length && text[at] != (quoted ? '\'' : ' '))
        {
            at += text[at] == '\\' && at + 1 < text.Length ? 1 : 0;
            value.Append(text[at++]);
        }

        at += at < text.Length ? 1 : 0;
        return value.ToString();
    }

    private sealed class UnknownWordException(string word) : Exception(word);
}
