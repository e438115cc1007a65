using DealLedger.Core.Access;

namespace DealLedger.Cli;

/// <summary>Where a password comes from: a file, what is piped in, or a person at a terminal; never the command line, which others on the machine can read.</summary>
internal static class PasswordInput
{
    public const string Description = "A file whose first line is the password; else it is the first line of the standard input, or asked for at a terminal.";

    // A line that is longer is no password; it is not read to its end.
    private const int Longest = 4_096;

    /// <summary>The password of a user, which the rules for passwords let pass.</summary>
    public static async Task<string> ReadAsync(CommandRun run, UserName name, string? file, CancellationToken cancellation)
    {
        var password = file is not null ? await OfFileAsync(file, cancellation) : run.Terminal.IsAsked ? OfPerson(run) : FirstLine(run.Terminal.Input);
        if (string.IsNullOrEmpty(password))
        {
            throw new UsageException("No password was given; name a file with --password-file, or write it to the standard input.");
        }

        PasswordRule.Check(name, password);
        return password;
    }

    private static async Task<string?> OfFileAsync(string file, CancellationToken cancellation)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        var bytes = new byte[Longest];
        var read = await stream.ReadAtLeastAsync(bytes, Longest, throwOnEndOfStream: false, cancellation);
        using var reader = new StreamReader(new MemoryStream(bytes, 0, read));
        return FirstLine(reader);
    }

    private static string? FirstLine(TextReader reader)
    {
        var line = new System.Text.StringBuilder();
        for (var next = reader.Read(); next >= 0 && next != '\n' && line.Length < Longest; next = reader.Read())
        {
            line.Append((char)next);
        }

        return line.ToString().TrimEnd('\r');
    }

    private static string OfPerson(CommandRun run)
    {
        var password = Ask(run, "Password: ");
        return Ask(run, "Once more: ") == password ? password : throw new UsageException("The two passwords differ; nothing was changed.");
    }

    private static string Ask(CommandRun run, string prompt)
    {
        run.Terminal.Error.Write(prompt);
        try
        {
            return Terminal.ReadUnseen() ?? throw Interrupted(run);
        }
        finally
        {
            run.Terminal.Error.WriteLine();
        }
    }

    private static OperationCanceledException Interrupted(CommandRun run)
    {
        run.Interruption.Interrupt(isTermination: false);
        return new OperationCanceledException(run.Interruption.Token);
    }
}
