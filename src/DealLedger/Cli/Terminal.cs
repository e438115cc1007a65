using System.Text;
using Spectre.Console;

namespace DealLedger.Cli;

/// <summary>Where a command writes: results to the output, everything else to the errors; and where it reads what must not stand in its arguments.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error, bool outputIsTerminal, bool errorIsTerminal, TextReader? input = null, bool inputIsTerminal = false)
    : IDisposable
{
    private const int WidthWithoutTerminal = 120;
    private const int LeastWidth = 60;

    /// <summary>Results.</summary>
    public TextWriter Output { get; } = output;

    /// <summary>Progress, notes and errors.</summary>
    public TextWriter Error { get; } = error;

    /// <summary>What is piped in; nothing where nothing is.</summary>
    public TextReader Input { get; } = input ?? TextReader.Null;

    /// <summary>Whether a person can be asked: one who types, and sees what is asked.</summary>
    public bool IsAsked => inputIsTerminal && ErrorIsTerminal;

    /// <summary>Whether a person looks at the errors as they are written.</summary>
    public bool ErrorIsTerminal { get; } = errorIsTerminal;

    /// <summary>The process's own streams, in UTF-8.</summary>
    public static Terminal Standard()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new Terminal(
            new StreamWriter(Console.OpenStandardOutput(), utf8, bufferSize: 16 * 1024),
            new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true },
            !Console.IsOutputRedirected,
            !Console.IsErrorRedirected,
            Console.IsInputRedirected ? new StreamReader(Console.OpenStandardInput(), utf8) : null,
            !Console.IsInputRedirected);
    }

    /// <summary>Tables and charts for people: in colour only where a terminal shows it and nobody asked for none.</summary>
    public IAnsiConsole Tables()
    {
        var inColour = outputIsTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = inColour ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = inColour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(Output),
        });
        console.Profile.Width = outputIsTerminal ? Math.Max(LeastWidth, Console.WindowWidth) : WidthWithoutTerminal;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    /// <summary>A line that a person types without its being shown; none when Ctrl-C is typed instead.</summary>
    public static string? ReadUnseen()
    {
        var line = new StringBuilder();
        Console.TreatControlCAsInput = true;
        try
        {
            while (true)
            {
                var key = Console.ReadKey(intercept: true);
                switch (key)
                {
                    case { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control }:
                        return null;
                    case { Key: ConsoleKey.Enter }:
                        return line.ToString();
                    case { Key: ConsoleKey.Backspace }:
                        line.Length -= line.Length > 0 ? 1 : 0;
                        break;
                    case { KeyChar: not '\0' }:
                        line.Append(key.KeyChar);
                        break;
                }
            }
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }

    /// <summary>Writes out what is buffered; a reader that went away, as <c>head</c> does, is no fault.</summary>
    public void Dispose()
    {
        try
        {
            Output.Flush();
        }
        catch (IOException)
        {
            // Nobody reads any more.
        }
    }
}
