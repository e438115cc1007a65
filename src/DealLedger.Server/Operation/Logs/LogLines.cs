using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using DealLedger.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace DealLedger.Server.Operation.Logs;

/// <summary>Writes every line of the log, plain or as JSON. Whatever comes from elsewhere goes through <see cref="Redaction"/> first.</summary>
public sealed class LogLines(LogForm form, TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    /// <summary>The name that the console knows it by.</summary>
    public const string FormatterName = "dealledger";

    private const string OriginalFormat = "{OriginalFormat}";

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = Redaction.Of(logEntry.Formatter(logEntry.State, logEntry.Exception));
        textWriter.WriteLine(form == LogForm.Json ? OfPrograms(logEntry, message) : OfPeople(logEntry, message));
    }

    private string OfPeople<TState>(in LogEntry<TState> entry, string message)
    {
        var why = entry.Exception is { } fault ? $" ({Redaction.Of(fault.ToString())})" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow().ToIso()} {Word(entry.LogLevel)} {entry.Category}: {message}{why}");
    }

    private string OfPrograms<TState>(in LogEntry<TState> entry, string message)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartObject();
            json.WriteString("time", clock.GetUtcNow().ToIso());
            json.WriteString("level", Word(entry.LogLevel));
            json.WriteString("source", entry.Category);
            if (entry.EventId.Name is { } name)
            {
                json.WriteString("event", name);
            }

            json.WriteString("message", message);
            if (entry.State is IReadOnlyList<KeyValuePair<string, object?>> fields)
            {
                WriteFields(json, fields);
            }

            if (entry.Exception is { } fault)
            {
                json.WriteString("exception", Redaction.Of(fault.ToString()));
            }

            if (Activity.Current is { } activity)
            {
                json.WriteString("trace", activity.TraceId.ToHexString());
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteFields(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> fields)
    {
        json.WriteStartObject("fields");
        foreach (var (name, value) in fields)
        {
            if (name == OriginalFormat || value is null)
            {
                continue;
            }

            json.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(name));
            switch (value)
            {
                case int number: json.WriteNumberValue(number); break;
                case long number: json.WriteNumberValue(number); break;
                case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
                case bool flag: json.WriteBooleanValue(flag); break;
                default: json.WriteStringValue(Redaction.Of(Convert.ToString(value, CultureInfo.InvariantCulture))); break;
            }
        }

        json.WriteEndObject();
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "information",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        _ => "critical",
    };
}
